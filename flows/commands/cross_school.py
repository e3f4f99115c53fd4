"""The commands on cross-school screening: those of the trust's area take --area, a school's --workspace."""

from datetime import date
from pathlib import Path

import click

from flows.commands.options import FOLDER, Day, second_option, today_option, workspace_option
from flows.today import london_today
from schemas.words import Reader

area_option = click.option(
    "--area", type=FOLDER, help="The trust's area; else the one of ARMSLENGTH_TRUST_AREA."
)
staff_option = click.option("--staff", "staff_ref", required=True, metavar="REF", help="Whose answer it is.")


@click.group("cross-school")
def cross_school() -> None:
    """Staff of one school of a trust, families of the others. Off until both have signed an assessment."""


@cross_school.command("init")
@click.argument("area", type=FOLDER)
def cross_school_init(area: Path) -> None:
    """Make the trust's area, a folder outside of every school's workspace, with keys of its own."""
    from flows.cross_school.area import make_area
    from vault.private_files import restrict_umask

    restrict_umask()
    made = make_area(area)
    click.echo("Made the area. Its keys are for this account alone; nobody's passphrase opens it.")
    click.echo("What each school writes under [trust] in its school.toml:")
    click.echo(f'  area_card = "{made.keys.card}"')


@cross_school.command("record")
@area_option
@click.option("--dpia-signed", required=True, type=Day(), help="The day the trust's assessment was signed.")
def cross_school_record(area: Path | None, dpia_signed: date) -> None:
    """Write into the area when the trust's own impact assessment was signed."""
    from flows.cross_school.area import find_area, record

    record(find_area(area), dpia_signed)
    click.echo(
        f"Recorded: signed on {dpia_signed}. Each school records its own under [trust] in school.toml."
    )


@cross_school.command("address")
@workspace_option
def cross_school_address(workspace: Path | None) -> None:
    """Show what the area knows this school's letters by. It is not secret."""
    from flows.workspace import find_workspace
    from vault.cross_school import address_of, school_signer

    click.echo(address_of(school_signer(find_workspace(workspace).keys)))


@cross_school.command("admit")
@area_option
@click.argument("address")
def cross_school_admit(area: Path | None, address: str) -> None:
    """Let the school of that address take part, and make its two mailboxes."""
    from flows.cross_school.area import admit, find_area

    school = admit(find_area(area), address)
    click.echo(f"Admitted. Its mailboxes, for its account and this one: inbox/{school} and outbox/{school}.")


@cross_school.command("screen")
@area_option
@today_option
def cross_school_screen(area: Path | None, today: date | None) -> None:
    """Answer what the schools have handed over, as the flow of that name does."""
    from flows.cross_school.area import find_area
    from flows.cross_school.screening import FEWEST_SCHOOLS, screen
    from vault.private_files import restrict_umask

    restrict_umask()
    counts = screen(find_area(area), today or london_today()).counts
    click.echo(
        f"Settings that handed over: {counts['settings']}. Not handed over: {counts['not_handed_over']}. "
        f"Letters that could not be read: {counts['unread']}."
    )
    if counts["settings"] < FEWEST_SCHOOLS:
        click.echo("Nothing was screened: there are no other families to hold anybody against. Letters wait.")


@cross_school.command("answer")
@workspace_option
@today_option
@staff_option
@click.option(
    "--answer",
    type=click.Choice(["yes", "no"]),
    prompt="Their answer",
    help="Asked for when it is not given, so that it stands in no history of commands.",
)
def cross_school_answer(staff_ref: str, answer: str, workspace: Path | None, today: date | None) -> None:
    """Keep whether one person agrees to it. Without a yes nothing of theirs is handed over."""
    from flows.cross_school.taking_part import answer as keep
    from flows.workspace import find_workspace

    click.echo(keep(find_workspace(workspace), staff_ref, today or london_today(), yes=answer == "yes"))


@cross_school.command("hand-over")
@workspace_option
@today_option
def cross_school_hand_over(workspace: Path | None, today: date | None) -> None:
    """Hand over the families, and the lists of those staff who said yes, sealed to the area."""
    from flows.cross_school.handing_over import hand_over
    from flows.workspace import find_workspace
    from reports.bands import band
    from vault.private_files import restrict_umask

    restrict_umask()
    counts = hand_over(find_workspace(workspace), today or london_today()).counts
    click.echo(f"Handed over: the families, and the lists of {band(counts['submissions'])} members of staff.")
    if counts["failed"]:
        click.echo(f"Could not be opened, and left out: {band(counts['failed'])}.")


@cross_school.command("collect")
@workspace_option
@today_option
def cross_school_collect(workspace: Path | None, today: date | None) -> None:
    """Bring what the area answered into this workspace, where the DSL opens it."""
    from flows.cross_school.collecting import collect
    from flows.workspace import find_workspace
    from reports.bands import band

    counts = collect(find_workspace(workspace), today or london_today()).counts
    click.echo(f"Answers collected: {band(counts['answers'])}. `armslength cross-school open` shows them.")


@cross_school.command("open")
@workspace_option
@today_option
@second_option
def cross_school_open(workspace: Path | None, today: date | None, *, second_reviewer: bool) -> None:
    """Write the answers as a locked workbook, for its reader's passphrase, and show its words."""
    from flows.cross_school.opening import opened, write_workbook
    from flows.unlocking import identity_of
    from flows.workspace import find_workspace
    from vault.trust_share import WORKBOOKS

    place, reader = find_workspace(workspace), _reader(second_reviewer=second_reviewer)
    answers = opened(place, reader, identity_of(place, reader))
    words = write_workbook(answers, today or london_today())
    click.echo(f"Workbook: {place.folder / WORKBOOKS[reader]}")
    click.echo(f"Its words, shown once: {words}")


@cross_school.command("dismiss")
@workspace_option
@today_option
@second_option
@click.argument("finding", metavar="FINDING")
def cross_school_dismiss(
    finding: str, workspace: Path | None, today: date | None, *, second_reviewer: bool
) -> None:
    """Say, with its reader's passphrase, that a finding's two are not the same person."""
    from flows.cross_school.opening import dismiss, opened
    from flows.unlocking import identity_of
    from flows.workspace import find_workspace

    place, reader = find_workspace(workspace), _reader(second_reviewer=second_reviewer)
    dismiss(opened(place, reader, identity_of(place, reader)), finding, today or london_today())
    click.echo("Kept. It is not asked again unless there is new evidence.")


def _reader(*, second_reviewer: bool) -> Reader:
    return Reader.SECOND_REVIEWER if second_reviewer else Reader.DSL
