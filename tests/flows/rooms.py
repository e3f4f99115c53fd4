"""The room of an audit, opened without Prefect: its stages, in their order."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flows.stages import check, in_process, report
from flows.workroom import Workroom
from flows.workspace import Workspace
from tests.flows.conftest import TODAY


@dataclass(frozen=True)
class Ended:
    """An audit that ran through: its reference, what it counted, and its tables as they were in memory."""

    audit_id: str
    counts: dict[str, int]
    tables: dict[str, list[dict[str, Any]]]
    folder: Path


def audit(workspace: Workspace, today: date = TODAY) -> Ended:
    """An audit from its first stage to its last."""
    with judged(workspace, today) as room:
        tables = {
            "findings": room.findings,
            "accounts": room.found_accounts,
            "outcomes": check.outcomes(room),
        }
        report.write_reports(room)
        rows = {name: table.to_pylist() for name, table in tables.items()}
        folder = workspace.folder / "audits" / room.run_ref
        return Ended(room.run_ref, room.totals().counts, rows, folder)


def judged(workspace: Workspace, today: date = TODAY) -> AbstractContextManager[Workroom]:
    """The room of an audit whose findings are made and checked, before any report."""
    return in_process.judged(workspace, today)
