"""A year of what runs by itself: Prefect's history stays as long as the setting says, and its disk bounded.

What the workspace itself keeps of 365 audits is proved in `test_many_audits.py`.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.postgres import PostgresMissing, postgres
from tests.proofs.amount import amount
from tests.proofs.conftest import Figure
from tests.proofs.prefect_year import DATABASE, SMALL_JOBS, STAGES

DAYS = amount(40, 365)
KEPT = amount(10, 90)
"""Days that Prefect remembers; what school.toml says where nobody changed it, in full."""
RUNS_A_DAY = 1 + SMALL_JOBS
EVENTS_KEPT = min(KEPT, 7)
MORE = 1.25
"""How much larger than once it was full the database may become, at most: pages are filled unevenly."""


def year(home: Path, environment: dict[str, str]) -> list[dict[str, Any]]:
    """The figures of each day."""
    command = [sys.executable, "-m", "tests.proofs.prefect_year", str(home), str(DAYS), str(KEPT)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | environment)
    assert ended.returncode == 0, ended.stderr[-2000:]
    return [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("{")]


def is_bounded(days: list[dict[str, Any]]) -> None:
    """From the day on which the first of it was old enough, there is no more of it than on that day."""
    assert len(days) == DAYS
    full, last = days[KEPT + 1], days[-1]["rows"]
    assert days[KEPT - 1]["rows"]["flow_run"] == KEPT * RUNS_A_DAY + 1, "nothing goes before its day"
    assert last["flow_run"] == (KEPT + 1) * RUNS_A_DAY + 1, "all that is old goes, and a date to come stays"
    assert last["task_run"] == (KEPT + 1) * STAGES
    assert last["artifact"] == (KEPT + 1) * RUNS_A_DAY
    assert last["log"] == full["rows"]["log"]
    assert last["events"] == last["event_resources"] == days[EVENTS_KEPT + 1]["rows"]["events"]
    assert max(day["bytes"] for day in days) <= MORE * full["bytes"]


def told(days: list[dict[str, Any]]) -> str:
    full, most = days[KEPT + 1]["bytes"] / 1e6, max(day["bytes"] for day in days) / 1e6
    return (
        f"{DAYS} days of {RUNS_A_DAY} runs, {KEPT} remembered: {full:.1f} MB once full, {most:.1f} MB at most"
    )


def test_what_prefect_remembers_of_a_year_is_bounded_in_its_own_file(tmp_path: Path, figure: Figure) -> None:
    days = year(tmp_path / "prefect", {})
    is_bounded(days)
    figure("M18", f"SQLite: {told(days)}")


def test_what_prefect_remembers_of_a_year_is_bounded_in_postgres(tmp_path: Path, figure: Figure) -> None:
    try:
        with postgres() as database:
            days = year(tmp_path / "prefect", {DATABASE: database.url})
    except PostgresMissing:
        pytest.skip("Postgres' server programs are not installed here")
    is_bounded(days)
    figure("M18", f"Postgres: {told(days)}")
