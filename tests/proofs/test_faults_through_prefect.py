"""Whatever goes wrong in an audit, and wherever, no name reaches what IT can read.

Every audit is noisy in every stage (prints, warnings, loggers, threads, errors nobody takes), and a fault
ends it at one place. Then every byte of Prefect's home, the terminal, the temp folder and the workspace is
searched, and everything that Prefect's API tells.
"""

import json
import os
import random
import shutil
import subprocess
import sys
from itertools import product
from pathlib import Path

from flows.audit import WRITTEN
from flows.workspace import Workspace
from tests.canary import find_canaries
from tests.flows.conftest import TODAY, canary_workspace
from tests.proofs.amount import amount
from tests.proofs.conftest import Figure
from tests.proofs.prefect_api import everything_told, served

__all__ = ["canary_workspace"]

HERE = Path(__file__).parent
NAME = "Zorvexandra Quillfeatherton"
PLACES = (
    "load_roster",
    "sift_roster",
    "index_roster",
    "open_shard",
    "sift_shard",
    "match_shard",
    "corroborate_matches",
    "judge_shard",
    "check_findings",
    "write_reports",
    "watcher",
    "artifact",
)
FAULTS = (
    "an error",
    "chained",
    "past Exception",
    "out of memory",
    "too deep",
    "exit",
    "a stop",
    "a named class",
    "a group",
    "a file",
)


def faults() -> list[tuple[str, str]]:
    """Places and faults, drawn so that each place comes before any comes twice."""
    drawn = random.Random(7)  # noqa: S311 - the same ones each time
    every = list(product(PLACES, FAULTS))
    drawn.shuffle(every)
    seen: dict[str, int] = {}
    ranks = []
    for place, fault in every:
        seen[place] = seen.get(place, 0) + 1
        ranks.append((seen[place], place, fault))
    return [(place, fault) for _, place, fault in sorted(ranks, key=lambda each: each[0])]


def audit_with(place: str, fault: str, workspace: Workspace, folder: Path) -> tuple[int, str]:
    """The exit code of an audit with faults, and what it said."""
    temporary = folder / "temporary"
    temporary.mkdir(exist_ok=True)
    command = [
        sys.executable,
        str(HERE / "audit_with_faults.py"),
        place,
        fault,
        NAME,
        str(folder / "told.txt"),
    ]
    ended = subprocess.run(
        [*command, "audit", "--workspace", str(workspace.folder), "--today", TODAY.isoformat()],
        capture_output=True,
        text=True,
        env={**os.environ, "TMPDIR": str(temporary), "TEMP": str(temporary), "TMP": str(temporary)},
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr


def test_no_fault_anywhere_in_an_audit_carries_a_name_out(
    canary_workspace: Workspace, tmp_path: Path, figure: Figure
) -> None:
    folder = tmp_path / "workspace"
    shutil.copytree(canary_workspace.folder, folder)
    workspace = Workspace(folder)
    ended = {
        (place, fault): audit_with(place, fault, workspace, tmp_path)
        for place, fault in faults()[: amount(2, 50)]
    }
    # Where the reports were written before the fault, the audit counts, and says so.
    assert {each: said for each, (code, said) in ended.items() if code == 0 and WRITTEN not in said} == {}
    assert find_canaries([tmp_path / "told.txt"], NAME.split())
    with served(workspace) as server:
        told = json.dumps(everything_told(server))
    said = "\n".join(said for _, said in ended.values())
    assert find_canaries([told], ["screening", "load-roster"])
    places = [told, said, workspace.folder, tmp_path / "temporary"]
    assert find_canaries(places, NAME.split()) == []
    figure("M1", f"{len(ended)} audits with a fault and noise in every stage: no name in what IT can read")


def test_every_place_and_every_fault_is_drawn() -> None:
    drawn = faults()[:50]
    assert {place for place, _ in drawn} == set(PLACES)
    assert {fault for _, fault in drawn} == set(FAULTS)
