"""One line of the audit log: what was done, without a name, and the value that chains it to the line before.

A line is JSON with sorted keys and no spaces, in ASCII. Its chain value is HMAC-SHA256, under the log's own
key, of the value before (32 bytes) and the line without it; the first follows `genesis`.
"""

import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Literal

from schemas.words import Reader
from vault.errors import CannotBeKeptError

Actor = Reader | Literal["it", "staff"]
"""Who did it: by role, never by name. `Reader.SERVICE` where nobody was asked."""

_ACTORS = frozenset({*Reader, "it", "staff"})
# A bare number or hexadecimal word may be a payroll number, so an id says what it is of.
_ABOUT = re.compile(r"(run|sub|r|finding|incident|hold|backup)-[0-9a-f]{8,64}|[0-9a-f]{32,64}")
_COUNT = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_MOST = 2**53
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


class Event(StrEnum):
    """What can be done in a workspace. A word once written stays here: older logs hold it."""

    ROSTER_LOADED = "roster-loaded"
    STAFF_LOADED = "staff-loaded"
    DECLARATIONS_LOADED = "declarations-loaded"
    DPIA_RECORDED = "dpia-recorded"
    POLICY_REVIEWED = "policy-reviewed"
    PARTICIPATION = "participation"
    REMINDED = "reminded"
    """Reminders were about to go out, or to be handed out. To how many would tell how many have answered."""
    SUBMISSION_RECEIVED = "submission-received"
    WITHDRAWN = "withdrawn"
    AUDIT_FINISHED = "audit-finished"
    RELEASED = "released"
    REPORT_OPENED = "report-opened"
    DECISIONS_TAKEN = "decisions-taken"
    DISPUTED = "disputed"
    HELD = "held"
    HOLD_LIFTED = "hold-lifted"
    RETAINED_DELETED = "retained-deleted"
    """What had been kept for as long as it may be is deleted."""
    SCHEDULE_CHANGED = "schedule-changed"
    """From here on audits are due by the words whose fingerprint it is about."""
    INCIDENT_OPENED = "incident-opened"
    SUBJECT_ACCESS = "subject-access"
    KEYS_CHANGED = "keys-changed"
    BREAK_GLASS_USED = "break-glass-used"
    CROSS_SCHOOL_ANSWERED = "cross-school-answered"
    CROSS_SCHOOL_HANDED_OVER = "cross-school-handed-over"
    CROSS_SCHOOL_SCREENED = "cross-school-screened"
    CROSS_SCHOOL_COLLECTED = "cross-school-collected"


@dataclass(frozen=True, slots=True)
class Entry:
    """What was done. Raises `CannotBeKeptError` for anything that could tell a person."""

    moment: datetime
    """With its zone; kept in UTC and to the second."""
    what: Event
    by: Actor
    about: tuple[str, ...] = ()
    """Opaque ids: `sub-1f0c…`, `run-…`, or a fingerprint of 32 hexadecimal digits and more."""
    counts: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        checks = {
            "a moment without its zone": self.moment.utcoffset() is not None,
            "an event of another name": isinstance(self.what, Event),
            "an actor of another name": self.by in _ACTORS,
            "an id that is not opaque": all(_ABOUT.fullmatch(each) for each in self.about),
            "a count of another kind": all(_is_a_count(*count) for count in self.counts.items()),
        }
        if refused := [what for what, fine in checks.items() if not fine]:
            raise CannotBeKeptError(f"audit log: {refused[0]}")


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in its place."""

    number: int
    """From 1."""
    entry: Entry
    chain: bytes
    """32 bytes."""

    def facts(self) -> dict[str, Any]:
        """What the line says, as JSON can hold it."""
        return _facts(self.number, self.entry)

    def as_bytes(self) -> bytes:
        """The line as the file holds it, without its end."""
        return canonical(self.facts() | {"chain": self.chain.hex()})

    def follows(self, number: int, chain: bytes, key: bytes) -> bool:
        """Whether this is the line that was written after that one, with this key."""
        due = self.number == number + 1
        return due and hmac.compare_digest(self.chain, _chained(key, chain, self.number, self.entry))


def genesis(key: bytes) -> bytes:
    """What the first line follows."""
    return hmac.digest(key, b"armslength audit log", "sha256")


def next_line(number: int, chain: bytes, entry: Entry, key: bytes) -> Line:
    """The entry, chained to the line of that number and chain value."""
    return Line(number + 1, entry, _chained(key, chain, number + 1, entry))


def parsed(data: bytes) -> Line | None:
    """The line of these bytes; None unless they are byte for byte what `Line.as_bytes` writes."""
    try:
        facts = json.loads(data.decode("ascii"))
        line = Line(facts["number"], _entry(facts), bytes.fromhex(facts["chain"]))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, CannotBeKeptError):
        return None
    return line if type(line.number) is int and line.as_bytes() == data else None


def canonical(facts: Mapping[str, Any]) -> bytes:
    """The one way these facts are written."""
    return _CANONICAL.encode(facts).encode("ascii")


def _entry(facts: Mapping[str, Any]) -> Entry:
    moment = datetime.fromisoformat(facts["moment"].removesuffix("Z")).replace(tzinfo=UTC)
    about = tuple(facts["about"])
    return Entry(moment, Event(facts["what"]), facts["by"], about, facts["counts"])


def _facts(number: int, entry: Entry) -> dict[str, Any]:
    return {
        "number": number,
        "moment": f"{entry.moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z",
        "what": entry.what.value,
        "by": str(entry.by),
        "about": list(entry.about),
        "counts": dict(entry.counts),
    }


def _chained(key: bytes, before: bytes, number: int, entry: Entry) -> bytes:
    return hmac.digest(key, before + canonical(_facts(number, entry)), "sha256")


def _is_a_count(name: str, count: int) -> bool:
    return bool(_COUNT.fullmatch(name)) and type(count) is int and 0 <= count <= _MOST
