"""How long each thing is kept: nothing early, nothing late, nothing that is held."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.retention import (
    LONGEST_GAP,
    RULES,
    Clock,
    Hold,
    Item,
    Kept,
    Rules,
    clock,
    due_on,
    months_after,
    plan,
    sentence,
)

R = Rules()
FIRST = date(2024, 1, 1)
DAYS = st.integers(0, 3200).map(lambda days: FIRST + timedelta(days=days))
IDS = [f"{number:04x}" for number in range(8)]


def item(kind: Kept, began: str, ended: str = "", until: str = "", about: str = "") -> Item:
    first, end, own_end = (date.fromisoformat(day) if day else None for day in (began, ended, until))
    assert first is not None
    return Item(kind, f"id-{kind}", first, end, own_end, about)


def in_days(item_id: str, kind: Kept, began: int, later: tuple[int, int], about: str) -> Item:
    """A thing of which the day it began is so many days after FIRST; of `later`, nothing is None."""
    first = FIRST + timedelta(days=began)
    ended, until = (first + timedelta(days=days) if days else None for days in later)
    return Item(kind, item_id, first, ended, until, about if about != item_id else "")


LATER = st.integers(0, 900)
THINGS = st.lists(
    st.builds(
        in_days,
        st.sampled_from(IDS),
        st.sampled_from(Kept),
        st.integers(0, 2000),
        st.tuples(LATER, LATER),
        st.sampled_from(["", *IDS]),
    ),
    max_size=8,
    unique_by=lambda each: each.item_id,
)
HOLDS = st.lists(st.builds(Hold, st.sampled_from(IDS), DAYS), max_size=4)


@pytest.mark.parametrize(
    ("kept", "due"),
    [
        (item(Kept.EXTRACT, "2026-01-10"), "2026-02-09"),
        (item(Kept.EXTRACT, "2026-01-10", ended="2026-01-12"), "2026-01-12"),
        (item(Kept.OPEN_FINDING, "2026-01-10"), None),
        (item(Kept.CONFIRMED_FINDING, "2026-01-10", ended="2026-01-12"), "2027-01-12"),
        (item(Kept.CONFIRMED_FINDING, "2026-01-10", ended="2026-01-12", until="2026-03-01"), "2026-03-01"),
        (item(Kept.DISMISSED_PAIR, "2026-01-10", ended="2026-01-12"), "2028-01-12"),
        (item(Kept.DISPUTE, "2026-01-10"), None),
        (item(Kept.DISPUTE, "2026-01-10", ended="2026-02-28"), "2027-02-28"),
        (item(Kept.DECLARATION, "2026-01-10"), None),
        (item(Kept.DECLARATION, "2026-01-10", until="2026-08-31"), "2026-09-01"),
        (item(Kept.DECLARATION, "2026-01-10", ended="2026-07-20", until="2026-08-31"), "2026-07-21"),
        (item(Kept.REPORT, "2028-02-29"), "2029-02-28"),
        (item(Kept.STAFF_PAGE, "2027-02-28"), "2028-02-28"),
        (item(Kept.PARTICIPATION, "2026-01-10"), "2028-01-10"),
        (item(Kept.PARTICIPATION, "2026-01-10", ended="2026-07-20"), "2026-07-21"),
        (item(Kept.INCIDENT, "2026-01-31"), "2026-03-02"),
        (item(Kept.TOMBSTONE, "2028-02-29"), "2030-02-28"),
        (item(Kept.LOG_SEGMENT, "2026-01-10"), None),
        (item(Kept.LOG_SEGMENT, "2026-01-10", ended="2028-02-29"), "2034-02-28"),
    ],
    ids=lambda value: value.kind if isinstance(value, Item) else value,
)
def test_each_kind_has_its_day(kept: Item, due: str | None) -> None:
    assert due_on(kept, R) == (date.fromisoformat(due) if due else None)


def test_every_kind_has_a_rule_and_every_rule_a_plain_sentence() -> None:
    assert set(RULES) == set(Kept)
    for kind in Kept:
        told = sentence(kind, R)
        assert told[0].isupper()
        assert told.endswith(".")
        assert "{" not in told
        assert "_" not in told


def test_a_sentence_says_the_number_that_the_setting_has() -> None:
    assert "7 months" in sentence(Kept.REPORT, Rules(report_months=7))


@settings(max_examples=60)
@given(THINGS, DAYS, LATER, HOLDS)
def test_what_is_due_goes_or_is_held_and_nothing_else_does(
    kept: list[Item], today: date, later: int, holds: list[Hold]
) -> None:
    going = plan(kept, today, R, holds)
    past = {each.item_id for each in kept if (day := due_on(each, R)) is not None and day <= today}
    touched = {each.item_id for each in (*going.due, *going.held)}
    assert past <= touched
    assert all({each.item_id, each.about} & past for each in (*going.due, *going.held))
    assert not {*going.due} & {*going.held}
    held = {hold.about for hold in holds}
    assert not any({each.item_id, each.about} & held for each in going.due)
    assert {*going.due} <= {*plan(kept, today + timedelta(days=later), R, holds).due}
    assert {each.kind for each in going.flagged} <= {Kept.OPEN_FINDING}
    gone_with = {each.about for each in going.due if each.kind is Kept.OPEN_FINDING}
    assert gone_with <= past


def test_a_question_is_flagged_from_its_sixtieth_day() -> None:
    waiting = item(Kept.OPEN_FINDING, "2026-01-01")
    assert plan([waiting], date(2026, 3, 1), R).flagged == ()
    assert plan([waiting], date(2026, 3, 2), R).flagged == (waiting,)


def test_a_dispute_goes_with_its_finding_and_is_held_with_it() -> None:
    finding = item(Kept.CONFIRMED_FINDING, "2026-01-10", ended="2026-01-12")
    said = item(Kept.DISPUTE, "2026-02-01", about=finding.item_id)
    day = date(2027, 1, 12)
    assert plan([finding, said], day, R).due == (finding, said)
    held = plan([finding, said], day, R, [Hold(finding.item_id, date(2027, 6, 1))])
    assert (held.due, held.held) == ((), (finding,))


def test_a_hold_past_its_review_still_holds_and_is_flagged() -> None:
    report, hold = item(Kept.REPORT, "2026-01-10"), Hold("id-report", date(2026, 6, 1))
    late = plan([report], date(2027, 6, 1), R, [hold])
    assert (late.due, late.held, late.overdue_holds) == ((), (report,), (hold,))
    assert plan([report], date(2026, 5, 31), R, [hold]).overdue_holds == ()


@settings(max_examples=50)
@given(DAYS, st.integers(0, 120), st.integers(0, 120))
def test_months_add_up_and_keep_the_order_of_days(day: date, some: int, more: int) -> None:
    assert months_after(day, some) <= months_after(day + timedelta(days=1), some)
    assert months_after(day, some) <= months_after(day, some + more)
    assert months_after(months_after(day.replace(day=1), some), more) == months_after(
        day.replace(day=1), some + more
    )


def test_a_month_too_short_ends_on_its_last_day() -> None:
    assert months_after(date(2026, 10, 31), 4) == date(2027, 2, 28)
    assert months_after(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert months_after(date(2028, 2, 29), 48) == date(2032, 2, 29)
    assert months_after(date(2026, 12, 15), 1) == date(2027, 1, 15)


@pytest.mark.parametrize(
    ("last_run", "judged"),
    [
        (None, Clock.JUMPED),
        (date(2026, 11, 23), Clock.PLAUSIBLE),
        (date(2026, 11, 22), Clock.PLAUSIBLE),
        (date(2026, 11, 23) - timedelta(LONGEST_GAP), Clock.PLAUSIBLE),
        (date(2026, 11, 23) - timedelta(LONGEST_GAP + 1), Clock.JUMPED),
        (date(1970, 1, 1), Clock.JUMPED),
        (date(2026, 11, 24), Clock.SET_BACK),
        (date(2062, 1, 1), Clock.SET_BACK),
    ],
)
def test_a_day_far_from_the_last_run_is_doubted(last_run: date | None, judged: Clock) -> None:
    assert clock(date(2026, 11, 23), last_run) is judged
