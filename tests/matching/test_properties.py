"""What holds for every list, whatever stands in it."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.bands import bands_of
from matching.beliefs import probability_of, shared_with_others
from matching.matcher import find_matches
from matching.reference import weights
from schemas.words import Band
from tests.matching.names_by_hand import account, accounts, name, roster

FEW = settings(max_examples=8)
"""A match takes long beside what else is tested; `make bench-matching` measures far more of them."""

ROSTER = [
    name("p1", "Elizabeth", "Smith"),
    name("p2", "Sarah", "Jones", middle="Louise"),
    name("p2", "Sarah", "Okafor", kind="former"),
    name("p3", "Sarah", "Jones"),
    name("p4", "Oluwaseun", "Adeyemi"),
    name("p5", "Małgorzata", "Wójcik-Nowak"),
    name("p6", "Muhammad", "Akhtar"),
]
INDEX = roster(ROSTER)
PARTS = [
    "Elizabeth",
    "Liz",
    "Smith",
    "Sarah",
    "Jones",
    "Louise",
    "Okafor",
    "Seun",
    "Adeyemi",
    "Gosia",
    "Wójcik",
]
PARTS += [
    "Nowak",
    "Mohammed",
    "Akhter",
    "Zoë",
    "Ngozi",
    "xx",
    "🌸",
    "Mrs",
    "née",
    "S",
    "🅂am",
    "O'Brien",
    "(Bob)",
]
names = st.lists(st.sampled_from(PARTS), min_size=0, max_size=4).map(" ".join)
handles = st.lists(st.sampled_from([part.lower() for part in PARTS]), max_size=3).map("".join)
lists = st.lists(st.tuples(names, handles), min_size=1, max_size=8)


def _list(pairs):
    return [account(number, shown, handle) for number, (shown, handle) in enumerate(pairs)]


def _found(rows, index=INDEX):
    found = find_matches(accounts(rows), index, minimum=0.0, top=10).to_pylist()
    return {(row["account_id"], row["person_id"]): row for row in found}


@FEW
@given(lists)
def test_the_bits_of_the_evidence_add_up_to_the_weight_and_the_weight_is_the_probability(pairs):
    for row in _found(_list(pairs)).values():
        assert row["weight"] == round(sum(line["bits"] for line in row["evidence"]), 2)
        assert all(line["bits"] == round(line["bits"], 2) for line in row["evidence"])
        assert row["probability"] == probability_of(np.array(row["weight"]))
        assert all(line["sentence"] for line in row["evidence"])


@FEW
@given(lists, st.randoms())
def test_the_order_of_a_list_changes_nothing(pairs, chance):
    rows = _list(pairs)
    shuffled = rows[:]
    chance.shuffle(shuffled)
    assert _found(rows) == _found(shuffled)


@FEW
@given(lists)
def test_the_letter_case_of_a_display_name_changes_no_weight(pairs):
    upper = [(shown.upper(), handle) for shown, handle in pairs]
    assert _weights(_found(_list(pairs))) == _weights(_found(_list(upper)))


@FEW
@given(lists, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_the_unicode_form_of_a_name_changes_no_weight(pairs, form):
    rewritten = [(unicodedata.normalize(form, shown), handle) for shown, handle in pairs]
    assert _weights(_found(_list(pairs))) == _weights(_found(_list(rewritten)))


@FEW
@given(lists)
def test_an_account_that_stands_twice_in_a_list_changes_nothing(pairs):
    once, twice = _found(_list(pairs)), _found(_list([*pairs, *pairs]))
    assert {key: row for key, row in twice.items() if key[0] < len(pairs)} == once


@FEW
@given(lists)
def test_the_probabilities_of_one_account_never_pass_one(pairs):
    found = _found(_list(pairs))
    for number in range(len(pairs)):
        assert sum(row["probability"] for key, row in found.items() if key[0] == number) < 1.01


@FEW
@given(lists, st.sampled_from(["Zuleika", "Sarah", "Elizabeth"]), st.sampled_from(["Jones", "Thistlewood"]))
def test_one_more_person_on_the_roster_never_raises_anothers_probability(pairs, forename, surname):
    with pytest.MonkeyPatch.context() as patch:
        # The country's shares alone: held fixed, whatever a roster's own names say of the people around it.
        patch.setitem(weights()["prior"], "country_weighs", 1e18)
        alone, larger = roster(ROSTER), roster([*ROSTER, name("more", forename, surname)])
        before, after = _found(_list(pairs), alone), _found(_list(pairs), larger)
    for key, row in before.items():
        now = after.get(key)  # one that fell below what is shown was not raised
        if now is not None and _own_bits(now) == _own_bits(row):
            assert now["probability"] <= row["probability"] + 1e-9


@FEW
@given(st.lists(st.floats(-60, 60), min_size=1, max_size=6))
def test_others_who_fit_only_ever_take_weight_off(bits):
    weight = np.array(bits)
    shared, others = shared_with_others(np.zeros(len(bits), np.int64), weight)
    assert (probability_of(weight + shared) <= probability_of(weight)).all()
    assert [sum(other > one - 3 for other in bits) - 1 for one in bits] == others.tolist()


@FEW
@given(st.floats(0.2, 1.0), st.booleans(), st.booleans())
def test_a_band_is_never_above_what_its_evidence_carries(probability, full, signal):
    (band,) = bands_of(np.array([probability]), np.array([full]), np.array([signal]))
    order = [Band.POSSIBLE, Band.PROBABLE, Band.STRONG]
    assert order.index(band) <= full + (full and signal)


@FEW
@given(names)
def test_a_display_name_alone_is_never_strong(shown):
    assert all(row["band"] != "strong" for row in _found([account(0, shown)]).values())


def _weights(found):
    return {key: (row["weight"], row["probability"], row["band"]) for key, row in found.items()}


def _own_bits(row):
    """The prior's bits and the name's: the same while prior and the names' shares are held fixed."""
    return [line["bits"] for line in row["evidence"] if "fit" not in line["sentence"]]
