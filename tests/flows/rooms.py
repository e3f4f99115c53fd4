"""The room of an audit, opened without Prefect: its stages, in their order."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from flows.stages import check, corroborate, report, sift, submissions
from flows.stages import load as loading
from flows.workroom import Workroom, opened_room, room_of
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


@contextmanager
def judged(workspace: Workspace, today: date = TODAY) -> Iterator[Workroom]:
    """The room of an audit whose findings are made and checked, before any report."""
    with opened_room(workspace, today) as run_ref:
        room = room_of(run_ref)
        loading.load_roster(room)
        sift.sift_roster(room)
        loading.index_roster(room)
        for shard in room.shards:
            submissions.open_shard(room, shard)
            submissions.sift_shard(room, shard)
            submissions.match_shard(room, shard)
        corroborate.corroborate_matches(room)
        for shard in room.shards:
            submissions.judge_shard(room, shard)
        check.check_findings(room)
        yield room
