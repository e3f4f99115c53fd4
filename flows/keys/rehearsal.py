"""An invented little school with an audit behind it, to lose keys in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flows.holds import Reason, hold_finding
from flows.intake import submit
from flows.question_numbers import question_number
from flows.rosters.declared import load_declarations
from flows.rosters.loading import load
from flows.rosters.sources import sources
from flows.rosters.staff import load_staff
from flows.stages import report
from flows.stages.in_process import judged
from flows.workspace import Workspace, make_workspace
from samples.school import write_school
from schemas.words import Reader
from vault.keys import Secrets

TODAY = date(2026, 11, 20)
SIZE: dict[str, Any] = {"pupils": 40, "staff": 6, "contacts": 60, "seed": 7}
SCHOOL: dict[str, Any] = {
    "name": "Alder Lane Primary (invented)",
    "kind": "school",
    "children": "pupils",
    "dsl": "S001",
    "second_reviewer": "S002",
    "invented": True,
}


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A workspace and what its people know."""

    workspace: Workspace
    secrets: Secrets = field(repr=False)


@contextmanager
def rehearsal(secrets: Secrets) -> Iterator[Rehearsal]:
    """A workspace after its first audit, in a private folder that is gone when the block ends."""
    with TemporaryDirectory(prefix="armslength-") as name:
        folder = Path(name)
        school = folder / "school"
        write_school(school, today=TODAY, **SIZE)
        workspace = make_workspace(folder / "workspace", SCHOOL, secrets)
        load(workspace, sources(sorted((school / "roster").iterdir())), TODAY)
        load_staff(workspace, school / "staff.csv")
        load_declarations(workspace, school / "declarations.csv")
        for person in sorted(path for path in (school / "exports").iterdir() if path.is_dir()):
            submit(workspace, person.name, sorted(person.iterdir()), TODAY)
        audit_here(workspace)
        for reader in (Reader.DSL, Reader.SECOND_REVIEWER):
            workspace.vault.keep_incident("an invented incident", reader=reader)
        asked = min(workspace.vault.register.pairs())
        why = Reason("an invented inquiry", "an invented head", TODAY)
        hold_finding(workspace, question_number(asked), why, TODAY + timedelta(days=30))
        yield Rehearsal(workspace, secrets)


def audit_here(workspace: Workspace) -> None:
    """The stages of an audit in this process, without Prefect: nobody watches a rehearsal."""
    with judged(workspace, TODAY) as room:
        report.write_reports(room)
