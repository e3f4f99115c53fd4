"""Schedules in a school's words: what each form means, to the minute, for any school year."""

import re
from datetime import UTC, date, datetime, time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.school_year import SchoolYear
from policy.timing import FORMS, LONDON, ScheduleUnclear, Timing, moment, read_timing
from schemas.days import Days, Term
from tests.policy.generated_terms import OF_TERMS, SCHEDULES, years

YEAR = SchoolYear(
    [
        Term(date(2026, 9, 2), date(2026, 12, 18), (Days(date(2026, 10, 26), date(2026, 10, 30)),)),
        Term(date(2027, 1, 5), date(2027, 3, 25), (Days(date(2027, 2, 15), date(2027, 2, 19)),)),
    ],
    [date(2026, 11, 9), date(2026, 10, 23), date(2027, 1, 5)],
)
ALL = Days(date(2026, 8, 1), date(2027, 7, 31))
FEW = settings(max_examples=8)
"""`tests/proofs/test_schedules.py` asks for more."""


def days(words: str, within: Days = ALL) -> list[str]:
    """The days of a schedule as `09-14`."""
    return [f"{each:%m-%d}" for each in read_timing(words, "audit").moments(YEAR, within)]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_that_is_shown_is_understood_and_told_again_in_its_own_words(form: str) -> None:
    assert str(read_timing(form, "audit")) == form


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "The 2nd Monday of every half term at 6:15, Europe/London",
            "second Monday of each half-term at 06:15",
        ),
        ("EVERY  MONDAY AT 07:00 (UK time).", "every Monday at 07:00"),
        ("every Monday at 07:00 and every Friday at 08:00", "every Monday at 07:00; every Friday at 08:00"),
        ("every day, at 04:30", "every day at 04:30"),
        ("first school day in each halfterm at 7:00", "first school day of each half-term at 07:00"),
        (" Never ", "never"),
    ],
)
def test_the_same_may_be_said_in_other_ways(words: str, told: str) -> None:
    assert str(read_timing(words, "audit")) == told


@pytest.mark.parametrize(
    ("words", "detail"),
    [
        ("", "audit: it has no “at” with a time after it"),
        ("every Monday", "audit: it has no “at” with a time after it"),
        ("every Monday at seven", "audit: the time is written as 06:15, in UK time, with nothing after it"),
        ("every Monday at 24:00", "audit: the time is written as 06:15, in UK time, with nothing after it"),
        (
            "every Monday at 06:15 UTC",
            "audit: the time is written as 06:15, in UK time, with nothing after it",
        ),
        (
            "every Monday at 06:15 BST",
            "audit: the time is written as 06:15, in UK time, with nothing after it",
        ),
        ("each Mon at 06:15", "audit: the days before “at” are not understood"),
        ("sixth Monday of each month at 06:15", "audit: the days before “at” are not understood"),
        (
            "every school day at 06:15; on Mondays at 07:00",
            "audit, part 2: the days before “at” are not understood",
        ),
        ("first day of each term at 06:15", "audit: of a term or half-term, name a weekday or a school day"),
        ("every other Monday from May at 06:15", "audit: the day after “from” is written as 2026-09-07"),
        ("15 6 * * 1", "audit: it has no “at” with a time after it"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_line_and_the_forms_that_are(
    words: str, detail: str
) -> None:
    with pytest.raises(ScheduleUnclear) as refused:
        read_timing(words, "audit")
    assert refused.value.detail == detail
    assert all(form in refused.value.message for form in FORMS)
    assert (refused.value.__cause__, refused.value.__context__) == (None, None)


@FEW
@given(st.text(max_size=120))
def test_no_word_of_a_line_is_repeated(words: str) -> None:
    with pytest.raises(ScheduleUnclear) as refused:
        read_timing(f"{words} at Zorvexandra", "audit")
    assert "Zorvexandra" not in str(refused.value)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # The second Monday after the holiday is closed: the next school day of the same half-term.
        ("second Monday of each half-term at 06:15", ["09-14", "11-10", "01-18", "03-01"]),
        # The last Friday before it is closed, and no school day follows there: the last one before.
        ("last Friday of each half-term at 06:15", ["10-22", "12-18", "02-12", "03-19"]),
        ("first school day of each term at 07:00", ["09-02", "01-06"]),
        ("last school day of each term at 07:00", ["12-18", "03-25"]),
        # A term's days are counted without its holiday.
        ("fifth Thursday of each term at 07:00", ["10-01", "02-04"]),
        ("fifth Thursday of each half-term at 07:00", ["10-01", "12-03", "02-04", "03-25"]),
        # There is never school on a Saturday, so it is taken as it is.
        ("first Saturday of each term at 07:00", ["09-05", "01-09"]),
        (
            "first school day of each month at 07:00",
            ["09-02", "10-01", "11-02", "12-01", "01-06", "02-01", "03-01"],
        ),
    ],
)
def test_a_day_of_each_term_or_half_term_is_counted_there(words: str, expected: list[str]) -> None:
    assert days(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # Holidays make no difference to a day of the week or month, unless term time is spoken of.
        ("every Monday at 07:00", ["10-19", "10-26", "11-02", "11-09", "11-16"]),
        ("every Monday in term time at 07:00", ["10-19", "11-02", "11-16"]),
        ("every other Monday at 07:00", ["10-19", "11-02", "11-16"]),
        ("every other Monday from 2026-10-26 at 07:00", ["10-26", "11-09"]),
        ("every other Monday in term time at 07:00", ["10-19", "11-02", "11-16"]),
        ("first Friday of each month at 07:00", ["11-06"]),
        ("last day of each month at 07:00", ["10-31"]),
        ("last weekday of each month at 07:00", ["10-30"]),
        ("last weekday of each month in term time at 07:00", []),
        ("first Monday of each month at 07:00; every other Monday at 07:00", ["10-19", "11-02", "11-16"]),
        ("never", []),
    ],
)
def test_a_day_of_the_week_or_month_is_counted_through_the_year(words: str, expected: list[str]) -> None:
    assert days(words, Days(date(2026, 10, 19), date(2026, 11, 16))) == expected


