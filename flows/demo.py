"""An invented school, audited from end to end, with its findings held against the truth."""

from datetime import date
from pathlib import Path
from typing import Any

import click
import tomlkit

from flows.audit import audit
from flows.boundary import Counts
from flows.documents import findings_of
from flows.intake import submit
from flows.review.release import FOLDER, release
from flows.rosters.declared import load_declarations
from flows.rosters.loading import load
from flows.rosters.sources import sources
from flows.rosters.staff import load_staff
from flows.today import london_today
from flows.truth import by_kind, table_of_kinds
from flows.workspace import Workspace, make_workspace
from samples.school import write_school
from schemas.words import Reader
from vault.keys import Secrets
from vault.private_files import write_private
from vault.readers import unlock

TODAY = date(2026, 11, 20)
SIZE: dict[str, Any] = {"pupils": 120, "staff": 16, "contacts": 250, "seed": 7}
SCHOOL: dict[str, Any] = {
    "name": "Alder Lane Primary (invented)",
    "kind": "school",
    "children": "pupils",
    "dsl": "S001",
    "second_reviewer": "S002",
    "invented": True,
}

WHEN = "second Monday of each half-term at 06:15"
FIRST_MONTH = 8
"""Of a school year, on the safe side of its first day."""


def demo(out: Path) -> None:
    """Write the school, hand its exports in, audit, release; say what was found and where it lies."""
    school = out / "school"
    workspace, secrets = _prepared(out, school)
    for person in sorted(path for path in (school / "exports").iterdir() if path.is_dir()):
        submit(workspace, person.name, sorted(person.iterdir()), TODAY)
    click.echo("Auditing an invented school...")
    counts = audit(workspace, TODAY)
    identities = {
        reader: unlock(workspace.keys.people[reader], secrets.of(reader)).identity
        for reader in workspace.keys.people
    }
    listed = [
        finding
        for reader, identity in identities.items()
        for finding in findings_of(workspace, counts.stage, reader, identity)
    ]
    click.echo("\nPlanted connections, as the audit lists them:")
    click.echo(table_of_kinds(by_kind(school / "truth.csv", listed)))
    for reader, identity in identities.items():
        release(workspace, counts.stage, reader, identity)
    _told(workspace, counts, secrets, identities)


def _prepared(out: Path, school: Path) -> tuple[Workspace, Secrets]:
    """The workspace and what opens it, which stands beside it: nobody in it is real."""
    folder, beside = out / "workspace", out / "passphrases.txt"
    if beside.exists():
        return Workspace(folder), _read(beside)
    click.echo("Writing an invented school...")
    write_school(school, today=TODAY, **SIZE)
    secrets = Secrets()
    make_workspace(folder, SCHOOL, secrets)
    workspace = scheduled(folder, london_today())
    load(workspace, sources(sorted((school / "roster").iterdir())), TODAY)
    load_staff(workspace, school / "staff.csv")
    load_declarations(workspace, school / "declarations.csv")
    write_private(beside, f"{secrets.dsl}\n{secrets.second_reviewer}\n{secrets.break_glass}\n".encode())
    return workspace, secrets


def scheduled(folder: Path, today: date) -> Workspace:
    """The workspace with the terms of this school year and the next, and an audit in each half-term."""
    path = folder / "school.toml"
    school = tomlkit.parse(path.read_text(encoding="utf-8"))
    first = today.year - (today.month < FIRST_MONTH)
    tables = [term for year in (first, first + 1) for term in terms_from(year)]
    school["terms"]["term"] = tables
    school["schedule"]["audit"] = WHEN
    write_private(path, tomlkit.dumps(school).encode())
    return Workspace(folder)


def terms_from(year: int) -> list[dict[str, Any]]:
    """Three terms such as many schools have them, from the September of that year."""
    later = year + 1
    return [
        _term((year, 9, 2), (year, 10, 26), (year, 10, 30), (year, 12, 18)),
        _term((later, 1, 4), (later, 2, 15), (later, 2, 19), (later, 3, 26)),
        _term((later, 4, 12), (later, 5, 31), (later, 6, 4), (later, 7, 20)),
    ]


def _term(*days: tuple[int, int, int]) -> dict[str, Any]:
    first, holiday, until, last = (date(*day) for day in days)
    return {"start": first, "end": last, "half_term": {"start": holiday, "end": until}}


def _read(path: Path) -> Secrets:
    dsl, second_reviewer, break_glass = path.read_text(encoding="utf-8").splitlines()
    return Secrets(dsl, second_reviewer, break_glass)


def _told(workspace: Workspace, audited: Counts, secrets: Secrets, identities: dict[Reader, str]) -> None:
    counts, audits = audited.counts, workspace.vault.audits
    people = audits.open(audited.stage)["people"].values()
    slips = [audits.person(audited.stage, receipt, identities[reader])["slip"] for receipt, reader in people]
    click.echo("\nWords that open the staff members' pages (the demo prints them; a real audit never does):")
    for slip in slips:
        click.echo(f"  {slip['file_name']}  {slip['passphrase']}")
    click.echo("")
    click.echo(
        f"Found: {counts['to_check']} connections to check, {counts['declared']} declared, "
        f"{counts['for_information']} for information."
    )
    click.echo(
        f"Of the staff, {counts['checked']} were checked, {counts['could_not_be_checked']} could not be "
        f"checked, {counts['not_handed_in']} handed nothing in."
    )
    folder = audits.folder / audited.stage
    click.echo(
        f"For the DSL: {folder / 'open.html'}, which gives the words of the workbook and the overview for:"
    )
    click.echo(f"  {secrets.dsl}")
    click.echo(f"For staff: {len(slips)} pages in {workspace.folder / FOLDER}, each with the words above.")
    click.echo(f"For IT: armslength serve --workspace {workspace.folder}    (the same, by its schedule)")
