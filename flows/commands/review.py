"""The commands of whoever reviews: pages let go, decisions given back, disputes, documents made again."""

import sys
from datetime import date
from pathlib import Path

import click

from flows.commands.options import A_PATH, second_option, today_option, workspace_option
from flows.today import london_today
from schemas.words import Reader

audit_option = click.option("--audit", "audit_id", default="", metavar="ID", help="Else the latest.")


def _reader(*, second_reviewer: bool) -> Reader:
    return Reader.SECOND_REVIEWER if second_reviewer else Reader.DSL


@click.command("release")
@workspace_option
@audit_option
@second_option
@click.option("--lift", multiple=True, metavar="RECEIPT", help="A held page, once you spoke with the person.")
def release(workspace: Path | None, audit_id: str, lift: tuple[str, ...], *, second_reviewer: bool) -> None:
    """Let the staff members' pages go: none leaves without this."""
    from flows.review.release import latest_audit
    from flows.review.release import release as let_go
    from flows.unlocking import identity_of
    from flows.workspace import find_workspace

    place, reader = find_workspace(workspace), _reader(second_reviewer=second_reviewer)
    audit_id = audit_id or latest_audit(place)
    click.echo(let_go(place, audit_id, reader, identity_of(place, reader), lift))


@click.command("decisions")
@workspace_option
@today_option
@second_option
@click.argument("file", type=A_PATH)
def decisions(file: Path, workspace: Path | None, today: date | None, *, second_reviewer: bool) -> None:
    """Take back a workbook with decisions in it."""
    from flows.review.deciding import take_decisions
    from flows.unlocking import identity_of
    from flows.workspace import find_workspace
    from schemas.errors import HandedInError

    place, reader = find_workspace(workspace), _reader(second_reviewer=second_reviewer)
    taken = take_decisions(place, file, reader, identity_of(place, reader), today or london_today())
    for line in taken.lines:
        click.echo(line)
    sys.exit(HandedInError.exit_code if taken.problems else 0)


@click.command("dispute")
@workspace_option
@today_option
@click.option("--receipt", required=True, metavar="R", help="As on the cover of the person's page.")
@click.option("--line", required=True, type=click.IntRange(1), help="The number before the contact.")
def dispute(receipt: str, line: int, workspace: Path | None, today: date | None) -> None:
    """Note that a member of staff says: that is not them."""
    from flows.review.disputing import record_dispute
    from flows.workspace import find_workspace

    click.echo(record_dispute(find_workspace(workspace), receipt, line, today or london_today()))


@click.command("documents")
@workspace_option
@audit_option
@second_option
def documents(workspace: Path | None, audit_id: str, *, second_reviewer: bool) -> None:
    """Make an audit's overview and workbook again, from what is still there of it."""
    from flows.review.release import latest_audit
    from flows.review.remaking import make_again
    from flows.unlocking import identity_of
    from flows.workspace import find_workspace

    place, reader = find_workspace(workspace), _reader(second_reviewer=second_reviewer)
    audit_id = audit_id or latest_audit(place)
    click.echo(make_again(place, audit_id, reader, identity_of(place, reader)))
