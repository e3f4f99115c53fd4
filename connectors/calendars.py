"""An iCalendar file of a school's or a council's term dates.

Shapes seen: terms and half-terms as entries of many days; holidays alone, of which terms are what lies
between them; single days on which a term begins or ends; inset days and bank holidays, some repeated every
year. The end of an entry of whole days is the day after it, as RFC 5545 (3.6.1) has it. Written by others:
nothing of the file's text leaves this module.
"""

import warnings
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar

from connectors.calendar_words import LONGEST_HALF_TERM, SHORTEST_TERM, Length, kind_of, words_of
from connectors.term_dates import CalendarUnclear, Noted, TermDates, term_dates
from schemas.days import Days
from schemas.errors import ConfigurationError

__all__ = ["CalendarUnclear", "CalendarUnreadable", "TermDates", "read_term_dates"]

LARGEST = 2**20
"""Bytes: some 4,000 entries, which take two seconds to read. Three years of term dates are 20,000."""
MOST_ENTRIES = 10_000
MOST_REPEATED = 30
MOST_TIMES = 400
EARLIEST, LATEST = date(1970, 1, 1), date(2100, 1, 1)
"""Between these lies every day of a calendar that means anything here."""
LONGEST = 400
"""Days of one entry; a school year has fewer."""
_LONDON = ZoneInfo("Europe/London")
_REPEATED: dict[str, set[str]] = {
    "DAILY": set(),
    "WEEKLY": {"BYDAY"},
    "MONTHLY": {"BYDAY", "BYMONTHDAY"},
    "YEARLY": {"BYMONTH", "BYDAY", "BYMONTHDAY"},
}
"""How an entry may be repeated, and by what."""
_REPEATED_OTHERWISE = {"RDATE", "EXRULE", "RECURRENCE-ID"}


class CalendarUnreadable(ConfigurationError):
    """The calendar that school.toml names under [terms] cannot be read."""

    code = "calendar-unreadable"
    next_step = (
        "Put there the .ics file of the term dates, as the school or the council publishes it, or write the "
        "terms into school.toml instead."
    )


def read_term_dates(path: Path) -> TermDates:
    """The terms and closed days of the file. Raises `CalendarUnreadable` and `CalendarUnclear`."""
    noted, others = [], []
    for event in _events(path):
        words = words_of(str(event.get("SUMMARY", "")))
        if not words.roles:
            continue
        days = _days(event)
        if days is None and words.of_terms and not words.unknown:
            raise CalendarUnclear("an entry has no days that can be read")
        kind = kind_of(words, _length(days)) if days else None
        if days and kind:
            noted.append((Noted(kind, days, words.season, words.of_half_term), event))
        elif days and words.of_terms:
            others.append(days.start)
    return term_dates(_repeated(noted), others)


def _events(path: Path) -> list[Any]:
    """The entries that were not called off."""
    events: list[Any] = []
    try:
        if path.stat().st_size > LARGEST:
            detail = f"it is larger than {LARGEST // 2**20} MB"
        else:
            events, detail = _walked(path.read_bytes()), "it has no entry"
    except OSError:
        detail = "it cannot be opened"
    except Exception:  # noqa: BLE001 - its message quotes what it choked on: the sentence below is all that leaves
        detail = "it is no iCalendar file"
    if not events:
        raise CalendarUnreadable(detail)
    if len(events) > MOST_ENTRIES:
        raise CalendarUnreadable(f"it has more than {MOST_ENTRIES} entries")
    return [each for each in events if str(each.get("STATUS", "")).upper() != "CANCELLED"]


def _walked(data: bytes) -> list[Any]:
    with warnings.catch_warnings(action="ignore"):  # icalendar tells what it puts right
        return [event for each in Calendar.from_ical(data, multiple=True) for event in each.walk("VEVENT")]


