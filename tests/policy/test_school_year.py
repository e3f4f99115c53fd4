"""Terms, what holidays divide them into, and the days with school."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from policy.school_year import SchoolYear, TermsUnclear
from schemas.days import Days, Term
from tests.policy.generated_terms import years

AUTUMN = Term(date(2026, 9, 2), date(2026, 12, 18), (Days(date(2026, 10, 26), date(2026, 10, 30)),))
SPRING = Term(date(2027, 1, 5), date(2027, 3, 25))


def test_a_half_term_holiday_divides_its_term() -> None:
    year = SchoolYear([SPRING, AUTUMN])
    assert year.half_terms == (
        Days(date(2026, 9, 2), date(2026, 10, 25)),
        Days(date(2026, 10, 31), date(2026, 12, 18)),
        Days(date(2027, 1, 5), date(2027, 3, 25)),
    )
    assert year.last_day == date(2027, 3, 25)


def test_where_no_term_is_known_there_is_no_school() -> None:
    year = SchoolYear(closed=[date(2026, 11, 9)])
    assert (year.school_days, year.last_day, year.days_missed) == (frozenset(), None, ())


def test_a_closed_day_is_told_only_where_there_would_be_school() -> None:
    closed = [date(2026, 11, 9), date(2026, 11, 8), date(2026, 10, 26), date(2026, 12, 25)]
    assert SchoolYear([AUTUMN], closed).days_missed == (date(2026, 11, 9),)


@pytest.mark.parametrize(
    ("terms", "detail"),
    [
        (
            [AUTUMN, Term(date(2026, 12, 18), date(2027, 3, 25))],
            "from 2026-09-02 and from 2026-12-18 overlap",
        ),
        ([Term(date(2026, 9, 2), date(2027, 12, 18))], "the term from 2026-09-02 has 473 days"),
        ([Term(SPRING.start, SPRING.end, (Days(SPRING.start, SPRING.start),))], "a holiday is not within"),
        ([Term(SPRING.start, SPRING.end, (Days(SPRING.end, SPRING.end),))], "a holiday is not within"),
        ([Term(SPRING.start, SPRING.end, AUTUMN.holidays)], "a holiday is not within"),
    ],
)
def test_term_dates_that_contradict_one_another_are_refused(terms: list[Term], detail: str) -> None:
    with pytest.raises(TermsUnclear, match=detail):
        SchoolYear(terms)


@settings(max_examples=8)
@given(years(3))
def test_a_school_day_is_a_weekday_of_one_half_term_that_is_not_closed(year: SchoolYear) -> None:
    every = Days(year.terms[0].start - timedelta(days=3), year.terms[-1].end + timedelta(days=3))
    for day in every:
        halves = [half for half in year.half_terms if day in half]
        off = [days for term in year.terms for days in term.holidays if day in days]
        assert len(halves) + len(off) == sum(day in term for term in year.terms) <= 1
        assert (day in year.school_days) == (bool(halves) and day.weekday() < 5 and day not in year.closed)