@pytest.mark.parametrize(
    ("day", "at", "moment_in_utc"),
    [
        (date(2027, 3, 27), time(6, 15), "2027-03-27 06:15"),
        (date(2027, 3, 29), time(6, 15), "2027-03-29 05:15"),
        (date(2026, 10, 24), time(6, 15), "2026-10-24 05:15"),
        (date(2026, 10, 26), time(6, 15), "2026-10-26 06:15"),
        (date(2027, 3, 28), time(1, 30), "2027-03-28 01:30"),  # left out by the clocks: half past two, then
        (date(2026, 10, 25), time(1, 30), "2026-10-25 00:30"),  # shown twice: the first of them
    ],
)
def test_a_time_is_that_of_the_clocks_here_on_either_side_of_a_change(
    day: date, at: time, moment_in_utc: str
) -> None:
    assert f"{moment(day, at).astimezone(UTC):%Y-%m-%d %H:%M}" == moment_in_utc


def is_left_out(day: date, at: time) -> bool:
    """Whether no clock here shows that time on that day."""
    asked = datetime.combine(day, at, tzinfo=LONDON)
    return asked.astimezone(UTC).astimezone(LONDON).time() != at


@FEW
@given(SCHEDULES)
def test_a_schedule_means_the_same_when_it_is_told_again(words: str) -> None:
    timing = read_timing(words, "audit")
    assert read_timing(str(timing), "audit") == timing


@FEW
@given(years(3), SCHEDULES)
def test_moments_ascend_and_clocks_show_the_time_that_was_asked_for(year: SchoolYear, words: str) -> None:
    timing = read_timing(words, "audit")
    within = Days(date(2027, 2, 1), date(2027, 11, 30))
    moments = timing.moments(year, within)
    in_utc = [each.astimezone(UTC) for each in moments]
    assert all(one < other for one, other in pairwise(in_utc))
    asked = {time.fromisoformat(each) for each in re.findall(r"at (\S\S:\S\S)", str(timing))}
    for each in moments:
        assert each.date() in within
        assert each.time() in asked or any(is_left_out(each.date(), at) for at in asked)


@FEW
@given(years(3), OF_TERMS)
def test_what_is_told_in_terms_falls_on_a_school_day(year: SchoolYear, words: str) -> None:
    timing = read_timing(f"{words} at 06:15", "audit")
    assert timing.needs_terms
    within = Days(year.terms[0].start, year.terms[-1].end)
    assert {each.date() for each in timing.moments(year, within)} <= year.school_days


@FEW
@given(years(3), st.sampled_from(["first", "second", "last"]), st.sampled_from(["Monday", "Friday"]))
def test_each_half_term_has_its_day_once_wherever_it_has_such_a_day_and_any_school(
    year: SchoolYear, nth: str, weekday: str
) -> None:
    within = Days(year.terms[0].start, year.terms[-1].end)
    found = read_timing(f"{nth} {weekday} of each half-term at 06:15", "audit").moments(year, within)
    number = 4 if weekday == "Friday" else 0
    for half in year.half_terms:
        such = sum(day.weekday() == number for day in half)
        any_school = any(day in year.school_days for day in half)
        expected = any_school and such >= (2 if nth == "second" else 1)
        assert sum(each.date() in half for each in found) == expected


def test_never_is_no_moment_and_needs_no_terms() -> None:
    assert (str(Timing()), Timing().needs_terms, Timing().moments(YEAR, ALL)) == ("never", False, [])
