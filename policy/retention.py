"""How long each thing is kept: what is due for deletion on a day, what is flagged, and what is held.

A rule answers the first day on which a thing must be gone; its docstring, with the setting's own numbers in
it, is the sentence of the notice and of `docs/data-protection/retention-schedule.md`. Nothing here knows a
person: a thing is its kind, an opaque id and some days.
"""

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import StrEnum

LONGEST_GAP = 92
"""Days between two runs, at most; a school's summer is shorter, a wrong clock's jump is mostly longer."""


class Kept(StrEnum):
    """The kinds of thing that have an end."""

    EXTRACT = "extract"
    OPEN_FINDING = "open_finding"
    CONFIRMED_FINDING = "confirmed_finding"
    DISMISSED_PAIR = "dismissed_pair"
    """The fingerprint of two who are not the same, or whose connection is gone; it holds no name."""
    DISPUTE = "dispute"
    DECLARATION = "declaration"
    REPORT = "report"
    """An audit's documents for its reviewers."""
    STAFF_PAGE = "staff_page"
    PARTICIPATION = "participation"
    INCIDENT = "incident"
    TOMBSTONE = "tombstone"
    LOG_SEGMENT = "log_segment"


@dataclass(frozen=True, slots=True)
class Rules:
    """The numbers of the rules, as school.toml sets them."""

    extract_days: int = 0
    extract_longest: int = 30
    open_match_days: int = 60
    confirmed_months: int = 12
    dismissed_months: int = 24
    report_months: int = 12
    participation_months: int = 24
    incident_days: int = 30
    tombstone_months: int = 24
    log_years: int = 6


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is kept.

    `began` is the day it came to be. `ended` is the day something happened to it: the extract was audited,
    the finding decided, the dispute answered, the log segment closed, or the person of a declaration or of an
    answer left. `until` is an end that it names itself: a declaration's date, the day a confirmed finding was
    resolved. `about` is the id of what it belongs to: a dispute's finding.
    """

    kind: Kept
    item_id: str
    began: date
    ended: date | None = None
    until: date | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Hold:
    """Nothing that is, or belongs to, the thing with the id `about` is deleted until a person lifts the hold.

    Why, and who owns it, is sealed elsewhere. From `review_on` on it is flagged; it does not end by itself.
    """

    about: str
    review_on: date


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would do. `due` and `held` share no item; `flagged` findings are never due."""

    due: tuple[Item, ...]
    held: tuple[Item, ...]
    """Due, but for a hold."""
    flagged: tuple[Item, ...]
    """Undecided for too long."""
    overdue_holds: tuple[Hold, ...]


Rule = Callable[[Item, Rules], date | None]


def extract(item: Item, rules: Rules) -> date | None:
    """What was read of an export goes {extract_days} days after its audit (0: with it).

    It goes {extract_longest} days after it came at the latest.
    """
    latest = item.began + timedelta(days=rules.extract_longest)
    return latest if item.ended is None else min(latest, item.ended + timedelta(days=rules.extract_days))


def open_finding(_item: Item, _rules: Rules) -> date | None:
    """A question that nobody has answered is flagged after {open_match_days} days.

    It goes by an answer or by a withdrawal, and never by itself: that would look as if nobody had asked.
    """
    return None


def confirmed_finding(item: Item, rules: Rules) -> date | None:
    """A finding that a person confirmed, or declared, goes once an audit no longer sees the connection.

    It goes {confirmed_months} months after that decision at the latest.
    """
    latest = months_after(item.ended or item.began, rules.confirmed_months)
    return latest if item.until is None else min(latest, item.until)


def dismissed_pair(item: Item, rules: Rules) -> date | None:
    """The names go when somebody says that the two are not the same, or when a question's connection is gone.

    For {dismissed_months} months that is remembered without names, so that it is not asked again.
    """
    return months_after(item.ended or item.began, rules.dismissed_months)


def dispute(item: Item, rules: Rules) -> date | None:
    """What a person said against a finding goes with that finding.

    It goes {confirmed_months} months after its answer at the latest.
    """
    return None if item.ended is None else months_after(item.ended, rules.confirmed_months)


def declaration(item: Item, _rules: Rules) -> date | None:
    """A declared relationship goes on the day after its end date, or on the day after the person leaves."""
    ends = [day for day in (item.until, item.ended) if day is not None]
    return min(ends) + timedelta(days=1) if ends else None


