"""What connectors notice is said in words, and a correct roster of every source raises no alarm."""

from datetime import date
from pathlib import Path

import pytest

from connectors.roster import names_of, on_roll
from expectations.sift import Seen, sift_roster
from expectations.suites.observations import observations_suite
from schemas.words import Observed
from tests.connectors.rosters.roster_cases import CASES, expected_of, read_case

CORRECT = [case for case in CASES if case.name.startswith("correct") and "error" not in expected_of(case)]
FIRST_OF_EACH = {case.parent: case for case in reversed(CORRECT)}.values()
"""One of each connector in every run, all of them among the proofs: the suites take a second for each."""


def test_each_word_of_a_connector_has_one_expectation():
    words = [word for each in observations_suite() for word in each.configuration.kwargs["value_set"]]
    assert sorted(words) == sorted(map(str, Observed))


def test_every_source_has_a_correct_roster():
    sources = {expected_of(case).get("source") for case in CASES if "error" not in expected_of(case)}
    assert {expected_of(case)["source"] for case in CORRECT} == sources


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            marks=() if case in FIRST_OF_EACH else pytest.mark.proofs,
            id=f"{case.parent.name}/{case.name}",
        )
        for case in CORRECT
    ],
)
def test_a_correct_roster_is_kept_whole_and_nothing_is_said_of_it(case: Path):
    roster, today = read_case(case), date(2026, 9, 20)
    people, links, _ = on_roll(roster.people, roster.links, today)
    made = {roster.source: roster.made} if roster.made else {}
    seen = Seen(roster.people, roster.links, roster.contact_keys, roster.observations, made)
    tables = (people, names_of(roster.names, people), links)
    sifted = sift_roster(*tables, today=today, seen=seen, keep_restricted=True)
    assert (sifted.people, sifted.names, sifted.links) == tables
    assert (sifted.set_aside, sifted.reported) == ((), ())
