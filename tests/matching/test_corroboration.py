"""What other accounts say of a match, whatever else stands in the lists."""

import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.beliefs import probability_of
from matching.corroboration import corroborated
from matching.matcher import find_matches
from matching.reference import weights
from schemas.tables import MATCHES
from tests.matching.names_by_hand import account, accounts, name, roster

FIGURES = weights()["corroboration"]
HOUSEHOLDS = {"anna": [1], "ben": [1, 2], "cora": [2], "dan": [3], "eve": [3, 1]}
PEOPLE = [*HOUSEHOLDS, "nobody's"]
BANDS = ["possible", "probable", "strong"]
HOUSEHOLD, LISTS, OTHERS = "same household", "lists of", "Other lists or accounts speak"


def match(number, person, probability, band="", submission="s1"):
    weight = round(float(np.log2(probability / (1 - probability))), 2)
    highest = (probability >= 0.7) + (probability >= 0.95)
    return {
        "submission_id": submission,
        "account_id": number,
        "person_id": person,
        "name_kind": "legal",
        "weight": weight,
        "probability": float(probability_of(np.array(weight))),
        "band": band or BANDS[highest],
        "evidence": [{"sentence": "The prior", "bits": -8.0}, {"sentence": "A name", "bits": weight + 8.0}],
    }


def table(rows):
    return pa.Table.from_pylist(rows, schema=MATCHES)


def found(rows, lists=None, households=HOUSEHOLDS):
    return {
        (row["submission_id"], row["account_id"], row["person_id"]): row
        for row in corroborated(table(rows), households, lists).to_pylist()
    }


def added(row, about):
    return [line["bits"] for line in row["evidence"] if about in line["sentence"]]


@st.composite
def matches(draw):
    """A few accounts in two lists, each one or more people's with probabilities that stay within one."""
    rows = []
    for submission in ("s1", "s2"):
        for number in range(draw(st.integers(0, 4))):
            people = draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3, unique=True))
            mass = draw(st.floats(0.25, 0.999)) / len(people)
            rows += [match(number, person, mass, submission=submission) for person in people if mass >= 0.2]
    return sorted(
        rows, key=lambda row: (row["submission_id"], row["account_id"], -row["probability"], row["person_id"])
    )


numbers_of_lists = st.lists(st.integers(1, 5), min_size=24, max_size=24)


@given(matches(), numbers_of_lists)
def test_the_bits_add_up_to_the_weight_and_the_weight_is_the_probability(rows, lists):
    for row in found(rows, lists[: len(rows)]).values():
        assert row["weight"] == round(sum(line["bits"] for line in row["evidence"]), 2)
        assert row["probability"] == probability_of(np.array(row["weight"]))


@given(matches(), st.integers(1, 5))
def test_the_probabilities_of_one_account_never_pass_one(rows, lists):
    totals = {}
    for (submission, number, _), row in found(rows, [lists] * len(rows)).items():
        totals[submission, number] = totals.get((submission, number), 0) + row["probability"]
    assert all(total < 1.01 for total in totals.values())


@given(matches(), st.randoms())
def test_the_order_of_the_matches_changes_nothing(rows, chance):
    shuffled = rows[:]
    chance.shuffle(shuffled)
    assert found(rows) == found(shuffled)


@given(matches())
def test_what_stands_in_one_list_changes_nothing_in_another(rows):
    first = [row for row in rows if row["submission_id"] == "s1"]
    together = found(rows)
    assert found(first) == {key: row for key, row in together.items() if key[0] == "s1"}


@given(matches())
def test_nobody_comes_in_and_nobody_goes_and_nothing_that_was_said_is_unsaid(rows):
    after = found(rows)
    assert len(after) == len(rows)
    for row in rows:
        lines = after[row["submission_id"], row["account_id"], row["person_id"]]["evidence"]
        assert lines[: len(row["evidence"])] == row["evidence"]


@given(matches(), st.integers(1, 9))
def test_no_line_adds_more_than_its_limit(rows, lists):
    for row in found(rows, [lists] * len(rows)).values():
        assert all(0 < bits <= FIGURES["household_most"] for bits in added(row, HOUSEHOLD))
        assert all(0 < bits <= FIGURES["lists_most"] for bits in added(row, LISTS))
        assert all(bits < 0 for bits in added(row, OTHERS))


