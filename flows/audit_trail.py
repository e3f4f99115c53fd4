"""What the audit log says, and whether it holds, as JSON and in words. No name is in it."""

from collections.abc import Sequence
from datetime import UTC, date
from typing import Any

from vault.audit_log import AuditLog, Fault, Found, Line, Verified
from vault.errors import LogBrokenError

VERSION = 1
FAULTS = {
    Fault.ALTERED: "this entry is not the one that was written",
    Fault.REMOVED: "one entry or more is missing",
    Fault.INSERTED: "a line stands here that was not written here",
    Fault.REORDERED: "the lines are in another order",
    Fault.TRUNCATED: "the log breaks off",
    Fault.WRONG_KEY: "no entry agrees with keys/log.key: another key, or a log written anew as a whole",
    Fault.UNREADABLE: "this is no line of the log",
}
HEADS = {
    Found.FOUND: "found: up to there the log is the one it was when this was printed",
    Found.DIFFERS: "not found: the log up to there is not the one it was when this was printed",
    Found.MISSING: "not found: the log ends before it",
    Found.CUT: "cannot be compared: entries of that age are no longer kept",
}


def of_verified(verified: Verified) -> dict[str, Any]:
    """The answer of `armslength log verify --json`."""
    fault = verified.fault
    return {
        "version": VERSION,
        "holds": verified.holds,
        "entries": verified.entries,
        "starts_after": verified.starts_after,
        "head": verified.head,
        "fault": fault and {"entry": fault.number, "file": fault.segment, "kind": fault.kind.value},
        "heads": [{"head": head, "found": found.value} for head, found in verified.heads],
    }


def verified_in_words(verified: Verified) -> str:
    """The same, to be read."""
    lines = [f"{head}  {HEADS[found]}" for head, found in verified.heads]
    if verified.starts_after:
        lines.append(
            f"Entries up to {verified.starts_after} are older than the log is kept, and were cut off."
        )
    if verified.fault:
        return "\n".join([*lines, f"The audit log does not hold: {where(verified)}."])
    lines.append(f"The audit log holds: {verified.entries} entries. Its value now is {verified.head}")
    return "\n".join(lines)


def where(verified: Verified) -> str:
    """Where the log stops to hold, and how."""
    fault = verified.fault
    return f"entry {fault.number}, {fault.segment}: {FAULTS[fault.kind]}" if fault else "nowhere"


def lines_since(log: AuditLog, day: date | None) -> list[Line]:
    """The entries of that day (UTC) and later; all where there is none. Raises `LogBrokenError`."""
    verified = log.verify()
    if not verified.holds:
        raise LogBrokenError(where(verified))
    return [line for line in log.entries() if day is None or line.entry.moment.astimezone(UTC).date() >= day]


def of_lines(lines: Sequence[Line]) -> dict[str, Any]:
    """The answer of `armslength log show --json`."""
    return {"version": VERSION, "entries": [line.facts() for line in lines]}


def lines_in_words(lines: Sequence[Line]) -> str:
    """The same, an entry a line."""
    return "\n".join(_line(line.facts()) for line in lines) if lines else "No entry."


def _line(facts: dict[str, Any]) -> str:
    counts = [f"{name}={count}" for name, count in facts["counts"].items()]
    told = [facts["moment"], facts["what"], f"by {facts['by']}", *facts["about"], *counts]
    return f"{facts['number']:>6}  {'  '.join(told)}"
