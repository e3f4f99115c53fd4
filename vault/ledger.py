"""Every change of a workspace: all of it or none of it, whenever the process or the power stops.

What a change writes stands beside its places first, as unfinished files. Then one journal tells the whole
change, and its own rename is the moment from which the change counts. Then it is carried out: renames and
removals, each of which can be repeated. A journal that is there at the next start is carried out again; one
that cannot be read stops everything.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from threading import RLock
from typing import Any

from vault.errors import JournalDamagedError
from vault.private_files import alone, remove_files, settle, write_part, write_private

JOURNAL = "journal"
LOCK = "journal.lock"


@dataclass
class Draft:
    """A change that is being put together. Names are paths inside the workspace and quote nobody."""

    writes: dict[str, bytes] = field(default_factory=dict)
    removals: set[str] = field(default_factory=set)

    def write(self, name: str, data: bytes) -> None:
        """From the commit on, the file holds this."""
        self.writes[name] = data
        self.removals.discard(name)

    def remove(self, *names: str) -> None:
        """From the commit on, these files are gone; one that is gone already is no error."""
        for name in names:
            self.writes.pop(name, None)
            self.removals.add(name)


class Ledger:
    """Carries out changes of one workspace, one at a time whoever makes them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._turn = RLock()
        self._ours = False

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else changes the workspace until the block ends: read, change and commit inside.

        Blocks may be nested. Another thread of this process waits like another process.
        """
        with self._turn:
            if self._ours:
                yield
                return
            with alone(self.folder / LOCK):
                self._ours = True
                try:
                    self._carry_out()
                    yield
                finally:
                    self._ours = False

    def commit(self, draft: Draft, last: Callable[[], Mapping[str, bytes]] = dict) -> None:
        """Make the change. Where this raises, nothing is changed, or all of it will be at the next start.

        `last` is asked for more to write once nobody else can change anything.
        """
        with self.alone():
            writes = draft.writes | dict(last())
            if not writes and not draft.removals:
                return
            parts: dict[str, Path] = {}
            try:
                for name, data in writes.items():
                    parts[name] = write_part(self.folder / name, data)
                self._settle(writes)
                write_private(self.folder / JOURNAL, self._told(parts, draft.removals))
            except BaseException:
                if not (self.folder / JOURNAL).exists():  # else the change counts already
                    remove_files(parts.values())
                raise
            self._carry_out()

    def recover(self) -> bool:
        """Whether a change was under way when a process died; it is carried out now."""
        if not (self.folder / JOURNAL).exists():
            return False
        with alone(self.folder / LOCK):
            return self._carry_out()

    def _settle(self, names: Iterable[str]) -> None:
        """The folders that these names stand in survive a power cut, new ones among them."""
        inside = {parent for name in names for parent in Path(name).parents}
        for folder in sorted(inside, reverse=True):
            settle(self.folder / folder)

    def _told(self, parts: Mapping[str, Path], removals: Iterable[str]) -> bytes:
        renames = {part.relative_to(self.folder).as_posix(): name for name, part in parts.items()}
        return json.dumps({"renames": renames, "removals": sorted(removals)}).encode()

    def _carry_out(self) -> bool:
        """Do what the journal tells, as often as it takes; it goes when all of it is done."""
        journal = self.folder / JOURNAL
        if not journal.exists():
            return False
        told = _read(journal.read_bytes())
        if told is None:
            raise JournalDamagedError
        renames, removals = told
        for part, name in renames.items():
            if (self.folder / part).exists():
                (self.folder / part).replace(self.folder / name)
        self._settle(renames.values())
        remove_files(self.folder / name for name in removals)
        remove_files([journal])
        return True


def _read(journal: bytes) -> tuple[dict[str, str], list[str]] | None:
    """Renames and removals; None for anything that `Ledger` does not write."""
    try:
        told: Any = json.loads(journal)
        renames, removals = dict(told["renames"]), list(told["removals"])
        ours = all(map(_is_inside, [*renames, *renames.values(), *removals]))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return (renames, removals) if ours else None


def _is_inside(name: str) -> bool:
    """Whether a path, as a draft has it, leads to a place inside the workspace."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts
