"""Hard pairs, each a row of pairs.csv: a STRONG one that fails is a mistake, WEAK ones are counted."""

import csv
from pathlib import Path

import pytest

from matching.matcher import find_matches
from tests.matching.names_by_hand import account, accounts, name, roster

PAIRS = list(csv.DictReader(Path(__file__).with_name("pairs.csv").read_text(encoding="utf-8").splitlines()))
STRONG = [pair for pair in PAIRS if pair["strength"] == "STRONG"]
WEAK = [pair for pair in PAIRS if pair["strength"] == "WEAK"]

HELD_WHEN_LAST_COUNTED = 2


def _named(pair):
    yield name("p", pair["forename"], pair["surname"], middle=pair["middle"])
    if pair["preferred"]:
        yield name("p", pair["preferred"], pair["surname"], kind="preferred")
    if pair["former_surname"]:
        yield name("p", pair["forename"], pair["former_surname"], kind="former")


def _band(pair):
    table = accounts([account(0, pair["display_name"], pair["handle"])])
    found = find_matches(table, roster(_named(pair))).to_pylist()
    return found[0]["band"] if found else "not_shown"


def _holds(pair):
    band = _band(pair)
    return band != "not_shown" if pair["expected"] == "shown" else band == pair["expected"]


@pytest.mark.parametrize("pair", STRONG, ids=[pair["why"] for pair in STRONG])
def test_a_labelled_pair_is_banded_as_a_reader_would(pair):
    assert _holds(pair), _band(pair)


def test_most_of_the_doubtful_pairs_come_out_as_a_reader_would(record_property):
    held = sum(_holds(pair) for pair in WEAK)
    record_property("weak pairs that hold", f"{held} of {len(WEAK)}")
    assert held >= HELD_WHEN_LAST_COUNTED
