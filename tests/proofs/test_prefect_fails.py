"""Whatever becomes of Prefect while an audit runs, the reports are ours: written once, or another time."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from flows.audit import WRITTEN
from tests.canary import find_canaries
from tests.flows.conftest import TODAY, canaries
from tests.proofs.amount import amount
from tests.proofs.conftest import Figure
from tests.proofs.schooldays import Place, after, told, undisturbed, without_prefect
from tests.proofs.serving import environment, finished
from tests.proofs.test_bad_disks import fill

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals and disks of POSIX")
LINES = ("Roster loaded", "Findings checked", "Reports written")
"""What an audit says at its beginning, before its one change, and after it."""
ENOUGH = 300
"""Megabytes of a disk on which an audit may begin."""
HELD = 30.0
"""Seconds."""
Then = Callable[[psutil.Process], object]


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Place]:
    """The school before each step, and after the last."""
    return undisturbed(tmp_path_factory.mktemp("days"))


@pytest.fixture(scope="module")
def expected(days: dict[str, Place]) -> dict[str, Any]:
    """What is told of a school after an audit that nobody disturbed."""
    return known(days[after("audit")])


@pytest.fixture
def place(days: dict[str, Place], tmp_path: Path) -> Iterator[Place]:
    """The school before its audit."""
    yield days["audit"].copied(tmp_path / "place")
    shutil.rmtree(tmp_path / "place")


class Audit:
    """`armslength audit`, with something done to it when it says a line."""

    def __init__(self, place: Place, line: str = "", then: Then = psutil.Process.is_running) -> None:
        command = [sys.executable, "-m", "flows.cli", "audit", "--workspace", str(place.workspace)]
        self.said, began = "", time.monotonic()
        with subprocess.Popen(
            [*command, "--today", TODAY.isoformat()],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment(place),
        ) as process:
            for said in process.stdout or ():
                self.said += said
                if line and line in said:
                    then(psutil.Process(process.pid))
                    line, began = "", time.monotonic()
        self.code = process.returncode
        self.seconds = time.monotonic() - began
        """From when something was done to it to its end."""
        assert not line, self.said
        assert find_canaries([self.said], canaries()) == []


def known(place: Place) -> dict[str, Any]:
    """What is told of a place; that something of Prefect's failed is kept as an incident."""
    found = without_prefect(told(place))
    return found | {
        "files": {kind: count for kind, count in found["files"].items() if "incidents" not in kind}
    }


def once_and_as_undisturbed(place: Place, expected: dict[str, Any]) -> None:
    """There is one audit, told once by the log, with the reports that an undisturbed one writes."""
    assert known(place) == expected
    assert len(finished(place)) == 1


def kill_server(audit: psutil.Process) -> None:
    """kill -9 of the server an audit has started."""
    (server,) = [each for each in audit.children() if "flows.server_process" in each.cmdline()]
    server.kill()


@POSIX
def test_an_audit_whose_server_is_killed_goes_on_and_its_reports_count(
    days: dict[str, Place], expected: dict[str, Any], tmp_path: Path, figure: Figure
) -> None:
    longest = 0.0
    lines = LINES[1:2] if amount(1, 3) == 1 else LINES
    for line in lines:
        place = days["audit"].copied(tmp_path / "place")
        audit = Audit(place, line, kill_server)
        assert audit.code == 0, audit.said
        once_and_as_undisturbed(place, expected)
        longest = max(longest, audit.seconds)
        shutil.rmtree(place.folder)
    figure("M4", f"server killed under {len(lines)} audits: reports equal, over within {longest:.0f} s")


@POSIX
def test_of_two_audits_at_once_one_is_made_and_the_other_says_so(
    place: Place, expected: dict[str, Any], figure: Figure
) -> None:
    others: list[Audit] = []

    def another(audit: psutil.Process) -> None:
        audit.send_signal(signal.SIGSTOP)  # so that it is under way for as long as it takes
        others.append(Audit(place))
        audit.send_signal(signal.SIGCONT)

    one = Audit(place, "Roster loaded", another)
    assert (one.code, others[0].code) == (0, 5), one.said + others[0].said
    assert "[audit-under-way]" in others[0].said
    once_and_as_undisturbed(place, expected)
    figure("M4", "two audits at once: one made, the other says audit-under-way")


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Nobody else writes to the database until the block ends."""
    with closing(sqlite3.connect(database, timeout=60, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")


def test_a_database_that_another_program_locks_is_waited_for(
    days: dict[str, Place], expected: dict[str, Any], tmp_path: Path, figure: Figure
) -> None:
    made, place = (days["audit"].copied(tmp_path / each) for each in ("made", "place"))
    first = Audit(made)
    assert first.code == 0, first.said
    shutil.copytree(made.workspace / "prefect", place.workspace / "prefect", dirs_exist_ok=True)
    begun, over = threading.Event(), threading.Event()

    def hold() -> None:
        with locked(place.workspace / "prefect" / "prefect.db"):
            begun.set()
            over.wait(HELD)

    holder = threading.Thread(target=hold)
    holder.start()
    begun.wait()
    audit = Audit(place)
    holder.join()
    assert audit.code == 0, audit.said
    once_and_as_undisturbed(place, expected)
    figure("M5", f"prefect.db locked for the first {HELD:.0f} s of an audit: waited for, reports equal")


@contextmanager
def disk(at: Path) -> Iterator[None]:
    """A real disk in the place of that folder, large enough for an audit to begin."""
    mount = shutil.which("mount")
    if not mount or os.name == "nt" or os.geteuid():
        pytest.skip("only the superuser mounts a disk")
    at.mkdir(exist_ok=True)
    options = [mount, "-t", "tmpfs", "-o", f"size={ENOUGH}m,mode=0700", "tmpfs", str(at)]
    if subprocess.run(options, check=False, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield
    finally:
        subprocess.run([str(shutil.which("umount")), str(at)], check=True)


def test_a_disk_that_fills_up_while_an_audit_runs_ends_it_in_plain_words(
    days: dict[str, Place], expected: dict[str, Any], tmp_path: Path, figure: Figure
) -> None:
    with disk(tmp_path / "disk"):
        place, rest = days["audit"].copied(tmp_path / "disk" / "place"), tmp_path / "disk" / "everything else"
        before = known(place)
        audit = Audit(place, "Roster loaded", lambda _: fill(rest, 0))
        assert audit.code == 5, audit.said
        assert "[disk-full]" in audit.said
        refused = Audit(place)
        assert refused.code == 5, refused.said
        assert "(room)" in refused.said
        assert "[unsafe-to-run]" in refused.said
        rest.unlink()
        assert known(place) == before
        again = Audit(place)
        assert again.code == 0, again.said
        once_and_as_undisturbed(place, expected)
    figure("M5", "the disk full in the middle of an audit: disk-full, nothing changed; with room: equal")


def test_prefects_own_disk_may_be_full_and_the_reports_are_written(
    place: Place, expected: dict[str, Any], figure: Figure
) -> None:
    home = place.workspace / "prefect"
    with disk(home):
        audit = Audit(place, "Roster loaded", lambda _: fill(home / "everything else", 0))
    assert audit.code == 0, audit.said
    assert WRITTEN in audit.said
    once_and_as_undisturbed(place, expected)
    figure("M5", "Prefect's own disk full in the middle of an audit: reports equal, and it is said")
