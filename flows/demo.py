"""An invented school, audited from end to end, with its findings held against the truth."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from flows.audit import audit
from flows.intake import submit
from flows.rosters.declared import load_declarations
from flows.rosters.loading import load
from flows.rosters.sources import sources
from flows.rosters.staff import load_staff
from flows.truth import by_kind, table_of_kinds
from flows.workspace import Workspace, make_workspace
from samples.school import write_school

TODAY = date(2026, 11, 20)
SIZE: dict[str, Any] = {"pupils": 120, "staff": 16, "contacts": 250, "seed": 7}
SCHOOL = {
    "name": "Alder Lane Primary (invented)",
    "kind": "school",
    "children": "pupils",
    "dsl": "S001",
    "second_reviewer": "S002",
}


def demo(out: Path) -> None:
    """Write the school, hand its exports in, audit; say in five lines what was found and where it lies."""
    school = out / "school"
    workspace = _prepared(out, school)
    for person in sorted(path for path in (school / "exports").iterdir() if path.is_dir()):
        submit(workspace, person.name, sorted(person.iterdir()), TODAY)
    click.echo("Auditing an invented school...")
    counts = audit(workspace, TODAY)
    kept = workspace.vault.audits.open(counts.stage)
    click.echo("\nPlanted connections, as the audit lists them:")
    click.echo(table_of_kinds(by_kind(school / "truth.csv", kept.tables)))
    _five_lines(workspace, counts.stage, kept.facts["slips"], counts.counts)


def _prepared(out: Path, school: Path) -> Workspace:
    folder = out / "workspace"
    if (folder / "school.toml").exists():
        return Workspace(folder)
    click.echo("Writing an invented school...")
    write_school(school, today=TODAY, **SIZE)
    workspace = make_workspace(folder, SCHOOL)
    load(workspace, sources(sorted((school / "roster").iterdir())), TODAY)
    load_staff(workspace, school / "staff.csv")
    load_declarations(workspace, school / "declarations.csv")
    return workspace


def _five_lines(
    workspace: Workspace, audit_id: str, slips: list[dict[str, str]], counts: dict[str, int]
) -> None:
    folder = workspace.folder / "audits" / audit_id
    click.echo("\nPassphrases of the staff reports (the demo prints them; a real audit never does):")
    for slip in slips:
        click.echo(f"  {slip['file']}  {slip['passphrase']}")
    click.echo("")
    click.echo(
        f"Found: {counts['to_check']} connections to check, {counts['declared']} declared, "
        f"{counts['for_information']} for information."
    )
    click.echo(
        f"Of the staff, {counts['checked']} were checked, {counts['could_not_be_checked']} could not be "
        f"checked, {counts['not_handed_in']} handed nothing in."
    )
    click.echo(f"Reports: {folder} ({len(slips)} staff reports in staff/, overview.pdf, workbook.xlsx).")
    click.echo(f"Open overview.pdf and workbook.xlsx with: {workspace.keys.dsl_passphrase}")
    click.echo(f"Open {slips[0]['file']}, say, with: {slips[0]['passphrase']}")