def _days(event: Any) -> Days | None:
    """The days of an entry, in UK time; None where they cannot be read."""
    try:
        start = _moment(event["DTSTART"].dt)
        if "DTEND" in event:
            end = _moment(event["DTEND"].dt)
        else:
            end = start + event["DURATION"].dt if "DURATION" in event else start
        # An end at midnight is that of the day before, also where the entry has its times.
        last = (end - timedelta(microseconds=1)).date() if end > start else start.date()
    except Exception:  # noqa: BLE001 - whatever stands there, it is no day; its message would quote it
        return None
    days = Days(start.date(), last)
    return days if days.start >= EARLIEST and days.end < LATEST and len(days) <= LONGEST else None


def _moment(value: date | datetime) -> datetime:
    """On clocks in the United Kingdom, without its zone; one without a zone is taken to be of here."""
    if not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a day
    return value.astimezone(_LONDON).replace(tzinfo=None) if value.tzinfo else value


def _length(days: Days) -> Length:
    match len(days):
        case 1:
            return Length.DAY
        case few if few <= LONGEST_HALF_TERM:
            return Length.WEEK
        case some if some < SHORTEST_TERM:
            return Length.BETWEEN
        case _:
            return Length.TERM


def _repeated(noted: list[tuple[Noted, Any]]) -> list[Noted]:
    """Every entry as often as it takes place while the others last."""
    once = [note for note, event in noted if "RRULE" not in event]
    again = [(note, event) for note, event in noted if "RRULE" in event]
    for note, event in noted:
        if _REPEATED_OTHERWISE & {*event}:
            raise CalendarUnclear(f"the entry of {note.days.start} is repeated in a way that is not read")
    if not once or not again:
        return [note for note, _ in noted]
    if len(again) > MOST_REPEATED:
        raise CalendarUnclear(f"more than {MOST_REPEATED} entries are repeated")
    last = max(note.days.end for note in once)
    return [*once, *(each for note, event in again for each in _times(note, event, last))]


def _times(note: Noted, event: Any, last: date) -> Iterator[Noted]:
    """The entry at each time that its rule names, up to the last day."""
    left_out = _left_out(event)
    length = note.days.end - note.days.start
    for start in _starts(event, note.days.start, last):
        if start not in left_out:
            yield note._replace(days=Days(start, start + length))


def _starts(event: Any, first: date, last: date) -> list[date]:
    try:
        rule = {name: list(event["RRULE"][name]) for name in event["RRULE"]}
        count = int(rule.pop("COUNT", [MOST_TIMES + 1])[0])
        until = _moment(rule.pop("UNTIL", [last])[0]).date()
        fine = _is_read(rule)
        text = type(event["RRULE"])({**rule, "UNTIL": [min(until, last)]}).to_ical().decode()
        found = rrulestr(text, dtstart=datetime(first.year, first.month, first.day)) if fine else ()  # noqa: DTZ001
        starts = [each.date() for each in islice(found, min(count, MOST_TIMES + 1))]
    except Exception:  # noqa: BLE001 - its message quotes the rule
        fine = False
    if not fine or len(starts) > MOST_TIMES:
        raise CalendarUnclear(f"the entry of {first} is repeated in a way that is not read")
    return starts


def _is_read(rule: dict[str, list[Any]]) -> bool:
    """Whether the rule is of a known form and its day comes; for another, dateutil looks to the year 9999."""
    known = _REPEATED[rule["FREQ"][0].upper()] | {"FREQ", "INTERVAL", "WKST"}
    if not {*rule} <= known or {"BYDAY", "BYMONTHDAY"} <= {*rule} or int(rule.get("INTERVAL", [1])[0]) < 1:
        return False
    in_a_month = all(abs(int(each.relative or 1)) <= 5 for each in rule.get("BYDAY", ()))
    longest = max(monthrange(2024, int(month))[1] for month in rule.get("BYMONTH", [1]))
    return in_a_month and all(1 <= int(day) <= longest for day in rule.get("BYMONTHDAY", ()))


def _left_out(event: Any) -> set[date]:
    """The days on which a repeated entry does not take place."""
    stated = event.get("EXDATE", [])
    lists = stated if isinstance(stated, list) else [stated]
    return {_moment(each.dt).date() for one in lists for each in getattr(one, "dts", [])}
