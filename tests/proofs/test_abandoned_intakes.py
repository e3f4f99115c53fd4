"""M4: whenever a run over the hand-in folder is killed, the next one ends as if it had not been."""

import os
import shutil
import signal
import sys
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from flows.letterbox import something_waits
from flows.letterbox.looking import ANSWER
from flows.letterbox.taking import take
from flows.rosters.staff import load_staff
from flows.school_lines import write_lines
from flows.workspace import STATE, Workspace, make_workspace
from tests.flows.conftest import CANARIES, SCHOOL, TODAY
from tests.flows.passphrases import SECRETS
from tests.proofs.conftest import Figure
from vault.audit_log import Event

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a signal of POSIX")

SEEN = 1_795_176_000
"""Seconds since 1970; a minute later all has settled."""
STEPS = ("open", "os.rename", "os.remove", "os.rmdir", "os.chmod")
"""What Python tells an audit hook before it changes a folder; a replace is told as a rename."""
MOST_STEPS = 80


def test_a_run_that_is_killed_at_any_step_takes_everything_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    before = tmp_path / "before"
    monkeypatch.setenv(STATE, str(tmp_path / "state"))
    school = make_workspace(before / "workspace", SCHOOL, SECRETS)
    load_staff(school, CANARIES / "staff.csv")
    write_lines(school.school_toml, "hand_in", {"folder": "../hand in"})
    for person in ("S2", "S3"):
        shutil.copytree(CANARIES / "exports" / person, before / "hand in" / person)
    shutil.copytree(CANARIES / "exports" / "S1", before / "hand in" / "S3" / "connections" / "again")
    (before / "hand in" / "S2" / "empty.zip").touch()
    assert not something_waits(Workspace(school.folder), SEEN)
    steps = 0
    for steps in range(1, MOST_STEPS):
        place = Path(shutil.copytree(before, tmp_path / "place"))
        run = get_context("fork").Process(target=killed_at, args=(steps, place))
        run.start()
        run.join()
        again(place)
        assert taken_once(place)
        shutil.rmtree(place)
        if run.exitcode == 0:
            break
    assert 10 < steps < MOST_STEPS
    figure(
        "M4", f"the hand-in folder: killed at each of {steps - 1} steps and run again, everything taken once"
    )


def again(place: Path) -> None:
    """Whoever looks after it finds that something waits, unless all was done, and runs it."""
    workspace = Workspace(place / "workspace")
    workspace.vault.sweep(older_than=-1)
    take(workspace, TODAY, clock=later, wait=no_time)


def taken_once(place: Path) -> bool:
    """Whether each person's export is kept once, and lies there no more; what was refused still does."""
    vault = Workspace(place / "workspace").vault
    waiting = [len(names) for names in vault.hand_ins.waiting().values()]
    told = [line.entry.what for line in vault.log.entries()].count(Event.SUBMISSION_RECEIVED)
    lying = {path.name for path in (place / "hand in").rglob("*") if path.is_file()} - {ANSWER}
    unfinished = {name for name in lying if name.startswith(".part-")}
    return (waiting, told, lying - unfinished) == ([1, 1], 2, {"empty.zip"})


def killed_at(step: int, place: Path) -> None:
    """A run that is killed at that change of the workspace or of the hand-in folder.

    A folder is deleted by names alone, each inside of the one that is open.
    """
    seen = 0

    def count(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        path = str(arguments[0]) if event in STEPS else ""
        if (str(place) in path or (path and "/" not in path)) and changes(event, arguments):
            seen += 1
            if seen == step:
                os.kill(os.getpid(), signal.SIGKILL)

    workspace = Workspace(place / "workspace")
    sys.addaudithook(count)
    take(workspace, TODAY, clock=later, wait=no_time)


def later() -> float:
    """A minute after everything was seen."""
    return SEEN + 60


def no_time(_: float) -> None:
    """Nothing is left that has to be waited for."""
    raise AssertionError("everything has settled")


def changes(event: str, arguments: tuple[Any, ...]) -> bool:
    """Whether the event is more than reading: a file opened with a mode or flags that write."""
    return event != "open" or bool(arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
