"""M4: whenever a process is killed it leaves the old or the new, and the same done again ends as ever."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from flows.workspace import STATE
from tests.canary import find_canaries
from tests.flows.conftest import TODAY, canaries
from tests.proofs.amount import amount
from tests.proofs.conftest import Figure
from tests.proofs.schooldays import (
    STEPS,
    Place,
    after,
    boundaries,
    ended,
    is_left_over,
    started,
    told,
    undisturbed,
    without_prefect,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a signal of POSIX")

KILLED = -signal.SIGKILL


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Place]:
    """The school before each step, and after the last."""
    return undisturbed(tmp_path_factory.mktemp("days"))


@pytest.fixture(scope="module")
def expected(days: dict[str, Place]) -> dict[str, dict[str, Any]]:
    """What is told before each step of a school that nobody disturbs."""
    return {step: told(place) for step, place in days.items()}


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Path]:
    """Where a place is copied to, and gone after each use."""
    yield tmp_path / "copy"
    shutil.rmtree(tmp_path, ignore_errors=True)


def done_again(place: Place, step: str, expected: dict[str, dict[str, Any]]) -> None:
    """The step is simply done again, and the school is as if it had never been disturbed."""
    said = place.folder.with_name("said")
    assert ended(place, step, said) == 0, said.read_text(encoding="utf-8")
    assert told(place) == expected[after(step)]
    assert not list(filter(is_left_over, place.files()))
    assert find_canaries(place.folder, canaries()) == []
    shutil.rmtree(place.folder)


@pytest.mark.parametrize("step", STEPS)
def test_whenever_a_step_is_killed_the_next_start_finds_the_old_or_the_new(
    days: dict[str, Place], expected: dict[str, dict[str, Any]], tmp_path: Path, step: str, figure: Figure
) -> None:
    """At every boundary of one run: what a kill would leave there, opened as the next command would."""
    found = boundaries(days[step], step, tmp_path)
    left, journals, states = set(), set(), set()
    for place in found:
        there = frozenset(place.files().items())
        if there in left:  # between two boundaries often nothing reaches the disk
            continue
        left.add(there)
        journals.add(dict(there).get("workspace/journal"))
        recovered = told(place)
        assert recovered in (expected[step], expected[after(step)])
        files = place.files()
        states.add(frozenset(files.items()))
        assert not list(filter(is_left_over, files))
        assert told(place) == recovered
        assert place.files() == files, "starting again changes nothing"
    changes = len(journals - {None})
    assert changes
    # A withdrawal that is noted and not yet made is made by the next start, and sealed anew by each.
    assert len(states) <= changes + 1 or step == "withdraw", "a mix of two states, if only in its bytes"
    drawn = random.Random(4).sample(found, 5)  # noqa: S311
    assert find_canaries([place.folder for place in drawn], canaries()) == []
    figure("M4", f"{step}: at each of {len(found)} boundaries the old state or the new, byte for byte")


@pytest.mark.parametrize("step", STEPS)
def test_a_step_killed_at_a_boundary_and_done_again_ends_as_undisturbed(
    days: dict[str, Place], expected: dict[str, dict[str, Any]], tmp_path: Path, step: str, figure: Figure
) -> None:
    draw, killed = random.Random(step), 0  # noqa: S311
    share = amount(1 if step == "audit" else 3, 10**6)
    last = boundaries_of(days[step], step, tmp_path)
    for number in sorted(draw.sample(range(last), min(share, last))):
        place = days[step].copied(tmp_path / "copy")
        killed += ended(place, step, tmp_path / "said", "kill", number) == KILLED
        done_again(place, step, expected)
    assert killed == min(share, last)
    figure("M4", f"{step}: {killed} of {last} boundaries killed and done again, equal to the undisturbed run")


def boundaries_of(place: Place, step: str, folder: Path) -> int:
    """How many boundaries the step has."""
    (folder / "counted").mkdir()
    count = len(boundaries(place, step, folder / "counted"))
    shutil.rmtree(folder / "counted")
    return count


def test_a_step_killed_at_any_moment_and_done_again_ends_as_undisturbed(
    days: dict[str, Place], expected: dict[str, dict[str, Any]], tmp_path: Path, figure: Figure
) -> None:
    draw, many = random.Random(40), amount(20, 1_000)  # noqa: S311
    killed = 0
    for _ in range(many):
        # An audit takes much longer than the rest, so fewer of a share's moments are in it.
        step = draw.choices([*STEPS], [1 if each == "audit" else 2 for each in STEPS])[0]
        place = days[step].copied(tmp_path / "copy")
        process = started(place, step, tmp_path / "said")
        process.join(draw.random() * (4.0 if step == "audit" else 0.5))
        process.kill()
        process.join()
        killed += process.exitcode == KILLED
        done_again(place, step, expected)
    figure(
        "M4", f"{many:,} random moments, {killed:,} of them before the end: done again, equal to undisturbed"
    )


def test_an_audit_killed_under_prefect_leaves_no_server_and_resumes(
    days: dict[str, Place], expected: dict[str, dict[str, Any]], tmp_path: Path, figure: Figure
) -> None:
    draw, many = random.Random(20), amount(1, 20)  # noqa: S311
    for _ in range(many):
        place = days["audit"].copied(tmp_path / "copy")
        process = prefect_audit(place, tmp_path / "said")
        wait_for_server(process)
        time.sleep(draw.uniform(0.0, 20.0))
        servers = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        process.kill()
        process.wait()
        _, alive = psutil.wait_procs(servers, timeout=60)
        assert alive == [], "a server ends with whoever started it"
        while place.opened().vault.hand_ins.waiting():
            again = prefect_audit(place, tmp_path / "said")
            assert again.wait() == 0, (tmp_path / "said").read_text(encoding="utf-8")
        assert without_prefect(told(place)) == without_prefect(expected[after("audit")])
        assert find_canaries([place.folder, tmp_path / "said"], canaries()) == []
        shutil.rmtree(place.folder)
    figure("M4", f"`armslength audit` under Prefect killed {many} ×: no server left, resumed, equal")


def prefect_audit(place: Place, said: Path) -> subprocess.Popen[bytes]:
    """The command, as a scheduler starts it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    command = [sys.executable, "-m", "flows.cli", "audit", "--workspace", str(place.workspace)]
    with said.open("wb") as terminal:
        return subprocess.Popen(
            [*command, "--today", TODAY.isoformat()],
            stdout=terminal,
            stderr=subprocess.STDOUT,
            env=environment | {STATE: str(place.folder / "state")},
        )


def wait_for_server(process: subprocess.Popen[bytes]) -> None:
    """Return once the audit has started its server, or has ended without one."""
    while process.poll() is None and not psutil.Process(process.pid).children():
        time.sleep(0.05)
