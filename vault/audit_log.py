"""The audit log of one workspace: what was done, by which role and to which opaque ids, and never a name.

log/2026-11.log        the entries of a month, a line each, chained across months (`vault.log_lines`)
log/checkpoint.json    what the first line follows, once the oldest months were cut off

Whoever has the log's key can write it anew, but not so that the heads printed in earlier reports still fit.
"""

import hmac
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from vault.errors import CannotBeKeptError, LogBrokenError, PrintedHeadError
from vault.ledger import Draft
from vault.log_lines import Actor, Entry, Event, Line, canonical, genesis, next_line, parsed

__all__ = ["Actor", "AuditLog", "Entry", "Event", "Line", "Verified"]

CHECKPOINT = "log/checkpoint.json"
YEARS_KEPT = 6
"""How long an entry stays."""

_SEGMENT = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])\.log")
_HEAD = re.compile(r"\s*([0-9]{1,15})\s*:\s*((?:[0-9a-fA-F]\s*){16})")


class Fault(StrEnum):
    """How the log differs from what was written."""

    ALTERED = "altered"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    TRUNCATED = "truncated"
    """A line without its end, an empty file, or fewer entries than a printed head counts."""
    WRONG_KEY = "wrong-key"
    """No line agrees with the key: it is another one, or all of the log was written anew."""
    UNREADABLE = "unreadable"
    """No line of ours."""


class Found(StrEnum):
    """What became of the entry whose value a report printed."""

    FOUND = "found"
    DIFFERS = "differs"
    MISSING = "missing"
    """The log ends before it."""
    CUT = "cut"
    """It was older than the log is kept, so there is nothing to compare."""


@dataclass(frozen=True, slots=True)
class FirstFault:
    """The first place where the log is not as it was written; what follows it is not judged."""

    number: int
    """The entry that should stand there."""
    segment: str
    kind: Fault


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found when the whole log was looked through."""

    entries: int
    """How many lines there are."""
    starts_after: int
    """The last entry that was cut off at the front; 0 where none was."""
    head: str
    """The last entry's value, to be printed; "" where the log does not hold."""
    fault: FirstFault | None
    heads: tuple[tuple[str, Found], ...]
    """Each printed head as `shown_head` shows it, and what became of its entry."""

    @property
    def holds(self) -> bool:
        """Whether the log is what was written, as far as it and the printed heads can show."""
        return self.fault is None


class Point(NamedTuple):
    """A place of the chain: the number of an entry and its value, 32 bytes."""

    number: int
    chain: bytes


class _Placed(NamedTuple):
    segment: str
    line: Line | None
    whole: bool
    """Whether the line has its end."""


