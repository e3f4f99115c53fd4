"""When a job runs, in a school's words: read, told again, and turned into moments. Pure.

Times are those of clocks in the United Kingdom. A time that the spring change leaves out (01:00 to 01:59 on
that Sunday) is an hour later by the clock; of a time that comes twice in October, the first counts.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from policy.school_year import SATURDAY, SchoolYear
from schemas.days import ONE_DAY, Days
from schemas.errors import ConfigurationError

LONDON = ZoneInfo("Europe/London")
NEVER = "never"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FIRST_MONDAY = date(2024, 1, 1)
"""The Monday from which "every other" counts weeks where no other day is named."""
FORMS = (
    "every day at 04:30",
    "every weekday at 07:00",
    "every school day at 05:30",
    "every Monday at 07:00",
    "every Monday in term time at 07:00",
    "every other Monday at 07:00",
    "every other Monday from 2026-09-07 at 07:00",
    "second Monday of each half-term at 06:15",
    "last Friday of each term at 06:15",
    "first school day of each term at 06:15",
    "first Monday of each month at 06:15",
    "last weekday of each month at 06:15",
    NEVER,
)
"""One example of each form; others of the first five, and "last", go in the place of "second"."""

_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_DIGITS = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth"}
_KINDS = ("day", "weekday", "school day", *WEEKDAYS)
_PERIODS = ("half-term", "term", "month")
_BY_NAME = {name.lower(): name for name in (*_KINDS, *_PERIODS)}

_DAY = "|".join(WEEKDAYS).lower()
_EVERY = re.compile(rf"every (?P<kind>day|weekday|school day|{_DAY})(?P<term> in term time)?")
_OTHER = re.compile(rf"every other (?P<kind>{_DAY})(?: from (?P<since>\S+))?(?P<term> in term time)?")
_NTH = re.compile(
    rf"(?:the )?(?P<nth>{'|'.join(_ORDINALS)}) (?P<kind>day|weekday|school day|{_DAY}) "
    rf"(?:of|in) (?:each|every) (?P<period>half-term|term|month)(?P<term> in term time)?"
)
_TIMED = re.compile(r"(?P<days>.*?),? at (?P<at>.*)")
_CLOCK = re.compile(r"(?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9])")
_HERE = re.compile(r",? \(?(uk time|europe/london)\)?$")


class ScheduleUnclear(ConfigurationError):
    """A line of [schedule] in school.toml is not understood."""

    code = "schedule-unclear"
    next_step = f"Write it as one of these, or as several with “;” between them: {'; '.join(FORMS)}."


@dataclass(frozen=True, slots=True)
class Every:
    """Every day of a kind; every second one, where `since` says from which week on it is counted."""

    kind: str
    since: date | None = None
    named: bool = False
    """Whether the words name the day `since`: then none is before it."""

    def __str__(self) -> str:
        """In the words of school.toml."""
        if self.since is None:
            return f"every {self.kind}"
        return f"every other {self.kind}{f' from {self.since}' if self.named else ''}"

    def dates(self, year: SchoolYear, within: Days) -> Iterator[date]:
        """The days it means."""
        days = _of_kind(self.kind, within, year)
        return days if self.since is None else (day for day in days if self._is_in_turn(day, self.since))

    def _is_in_turn(self, day: date, since: date) -> bool:
        return _weeks_between(since, day) % 2 == 0 and (day >= since or not self.named)


@dataclass(frozen=True, slots=True)
class Nth:
    """One day of each period; -1 is the last. Where a period has too few, it has none.

    In a term or half-term, a day of the school week without school gives its place to the next school day of
    the same one, or to the last before it; a Saturday or Sunday is taken as it is.
    """

    nth: int
    kind: str
    period: str

    def __str__(self) -> str:
        """In the words of school.toml."""
        (word,) = (word for word, number in _ORDINALS.items() if number == self.nth)
        return f"{word} {self.kind} of each {self.period}"

    def dates(self, year: SchoolYear, within: Days) -> Iterator[date]:
        """The days it means."""
        for days in _periods(self.period, year, within):
            found = self._found(year, days)
            if found is not None and found in within:
                yield found

    def _found(self, year: SchoolYear, days: list[date]) -> date | None:
        candidates = list(_of_kind(self.kind, days, year))
        index = self.nth if self.nth < 0 else self.nth - 1
        if not -len(candidates) <= index < len(candidates):
            return None
        day = candidates[index]
        if self.period == "month" or day.weekday() >= SATURDAY or day in year.school_days:
            return day
        school_days = [each for each in days if each in year.school_days]
        later = [each for each in school_days if each > day]
        return later[0] if later else max(school_days, default=None)


@dataclass(frozen=True, slots=True)
class Clause:
    """Days, and the time on each of them; in term time alone, where that is said."""

    days: Every | Nth
    at: time
    in_term_time: bool = False

    def __str__(self) -> str:
        """In the words of school.toml."""
        return f"{self.days}{' in term time' if self.in_term_time else ''} at {self.at:%H:%M}"

    @property
    def needs_terms(self) -> bool:
        """Whether it means nothing without term dates."""
        of_school = self.days.kind == "school day" or self.in_term_time
        return of_school or (isinstance(self.days, Nth) and self.days.period != "month")

    def moments(self, year: SchoolYear, within: Days) -> Iterator[datetime]:
        """When it is that time on those days."""
        for day in self.days.dates(year, within):
            if not self.in_term_time or day in year.school_days:
                yield moment(day, self.at)


@dataclass(frozen=True, slots=True)
class Timing:
    """A line of [schedule]; without a clause it is "never"."""

    clauses: tuple[Clause, ...] = ()

    def __str__(self) -> str:
        """In the words of school.toml."""
        return "; ".join(map(str, self.clauses)) or NEVER

    @property
    def needs_terms(self) -> bool:
        """Whether any of it is told in terms."""
        return any(clause.needs_terms for clause in self.clauses)

    def moments(self, year: SchoolYear, within: Days) -> list[datetime]:
        """When it runs on those days, in order, each moment once; in the time zone Europe/London."""
        moments = {each.astimezone(UTC) for clause in self.clauses for each in clause.moments(year, within)}
        return [each.astimezone(LONDON) for each in sorted(moments)]


def moment(day: date, at: time) -> datetime:
    """When UK clocks show that time on that day; see the module for the two Sundays on which they change."""
    return datetime.combine(day, at, tzinfo=LONDON).astimezone(UTC).astimezone(LONDON)


def read_timing(words: str, line: str) -> Timing:
    """What the words of that line of [schedule] mean. Raises `ScheduleUnclear`, which quotes none of them."""
    plain = _plain(words)
    if plain == NEVER:
        return Timing()
    parts = [part.strip(" ,") for part in re.split(r";|(?<=[0-9]) and ", plain)]
    return Timing(tuple(_clause(part, _place(line, number, parts)) for number, part in enumerate(parts, 1)))


def _plain(words: str) -> str:
    text = " ".join(words.lower().split()).rstrip(" .;")
    text = re.sub(r"\bhalf[ -]?term\b", "half-term", _HERE.sub("", text))
    return re.sub(r"\b[1-5](?:st|nd|rd|th)\b", lambda found: _DIGITS.get(found[0], found[0]), text)


def _place(line: str, number: int, parts: list[str]) -> str:
    return f"{line}, part {number}" if len(parts) > 1 else line


def _clause(part: str, place: str) -> Clause:
    timed = _TIMED.fullmatch(part)
    if timed is None:
        raise ScheduleUnclear(f"{place}: it has no “at” with a time after it")
    at = _CLOCK.fullmatch(timed["at"])
    if at is None:
        raise ScheduleUnclear(f"{place}: the time is written as 06:15, in UK time, with nothing after it")
    days, in_term_time = _days(timed["days"], place)
    return Clause(days, time(int(at["hour"]), int(at["minute"])), in_term_time)


def _days(words: str, place: str) -> tuple[Every | Nth, bool]:
    if found := _EVERY.fullmatch(words):
        kind = _BY_NAME[found["kind"]]
        return Every(kind), bool(found["term"])
    if found := _OTHER.fullmatch(words):
        since = _since(found["since"], place) if found["since"] else FIRST_MONDAY
        return Every(_BY_NAME[found["kind"]], since, named=bool(found["since"])), bool(found["term"])
    if found := _NTH.fullmatch(words):
        nth = Nth(_ORDINALS[found["nth"]], _BY_NAME[found["kind"]], found["period"])
        if nth.period != "month" and nth.kind in {"day", "weekday"}:
            raise ScheduleUnclear(f"{place}: of a term or half-term, name a weekday or a school day")
        return nth, bool(found["term"])
    raise ScheduleUnclear(f"{place}: the days before “at” are not understood")


def _since(word: str, place: str) -> date:
    try:
        return datetime.strptime(word, "%Y-%m-%d").date()  # noqa: DTZ007 - a day, not a moment
    except ValueError:
        pass
    raise ScheduleUnclear(f"{place}: the day after “from” is written as 2026-09-07")


def _of_kind(kind: str, days: Iterable[date], year: SchoolYear) -> Iterator[date]:
    match kind:
        case "day":
            yield from days
        case "weekday":
            yield from (day for day in days if day.weekday() < SATURDAY)
        case "school day":
            yield from (day for day in days if day in year.school_days)
        case _:
            yield from (day for day in days if day.weekday() == WEEKDAYS.index(kind))


def _periods(period: str, year: SchoolYear, within: Days) -> Iterator[list[date]]:
    """The days of each period that any of the days is in; of a term, without its holidays."""
    match period:
        case "month":
            yield from _months(within)
        case "term":
            yield from ([day for half in term.half_terms for day in half] for term in year.terms)
        case _:
            yield from (list(half) for half in year.half_terms)


def _months(within: Days) -> Iterator[list[date]]:
    start = within.start.replace(day=1)
    while start <= within.end:
        following = (start + timedelta(days=31)).replace(day=1)
        yield list(Days(start, following - ONE_DAY))
        start = following


def _weeks_between(since: date, day: date) -> int:
    monday, other = (each - each.weekday() * ONE_DAY for each in (since, day))
    return (other - monday).days // 7
