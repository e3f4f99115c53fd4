"""Who has withdrawn, by opaque ids that stay dead: a backup put back brings none of them to life.

The list stands in the workspace and once more outside of it, in a folder of the account. Whatever the second
one names and the first does not was withdrawn after the backup that was put back was made.
"""

import re
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path

from vault.errors import CannotBeKeptError, SecondCopyError, TombstonesDamagedError
from vault.ledger import Draft
from vault.private_files import sweep, write_private

FILE = "tombstones"

_ID = re.compile(r"sub-[0-9a-f]{12}")
_LINE = re.compile(r"(sub-[0-9a-f]{12}) ([0-9]{4}-[0-9]{2}-[0-9]{2})")


class Tombstones:
    """Ids of submissions that were withdrawn, with the day. Nothing here leads back to a person."""

    def __init__(self, folder: Path, second_copy: Path | None) -> None:
        """`second_copy` is a file outside of the workspace; None where there is no such place."""
        self._file = folder / FILE
        self._second = second_copy

    def __contains__(self, submission_id: str) -> bool:
        return submission_id in self.all()

    def all(self) -> dict[str, date]:
        """Every id with the day it was withdrawn, whichever list knows it."""
        return self._elsewhere() | _read(self._file)

    def forgotten_here(self) -> set[str]:
        """The ids that this workspace does not know to be withdrawn: it was put back from a backup."""
        return self._elsewhere().keys() - _read(self._file).keys()

    def sweep(self, older_than: float) -> int:
        """How many unfinished writes of killed processes are gone now from beside the second list."""
        return sweep(self._second.parent, older_than) if self._second else 0

    def bury(self, draft: Draft, submission_ids: Iterable[str], on: date) -> None:
        """Add the ids. The second copy has them at once, so that a death before the commit loses nobody's.

        Raises `SecondCopyError`; `CannotBeKeptError` for anything but a submission's id.
        """
        dead = self.all() | dict.fromkeys(submission_ids, on)
        if not all(map(_ID.fullmatch, dead)):
            raise CannotBeKeptError("who withdrew is kept by a submission's id and by nothing else")
        self._keep(draft, dead)

    def forget(self, draft: Draft, submission_ids: Collection[str]) -> None:
        """These ids are forgotten: no backup that is still kept holds them, and no id came after them."""
        self._keep(draft, {each: on for each, on in self.all().items() if each not in submission_ids})

    def _elsewhere(self) -> dict[str, date]:
        try:
            return _read(self._second) if self._second else {}
        except OSError:
            raise SecondCopyError from None

    def _keep(self, draft: Draft, dead: dict[str, date]) -> None:
        text = "".join(f"{each} {on.isoformat()}\n" for each, on in sorted(dead.items())).encode()
        if self._second:
            try:
                write_private(self._second, text)
            except OSError:
                raise SecondCopyError from None
        draft.write(FILE, text)


def _read(path: Path) -> dict[str, date]:
    if not path.exists():
        return {}
    lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    parsed = [_parsed(line) for line in lines]
    if None in parsed:
        raise TombstonesDamagedError
    return dict(each for each in parsed if each)


def _parsed(line: str) -> tuple[str, date] | None:
    match = _LINE.fullmatch(line)
    try:
        return (match[1], date.fromisoformat(match[2])) if match else None
    except ValueError:  # a thirtieth of February
        return None
