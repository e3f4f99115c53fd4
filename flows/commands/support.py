"""The command that makes what may be sent to whoever helps."""

from pathlib import Path

import click

from flows.commands.options import APath, workspace_option


@click.command("support-bundle")
@click.option("--out", required=True, type=APath(dir_okay=False, path_type=Path), help="A new ZIP.")
@workspace_option
def support_bundle(out: Path, workspace: Path | None) -> None:
    """Write what helps to mend a workspace from afar; it is searched for names before it is written."""
    from flows.support.bundle import write_bundle
    from flows.workspace import find_workspace

    if out.exists():
        raise click.UsageError("The file of --out must be new.")
    looked_for = write_bundle(find_workspace(workspace), out)
    click.echo(f"Searched for {looked_for} names, none found, and written. It may be sent to anyone.")
