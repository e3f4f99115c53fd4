"""School years as Hypothesis makes them: terms of any length and number, with and without holidays."""

from datetime import date, timedelta

from hypothesis import strategies as st

from policy.school_year import SchoolYear
from schemas.days import Days, Term

FIRST = date(2026, 8, 17)
ORDINALS = ("first", "second", "third", "fourth", "fifth", "last")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@st.composite
def years(draw: st.DrawFn, terms: int = 9) -> SchoolYear:
    """Up to so many terms in a row, of two weeks to four months, and days on which school is closed."""
    start, made = FIRST, []
    for _ in range(draw(st.integers(1, terms))):
        start += timedelta(days=draw(st.integers(0, 50)))
        end = start + timedelta(days=draw(st.integers(13, 120)))
        made.append(Term(start, end, draw(holidays(start, end))))
        start = end + timedelta(days=1)
    closed = st.lists(st.integers(0, (start - FIRST).days), max_size=40)
    return SchoolYear(made, [FIRST + timedelta(days=days) for days in draw(closed)])


@st.composite
def holidays(draw: st.DrawFn, start: date, end: date) -> tuple[Days, ...]:
    """None, or one within the term, with school before it and after it."""
    length = (end - start).days
    first = draw(st.integers(0, length - 1))
    last = draw(st.integers(first, length - 1))
    return (Days(start + timedelta(days=first), start + timedelta(days=last)),) if first else ()


TIMES = st.times().map(lambda at: f"{at:%H:%M}")
OF_TERMS = st.one_of(
    st.just("every school day"),
    st.sampled_from(WEEKDAYS).map("every {} in term time".format),
    st.sampled_from(WEEKDAYS[:5]).map("every other {} in term time".format),
    st.builds(
        "{} {} of each {}".format,
        st.sampled_from(ORDINALS),
        st.sampled_from([*WEEKDAYS[:5], "school day"]),
        st.sampled_from(["term", "half-term"]),
    ),
)
"""Days in words, each of which is a school day."""
OF_ANY_TIME = st.one_of(
    st.sampled_from(["every day", "every weekday", *map("every {}".format, WEEKDAYS)]),
    st.sampled_from(WEEKDAYS).map("every other {} from 2026-09-07".format),
    st.builds(
        "{} {} of each month".format,
        st.sampled_from(ORDINALS),
        st.sampled_from([*WEEKDAYS, "day", "weekday", "school day"]),
    ),
    st.builds("{} {} of each term".format, st.sampled_from(ORDINALS), st.sampled_from(WEEKDAYS[5:])),
)
CLAUSES = st.builds("{} at {}".format, st.one_of(OF_TERMS, OF_ANY_TIME), TIMES)
SCHEDULES = st.lists(CLAUSES, min_size=1, max_size=2).map("; ".join)
