"""M1: of two thousand people no name is in any byte outside the process, whatever becomes of the audit."""

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.workspace import Workspace, state_folder
from tests.canary import PDF, find_canaries
from tests.flows.conftest import TODAY
from tests.proofs.amount import amount
from tests.proofs.audit_in_rooms import ERRORS
from tests.proofs.conftest import Figure
from tests.proofs.two_thousand import SURNAMES, two_thousand
from vault.scanning.find import Scanner
from vault.scanning.planted import NAMES, found_in, plant

ROOMS = Path(__file__).with_name("audit_in_rooms.py")
CALLS = {
    "flows.stages.load": ("names_of", "on_roll", "build_index", "circumstances", "staff_parents"),
    "flows.stages.sift": ("sift",),
    "flows.stages.submissions": ("sift_accounts", "without_other_peoples", "find_matches", "judge"),
    "flows.stages.corroborate": ("households_of", "corroborated"),
    "flows.stages.check": ("check",),
    "flows.stages.report": ("overview_facts", "profile_check", "documents_for", "roster_changes"),
    "flows.stages.pages": ("staff_report", "lock_pdf", "staff_facts"),
}


class Place:
    """A copy of the workspace, with a temp folder and a terminal of its own."""

    def __init__(self, folder: Path, original: Workspace) -> None:
        self.workspace = Workspace(shutil.copytree(original.folder, folder / "workspace"))
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        self.said = folder / "said.txt"
        self.raised = folder / "raised"

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """The command, with all it says kept as a terminal would show it."""
        temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(self.temporary))
        with self.said.open("ab") as terminal:
            return subprocess.Popen(
                [sys.executable, *command],
                stdout=terminal,
                stderr=subprocess.STDOUT,
                env={**os.environ, **temporary, "PYTHONPATH": str(ROOMS.parents[2])},
            )

    def in_rooms(self, *fault: str) -> subprocess.Popen[bytes]:
        """An audit without Prefect."""
        return self.start(str(ROOMS), str(self.workspace.folder), TODAY.isoformat(), *fault)

    def outside(self) -> list[Path]:
        """Every byte outside the process."""
        return [self.workspace.folder, self.temporary, self.said, state_folder()]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return two_thousand(tmp_path_factory.mktemp("two thousand"))


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return Scanner([*SURNAMES, *NAMES], (PDF,))


@pytest.fixture
def place(tmp_path: Path, original: Workspace) -> Place:
    return Place(tmp_path, original)


def test_the_scanner_finds_all_that_is_planted_among_two_thousand(
    scanner: Scanner, tmp_path: Path, figure: Figure
) -> None:
    assert len(set(SURNAMES)) == 2000
    planted = plant(tmp_path)
    found = found_in(tmp_path, scanner)
    assert found == planted == 12
    figure("M1", f"{found} of {planted} planted leaks found, among {len(SURNAMES):,} names")


def test_after_an_audit_by_the_command_no_name_is_anywhere(
    place: Place, scanner: Scanner, figure: Figure
) -> None:
    command = ["audit", "--workspace", str(place.workspace.folder), "--today", TODAY.isoformat()]
    ended = place.start("-m", "flows.cli", *command).wait()
    assert ended == 0, place.said.read_text(encoding="utf-8")
    assert find_canaries([place.workspace.prefect_home], ["screening"])
    assert scanner.find(place.outside()) == []
    figure("M1", f"an audit by the command: 0 of {len(SURNAMES):,} names in any byte outside the process")


def faults() -> Iterator[tuple[str, str, str]]:
    """Calls and errors, each call once before any comes twice."""
    drawn = random.Random(50)  # noqa: S311 - the same ones each time
    calls = [(module, name) for module, names in CALLS.items() for name in names]
    while True:
        drawn.shuffle(calls)
        yield from ((module, name, drawn.choice([*ERRORS])) for module, name in calls)


def test_no_fault_carries_a_name_out_of_an_audit(
    tmp_path: Path, original: Workspace, scanner: Scanner, figure: Figure
) -> None:
    full = amount(5, 50)
    for number, (module, name, error) in zip(range(full), faults(), strict=False):
        place = Place(_made(tmp_path / str(number)), original)
        names = " ".join(SURNAMES[number * 40 : number * 40 + 20])
        place.in_rooms(module, name, error, names, str(place.raised)).wait()
        assert place.raised.exists(), (module, name)
        assert scanner.find(place.outside()) == [], (module, name, error)
        shutil.rmtree(tmp_path / str(number))
    figure("M1", f"{full} faults that carry names: 0 of {len(SURNAMES):,} in any byte outside the process")


def test_no_kill_leaves_a_name_behind(
    tmp_path: Path, original: Workspace, scanner: Scanner, figure: Figure
) -> None:
    drawn = random.Random(9)  # noqa: S311 - the same shares of an audit each time
    undisturbed = Place(_made(tmp_path / "undisturbed"), original)
    began = time.monotonic()
    assert undisturbed.in_rooms().wait() == 0, undisturbed.said.read_text(encoding="utf-8")
    lasts = time.monotonic() - began
    full = amount(2, 50)
    for number in range(full):
        place = Place(_made(tmp_path / str(number)), original)
        audit = place.in_rooms()
        time.sleep(lasts * drawn.uniform(0.3, 1))
        audit.kill()
        audit.wait()
        assert scanner.find(place.outside()) == []
        shutil.rmtree(tmp_path / str(number))
    figure("M1", f"{full} kills at random moments: 0 of {len(SURNAMES):,} names in any byte left behind")


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
