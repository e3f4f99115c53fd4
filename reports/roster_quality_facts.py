"""What the safeguarding lead reads of one load of the roster: counts, sentences and row numbers, no name."""

from dataclasses import dataclass
from datetime import date

from reports.setting import Setting


@dataclass(frozen=True, slots=True)
class LoadedSource:
    """One file of the roster: what it is, in words, whom it lists, and the day it was made, if it says."""

    title: str
    children: int
    parent_carers: int
    links: int
    staff: int
    made: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """The rows of one file, as its reader counts them; `source` is empty where there is one file alone."""

    source: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RosterRemark:
    """One thing seen in the roster: what it is, what to do about it in the school's system, and where."""

    what: str
    do: str
    count: int
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """How many there were and are of something; `is_great` where that asked for a reason."""

    what: str
    before: str
    now: str
    is_great: bool = False


@dataclass(frozen=True, slots=True)
class RosterQuality:
    """Everything the page says.

    `compared` says in a sentence with what this load was compared; `reason` is what was typed where it
    differs a great deal, and may name people. `to_mend` stay in the audit, `left_out` do not; `notes` are
    what the reading noticed, as sentences.
    """

    setting: Setting
    on: date
    sources: tuple[LoadedSource, ...]
    children: int
    parent_carers: int
    links: int
    not_on_roll: int
    not_on_roll_because: str
    compared: str
    changes: tuple[Change, ...] = ()
    reason: str = ""
    to_mend: tuple[RosterRemark, ...] = ()
    left_out: tuple[RosterRemark, ...] = ()
    worth_knowing: tuple[RosterRemark, ...] = ()
    notes: tuple[str, ...] = ()
    columns_kept: tuple[str, ...] = ()
    columns_dropped: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    may_see: tuple[str, ...] = ()
