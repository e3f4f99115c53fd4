"""How often the audit of one slot has been tried: noted before it begins, so that a kill counts too.

The note stands in Prefect's home and says a moment and a number. Whether the slot's audit is done is not its
to say: that stands in the audit log alone.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.workspace import Workspace
from vault.private_files import write_private

AT_ONCE = 3
"""Attempts that may follow one another at once, where each was killed: more look like too little memory."""
PAUSE = timedelta(minutes=30)
"""After an attempt that ended with an error: by then somebody may have mended what it said. It doubles."""
LONGEST_PAUSE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Attempts:
    """Those of one slot."""

    slot: str
    times: int = 0
    last: str = ""
    """When the last one began, or ended with an error, in UTC."""
    failed: bool = False
    """Whether it ended with an error; not where it was killed, is under way, or is done."""


def may_try(workspace: Workspace, slot: datetime, now: datetime) -> bool:
    """Whether the audit of the slot may be begun once more."""
    before = _attempts(workspace, slot)
    if not before.failed and before.times < AT_ONCE:
        return True
    return now - datetime.fromisoformat(before.last) >= _pause(before.times)


@contextmanager
def attempt(workspace: Workspace, slot: datetime) -> Iterator[None]:
    """Note that the audit of the slot begins, and whether it ended with an error."""
    times = _attempts(workspace, slot).times + 1
    _keep(workspace, Attempts(slot.isoformat(), times, datetime.now(UTC).isoformat()))
    try:
        yield
    except Exception:
        _keep(workspace, Attempts(slot.isoformat(), times, datetime.now(UTC).isoformat(), failed=True))
        raise


def _pause(times: int) -> timedelta:
    """From the last of so many attempts to the next."""
    doubled: timedelta = PAUSE * 2 ** min(times - 1, 10)
    return min(doubled, LONGEST_PAUSE)


def _attempts(workspace: Workspace, slot: datetime) -> Attempts:
    """What is noted of the slot; a note that cannot be read is one of no attempt."""
    path = _place(workspace)
    try:
        noted = Attempts(**json.loads(path.read_bytes()))
    except (FileNotFoundError, ValueError, TypeError):
        return Attempts(slot.isoformat())
    return noted if noted.slot == slot.isoformat() else Attempts(slot.isoformat())


def _keep(workspace: Workspace, attempts: Attempts) -> None:
    write_private(_place(workspace), json.dumps(asdict(attempts)).encode())


def _place(workspace: Workspace) -> Path:
    return workspace.prefect_home / "attempts.json"
