"""M8: a hand-in that is killed, fails or meets a full disk half-way leaves nothing of anybody readable."""

import errno
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from flows.intake import submit
from flows.workspace import Workspace, make_workspace
from tests.canary import find_canaries
from tests.flows.conftest import SCHOOL, TODAY
from tests.flows.passphrases import SECRETS
from tests.proofs.conftest import Figure
from tests.proofs.test_minimisation import NOBODY, export_of

STEPS = ("open", "os.rename", "os.remove", "os.truncate")
"""What Python tells an audit hook before it changes a folder; a replace is told as a rename."""
MOST_STEPS = 60


def killed() -> None:
    """As by kill -9, or the power going."""
    os.kill(os.getpid(), signal.SIGKILL)


def full() -> None:
    """As by a disk with no room left."""
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("end", [killed, full])
def test_a_hand_in_that_ends_half_way_leaves_nothing_readable(
    end: Callable[[], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    export_of([f"Person{each} {NOBODY}" for each in range(200)], tmp_path / "handed-in" / "S1")
    make_workspace(tmp_path / "workspace", SCHOOL, SECRETS)
    steps = 0
    for steps in range(1, MOST_STEPS):
        hand_in = get_context("fork").Process(target=ends_at, args=(steps, end, tmp_path))
        hand_in.start()
        hand_in.join()
        assert find_canaries([tmp_path / "workspace", temporary], [NOBODY]) == []
        if hand_in.exitcode == 0:
            break
    assert 3 < steps < MOST_STEPS
    assert Workspace(tmp_path / "workspace").vault.hand_ins.waiting()
    figure("M8", f"a hand-in {end.__name__} at each of {steps - 1} steps leaves nobody readable")


def ends_at(step: int, end: Callable[[], None], folder: Path) -> None:
    """A hand-in that ends at that change of the workspace or of the temporary folder."""
    places = tuple(str(folder / name) for name in ("workspace", "temporary"))
    seen = 0

    def count(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        if event in STEPS and str(arguments[0]).startswith(places) and changes(event, arguments):
            seen += 1
            if seen == step:
                end()

    workspace = Workspace(folder / "workspace")
    sys.addaudithook(count)
    os.close(2)  # what Python says of the error quotes nobody, and is not what is looked at here
    submit(workspace, "S1", [folder / "handed-in" / "S1"], TODAY)


def changes(event: str, arguments: tuple[Any, ...]) -> bool:
    """Whether the event is more than reading: a file opened with a mode or flags that write."""
    return event != "open" or bool(arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
