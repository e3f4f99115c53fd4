"""The audit of a slot is tried again, at once or after a pause, and never given up."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.jobs import attempts
from flows.jobs.attempts import AT_ONCE, LONGEST_PAUSE, PAUSE, attempt, may_try
from flows.workspace import Workspace

SLOT = datetime(2026, 11, 9, 6, 15, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Nothing but a place: attempts know no more of it."""
    (tmp_path / "school.toml").touch()
    return Workspace(tmp_path)


def fails(workspace: Workspace, slot: datetime = SLOT) -> datetime:
    """An attempt that ends with an error, and when that was."""
    with pytest.raises(RuntimeError), attempt(workspace, slot):
        raise RuntimeError
    return datetime.now(UTC)


def is_killed(workspace: Workspace, slot: datetime = SLOT) -> datetime:
    """An attempt that a kill ends: nothing of it runs any more."""
    attempt(workspace, slot).__enter__()
    return datetime.now(UTC)


def test_what_was_never_tried_may_be(workspace: Workspace) -> None:
    assert may_try(workspace, SLOT, SLOT)


def test_after_an_error_there_is_a_pause_that_doubles_up_to_a_day(workspace: Workspace) -> None:
    for times in range(12):
        ended, pause = fails(workspace), min(PAUSE * 2**times, LONGEST_PAUSE)
        assert not may_try(workspace, SLOT, ended + pause - timedelta(minutes=1))
        assert may_try(workspace, SLOT, ended + pause)


def test_after_a_kill_it_is_tried_at_once_but_not_for_ever(workspace: Workspace) -> None:
    for _ in range(AT_ONCE - 1):
        assert may_try(workspace, SLOT, is_killed(workspace))
    killed = is_killed(workspace)
    assert not may_try(workspace, SLOT, killed)
    assert may_try(workspace, SLOT, killed + LONGEST_PAUSE)


def test_another_slot_begins_anew(workspace: Workspace) -> None:
    failed = fails(workspace)
    assert may_try(workspace, SLOT + timedelta(days=7), failed)


@pytest.mark.parametrize("noted", [b"", b"{", b"[]", b'{"slot": 1}', b'{"slot": "", "times": 3, "other": 1}'])
def test_a_note_that_cannot_be_read_is_one_of_no_attempt(workspace: Workspace, noted: bytes) -> None:
    fails(workspace)
    attempts._place(workspace).write_bytes(noted)
    assert may_try(workspace, SLOT, SLOT)
