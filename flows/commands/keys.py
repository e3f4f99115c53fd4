"""The commands on keys: which there are, replacing a person's, and rehearsing it."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.options import A_PATH, json_option, second_option, workspace_option

if TYPE_CHECKING:
    from schemas.words import Reader

DRILLS = ("lost-dsl", "replaced-dsl", "break-glass", "lost-service", "second-reviewer")

break_glass_option = click.option(
    "--break-glass", is_flag=True, help="With the printed key, where the old passphrase is lost."
)


@click.group()
def keys() -> None:
    """Who can read what: the keys of this workspace and of its people."""


@keys.command("status")
@json_option
@workspace_option
def keys_status(workspace: Path | None, *, as_json: bool) -> None:
    """Say which keys are there and since when. Shows no secret."""
    from flows.keys.status import in_words, key_status
    from flows.workspace import find_workspace

    told = key_status(find_workspace(workspace))
    for line in [json.dumps(told, indent=2)] if as_json else in_words(told):
        click.echo(line)


@keys.command("init")
@click.option("--sheet", type=A_PATH, help="Where the printed key's sheet is written, outside the workspace.")
@workspace_option
def keys_init(workspace: Path | None, sheet: Path | None) -> None:
    """Make the people's keys that are missing, and show each passphrase once."""
    from flows.keys.making import make_missing
    from flows.workspace import find_workspace

    for line in make_missing(find_workspace(workspace), sheet):
        click.echo(line)


@keys.command("rotate-dsl")
@break_glass_option
@click.option(
    "--staff",
    "staff_ref",
    default="",
    metavar="REF",
    help="Who the new DSL is: what concerns them goes to the second reviewer.",
)
@workspace_option
def keys_rotate_dsl(workspace: Path | None, staff_ref: str, *, break_glass: bool) -> None:
    """Give the DSL new keys and a new passphrase; everything for the DSL opens with them."""
    from schemas.words import Reader

    _rotate(workspace, Reader.DSL, staff_ref, break_glass=break_glass)


@keys.command("rotate-second")
@break_glass_option
@workspace_option
def keys_rotate_second(workspace: Path | None, *, break_glass: bool) -> None:
    """Give the second reviewer new keys and a new passphrase."""
    from schemas.words import Reader

    _rotate(workspace, Reader.SECOND_REVIEWER, "", break_glass=break_glass)


@keys.command("passphrase")
@second_option
@workspace_option
def keys_passphrase(workspace: Path | None, *, second_reviewer: bool) -> None:
    """Give a person a new passphrase for the same keys."""
    from flows.keys.asking import new_words, opener_of
    from flows.keys.replacing import replace_keys
    from flows.workspace import find_workspace
    from schemas.words import Reader
    from vault.readers import relock

    place = find_workspace(workspace)
    reader = Reader.SECOND_REVIEWER if second_reviewer else Reader.DSL
    opener = opener_of(place, reader, break_glass=False)
    words = new_words(reader)
    if opener.own:
        replace_keys(place, relock(place.keys.people[reader], opener.own, words), opener)
    click.echo("Done: the new passphrase opens what the old one opened.")


@keys.command("drill")
@click.argument("which", type=click.Choice(DRILLS))
@workspace_option
def keys_drill(which: str, workspace: Path | None) -> None:
    """Rehearse a recovery on an invented workspace in a private folder that goes afterwards.

    With --workspace, `break-glass` also tries the printed key on the files of that one, changing nothing.
    """
    from flows.keys.drills import rehearsed

    if workspace and which != "break-glass":
        raise click.UsageError("Only `drill break-glass` looks at a real workspace.")
    for number, line in enumerate(rehearsed(which), start=1):
        click.echo(f"{number}. {line}")
    if workspace:
        from flows.keys.asking import opener_of
        from flows.keys.trying import tried
        from flows.workspace import Workspace
        from schemas.words import Reader

        place = Workspace(workspace)
        for line in tried(place, opener_of(place, Reader.DSL, break_glass=True)):
            click.echo(line)


def _rotate(named: Path | None, reader: "Reader", staff_ref: str, *, break_glass: bool) -> None:
    from flows.keys.asking import new_words, opener_of
    from flows.keys.handing_over import hand_over, successor
    from flows.keys.replacing import in_words, replace_keys
    from flows.workspace import find_workspace
    from vault.readers import make_person_keys

    place = find_workspace(named)
    new_dsl = successor(place, staff_ref) if staff_ref else ""
    opener = opener_of(place, reader, break_glass=break_glass)
    person = make_person_keys(reader, new_words(reader))
    if new_dsl:
        moved = hand_over(place, new_dsl, opener)
        click.echo(f"{moved} files about the new DSL are the second reviewer's now.")
    for line in in_words(replace_keys(place, person, opener)):
        click.echo(line)
    if new_dsl and new_dsl != place.school.reviewers.dsl:
        click.echo("Write their reference into school.toml now, as `dsl`: the next audit goes by that alone.")
