"""The command line. What a command needs is imported when it runs, so that `--help` answers at once."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from flows.commands.cross_school import cross_school
from flows.commands.data_protection import data_protection, hold, participation, retention
from flows.commands.health import doctor, status
from flows.commands.keys import keys
from flows.commands.log import log
from flows.commands.options import (
    A_PATH,
    FOLDER,
    files,
    json_option,
    names_option,
    second_option,
    today_option,
    workspace_option,
)
from flows.commands.plain_errors import PlainErrors, say_error
from flows.commands.policy import policy
from flows.commands.reminders import reminders
from flows.commands.review import decisions, dispute, documents, release
from flows.commands.rosters import declarations, roster, staff
from flows.commands.schedule import schedule
from flows.commands.serve import serve
from flows.commands.subject_access import subject_access
from flows.commands.support import support_bundle
from flows.commands.trust import trust
from flows.commands.upkeep import backup, restore, upgrade
from flows.today import london_today


@click.group(cls=PlainErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="armslength")
def main() -> None:
    """Check, fairly and confidentially, that staff are not online friends with families at the setting."""


for command in (
    roster,
    staff,
    declarations,
    data_protection,
    policy,
    participation,
    reminders,
    retention,
    hold,
    decisions,
    dispute,
    documents,
    release,
    subject_access,
    cross_school,
    log,
    keys,
    doctor,
    status,
    support_bundle,
    schedule,
    serve,
    trust,
    backup,
    restore,
    upgrade,
):
    main.add_command(command)


@main.command()
@click.argument("folder", type=FOLDER)
@click.option("--name", default="Our school", help="The setting's name.")
@click.option("--kind", default="school", help='The word for the setting: "school", "nursery"...')
@click.option("--children", default="pupils", help='The word for those in its care: "pupils", "children"...')
@click.option("--dsl", default="", metavar="REF", help="Staff reference of the DSL.")
@click.option("--second-reviewer", default="", metavar="REF", help="Staff reference of the second reviewer.")
@click.option("--sheet", type=A_PATH, help="Where the printed key is written as a page, instead of shown.")
@click.option("--private", is_flag=True, help="On the DSL's laptop: nothing opens without a passphrase.")
def init(folder: Path, sheet: Path | None, *, private: bool, **school: str) -> None:
    """Make a workspace for one setting."""
    from flows.setup import make

    make(folder, school, sheet, private=private)


@main.command()
@click.option("--staff", "staff_ref", required=True, metavar="REF", help="Whose exports these are.")
@workspace_option
@today_option
@names_option
@files
def submit(
    staff_ref: str,
    files: tuple[Path, ...],
    workspace: Path | None,
    today: date | None,
    *,
    names_from_posts: bool,
) -> None:
    """Take one person's export(s): read them at once and keep only the encrypted extract."""
    from flows.intake import submit as take
    from flows.workspace import find_workspace

    requested = _requested(names_from_posts=names_from_posts)
    receipt = take(find_workspace(workspace), staff_ref, files, today or london_today(), requested)
    for line in receipt.lines:
        click.echo(line)
    for problem in receipt.problems:
        say_error(problem.error, problem.file)
    sys.exit(receipt.exit_code)


@main.command()
@click.option("--staff", "staff_ref", required=True, metavar="REF", help="Who leaves.")
@workspace_option
@today_option
def withdraw(staff_ref: str, workspace: Path | None, today: date | None) -> None:
    """Delete what one person handed in and everything made of it."""
    from flows.withdrawal import withdraw as leave
    from flows.workspace import find_workspace

    click.echo(leave(find_workspace(workspace), staff_ref, today or london_today()))


@main.command()
@today_option
@workspace_option
def audit(today: date | None, workspace: Path | None) -> None:
    """Audit every submission against the roster, and write the confidential reports."""
    from flows.audit import audit as run
    from flows.workspace import find_workspace

    place = find_workspace(workspace)
    totals = run(place, today)
    click.echo(
        f"{totals.counts['checked']} checked, {totals.counts['could_not_be_checked']} could not be checked, "
        f"{totals.counts['not_handed_in']} handed nothing in."
    )
    click.echo(f"Reports: {place.folder / 'audits' / totals.stage}")
    click.echo(
        "open.html gives the words for overview.pdf and workbook.xlsx, in any browser, "
        "for the DSL's passphrase."
    )


@main.command()
@json_option
@today_option
@names_option
@files
def check(
    files: tuple[Path, ...],
    *,
    as_json: bool,
    today: date | None,  # noqa: ARG001 - the same options as roster check
    names_from_posts: bool,
) -> None:
    """Say what would be read from an export, without any name in it."""
    from connectors.exports import read_exports
    from flows import answers

    answer = answers.of_exports(read_exports(files, _requested(names_from_posts=names_from_posts)))
    click.echo(json.dumps(answer, indent=2) if as_json else answers.exports_in_words(answer))
    sys.exit(3 if answer["errors"] else 0)