class AuditLog:
    """Reads the log of a workspace, and says what is to be written to it; the ledger writes."""

    def __init__(self, folder: Path, key: bytes) -> None:
        """`folder` is the workspace's, `key` the log's own 32 bytes."""
        self.folder = folder
        self._key = key

    def head(self) -> str:
        """The last entry's number and the start of its value, to be printed: `212: 3f9a 11c0 77aa 0b4d`."""
        return shown_head(self._last())

    def goes_on(self) -> bool:
        """Whether an entry can be added at all: the end of the log is as one was written."""
        try:
            self._last()
        except LogBrokenError:
            return False
        return True

    def appended(self, entries: Sequence[Entry]) -> tuple[str, bytes]:
        """The file that the entries go to, and all it holds with them. Raises `LogBrokenError`.

        They belong to one commit and one file: that of the first one's month, or the last file there is
        where the clock went back. To be called, and committed, by one process at a time.
        """
        if not entries:
            raise CannotBeKeptError("audit log: no entry")
        names = self._segments()
        name = max([*names[-1:], f"log/{entries[0].moment.astimezone(UTC):%Y-%m}.log"])
        data = (self.folder / name).read_bytes() if name in names else b""
        last = self._last()
        for entry in entries:
            line = next_line(last.number, last.chain, entry, self._key)
            data += line.as_bytes() + b"\n"
            last = Point(line.number, line.chain)
        return name, data

    def entries(self) -> Iterator[Line]:
        """All lines, oldest first. Raises `LogBrokenError` at one that cannot be read; `verify` does more."""
        for placed in self._placed():
            if placed.line is None or not placed.whole:
                raise LogBrokenError
            yield placed.line

    def verify(self, printed: Sequence[str] = ()) -> Verified:
        """What an examination of the whole log finds. Raises `PrintedHeadError` for a head that is none."""
        heads = [_printed(each) for each in printed]
        placed = list(self._placed())
        start, fault = self._start()
        fault = fault or self._first_fault(placed, start)
        compared = [(head, _compared(head, placed, start)) for head in heads]
        fault = fault or _against_heads(compared, placed, start)
        shown = tuple((f"{number}: {_grouped(value)}", found) for (number, value), found in compared)
        head = "" if fault else self.head()
        return Verified(len(placed), start.number, head, fault, shown)

    def without_before(self, day: date) -> Draft:
        """What cuts off the months whose every entry is older than the day. Raises `LogBrokenError`.

        A checkpoint carries the chain on. The newest file stays whatever its age, and a log that does not
        hold is not cut: that would hide what happened to it.
        """
        if not self.verify().holds:
            raise LogBrokenError
        draft, last = Draft(), None
        for name in self._segments()[:-1]:
            lines = [placed.line for placed in self._of(name) if placed.line is not None]
            if any(line.entry.moment.astimezone(UTC).date() >= day for line in lines):
                break
            draft.remove(name)
            last = Point(lines[-1].number, lines[-1].chain)
        if last is not None:
            draft.write(CHECKPOINT, self._checkpoint(last))
        return draft

    def _segments(self) -> list[str]:
        folder = self.folder / "log"
        return sorted(f"log/{path.name}" for path in folder.glob("*.log") if _SEGMENT.fullmatch(path.name))

    def _placed(self) -> Iterator[_Placed]:
        for name in self._segments():
            yield from self._of(name)

    def _of(self, name: str) -> Iterator[_Placed]:
        *lines, rest = (self.folder / name).read_bytes().split(b"\n")
        yield from (_Placed(name, parsed(line), whole=True) for line in lines)
        if rest or not lines:
            yield _Placed(name, parsed(rest), whole=False)

    def _last(self) -> Point:
        """Where the chain goes on. Raises `LogBrokenError`."""
        names = self._segments()
        if names:
            *_, placed = self._of(names[-1])
            if placed.line is None or not placed.whole:
                raise LogBrokenError
            return Point(placed.line.number, placed.line.chain)
        start, fault = self._start()
        if fault:
            raise LogBrokenError
        return start

    def _start(self) -> tuple[Point, FirstFault | None]:
        """What the first line follows."""
        start = Point(0, genesis(self._key))
        path = self.folder / CHECKPOINT
        if not path.exists():
            return start, None
        data = path.read_bytes()
        point = _point(data)
        if point is None:
            return start, FirstFault(0, CHECKPOINT, Fault.UNREADABLE)
        if not hmac.compare_digest(data, self._checkpoint(point)):
            return start, FirstFault(point.number, CHECKPOINT, Fault.ALTERED)
        return point, None

    def _checkpoint(self, point: Point) -> bytes:
        facts = {"number": point.number, "chain": point.chain.hex()}
        sealed = hmac.digest(self._key, b"armslength audit log cut after " + canonical(facts), "sha256")
        return canonical(facts | {"seal": sealed.hex()}) + b"\n"

    def _first_fault(self, placed: Sequence[_Placed], start: Point) -> FirstFault | None:
        before = start
        for place, (segment, line, whole) in enumerate(placed):
            number = before.number + 1
            if not whole:
                return FirstFault(number, segment, Fault.TRUNCATED)
            if line is None:
                return FirstFault(number, segment, Fault.UNREADABLE)
            if not line.follows(*before, self._key):
                return FirstFault(number, segment, self._kind(line, placed, place, before))
            before = Point(line.number, line.chain)
        return None

    def _kind(self, line: Line, placed: Sequence[_Placed], place: int, before: Point) -> Fault:
        """What happened to a line that does not follow `before`, by what else there is."""
        if not before.number and not self._any_link([each.line for each in placed if each.line]):
            return Fault.WRONG_KEY
        later = (each.line for each in placed[place + 1 :] if each.line)
        follows_later = any(other.follows(*before, self._key) for other in later)
        if line.number > before.number + 1:
            return Fault.REORDERED if follows_later else Fault.REMOVED
        return Fault.INSERTED if follows_later or line.number <= before.number else Fault.ALTERED

    def _any_link(self, lines: Sequence[Line]) -> bool:
        return any(line.follows(other.number, other.chain, self._key) for other, line in pairwise(lines))


def shown_head(point: Point) -> str:
    """The value as a report prints it: 64 of its 256 bits, in groups that can be read aloud."""
    return f"{point.number}: {_grouped(point.chain.hex()[:16])}"


def _grouped(value: str) -> str:
    return " ".join(value[at : at + 4] for at in range(0, 16, 4))


def _printed(head: str) -> tuple[int, str]:
    match = _HEAD.fullmatch(head)
    if not match:
        raise PrintedHeadError
    return int(match[1]), "".join(match[2].split()).lower()


def _compared(head: tuple[int, str], placed: Sequence[_Placed], start: Point) -> Found:
    number, value = head
    known = {start.number: start.chain} | {
        each.line.number: each.line.chain for each in placed if each.line is not None
    }
    if number < start.number:
        return Found.CUT
    if number not in known:
        return Found.MISSING
    return Found.FOUND if known[number].hex()[:16] == value else Found.DIFFERS


def _against_heads(
    compared: Sequence[tuple[tuple[int, str], Found]], placed: Sequence[_Placed], start: Point
) -> FirstFault | None:
    """The first printed head that a log, whole in itself, does not hold."""
    last_segment = placed[-1].segment if placed else CHECKPOINT
    last = start.number + len(placed)
    for (number, _), found in sorted(compared):
        if found is Found.MISSING:
            return FirstFault(last + 1, last_segment, Fault.TRUNCATED)
        if found is Found.DIFFERS:
            place = number - start.number - 1
            return FirstFault(number, placed[place].segment if place >= 0 else CHECKPOINT, Fault.ALTERED)
    return None


def _point(data: bytes) -> Point | None:
    try:
        facts: Mapping[str, Any] = json.loads(data.decode("ascii"))
        point = Point(facts["number"], bytes.fromhex(facts["chain"]))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return point if type(point.number) is int else None
