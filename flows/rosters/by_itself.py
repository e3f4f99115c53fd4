"""The roster fetched by itself, from the folder or from Wonde; and whether a scheduled audit may rest on it.

Nobody is there to say why a roster should differ a great deal from the last one, and no reason is made up:
the last good roster stays, and its age and a code are told. That the last refresh failed counts for as long
as the roster is the one of then: whoever loads one by hand has mended it.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime

from connectors.rosters.errors import WondeBusy, WondeUnreachable
from flows.boundary import Counts
from flows.letterbox.place import outside
from flows.rosters.delivered import (
    Delivery,
    RosterSourceEmpty,
    RosterSourceUnreachable,
    RosterStillArriving,
    delivered,
)
from flows.rosters.loading import load
from flows.rosters.mappings import known_mappings
from flows.rosters.sources import Source, sources
from flows.rosters.wonde import with_wonde
from flows.workspace import ROSTER_VERSION, RosterMissing, Workspace
from schemas.errors import ConfigurationError, RosterError
from vault.bundles import Bundle, pack, unpack
from vault.errors import NothingKeptError
from vault.ledger import Draft

FILE = "roster-source.age"
ROSTER = "lists/roster.age"
UNFINISHED = "roster-refresh-unfinished"
"""The code of a refresh that was begun and never ended."""

DOWN = (RosterSourceUnreachable, RosterSourceEmpty, RosterStillArriving, WondeUnreachable, WondeBusy)
"""What passes by itself, or at least without anybody looking at a roster."""


class RosterSourceUnset(ConfigurationError):
    """It is not written in school.toml where the roster is fetched from."""

    code = "roster-source-not-set-up"
    next_step = "Name a folder, or Wonde, in its part [roster_source], as docs/roster-by-itself.md shows."


class RosterTooOld(RosterError):
    """The roster is older than school.toml lets a scheduled audit rest on."""

    code = "roster-too-old"
    next_step = "Load a new one with `armslength roster load FILE`; see why the source gives none."


class RosterNotRefreshed(RosterError):
    """The last refresh of the roster failed, and school.toml says that scheduled audits wait for it."""

    code = "roster-not-refreshed"
    next_step = "Mend what the code in brackets says, or load a roster by hand: then the audit runs."


@dataclass(frozen=True, slots=True)
class Refresh:
    """How the last refresh ended."""

    on: date
    code: str = ""
    """Of what kept it from being done; empty where it was done, or there was nothing newer."""
    roster: str = ""
    """The digest of the sealed roster as it was then."""
    source: str = ""
    """Stands for the files that were loaded last."""
    written: int = 0
    """When the newest of these was written: seconds since 1970."""


def refresh(workspace: Workspace, today: date, *, wait: Callable[[float], None] = time.sleep) -> Counts:
    """Load what the source gives, or keep the last roster; which of the two, and how old the roster is.

    Where the source is `DOWN`, school.toml says "last good" and there is one, that is counted under its code.
    What else fails is raised: a person has to see to it, and the last good roster stays meanwhile. Raises a
    ConfigurationError where the source is not set up as it should be.
    """
    stated = workspace.school.roster_source
    if not (stated.folder or stated.wonde):
        raise RosterSourceUnset
    before = last_refresh(workspace) or Refresh(today)
    _note(workspace, replace(before, on=today, code=UNFINISHED))
    failure = None
    try:
        loaded = _loaded(workspace, today, before, wait)
    except (RosterError, ConfigurationError) as error:
        failure = error.with_traceback(None)
    if failure is None:
        _note(workspace, replace(loaded or before, on=today, code=""))
        return _counts(workspace, today, {"loaded": bool(loaded), "nothing_newer": not loaded})
    _note(workspace, replace(before, on=today, code=failure.code))
    may_go_on = stated.when_down == "last good" and _usable(workspace) is not None
    if may_go_on and isinstance(failure, DOWN):
        return _counts(workspace, today, {"kept_last_good": True, failure.code: True})
    raise failure


def ready_for_audit(workspace: Workspace, today: date) -> None:
    """Raise what keeps a scheduled audit from resting on the roster; an audit somebody asks for may.

    Raises `RosterMissing`, `RosterTooOld`, and `RosterNotRefreshed` where school.toml says "stop".
    """
    stated, age = workspace.school.roster_source, roster_age(workspace, today)
    if age is None:
        raise RosterMissing
    if age > stated.oldest_days:
        raise RosterTooOld(f"{age} days, and {stated.oldest_days} at the most")
    last = last_refresh(workspace)
    if stated.when_down == "stop" and last and last.code and last.roster == _digest(workspace):
        raise RosterNotRefreshed(last.code)


def roster_age(workspace: Workspace, today: date) -> int | None:
    """How many days ago the roster was loaded; None where there is none that can be used."""
    kept = _usable(workspace)
    return (today - date.fromisoformat(kept.facts["loaded_on"])).days if kept else None


def last_refresh(workspace: Workspace) -> Refresh | None:
    """How the last one ended; None before the first."""
    try:
        facts = unpack("roster-source", workspace.vault.shelf.get(FILE)).facts
    except NothingKeptError:
        return None
    return Refresh(**facts | {"on": date.fromisoformat(facts["on"])})


def _loaded(
    workspace: Workspace, today: date, before: Refresh, wait: Callable[[float], None]
) -> Refresh | None:
    """What stands for the roster that was loaded; None where nothing is newer. Raises a RosterError."""
    stated, read = workspace.school.roster_source, list[Source]()
    delivery = delivered(workspace, outside(workspace, stated.folder)) if stated.folder else None
    if delivery and not stated.wonde and not _is_newer(delivery, before):
        return None
    if delivery:
        if delivery.mark != before.source:
            _let_settle(workspace, today, delivery, wait)
        read = sources(delivery.paths, known_mappings((), workspace.folder))
    load(workspace, with_wonde(workspace, read) if stated.wonde else read, today)
    if delivery is None:
        return before
    return Refresh(today, source=delivery.mark, written=min(delivery.written // 10**9, int(time.time())))


def _is_newer(delivery: Delivery, before: Refresh) -> bool:
    """Whether it is neither what was loaded last nor older, as what is left when that was taken away."""
    return delivery.mark != before.source and delivery.written // 10**9 >= before.written


def _let_settle(workspace: Workspace, today: date, delivery: Delivery, wait: Callable[[float], None]) -> None:
    """Wait until it has lain there unchanged. Raises `RosterStillArriving`, and at once `RosterTooOld`."""
    stated = workspace.school
    age = (today - datetime.fromtimestamp(delivery.written / 10**9, UTC).date()).days
    if age > stated.roster_source.oldest_days:
        raise RosterTooOld(f"the newest file is {age} days old")
    wait(stated.hand_in.settle_seconds)
    again = delivered(workspace, outside(workspace, stated.roster_source.folder))
    if again.mark != delivery.mark or not again.is_whole:
        raise RosterStillArriving


def _counts(workspace: Workspace, today: date, told: dict[str, bool]) -> Counts:
    # A clock that was set back makes no roster younger than of today.
    age = max(0, roster_age(workspace, today) or 0)
    return Counts("roster-refresh", {name: int(holds) for name, holds in told.items()} | {"age_days": age})


def _usable(workspace: Workspace) -> Bundle | None:
    kept = workspace.kept("roster")
    return kept if kept and kept.facts.get("version") == ROSTER_VERSION else None


def _note(workspace: Workspace, refreshed: Refresh) -> None:
    facts = asdict(replace(refreshed, roster=_digest(workspace))) | {"on": refreshed.on.isoformat()}
    sealed = workspace.vault.shelf.sealed(pack("roster-source", {}, facts))
    workspace.vault.commit(Draft({FILE: sealed}))


def _digest(workspace: Workspace) -> str:
    """Of the ciphertext, which is another with every load; empty where there is none."""
    path = workspace.folder / ROSTER
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