def _requested(*, names_from_posts: bool) -> tuple[str, ...]:
    """The platforms whose further files the person said may be opened."""
    return ("x",) if names_from_posts else ()


@main.command()
@json_option
@click.option("--everything", is_flag=True, help="Look into one loose file, whatever it is called.")
@files
def peek(files: tuple[Path, ...], *, as_json: bool, everything: bool) -> None:
    """Show how an export is laid out, without one value of it, to report a new layout safely."""
    from connectors.exports import ExportReader
    from connectors.peeking import in_words
    from flows.answers import errors_in_words

    with ExportReader() as reader:
        answer = reader.peek(files, everything=everything)
    said = (
        json.dumps(answer, indent=2) if as_json else "\n".join([in_words(answer), *errors_in_words(answer)])
    )
    click.echo(said)
    sys.exit(3 if answer["errors"] else 0)


@main.command()
@click.option("--roster", "roster_file", type=A_PATH, help="Roster table, CSV or Parquet.")
@click.option("--accounts", "accounts_file", type=A_PATH, help="Accounts table, CSV or Parquet.")
@click.option("--pairs", "pairs_file", type=A_PATH, help="Pairs of names to weigh instead: name1, name2.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="CSV or Parquet.")
@click.option("--top", default=3, type=click.IntRange(1), help="Rows an account, at the most.")
@click.option(
    "--min-probability", default=0.0, type=click.FloatRange(0, 1), help="Leave out rows below this."
)
def match(
    roster_file: Path | None,
    accounts_file: Path | None,
    pairs_file: Path | None,
    out: Path,
    top: int,
    min_probability: float,
) -> None:
    """Match two tables, or weigh pairs of names, and write a table."""
    from flows.match_command import match_tables, weigh

    if pairs_file is not None:
        weigh(pairs_file, out)
    elif roster_file is not None and accounts_file is not None:
        match_tables(roster_file, accounts_file, out, top=top, minimum=min_probability)
    else:
        raise click.UsageError("Give --roster and --accounts, or --pairs.")


@main.command()
@click.option("--pupils", default=100, type=click.IntRange(10))
@click.option("--staff", default=14, type=click.IntRange(1))
@click.option("--contacts", default=200, type=click.IntRange(10), help="Contacts a staff member.")
@click.option("--seed", default=1, type=int)
@click.option("--roster", default="ctf", type=click.Choice(["ctf", "oneroster-1.1", "oneroster-1.2", "csv"]))
@click.option("--further", is_flag=True, help="Give half of the staff one of the less common platforms, too.")
@click.option("--out", required=True, type=FOLDER)
@today_option
def sample(
    pupils: int,
    staff: int,
    contacts: int,
    seed: int,
    roster: str,
    out: Path,
    today: date | None,
    *,
    further: bool,
) -> None:
    """Write an invented school of any size, with planted connections and the truth about them."""
    from samples.school import write_school

    if out.exists() and any(out.iterdir()):
        raise click.UsageError("The folder of --out must be new or empty.")
    day: dict[str, Any] = {"today": today} if today else {}
    write_school(
        out, pupils=pupils, staff=staff, contacts=contacts, seed=seed, roster=roster, further=further, **day
    )
    click.echo(
        f"Wrote an invented school: roster, staff.csv, declarations.csv, exports and truth.csv in {out}."
    )


@main.command()
@click.option("--out", default=Path("demo"), type=FOLDER, help="Where the demo is written.")
def demo(out: Path) -> None:
    """Audit an invented school from end to end."""
    from flows.demo import demo as run

    run(out)


@main.command()
@click.argument("reference")
@workspace_option
@second_option
def incident(reference: str, workspace: Path | None, *, second_reviewer: bool) -> None:
    """Show the sealed detail of an incident. It may quote a person: for the DSL's eyes."""
    from flows.trail import told
    from flows.unlocking import identity_of
    from flows.workspace import find_workspace
    from schemas.words import Reader
    from vault.audit_log import Event
    from vault.ledger import Draft

    place = find_workspace(workspace)
    reader = Reader.SECOND_REVIEWER if second_reviewer else Reader.DSL
    identity = identity_of(place, reader)
    detail = place.vault.open_incident(reference, identity)
    place.vault.commit(Draft(), told(Event.INCIDENT_OPENED, reader))
    click.echo(detail)


if __name__ == "__main__":
    main()
