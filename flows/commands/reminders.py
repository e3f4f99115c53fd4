"""Reminders to those who have not answered yet."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.options import Day, json_option, today_option, workspace_option
from flows.today import london_today
from schemas.words import Reader

if TYPE_CHECKING:
    from flows.workspace import Workspace


@click.command()
@json_option
@workspace_option
@today_option
@click.option("--dry-run", is_flag=True, help="Say how many are due, and neither send nor record anything.")
@click.option(
    "--letters",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the page to print, and show the DSL whom it is for; it counts as their reminder.",
)
@click.option(
    "--list", "listing", is_flag=True, help="Show the DSL once more whom the latest letters are for."
)
@click.option(
    "--asked-on",
    type=Day(),
    help="The day those new to us were given the notice; else they count from today.",
)
def reminders(
    workspace: Path | None,
    today: date | None,
    letters: Path | None,
    asked_on: date | None,
    *,
    as_json: bool,
    dry_run: bool,
    listing: bool,
) -> None:
    """Remind whoever has not answered yet: twice at most, in the same words for everybody."""
    from flows.reminding.due import ask
    from flows.workspace import find_workspace

    place, on = find_workspace(workspace), today or london_today()
    if bool(letters) + listing + dry_run > 1:
        raise click.UsageError("Give one of --letters, --list and --dry-run.")
    if asked_on and (asked_on > on or dry_run or listing):
        raise click.UsageError("--asked-on is a day that has come, for a run that records it.")
    if asked_on:
        ask(place, on, asked_on)
    if letters or listing:
        _show_the_dsl(place, on, letters)
        return
    _remind(place, on, as_json=as_json, dry_run=dry_run)


def _show_the_dsl(place: "Workspace", on: date, letters: Path | None) -> None:
    """Whom letters are for, which is for nobody else to see."""
    from flows.reminding import by_letter
    from flows.unlocking import identity_of

    identity_of(place, Reader.DSL)
    if letters:
        members = by_letter.letters(place, on, letters)
        if members:
            click.echo(f"The page to print: {letters}")
    else:
        on, members = by_letter.listed(place, on)
    for line in by_letter.in_words(on, members):
        click.echo(line)


def _remind(place: "Workspace", on: date, *, as_json: bool, dry_run: bool) -> None:
    from flows.reminding.answers import answer, in_words
    from flows.reminding.by_email import Reminded, reminded
    from flows.reminding.due import due

    done = Reminded(len(due(place, on))) if dry_run else reminded(place, on)
    told = answer(place, on, done, dry_run=dry_run)
    click.echo(json.dumps(told, indent=2) if as_json else in_words(told))
