"""Terms made of what a calendar tells: terms, holidays, first and last days, in whatever mixture.

Everything is first a day on which a time of school begins or ends. A holiday gives both where the calendar
does not itself tell the last day before it or the first one after it. Days then pair up, and what half-term
holidays lie between belongs to one term. What does not pair up is refused, never guessed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from itertools import pairwise
from typing import NamedTuple

from connectors.calendar_words import Kind
from schemas.days import ONE_DAY, Days, Term
from schemas.errors import ConfigurationError

SATURDAY = 5
NEAR = timedelta(days=10)
"""How far a term's last day may lie before its holiday, and the next one's first day after: inset days."""
LONGEST_GAP = timedelta(days=23)
"""Between two halves of one term, where the calendar tells no holiday."""
FEW_WEEKDAYS = 3
"""A holiday of so many weekdays is single closed days."""


_SEASONS = (
    ((1, 1), (1, 10), True),
    ((2, 1), (2, 29), False),
    ((3, 20), (4, 30), True),
    ((5, 16), (6, 15), False),
    ((7, 1), (8, 31), True),
    ((10, 1), (11, 30), False),
    ((12, 18), (12, 31), True),
)
"""From when to when a holiday lies between terms (Christmas, Easter, summer), or within one."""


class CalendarUnclear(ConfigurationError):
    """The terms cannot be made out from the calendar that school.toml names under [terms]."""

    code = "calendar-unclear"
    next_step = (
        "Put that right in the calendar, or write the terms into school.toml instead; docs/schedules.md says "
        "what is understood."
    )


class Noted(NamedTuple):
    """An entry that is understood."""

    kind: Kind
    days: Days
    season: str = ""
    half: bool = False
    """Whether it speaks of a half-term holiday: the last day before one, or the first day after."""


@dataclass(frozen=True, slots=True)
class TermDates:
    """What a calendar tells: terms in order, days without school, and where entries were not understood."""

    terms: tuple[Term, ...]
    closed: frozenset[date]
    not_understood: tuple[date, ...]
    """First days of entries that speak of terms or closures in other words, or of one end of a term alone."""


class _Turn(Enum):
    BEGINS = auto()
    ENDS = auto()


class _Mark(NamedTuple):
    """A day on which a time of school begins or ends; `told` where the calendar says so itself."""

    day: date
    turn: _Turn
    season: str = ""
    half: bool = False
    told: bool = True


class _Stretch(NamedTuple):
    """A time of school without a holiday that the calendar tells."""

    begins: _Mark
    ends: _Mark

    @property
    def days(self) -> Days:
        return Days(self.begins.day, self.ends.day)

    @property
    def season(self) -> str:
        return self.begins.season or self.ends.season


def term_dates(noted: Sequence[Noted], others: Iterable[date]) -> TermDates:
    """The terms that the entries tell. Raises `CalendarUnclear`."""
    holidays, half_terms, closed = _holidays(noted)
    marks = _told_marks(noted)
    stretches, lone = _paired([*marks, *_of_holidays(marks, holidays)])
    _check_apart(stretches, holidays)
    terms = tuple(_terms(stretches, half_terms))
    if not terms:
        raise CalendarUnclear("it tells no term")
    days = (day for days in closed for day in days)
    return TermDates(terms, frozenset(days), tuple(sorted({*others, *lone})))


def _holidays(noted: Sequence[Noted]) -> tuple[list[Days], list[Days], list[Days]]:
    """The holidays between terms, those within them, and closed days."""
    between: list[Days] = []
    within, closed = _of_kind(noted, Kind.HALF_TERM), _of_kind(noted, Kind.CLOSED)
    within += _half_terms_of_single_days(noted)
    for days in _of_kind(noted, Kind.HOLIDAY):
        if _weekdays(days) <= FEW_WEEKDAYS:
            closed.append(days)
        else:
            (between if _is_between_terms(days) else within).append(days)
    off = {day for days in closed for day in days}
    return _joined(between, off), _joined(within, off), closed


def _of_kind(noted: Iterable[Noted], kind: Kind) -> list[Days]:
    return [each.days for each in noted if each.kind is kind]


def _half_terms_of_single_days(noted: Sequence[Noted]) -> list[Days]:
    """Holidays of which the calendar tells the first and the last day."""
    starts = sorted(days.start for days in _of_kind(noted, Kind.HALF_TERM_STARTS))
    ends = sorted(days.start for days in _of_kind(noted, Kind.HALF_TERM_ENDS))
    if len(starts) != len(ends):
        raise CalendarUnclear("not every half-term holiday has its first day and its last")
    for start, end in zip(starts, ends, strict=True):
        # "Half term starts" on a Friday, or ends on a Monday, may well mean the last or first day of school.
        if end < start or start.weekday() == 4 or end.weekday() == 0:
            raise CalendarUnclear(f"whether there is school on {start} or {end} is not clear")
    return [Days(start, end) for start, end in zip(starts, ends, strict=True)]


def _is_between_terms(days: Days) -> bool:
    """Whether a holiday is that of Christmas, Easter or summer, by its days: names differ too much."""
    found = {
        between for first, last, between in _SEASONS if any(first <= _month_day(day) <= last for day in days)
    }
    if len(found) != 1:
        raise CalendarUnclear(f"which holiday begins on {days.start} is not clear")
    return found.pop()


def _month_day(day: date) -> tuple[int, int]:
    return day.month, day.day


def _joined(several: Iterable[Days], off: set[date]) -> list[Days]:
    """The same days, with those in one that have no school day between them."""
    joined: list[Days] = []
    for days in sorted(several):
        gap = Days(joined[-1].end + ONE_DAY, days.start - ONE_DAY) if joined else None
        if gap is not None and all(day.weekday() >= SATURDAY or day in off for day in gap):
            joined[-1] = Days(joined[-1].start, max(joined[-1].end, days.end))
        else:
            joined.append(days)
    return joined


def _told_marks(noted: Iterable[Noted]) -> list[_Mark]:
    """Each day once; of two entries that tell the same, the one that names a season."""
    marks: dict[tuple[date, _Turn], _Mark] = {}
    for each in sorted(noted, key=lambda each: each.season):
        if each.kind in {Kind.TERM, Kind.STARTS}:
            day = _school_day_from(each.days.start)
            marks[day, _Turn.BEGINS] = _Mark(day, _Turn.BEGINS, each.season, each.half)
        if each.kind in {Kind.TERM, Kind.ENDS}:
            day = _school_day_until(each.days.end)
            marks[day, _Turn.ENDS] = _Mark(day, _Turn.ENDS, each.season, each.half)
    return list(marks.values())


def _school_day_from(day: date) -> date:
    return day if day.weekday() < SATURDAY else day + (7 - day.weekday()) * ONE_DAY


def _school_day_until(day: date) -> date:
    return day if day.weekday() < SATURDAY else day - (day.weekday() - 4) * ONE_DAY


def _of_holidays(marks: Sequence[_Mark], holidays: Iterable[Days]) -> Iterator[_Mark]:
    """What holidays tell of terms where the calendar does not tell it itself."""
    ends = [mark.day for mark in marks if mark.turn is _Turn.ENDS]
    begins = [mark.day for mark in marks if mark.turn is _Turn.BEGINS]
    for days in holidays:
        if not any(days.start - NEAR <= day <= days.start for day in ends):
            yield _Mark(_school_day_until(days.start - ONE_DAY), _Turn.ENDS, told=False)
        if not any(days.end <= day <= days.end + NEAR for day in begins):
            yield _Mark(_school_day_from(days.end + ONE_DAY), _Turn.BEGINS, told=False)


def _paired(marks: Iterable[_Mark]) -> tuple[list[_Stretch], list[date]]:
    """Each beginning with its end; and what stands alone at either end of the calendar."""
    ordered = sorted(marks, key=lambda mark: (mark.day, mark.turn is _Turn.ENDS))
    lone = []
    if ordered and ordered[0].turn is _Turn.ENDS:
        lone.append(ordered.pop(0))
    if ordered and ordered[-1].turn is _Turn.BEGINS:
        lone.append(ordered.pop())
    for one, other in pairwise(ordered):
        if one.turn is other.turn:
            what = "begin" if one.turn is _Turn.BEGINS else "end"
            raise CalendarUnclear(f"two terms {what} one after the other, on {one.day} and {other.day}")
    stretches = [_Stretch(one, other) for one, other in zip(ordered[::2], ordered[1::2], strict=True)]
    return stretches, [mark.day for mark in lone if mark.told]


def _check_apart(stretches: Iterable[_Stretch], holidays: Sequence[Days]) -> None:
    for stretch in stretches:
        for days in holidays:
            if any(day in stretch.days for day in days if day.weekday() < SATURDAY):
                raise CalendarUnclear(f"the holiday from {days.start} begins or ends within a term")


def _terms(stretches: Sequence[_Stretch], half_terms: Sequence[Days]) -> Iterator[Term]:
    """Times of school, put together where a half-term holiday or the name of their season joins them."""
    left = list(half_terms)
    groups: list[list[_Stretch]] = []
    for stretch in stretches:
        gap = _gap(groups[-1][-1], stretch) if groups else None
        if gap is not None and _belong_together(groups[-1][-1], stretch, gap, left):
            groups[-1].append(stretch)
        else:
            groups.append([stretch])
    for group in groups:
        gaps = [_gap(one, other) for one, other in pairwise(group)]
        inside = [days for days in left if any(_is_inside(days, stretch.days) for stretch in group)]
        taken = [days for days in left if any(_is_inside(days, gap) for gap in gaps)]
        left = [days for days in left if days not in (*inside, *taken)]
        yield Term(group[0].days.start, group[-1].days.end, tuple(sorted([*gaps, *inside])))
    if left:
        raise CalendarUnclear(f"the half-term holiday from {left[0].start} is within no term that is told")


def _gap(one: _Stretch, other: _Stretch) -> Days:
    return Days(one.days.end + ONE_DAY, other.days.start - ONE_DAY)


def _belong_together(one: _Stretch, other: _Stretch, gap: Days, half_terms: Iterable[Days]) -> bool:
    if any(_is_inside(days, gap) for days in half_terms):
        return True
    same_season = one.season == other.season != ""
    return (same_season or one.ends.half or other.begins.half) and gap.end - gap.start < LONGEST_GAP


def _is_inside(days: Days, other: Days) -> bool:
    return other.start <= days.start and days.end <= other.end


def _weekdays(days: Days) -> int:
    return sum(day.weekday() < SATURDAY for day in days)
