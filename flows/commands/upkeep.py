"""The commands of whoever looks after the computer: a backup, putting it back, and what an upgrade needs."""

from pathlib import Path

import click

from flows.commands.options import FOLDER, APath, workspace_option

ARCHIVE = APath(dir_okay=False, path_type=Path)


@click.command()
@click.option("--out", required=True, type=ARCHIVE, help="A new file, outside of the workspace.")
@click.option("--keys", "keys_alone", is_flag=True, help="The keys folder instead: to be kept apart.")
@workspace_option
def backup(out: Path, workspace: Path | None, *, keys_alone: bool) -> None:
    """Write the workspace as one archive, sealed as it is and without what opens it."""
    from flows.letterbox.place import folders_of_others
    from flows.workspace import find_workspace
    from vault.backups import Holds, back_up

    place = find_workspace(workspace)
    holds = Holds.KEYS if keys_alone else Holds.WORKSPACE
    files = back_up(place.folder, out, holds, folders_of_others(place))
    kept = (
        "It opens what the service opens, the roster among it: keep it apart from the other archives."
        if keys_alone
        else "Nothing in it opens without the keys folder, which `armslength backup --keys` writes."
    )
    click.echo(f"Wrote {files} files. {kept}")


@click.command()
@click.argument("folder", type=FOLDER)
@click.argument("archives", nargs=-1, required=True, type=ARCHIVE)
def restore(folder: Path, archives: tuple[Path, ...]) -> None:
    """Put a backup and its keys back into a new folder; who has withdrawn since stays gone."""
    from flows.workspace import Workspace
    from vault.backups import put_back
    from vault.keys import is_private

    click.echo(f"Put back {put_back(folder, archives)} files.")
    if is_private(folder / "keys"):
        click.echo("Whoever withdrew since is gone again with the first command that asks for a passphrase.")
        return
    gone = len(Workspace(folder).vault.tombstones.all())
    click.echo(f"It opens. {gone} withdrawals are known here, and nothing of them came back.")


@click.command()
@workspace_option
def upgrade(workspace: Path | None) -> None:
    """Make a workspace ready for this version of Armslength; needed after each upgrade, and harmless else."""
    from flows.format import upgrade as make_ready
    from flows.workspace import find_workspace

    for line in make_ready(find_workspace(workspace).folder):
        click.echo(line)
