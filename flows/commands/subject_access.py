"""The command for whoever asks what is kept about them."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from flows.commands.options import A_PATH, second_option, today_option, workspace_option
from schemas.words import Reader

if TYPE_CHECKING:
    from flows.subject_access.subject import Subject
    from flows.workspace import Workspace

IN_HISTORY = (
    "The name stands in this terminal's history now. Give the option without the name, and it is asked for."
)


@click.command("subject-access")
@workspace_option
@today_option
@click.option("--staff", "staff_ref", metavar="REF", help="A member of staff.")
@click.option("--person", "roster_id", metavar="ID", help="Somebody on the roster, by the roster's id.")
@click.option(
    "--name",
    prompt="The name, as the roster has it",
    prompt_required=False,
    default=None,
    help="Somebody on the roster. Give it without a name, and the name is asked for: in no history.",
)
@click.option(
    "--contact",
    prompt="The name or user name, as the account shows it",
    prompt_required=False,
    default=None,
    help="Somebody on a member of staff's list, by name or user name; asked for like --name.",
)
@second_option
@click.option("--both", is_flag=True, help="With the passphrases of both, sitting together.")
@click.option("--out", required=True, type=A_PATH, help="Where the locked PDF is written.")
def subject_access(
    workspace: Path | None,
    today: date | None,
    out: Path,
    *,
    second_reviewer: bool,
    both: bool,
    **asked_for: str | None,
) -> None:
    """Gather all that is kept about one person, and hide everybody else. One locked PDF is written."""
    from flows.subject_access.answering import answer
    from flows.today import london_today
    from flows.unlocking import identity_of
    from flows.workspace import find_workspace

    given = {kind: text for kind, text in asked_for.items() if text}
    if len(given) != 1:
        raise click.UsageError("Give one of --staff, --person, --name and --contact.")
    ((kind, text),) = given.items()
    if (
        kind in {"name", "contact"}
        and click.get_current_context().get_parameter_source(kind) is ParameterSource.COMMANDLINE
    ):
        click.echo(IN_HISTORY, err=True)
    place = find_workspace(workspace)
    readers = [Reader.DSL, Reader.SECOND_REVIEWER] if both else [_reader(second_reviewer=second_reviewer)]
    subject, who = _subject(place, kind, text)
    identities: Mapping[Reader, str] = {reader: identity_of(place, reader) for reader in readers}
    for line in answer(place, subject, who, identities, out, today or london_today()):
        click.echo(line)


def _reader(*, second_reviewer: bool) -> Reader:
    return Reader.SECOND_REVIEWER if second_reviewer else Reader.DSL


def _subject(place: "Workspace", kind: str, text: str) -> "tuple[Subject, str]":
    """Who is meant, and the words that say how they were looked for."""
    from flows.subject_access.subject import (
        contact_called,
        on_the_roster,
        staff_member,
        with_name,
        with_roster_id,
    )

    if kind == "staff_ref":
        return staff_member(place, text), "a member of staff"
    if kind == "contact":
        return contact_called(text), "a person known by an account"
    same, alike = (with_roster_id(place, text), []) if kind == "roster_id" else with_name(place, text)
    if alike:
        click.echo(f"A name like it is borne by others: {', '.join(each.source_id for each in alike)}.")
        click.echo("Look at each with --person.")
    if not same:
        click.echo("Nobody on the roster has exactly this name or id: what is told is searched by it alone.")
        return contact_called(text), "a person who is not on the roster"
    place_of = 0
    if len(same) > 1:
        click.echo("Several people are meant by it:")
        for number, each in enumerate(same, start=1):
            click.echo(f"  {number}  {each.kind.value.replace('_', ' or ')}, roster id {each.source_id}")
        place_of = click.prompt("Which of them", type=click.IntRange(1, len(same))) - 1
    return on_the_roster(place, same[place_of].person_id), "a person on the roster"
