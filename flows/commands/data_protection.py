"""The commands on data protection: what is settled, who takes part, and how long things are kept."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from flows.commands.options import Day, json_option, second_option, today_option, workspace_option
from flows.today import london_today
from schemas.words import Answer, Reader

if TYPE_CHECKING:
    from flows.school import LawfulBasis
    from flows.workspace import Workspace

ANSWERS = ("yes", "nothing-to-submit", "declined")
BASES = ("public_task", "legitimate_interests", "consent")


@click.group("data-protection")
def data_protection() -> None:
    """What the setting has settled before its first audit."""


@data_protection.command("record")
@workspace_option
@click.option("--dpia-signed", required=True, type=Day(), help="The day the impact assessment was signed.")
@click.option("--lawful-basis", type=click.Choice(BASES), help="Else it stays as it is.")
def data_protection_record(dpia_signed: date, lawful_basis: str | None, workspace: Path | None) -> None:
    """Write into school.toml when the impact assessment was signed."""
    from flows.data_protection import in_words, record, status
    from flows.workspace import find_workspace

    basis = cast("LawfulBasis | None", lawful_basis)
    school = record(find_workspace(workspace), dpia_signed, basis)
    click.echo(in_words(status(school)))


@data_protection.command("status")
@json_option
@workspace_option
def data_protection_status(workspace: Path | None, *, as_json: bool) -> None:
    """Say what is settled, and how long things are kept."""
    from flows.data_protection import in_words, status
    from flows.workspace import find_workspace

    told = status(find_workspace(workspace).school)
    click.echo(json.dumps(told, indent=2) if as_json else in_words(told))


@click.group()
def participation() -> None:
    """Who takes part. It is voluntary, and who declined is told to nobody."""


@participation.command("record")
@workspace_option
@today_option
@click.option("--staff", "staff_ref", required=True, metavar="REF", help="Whose answer it is.")
@click.option(
    "--answer",
    type=click.Choice(ANSWERS),
    prompt="Their answer",
    help="Asked for when it is not given, so that it stands in no history of commands.",
)
def participation_record(staff_ref: str, answer: str, workspace: Path | None, today: date | None) -> None:
    """Keep one person's answer, sealed, in place of the one before."""
    from flows.participation import record
    from flows.workspace import find_workspace

    said = Answer(answer.replace("-", "_"))
    click.echo(record(find_workspace(workspace), staff_ref, said, today or london_today()))


@participation.command("counts")
@json_option
@workspace_option
@today_option
def participation_counts(workspace: Path | None, today: date | None, *, as_json: bool) -> None:
    """Say how many take part, as counted last: anew only once at least five answers have changed."""
    from flows.participation import counted
    from flows.workspace import find_workspace
    from reports.participation_count import participation_rows, participation_sentence

    told = counted(find_workspace(workspace), today or london_today())
    answer = {"version": 1, "counted_on": told.on.isoformat(), "counts": dict(participation_rows(told))}
    click.echo(json.dumps(answer, indent=2) if as_json else participation_sentence(told))


@participation.command("due-reminders")
@workspace_option
@today_option
def participation_due_reminders(workspace: Path | None, today: date | None) -> None:
    """Say how many reminders are due: two at most to a person, and only before they have answered."""
    from flows.reminding.answers import due_in_words
    from flows.workspace import find_workspace

    click.echo(due_in_words(find_workspace(workspace), today or london_today()))


@click.command()
@json_option
@workspace_option
@today_option
@click.option("--dry-run", is_flag=True, help="Say what would be deleted, and delete nothing.")
@click.option("--confirm-date", type=Day(), help="The day, once more, where the clock is in doubt.")
@second_option
def retention(
    workspace: Path | None,
    today: date | None,
    confirm_date: date | None,
    *,
    as_json: bool,
    dry_run: bool,
    second_reviewer: bool,
) -> None:
    """Delete what has been kept for as long as it may be, and say what waits for a person."""
    from flows.retention import in_words, retain
    from flows.unlocking import identity_of
    from flows.workspace import find_workspace

    place = find_workspace(workspace)
    reader = Reader.SECOND_REVIEWER if second_reviewer else Reader.DSL
    if second_reviewer:  # what concerns the DSL's own accounts is told to nobody else
        identity_of(place, reader)
    done = retain(place, today or london_today(), confirmed=confirm_date, dry_run=dry_run)
    answer = done.answer(reader)
    click.echo(json.dumps(answer, indent=2) if as_json else in_words(answer))


@click.group()
def hold() -> None:
    """Keep one finding from being deleted, with a reason, an owner and a review date."""


@hold.command("set")
@workspace_option
@today_option
@click.option("--finding", required=True, metavar="ID", help="As the documents write it: find-…")
@click.option("--reason", prompt="Why", help="Sealed to those who may read the finding.")
@click.option("--owner", prompt="Whose hold it is", help="Who looks at it again. Sealed with the reason.")
@click.option("--review", required=True, type=Day(), help="The day on which it is looked at again.")
@second_option
def hold_set(
    finding: str,
    reason: str,
    owner: str,
    review: date,
    workspace: Path | None,
    today: date | None,
    *,
    second_reviewer: bool,
) -> None:
    """Hold a finding until a person lifts the hold, for its reader's passphrase."""
    from flows.holds import Reason, hold_finding
    from flows.workspace import find_workspace

    place, day = find_workspace(workspace), today or london_today()
    _only_its_reader(place, finding, second_reviewer=second_reviewer)
    click.echo(hold_finding(place, finding, Reason(reason, owner, day), review))


def _only_its_reader(place: "Workspace", finding: str, *, second_reviewer: bool) -> None:
    """Ask for the passphrase of whoever may read the finding; nobody else touches its hold."""
    from flows.holds import needs_reader
    from flows.unlocking import identity_of

    reader = Reader.SECOND_REVIEWER if second_reviewer else Reader.DSL
    identity_of(place, reader)
    needs_reader(place, finding, reader)


@hold.command("lift")
@workspace_option
@second_option
@click.option("--finding", required=True, metavar="ID", help="As the documents write it: find-…")
def hold_lift(finding: str, workspace: Path | None, *, second_reviewer: bool) -> None:
    """Lift a hold: what was due goes with the next `armslength retention`."""
    from flows.holds import lift
    from flows.workspace import find_workspace

    place = find_workspace(workspace)
    _only_its_reader(place, finding, second_reviewer=second_reviewer)
    click.echo(lift(place, finding))


@hold.command("list")
@workspace_option
@today_option
@second_option
def hold_list(workspace: Path | None, today: date | None, *, second_reviewer: bool) -> None:
    """Show the holds on a reader's findings, with their reasons, for that reader's passphrase."""
    from flows.holds import holds_in_words
    from flows.unlocking import identity_of
    from flows.workspace import find_workspace

    place = find_workspace(workspace)
    reader = Reader.SECOND_REVIEWER if second_reviewer else Reader.DSL
    for line in holds_in_words(place, reader, identity_of(place, reader), today or london_today()):
        click.echo(line)