def report(item: Item, rules: Rules) -> date | None:
    """An audit's documents go {report_months} months after the audit."""
    return months_after(item.began, rules.report_months)


def staff_page(item: Item, rules: Rules) -> date | None:
    """A staff member's own report goes {report_months} months after the audit."""
    return months_after(item.began, rules.report_months)


def participation(item: Item, rules: Rules) -> date | None:
    """An answer to taking part goes {participation_months} months after it was given.

    It goes on the day after the person leaves, if that is sooner. So goes, while there is no answer, the day
    somebody was asked, with their reminders.
    """
    latest = months_after(item.began, rules.participation_months)
    return latest if item.ended is None else min(latest, item.ended + timedelta(days=1))


def incident(item: Item, rules: Rules) -> date | None:
    """The sealed detail of a technical failure goes {incident_days} days after it."""
    return item.began + timedelta(days=rules.incident_days)


def tombstone(item: Item, rules: Rules) -> date | None:
    """The mark of a withdrawal, which holds no name, goes {tombstone_months} months after it.

    Until then no backup brings the person back. It stays for as long as they are on the staff list.
    """
    return months_after(item.began, rules.tombstone_months)


def log_segment(item: Item, rules: Rules) -> date | None:
    """The audit log, in which no name stands, goes {log_years} years after its last line."""
    return None if item.ended is None else months_after(item.ended, 12 * rules.log_years)


RULES: dict[Kept, Rule] = {
    Kept.EXTRACT: extract,
    Kept.OPEN_FINDING: open_finding,
    Kept.CONFIRMED_FINDING: confirmed_finding,
    Kept.DISMISSED_PAIR: dismissed_pair,
    Kept.DISPUTE: dispute,
    Kept.DECLARATION: declaration,
    Kept.REPORT: report,
    Kept.STAFF_PAGE: staff_page,
    Kept.PARTICIPATION: participation,
    Kept.INCIDENT: incident,
    Kept.TOMBSTONE: tombstone,
    Kept.LOG_SEGMENT: log_segment,
}


def due_on(item: Item, rules: Rules) -> date | None:
    """The first day on which the item must be gone; None when no day makes it due."""
    return RULES[item.kind](item, rules)


def sentence(kind: Kept, rules: Rules) -> str:
    """The rule in words, with the setting's own numbers."""
    return " ".join((RULES[kind].__doc__ or "").split()).format(**asdict(rules))


def plan(items: Sequence[Item], today: date, rules: Rules, holds: Sequence[Hold] = ()) -> Plan:
    """What is due, held and flagged on the day. What belongs to a thing that goes, goes with it."""
    kept_by_hold = {hold.about for hold in holds}
    past = {item.item_id for item in items if _is_past(item, today, rules)}
    held = {item.item_id for item in items if {item.item_id, item.about} & kept_by_hold}
    going = [item for item in items if item.item_id in past or (item.about and item.about in past - held)]
    return Plan(
        due=tuple(item for item in going if item.item_id not in held),
        held=tuple(item for item in going if item.item_id in held),
        flagged=tuple(item for item in items if is_flagged(item, today, rules)),
        overdue_holds=tuple(hold for hold in holds if hold.review_on <= today),
    )


def _is_past(item: Item, today: date, rules: Rules) -> bool:
    day = due_on(item, rules)
    return day is not None and day <= today


def is_flagged(item: Item, today: date, rules: Rules) -> bool:
    """Whether it is a question that nobody has answered for too long."""
    return item.kind is Kept.OPEN_FINDING and today >= item.began + timedelta(days=rules.open_match_days)


class Clock(StrEnum):
    """What is to be thought of the day that a run is told it is."""

    PLAUSIBLE = "plausible"
    SET_BACK = "set_back"
    """A day before the last run's."""
    JUMPED = "jumped"
    """Far after the last run's, or there was none to hold it against."""


def clock(today: date, last_run: date | None) -> Clock:
    """How the day stands to the last run's.

    A wrong clock must not empty the workspace: a deletion cannot be undone, while one that waits for somebody
    to say that the date is right comes late by hours. The days of the things kept say nothing here, since the
    same clock wrote them.
    """
    if last_run is None or (today - last_run).days > LONGEST_GAP:
        return Clock.JUMPED
    return Clock.SET_BACK if today < last_run else Clock.PLAUSIBLE


def months_after(day: date, months: int) -> date:
    """The same day of the month, so many months on; where that month is too short, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
