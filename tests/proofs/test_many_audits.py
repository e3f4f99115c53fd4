"""M18: audit after audit. Memory stays flat, the disk bounded, nothing unfinished is left, the log holds."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from statistics import linear_regression, median
from typing import Any

from tests.proofs.amount import amount
from tests.proofs.conftest import Figure
from tests.proofs.many_audits import FIRST, hand_in, prepare

AUDITS = amount(12, 365)
DAYS = amount(7, 1)
"""Days from one audit to the next; what is a month old goes, so either way the oldest go meanwhile."""
THROUGH_PREFECT = amount(2, 37)
GROWTH = 0.03
"""Of the memory after the warm-up, at most, over all that follows: pages are not given back at once."""
SLOWER = 2.0
"""How much more of the processor's time the last audits may take than the first."""
A_RUN = 1_500_000
"""Bytes that one audit may add to Prefect's home, at most, which forgets after 90 days."""


def test_audits_one_after_another_leave_memory_and_disk_as_they_were(tmp_path: Path, figure: Figure) -> None:
    days = figures_of(tmp_path)
    assert len(days) == AUDITS
    assert all(day["findings"] for day in days), "audits that ask nothing leave nothing"
    assert sum(day["deleted"] for day in days) > AUDITS // 2
    assert {day["unfinished"] for day in days} == {0}
    assert {day["of_no_known_kind"] for day in days} == {0}, "files in which nobody is looked for"
    assert all(day["log_holds"] for day in days)
    warm = days[len(days) // 2 :]  # until then caches of names fill, and allocators settle
    memory, disk = ([day[name] for day in warm] for name in ("memory", "disk"))
    slope = linear_regression(range(len(warm)), memory).slope
    assert slope * len(warm) < GROWTH * memory[0], f"{slope:,.0f} bytes an audit"
    half = len(disk) // 2
    for told in ("disk", "files"):
        later = max(day[told] for day in warm[half:])
        assert later <= 1.2 * max(day[told] for day in days[: len(days) - half]), told
    first, last = (median(day["seconds"] for day in part) for part in (days[1:5], days[-4:]))
    assert last < SLOWER * first
    flat = f"{memory[0] / 1e6:.0f} MB after the warm-up and {slope / 1e3:+.0f} KB an audit"
    times = f"{first:.1f} s of the processor each at first, {last:.1f} s at last"
    figure("M18", f"{AUDITS} audits in one process: {flat}; {times}")
    log = f"its log {days[-1]['log'] / AUDITS:.0f} bytes an audit"
    largest = max(day["disk"] for day in days) / 1e6
    most = f"{largest:.1f} MB and {max(day['files'] for day in days)} files at the most"
    figure("M18", f"{AUDITS} audits: workspace {most}, {log}, and it holds")


def figures_of(place: Path) -> list[dict[str, Any]]:
    """What each audit's day told, from a process of its own."""
    command = [sys.executable, "-m", "tests.proofs.many_audits", str(place), str(AUDITS), str(DAYS)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr[-2000:]
    return [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("{")]


def test_prefects_home_grows_by_little_with_each_audit(tmp_path: Path, figure: Figure) -> None:
    workspace = prepare(tmp_path)
    sizes = []
    for number in range(THROUGH_PREFECT):
        today = FIRST + timedelta(days=number)
        hand_in(workspace, tmp_path, number, today)
        command = [sys.executable, "-m", "flows.cli", "audit", "--today", today.isoformat()]
        ended = subprocess.run(
            [*command, "--workspace", str(workspace.folder)],
            capture_output=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr[-2000:]
        home = (path for path in workspace.prefect_home.rglob("*") if path.is_file())
        sizes.append(sum(path.stat().st_size for path in home))
    added = (sizes[-1] - sizes[0]) / (len(sizes) - 1)
    assert added < A_RUN
    assert workspace.vault.log.verify().holds
    told = f"{THROUGH_PREFECT} audits through Prefect: its home {sizes[0] / 1e6:.1f} MB after the first"
    figure("M18", f"{told}, {added / 1e3:+.0f} KB with each further one")