@given(matches(), st.integers(1, 9))
def test_a_match_never_leaves_possible_by_what_other_accounts_say(rows, lists):
    after = found(rows, [lists] * len(rows))
    for row in rows:
        if row["band"] == "possible":
            assert after[row["submission_id"], row["account_id"], row["person_id"]]["band"] == "possible"


def test_nothing_is_said_without_another_account_of_the_household():
    alone = [
        match(0, "anna", 0.9),
        match(1, "dan", 0.9),
        match(2, "nobody's", 0.9),
        match(0, "ben", 0.9, "", "s2"),
    ]
    assert corroborated(table(alone), HOUSEHOLDS).equals(table(alone))


def test_two_probable_members_of_a_household_are_each_others_second_signal():
    after = found([match(0, "anna", 0.8), match(1, "ben", 0.8)])
    assert {row["band"] for row in after.values()} == {"strong"}
    expected = round(np.log2(1 - 0.8 + 0.8 * FIGURES["household_together"] / FIGURES["household_apart"]), 2)
    assert all(added(row, HOUSEHOLD) == [pytest.approx(expected, abs=0.02)] for row in after.values())


def test_half_a_name_is_no_second_signal_and_counts_for_little():
    after = found([match(0, "anna", 0.94), match(1, "ben", 0.6)])
    (bits,) = added(after["s1", 0, "anna"], HOUSEHOLD)
    assert bits < 1.2
    assert after["s1", 0, "anna"]["band"] == "probable"


def test_being_in_many_lists_is_no_second_signal():
    after = found([match(0, "nobody's", 0.94)], [9])
    row = after["s1", 0, "nobody's"]
    assert (row["probability"] > 0.95, row["band"]) == (True, "probable")


def test_two_matches_raise_each_other_once_by_what_they_were_before():
    ordinary = found([match(0, "anna", 0.75), match(1, "ben", 0.9)])
    weaker = found([match(0, "anna", 0.71), match(1, "ben", 0.9)])
    assert added(ordinary["s1", 0, "anna"], HOUSEHOLD) == added(weaker["s1", 0, "anna"], HOUSEHOLD)


def test_another_member_of_the_household_on_the_same_account_says_nothing():
    rows = [match(0, "anna", 0.45), match(0, "ben", 0.45)]
    assert found(rows) == {("s1", 0, row["person_id"]): row for row in rows}


def test_a_second_account_that_may_be_the_same_person_says_nothing():
    rows = [match(0, "anna", 0.9), match(1, "ben", 0.5), match(1, "anna", 0.4)]
    assert not added(found(rows)["s1", 0, "anna"], HOUSEHOLD)


def test_of_two_namesakes_the_one_whose_household_is_in_the_list_is_the_likelier():
    after = found([match(0, "anna", 0.49), match(0, "dan", 0.49), match(1, "ben", 0.9)])
    anna, dan = after["s1", 0, "anna"], after["s1", 0, "dan"]
    assert anna["probability"] > 0.6
    assert dan["probability"] < 0.4
    assert added(dan, OTHERS)
    assert not added(dan, HOUSEHOLD)


def test_adults_who_are_linked_to_many_people_are_no_household():
    crowd = {f"person {number}": [1] for number in range(FIGURES["household_size"] + 1)}
    rows = [match(0, "person 0", 0.9), match(1, "person 1", 0.9)]
    assert corroborated(table(rows), crowd).equals(table(rows))


def test_the_number_of_lists_is_said_in_words():
    (row,) = found([match(0, "dan", 0.9)], [3]).values()
    assert row["evidence"][-1] == {
        "sentence": "The same account stands in the lists of 3 members of staff",
        "bits": 1.0,
    }


def test_what_the_matcher_finds_can_be_corroborated():
    index = roster([name("anna", "Anneliese", "Quillfeather"), name("ben", "Barnabus", "Quillfeather")])
    rows = accounts([account(0, "Anneliese Quillfeather"), account(1, "Barnabus Quillfeather")])
    before = find_matches(rows, index)
    after = corroborated(before, {"anna": [1], "ben": [1]})
    assert after.schema.equals(MATCHES)
    for was, now in zip(before.to_pylist(), after.to_pylist(), strict=True):
        assert now["weight"] > was["weight"]
        assert now["weight"] == round(sum(line["bits"] for line in now["evidence"]), 2)


def test_no_matches_are_no_matches():
    assert corroborated(MATCHES.empty_table(), HOUSEHOLDS).num_rows == 0


def test_no_heavy_package_is_imported():
    code = "import matching.corroboration, sys; print('pandas' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
