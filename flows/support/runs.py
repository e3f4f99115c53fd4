"""The last runs as Prefect's own database tells them: names of ours, times, states and codes, nothing else.

Whatever somebody typed into Prefect's pages (a run's name, parameters, tags) is in that database too, and is
not asked for.
"""

import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from flows.jobs.registry import JOBS
from flows.stage_names import STAGES

MOST = 30
"""Runs that are told, the newest."""
OTHER = "(other)"
_FLOWS = {*(job.flow for job in JOBS), *(job.name for job in JOBS)}
_FAILED = re.compile(
    r"[a-z][a-z0-9_.-]{0,63}: (?P<code>[A-Za-z][A-Za-z0-9_.-]{0,63}) "
    r"\(incident (?P<incident>[0-9a-f]{8}|none|not kept)\)"
)
"""How `flows.boundary.PipelineError` says itself; Prefect puts words of its own before it."""
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:.]{8,15}")
_RUNS = """
    SELECT run.id, flow.name, run.start_time, run.end_time, run.run_count, state.type, state.message
    FROM flow_run AS run JOIN flow ON flow.id = run.flow_id
    LEFT JOIN flow_run_state AS state ON state.id = run.state_id
    ORDER BY run.created DESC LIMIT ?"""
_STAGES = """
    SELECT run.name, run.start_time, run.end_time, run.run_count, state.type, state.message
    FROM task_run AS run LEFT JOIN task_run_state AS state ON state.id = run.state_id
    WHERE run.flow_run_id = ? ORDER BY run.start_time"""


def runs(database: Path) -> list[dict[str, Any]] | None:
    """The newest runs with their stages; None where there is no such database, or none that can be read."""
    if not database.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as opened:
            newest = opened.execute(_RUNS, (MOST,)).fetchall()
            return [_run(row, opened.execute(_STAGES, row[:1]).fetchall()) for row in newest]
    except sqlite3.Error:  # its text may quote what it choked on
        return None


def _run(row: tuple[Any, ...], stages: Iterable[tuple[Any, ...]]) -> dict[str, Any]:
    _, flow, *rest = row
    return {"flow": _known(flow, _FLOWS)} | _ended(*rest) | {"stages": [_stage(*each) for each in stages]}


def _stage(name: str, *rest: Any) -> dict[str, Any]:
    return {"stage": _known(name, STAGES.values())} | _ended(*rest)


def _ended(start: str, end: str, tries: int, state: str, message: str) -> dict[str, Any]:
    failed = _FAILED.search(message or "")
    return {
        "started": _moment(start),
        "ended": _moment(end),
        "tries": int(tries or 0),
        "state": state if state in _STATES else OTHER,
        "code": failed["code"] if failed else "",
        "incident": failed["incident"] if failed else "",
    }


def _known(name: str, names: Iterable[str]) -> str:
    return name if name in names else OTHER


def _moment(told: object) -> str:
    return told if isinstance(told, str) and _MOMENT.fullmatch(told) else ""


_STATES = {
    "SCHEDULED",
    "PENDING",
    "RUNNING",
    "COMPLETED",
    "FAILED",
    "CANCELLED",
    "CRASHED",
    "PAUSED",
    "CANCELLING",
}
"""https://docs.prefect.io/v3/concepts/states, each a type."""
