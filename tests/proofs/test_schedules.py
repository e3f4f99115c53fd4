"""Prefect reads from our rules the moments that we mean, and a school year reads the same in every shape."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.schedules import rule_of
from policy.school_year import SchoolYear
from policy.timing import FORMS, LONDON, read_timing
from schemas.days import Days, Term
from tests.connectors import test_calendars
from tests.connectors.calendar_shapes import school_years
from tests.policy import test_school_year, test_timing
from tests.policy.generated_terms import OF_TERMS, SCHEDULES, years
from tests.proofs.amount import amount
from tests.proofs.conftest import Figure

CALENDARS = amount(100, 20_000)
SHAPES = amount(20, 2_000)
FILES = amount(200, 20_000)
WITHIN = Days(date(2026, 9, 1), date(2028, 12, 31))
CHANGES = (datetime(2026, 10, 25, 1, tzinfo=UTC), datetime(2027, 3, 28, 1, tzinfo=UTC))
"""When clocks go back and forward: each is within the days of every rule here that has so many."""


def read_by_prefect(rule: str, count: int, start: datetime) -> list[datetime]:
    """What its scheduler would plan from `start` on."""
    from prefect.server.schemas.schedules import RRuleSchedule

    schedule = RRuleSchedule(rrule=rule, timezone="Europe/London")
    return [each.astimezone(UTC) for each in asyncio.run(schedule.get_dates(count, start))]


def in_utc(moments: list[datetime]) -> list[datetime]:
    return [each.astimezone(UTC) for each in moments]


def test_prefect_reads_the_moments_that_we_mean_on_both_sides_of_each_clock_change(figure: Figure) -> None:
    asked, over = 0, [0, 0]

    @settings(max_examples=CALENDARS)
    @given(years(), SCHEDULES, st.integers(0, 800 * 24 * 60))
    def same(year: SchoolYear, words: str, minutes: int) -> None:
        nonlocal asked
        moments = in_utc(read_timing(words, "audit").moments(year, WITHIN))
        rule = rule_of([each.astimezone(LONDON) for each in moments])
        if rule is None:
            return
        told = read_by_prefect(rule, 1000, moments[0] - timedelta(days=1))
        assert told == moments[: len(told)]
        assert len(told) == min(len(moments), rule.count(",") + 1)
        start = datetime(2026, 9, 1, tzinfo=UTC) + timedelta(minutes=minutes)
        assert read_by_prefect(rule, 5, start) == [each for each in told if each >= start][:5]
        asked += len(told)
        for number, change in enumerate(CHANGES):
            over[number] += told[0] < change < told[-1]

    same()
    assert min(over) > CALENDARS // 10
    figure(
        "M23",
        f"{asked:,} moments of {CALENDARS:,} calendars, the same in Prefect; {over} over the changes",
    )


@pytest.mark.parametrize("at", ["00:00", "00:59", "01:00", "01:30", "01:59", "02:00", "23:59"])
def test_prefect_reads_every_time_of_the_two_odd_sundays_as_we_mean_it(at: str) -> None:
    for change in CHANGES:
        within = Days(change.date() - timedelta(days=2), change.date() + timedelta(days=2))
        moments = in_utc(read_timing(f"every day at {at}", "audit").moments(SchoolYear(), within))
        rule = rule_of([each.astimezone(LONDON) for each in moments])
        assert rule is not None
        assert read_by_prefect(rule, 10, moments[0]) == moments
        assert len(moments) == 5


@pytest.mark.parametrize("form", FORMS[:-1])
def test_prefect_takes_a_rule_of_every_form_to_the_end_of_the_school_year(form: str) -> None:
    year = SchoolYear([Term(date(2026, 9, 2), date(2026, 12, 18)), Term(date(2027, 1, 5), date(2027, 7, 21))])
    moments = in_utc(read_timing(form, "audit").moments(year, WITHIN))
    rule = rule_of([each.astimezone(LONDON) for each in moments])
    assert rule is not None
    told = read_by_prefect(rule, 1000, moments[0])
    assert told == moments[: len(told)]
    assert len(told) == len(moments) or told[-1].date() > date(2027, 7, 21)


@pytest.mark.parametrize(
    ("promise", "given_any"),
    [
        (
            test_school_year.test_a_school_day_is_a_weekday_of_one_half_term_that_is_not_closed,
            {"year": years()},
        ),
        (
            test_timing.test_moments_ascend_and_clocks_show_the_time_that_was_asked_for,
            {"year": years(), "words": SCHEDULES},
        ),
        (test_timing.test_what_is_told_in_terms_falls_on_a_school_day, {"year": years(), "words": OF_TERMS}),
        (
            test_timing.test_each_half_term_has_its_day_once_wherever_it_has_such_a_day_and_any_school,
            {
                "year": years(),
                "nth": st.sampled_from(["first", "second", "last"]),
                "weekday": st.sampled_from(["Monday", "Friday"]),
            },
        ),
        (test_timing.test_a_schedule_means_the_same_when_it_is_told_again, {"words": SCHEDULES}),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_what_holds_for_any_calendar_holds_for_many(
    promise: Callable[..., None], given_any: dict[str, st.SearchStrategy[object]]
) -> None:
    plain = promise.hypothesis.inner_test  # type: ignore[attr-defined]
    settings(max_examples=CALENDARS)(given(**given_any)(plain))()


def test_a_year_is_understood_in_whatever_shape_it_is_published(
    tmp_path_factory: pytest.TempPathFactory, figure: Figure
) -> None:
    promise = test_calendars.test_the_same_year_is_understood_in_whatever_shape_it_is_published
    plain = promise.hypothesis.inner_test  # type: ignore[attr-defined]
    asked = settings(max_examples=SHAPES, suppress_health_check=[HealthCheck.too_slow])
    asked(given(terms=school_years())(plain))(tmp_path_factory=tmp_path_factory)
    figure("M23", f"{SHAPES:,} pairs of school years, understood in each of 4 shapes")


def test_whatever_a_calendar_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, figure: Figure
) -> None:
    promise = test_calendars.test_whatever_the_file_holds_it_is_read_or_refused
    plain = promise.hypothesis.inner_test  # type: ignore[attr-defined]
    asked = settings(max_examples=FILES, suppress_health_check=[HealthCheck.too_slow])
    asked(given(lines=test_calendars.LINES)(plain))(tmp_path_factory=tmp_path_factory)
    figure("M23", f"{FILES:,} files of any lines, read or refused in one sentence")
