"""What the audit log is told, with the moment of now."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from vault.audit_log import Actor, Entry, Event


def told(what: Event, by: Actor, about: Iterable[str] = (), counts: Mapping[str, int] | None = None) -> Entry:
    """An entry of this moment: opaque ids and counts."""
    return Entry(datetime.now(UTC), what, by, tuple(about), dict(counts or {}))
