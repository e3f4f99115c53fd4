"""The same school year as different councils and schools publish it: entries of whole days, as lines."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from hypothesis import strategies as st

from schemas.days import Days, Term

ONE_DAY = timedelta(days=1)
SEASONS = ("Autumn", "Spring", "Summer")
BETWEEN = ("Christmas", "Easter", "Summer")


@st.composite
def school_years(draw: st.DrawFn) -> list[Term]:
    """Two school years of three terms, as they are in England: each from a weekday to a weekday."""
    return [term for first in (2026, 2027) for term in draw(school_year(first))]


@st.composite
def school_year(draw: st.DrawFn, first: int) -> list[Term]:
    """Three terms with a half-term holiday of one week, or of two in October."""
    autumn = (date(first, 9, draw(st.integers(1, 8))), date(first, 12, draw(st.integers(16, 23))))
    spring = (date(first + 1, 1, draw(st.integers(3, 8))), date(first + 1, 3, draw(st.integers(22, 31))))
    summer = (date(first + 1, 4, draw(st.integers(13, 21))), date(first + 1, 7, draw(st.integers(16, 24))))
    weeks = draw(st.integers(1, 2))
    half_terms = ((date(first, 10, 20), weeks), (date(first + 1, 2, 12), 1), (date(first + 1, 5, 25), 1))
    return [
        Term(_weekday_from(start), _weekday_until(end), (_weeks(*half_term),))
        for (start, end), half_term in zip((autumn, spring, summer), half_terms, strict=True)
    ]


def _weeks(about: date, weeks: int) -> Days:
    """So many weeks from the Monday after that day on, to their Friday."""
    monday = about + timedelta(days=7 - about.weekday())
    return Days(monday, monday + timedelta(days=7 * weeks - 3))


def _weekday_from(day: date) -> date:
    return day if day.weekday() < 5 else day + timedelta(days=7 - day.weekday())


def _weekday_until(day: date) -> date:
    return day if day.weekday() < 5 else day - timedelta(days=day.weekday() - 4)


Entry = tuple[str, date, date]


def whole_terms(terms: list[Term]) -> Iterator[Entry]:
    for season, term in zip(SEASONS * 2, terms, strict=True):
        yield f"{season} Term {term.start.year}", term.start, term.end
        yield f"{season} half term", term.holidays[0].start, term.holidays[0].end


def halves(terms: list[Term]) -> Iterator[Entry]:
    for season, term in zip(SEASONS * 2, terms, strict=True):
        for number, half in enumerate(term.half_terms, 1):
            yield f"{season} Term {number}", half.start, half.end


def holidays_alone(terms: list[Term]) -> Iterator[Entry]:
    yield "Alder Lane: Summer holidays", date(2026, 7, 20), terms[0].start - ONE_DAY
    following = [term.start for term in terms[1:]] + [date(2028, 9, 4)]
    for name, term, start in zip(BETWEEN * 2, terms, following, strict=True):
        yield "Half-term holiday", term.holidays[0].start, term.holidays[0].end
        yield f"{name} holidays", term.end + ONE_DAY, start - ONE_DAY


def first_and_last_days(terms: list[Term]) -> Iterator[Entry]:
    for season, term in zip(SEASONS * 2, terms, strict=True):
        first, second = (
            Days(_weekday_from(half.start), _weekday_until(half.end)) for half in term.half_terms
        )
        yield f"First day of {season} term", first.start, first.start
        yield "Break up for half-term at 3:15pm", first.end, first.end
        yield "Pupils return after half term", second.start, second.start
        yield f"{season} term ends", second.end, second.end


SHAPES: tuple[Callable[[list[Term]], Iterator[Entry]], ...] = (
    whole_terms,
    halves,
    holidays_alone,
    first_and_last_days,
)


def lines(entries: Iterable[Entry]) -> list[str]:
    """The entries as an iCalendar file has them, each with its end the day after."""
    return [
        line
        for summary, start, end in entries
        for line in (
            "BEGIN:VEVENT",
            f"SUMMARY:{summary}",
            f"DTSTART;VALUE=DATE:{start:%Y%m%d}",
            f"DTEND;VALUE=DATE:{end + ONE_DAY:%Y%m%d}",
            "END:VEVENT",
        )
    ]


def school_days(terms: list[Term]) -> set[date]:
    """The days with school, reckoned from the terms alone."""
    return {day for term in terms for half in term.half_terms for day in half if day.weekday() < 5}
