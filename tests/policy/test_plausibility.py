"""A submission that is odd is held for the DSL; ordinary ones, and those of busy people, are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.plausibility import Held, SubmissionInNumbers, held_for, too_many_hand_ins
from policy.policy import load_policy
from schemas.words import Band

RULES = load_policy().held
PRIMARY = 519  # pupils and parents/carers of an invented school of 210 pupils
OTHERS = [SubmissionInNumbers(500, {Band.STRONG: number % 3, Band.POSSIBLE: 2}) for number in range(20)]

numbers = st.builds(
    lambda accounts, strong, possible: SubmissionInNumbers(
        accounts + strong + possible, {Band.STRONG: strong, Band.POSSIBLE: possible}
    ),
    st.integers(0, 10_000),
    st.integers(0, 2_000),
    st.integers(0, 2_000),
)
settings_others = st.lists(numbers, max_size=20)


@pytest.mark.parametrize(
    ("who", "accounts", "likely", "reasons"),
    [
        ("an ordinary member of staff", 500, 3, ()),
        ("a teacher of twenty years in a village", 600, 35, ()),
        ("somebody with 3,000 followers", 3000, 6, ()),
        ("5,000 popular names", 5000, 5, (Held.FAR_MORE_CONTACTS,)),
        ("5,000 names, 5 % of them from the roster", 5000, 257, tuple(Held)),
        ("half of the roster in an ordinary list", 760, 260, (Held.FAR_MORE_ALIKE,)),
        ("the whole roster and nobody else", 519, 519, (Held.FAR_MORE_ALIKE,)),
    ],
)
def test_who_is_held_in_a_primary_school(
    who: str, accounts: int, likely: int, reasons: tuple[Held, ...]
) -> None:
    this = SubmissionInNumbers(accounts, {Band.PROBABLE: likely})
    assert held_for(this, OTHERS, PRIMARY, RULES) == reasons, who


def test_names_that_are_only_a_little_alike_count_where_they_cover_the_roster() -> None:
    copied = SubmissionInNumbers(600, {Band.POSSIBLE: 400})
    assert held_for(copied, OTHERS, PRIMARY, RULES) == (Held.FAR_MORE_ALIKE,)


def test_where_everybody_knows_many_families_more_is_not_odd() -> None:
    village = [SubmissionInNumbers(200, {Band.STRONG: 20}) for _ in range(8)]
    this = SubmissionInNumbers(300, {Band.STRONG: 60})
    assert held_for(this, village, PRIMARY, RULES) == ()
    assert held_for(this, OTHERS, PRIMARY, RULES) == (Held.FAR_MORE_ALIKE,)


def test_with_too_few_others_only_the_policys_own_numbers_count() -> None:
    large = SubmissionInNumbers(RULES.contacts_never_odd + 1)
    assert held_for(large, OTHERS[:2], PRIMARY, RULES) == (Held.FAR_MORE_CONTACTS,)
    assert held_for(large, [large] * 10, PRIMARY, RULES) == ()


@given(settings_others, st.integers(0, 20_000))
def test_a_submission_with_nothing_in_it_is_never_held(
    others: list[SubmissionInNumbers], on_roster: int
) -> None:
    assert held_for(SubmissionInNumbers(0), others, on_roster, RULES) == ()


@given(numbers, settings_others, st.integers(0, 20_000), st.integers(1, 1_000))
def test_finding_more_of_the_roster_never_lifts_a_hold(
    this: SubmissionInNumbers, others: list[SubmissionInNumbers], on_roster: int, more: int
) -> None:
    worse = SubmissionInNumbers(
        this.accounts, dict(this.to_check) | {Band.STRONG: this.to_check[Band.STRONG] + more}
    )
    before, after = (set(held_for(each, others, on_roster, RULES)) for each in (this, worse))
    assert before <= after


@given(numbers, st.integers(0, 20_000))
def test_one_odd_submission_among_the_others_hides_no_other_one(
    this: SubmissionInNumbers, on_roster: int
) -> None:
    alike = [SubmissionInNumbers(500, {Band.STRONG: 1})] * 8
    odd = SubmissionInNumbers(100_000, {Band.STRONG: 100_000})
    assert held_for(this, alike, on_roster, RULES) == held_for(this, [*alike, odd], on_roster, RULES)


def test_a_hand_in_too_many_is_one_beyond_what_waits_already() -> None:
    assert not too_many_hand_ins(RULES.hand_ins_an_audit - 1, RULES)
    assert too_many_hand_ins(RULES.hand_ins_an_audit, RULES)


def test_a_reason_accuses_nobody() -> None:
    words = " ".join(Held)
    assert not {"suspicious", "edited", "fake", "cheating", "violation"} & set(words.split())
