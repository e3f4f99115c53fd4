"""Pairs from audit to audit: what is asked again, and what is never lost."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from policy.pairs import BANDS, Seen, pair_of, pairs_of_findings, seen_pairs
from policy.remembering import (
    as_json,
    ask_again,
    by_pair,
    decide,
    dispute,
    from_json,
    gone,
    is_shown,
    miss,
    news,
    remember,
    what_changed,
)
from schemas.tables import ACCOUNTS, FINDINGS
from schemas.words import Band, Change, Decision, Reader
from tests.policy.test_judge import table

FIRST = date(2026, 1, 5)
OPEN = (None, Decision.ASK, Decision.HAND_OVER, Decision.DECLARED)


def day(number):
    return FIRST + timedelta(days=30 * number)


def seen(*evidence, band=Band.PROBABLE, told=(), lists=("l1",)):
    return Seen(
        "pair", "sub", Reader.DSL, frozenset(lists), frozenset({*evidence, *told}), frozenset(evidence), band
    )


def known(*evidence, decision=None, band=Band.PROBABLE):
    """A pair seen in the first audit, decided about before the second."""
    remembered = remember(None, seen(*evidence, band=band), day(0))
    return decide(remembered, decision, day(0) + timedelta(days=3), day(0)) if decision else remembered


def account(**cells):
    blank = dict.fromkeys(("handle", "display_name", "email", "profile_url"), "")
    return blank | {"platform": "instagram", "relation": "follower", "since": None} | cells


def test_a_pair_never_seen_is_new_and_asked():
    assert what_changed(None, seen("surname")) is Change.NEW
    assert ask_again(None, seen())


def test_a_pair_seen_as_it_was_is_known_and_still_a_question():
    assert what_changed(known("surname"), seen("surname")) is Change.KNOWN
    assert ask_again(known("surname"), seen("surname"))


@pytest.mark.parametrize(
    ("now", "change"),
    [
        (seen("surname"), Change.KNOWN),
        (seen(), Change.KNOWN),
        (seen("surname", band=Band.POSSIBLE), Change.KNOWN),
        (seen("surname", told=("forename",)), Change.KNOWN),
        (seen("surname", "forename"), Change.CHANGED),
        (seen("surname", band=Band.STRONG), Change.CHANGED),
    ],
)
def test_what_is_dismissed_is_asked_again_only_for_evidence_that_was_not_there(now, change):
    dismissed = known("surname", decision=Decision.NOT_THE_SAME)
    assert what_changed(dismissed, now) is change
    assert ask_again(dismissed, now) is is_shown(dismissed, now) is (change is Change.CHANGED)


def test_what_spoke_against_and_now_speaks_for_was_told_and_is_no_news():
    dismissed = decide(remember(None, seen(told=("surname",)), day(0)), Decision.NOT_THE_SAME, day(1), day(0))
    assert not ask_again(dismissed, seen("surname"))


def test_what_is_confirmed_is_not_asked_again_and_never_lost():
    confirmed = known("surname", decision=Decision.SAME_PERSON)
    stronger = seen("surname", "forename", band=Band.STRONG)
    assert not ask_again(confirmed, stronger)
    assert is_shown(confirmed, stronger)


@pytest.mark.parametrize("decision", [each for each in OPEN if each])
def test_what_waits_for_somebody_else_stays_a_question_and_is_known(decision):
    waiting = known("surname", decision=decision)
    assert ask_again(waiting, seen("surname"))
    assert what_changed(waiting, seen("surname")) is Change.KNOWN


def test_evidence_that_came_after_the_audit_decided_about_is_asked_about_until_it_is_decided():
    first = remember(None, seen("surname"), day(0))
    second = remember(first, seen("surname", "forename"), day(1))
    late = decide(second, Decision.NOT_THE_SAME, day(1) + timedelta(days=2), about=day(0))
    assert ask_again(late, seen("surname", "forename"))
    third = remember(late, seen("surname", "forename"), day(2))
    assert ask_again(third, seen("surname", "forename"))
    assert not ask_again(decide(third, Decision.NOT_THE_SAME, day(3), day(2)), seen("surname", "forename"))


def test_a_decision_about_an_older_audit_changes_nothing_decided_since():
    confirmed = decide(
        remember(known("surname"), seen("surname"), day(1)), Decision.SAME_PERSON, day(1), day(1)
    )
    assert decide(confirmed, Decision.NOT_THE_SAME, day(2), about=day(0)) == confirmed


@pytest.mark.parametrize("decision", [Decision.SAME_PERSON, Decision.NOT_THE_SAME])
def test_a_dispute_is_asked_about_until_a_decision_answers_it(decision):
    disputed = dispute(known("surname", decision=decision), day(1))
    assert ask_again(disputed, seen("surname"))
    answered = decide(disputed, decision, day(1), day(0))
    assert not ask_again(answered, seen("surname"))
    assert answered.disputed_on == day(1)


def test_news_are_what_speaks_for_a_pair_and_was_not_told():
    assert news(known("surname"), seen("surname", "forename")) == {"forename"}
    assert news(None, seen("surname")) == frozenset()


def test_who_stood_on_a_list_that_was_not_read_now_is_not_gone():
    stood = remember(None, seen(lists=("followers", "following")), day(0))
    assert list(gone([stood], (), {"followers"})) == []
    assert list(gone([stood], (), {"followers", "following", "other"})) == [stood]
    assert list(gone([stood], {"pair"}, {"followers", "following"})) == []


def test_what_is_gone_is_told_once_and_not_gone_when_it_comes_back():
    missed = miss(known("surname"), day(1))
    assert list(gone([missed], (), {"l1"})) == []
    assert list(gone([remember(missed, seen("surname"), day(2))], (), {"l1"})) != []
    assert what_changed(missed, seen("surname")) is Change.KNOWN


def test_rows_of_one_pair_with_different_decisions_decide_nothing():
    pairs = {"f1": "one", "f2": "one", "f3": "two", "f4": "two"}
    decisions = {
        "f1": Decision.ASK,
        "f2": Decision.DECLARED,
        "f3": Decision.ASK,
        "f4": Decision.ASK,
        "unknown": Decision.ASK,
    }
    assert by_pair(decisions, pairs) == ({"two": Decision.ASK}, {"f1", "f2"})


@pytest.mark.parametrize(
    "cells",
    [
        {"handle": "Tilda.M "},
        {"handle": "@tilda.m", "display_name": "🌸 Tilda 🌸"},
        {"handle": "\uff54ilda.m", "relation": "following", "since": date(2024, 3, 2)},
    ],
)
def test_a_pair_stays_the_same_whatever_its_list_day_name_and_way_of_writing(cells):
    assert pair_of("s1", account(**cells), "p1") == pair_of("s1", account(handle="tilda.m"), "p1")


@pytest.mark.parametrize(
    ("staff", "cells", "person"),
    [
        ("s2", {"handle": "tilda.m"}, "p1"),
        ("s1", {"handle": "tilda.m"}, "p2"),
        ("s1", {"handle": "tilda.n"}, "p1"),
        ("s1", {"handle": "tilda.m", "platform": "x"}, "p1"),
        ("s1", {"display_name": "tilda.m"}, "p1"),
        ("s1", {"email": "tilda.m"}, "p1"),
    ],
)
def test_another_member_of_staff_account_platform_or_person_is_another_pair(staff, cells, person):
    assert pair_of(staff, account(**cells), person) != pair_of("s1", account(handle="tilda.m"), "p1")


def test_two_accounts_alike_in_everything_are_one_pair_and_what_they_say_counts_together():
    same, alike = (
        "Surname Lind is the same as the legal one (display name)",
        "Seun is like a pet form of Oluwaseun, the legal forename on the roster (handle)",
    )
    rows = (("find-1", "probable", same, 8.0), ("find-2", "strong", alike, 2.0))
    accounts = table(
        ACCOUNTS,
        *(
            {"submission_id": "s1", "account_id": n, "platform": "facebook", "relation": relation}
            | {"display_name": name}
            for n, (relation, name) in enumerate([("friend", "Marit Lind"), ("follower", "marit  lind")])
        ),
    )
    findings = table(
        FINDINGS,
        *(
            {"finding_id": number, "submission_id": "s1", "account_id": n, "person_id": "p2", "band": band}
            | {"evidence": [{"sentence": sentence, "bits": bits}]}
            for n, (number, band, sentence, bits) in enumerate(rows)
        ),
    )
    fingerprint = "|".join

    def keyed(*parts):
        return fingerprint(parts)

    pairs = pairs_of_findings(findings, accounts, keyed)
    assert len(set(pairs.values())) == 1
    (found,) = seen_pairs(findings, accounts, {"s1": Reader.DSL}, keyed).values()
    assert found.pair == pairs["find-1"]
    assert found.band is Band.STRONG
    assert found.speaking_for == {"evidence|surname: same", "evidence|forename: alike in letters"}
    assert len(found.lists) == 2


evidence = st.sets(st.sampled_from("abcd"), max_size=4)
bands = st.sampled_from(BANDS)


class Remembering(RuleBasedStateMachine):
    """One pair through whatever happens: audits, decisions about the last or an older one, disputes."""

    def __init__(self):
        super().__init__()
        self.number = 0
        self.remembered = None
        self.audits = []

    def told_until(self, about):
        """Every kind told, and the highest band given, up to the audit of that day."""
        before = [now for on, now in self.audits if on <= about]
        return frozenset().union(*(now.told for now in before)), max(BANDS.index(now.band) for now in before)

    @initialize(speaking_for=evidence, told=evidence, band=bands)
    def first_audit(self, speaking_for, told, band):
        now = seen(*speaking_for, told=told, band=band)
        assert what_changed(None, now) is Change.NEW
        self.audits.append((day(0), now))
        self.remembered = remember(None, now, day(0))

    @rule(speaking_for=evidence, told=evidence, band=bands)
    def audit(self, speaking_for, told, band):
        self.number += 1
        now, before = seen(*speaking_for, told=told, band=band), self.remembered
        kinds, highest = self.told_until(before.decided_about or day(self.number))
        is_news = not speaking_for <= kinds or BANDS.index(band) > highest
        assert what_changed(before, now) is (Change.CHANGED if is_news else Change.KNOWN)
        if before.decision is Decision.NOT_THE_SAME and not before.dispute_open:
            assert ask_again(before, now) is is_shown(before, now) is is_news
        else:
            assert is_shown(before, now)
        self.audits.append((day(self.number), now))
        self.remembered = remember(before, now, day(self.number))

    @rule(decision=st.sampled_from(Decision), back=st.integers(0, 3))
    def decide(self, decision, back):
        before, about = self.remembered, self.audits[max(0, len(self.audits) - 1 - back)][0]
        self.remembered = decide(before, decision, day(self.number), about)
        is_late = before.decided_about is not None and about < before.decided_about
        assert self.remembered.decision is (before.decision if is_late else decision)

    @rule()
    def dispute(self):
        self.remembered = dispute(self.remembered, day(self.number))
        assert ask_again(self.remembered, self.audits[-1][1])

    @invariant()
    def nothing_is_lost_on_the_way_to_the_register(self):
        if self.remembered is not None:
            assert from_json(json.loads(json.dumps(as_json(self.remembered)))) == self.remembered


TestRemembering = Remembering.TestCase
TestRemembering.settings = settings(max_examples=25, stateful_step_count=12)


@given(evidence, evidence, bands)
def test_remembering_twice_on_a_day_is_remembering_once(speaking_for, told, band):
    now = seen(*speaking_for, told=told, band=band)
    once = remember(None, now, day(0))
    assert remember(once, now, day(0)) == once
    assert remember(replace(once, gone_on=day(0)), now, day(0)) == once
