"""Evidence is known again from audit to audit, whatever numbers and names its sentences hold."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import evidence as told
from matching.comparisons import LEVELS
from matching.matcher import find_matches
from policy.evidence_kinds import ANOTHER, evidence_of, kinds_of, told_in
from tests.matching.names_by_hand import account, accounts, name, roster

PAIRS = Path(__file__).parents[1] / "matching" / "pairs.csv"
FIELDS = sorted(LEVELS)
WRITTEN = ["Oluwaseun", "de la Cruz", "O'Brien", "An", "Surname", "Nic a' Bháird"]


def said_of(field, level, shown="Seun", written="Oluwaseun", kind="legal", source="display name"):
    """A sentence as the matcher puts it together."""
    said = level.sentence.format(shown=shown, form=written, kind=kind)
    said = said[0].upper() + said[1:]
    return f"{said}{'' if level.name == 'same' else f', the {kind} {field} on the roster'} ({source})"


def finding(*sentences, bits=1.0):
    return {"evidence": [{"sentence": each, "bits": bits} for each in sentences]}


@pytest.fixture(scope="module")
def told_of_pairs():
    """Everything the matcher tells of the pairs that are kept by hand."""
    rows = list(csv.DictReader(PAIRS.read_text(encoding="utf-8").splitlines()))
    names, listed = [], []
    for number, row in enumerate(rows):
        names.append(name(f"p{number}", row["forename"], row["surname"], middle=row["middle"]))
        if row["former_surname"]:
            names.append(name(f"p{number}", row["forename"], row["former_surname"], kind="former"))
        listed.append(account(number, row["display_name"], row["handle"]))
    found = find_matches(accounts(listed), roster(names), minimum=0.001)
    return [line for evidence in found["evidence"].to_pylist() for line in evidence]


def test_every_sentence_of_the_matcher_has_its_kind_and_what_speaks_for_a_pair_is_one(told_of_pairs):
    assert len(told_of_pairs) > 500
    for line in told_of_pairs:
        kinds = kinds_of(line["sentence"])
        assert ANOTHER not in kinds
        assert kinds or line["bits"] <= 0 or " is not " in line["sentence"]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("written", WRITTEN)
def test_every_level_of_a_comparison_is_of_its_field_and_none_that_differs_is_evidence(field, written):
    for level in LEVELS[field]:
        kinds = kinds_of(said_of(field, level, written=written))
        assert bool(kinds) == (level.name != "different")
        assert all(kind.startswith(f"{field}: ") for kind in kinds)


def test_every_remark_of_the_matcher_is_known():
    for remark, sentence in told._REMARKS.items():
        words = sentence.format(
            word="Rose", letter="R", source="handle", written="Ann", letters="1 other letter stands"
        )
        assert ANOTHER not in kinds_of(words), remark


def test_a_sentence_nobody_knows_is_evidence_of_another_kind():
    assert kinds_of("The stars say so") == (ANOTHER,)


@given(
    st.sampled_from(FIELDS), st.integers(1, 10**6), st.booleans(), st.sampled_from(["handle", "display name"])
)
def test_how_common_a_name_is_and_where_it_was_seen_change_no_kind(field, many, here, source):
    common = f"Surname Lind is the same as the former one; about 1 person in {many:,} bears it"
    sentence = f"{common.replace('Surname', field.capitalize())}{' here' if here else ''} ({source})"
    assert kinds_of(sentence)[0] == f"{field}: same"


def test_how_likely_a_household_and_how_many_lists_change_no_kind():
    said = "Another account in the same member of staff's lists may be a member of the same household ({})"
    assert {kinds_of(said.format(band)) for band in ("possible", "strong")} == {("household",)}
    lists = "The same account stands in the lists of {} members of staff"
    assert {kinds_of(lists.format(count)) for count in (2, 17)} == {("several lists",)}


def test_what_speaks_against_is_told_and_is_no_evidence():
    finding_of = finding("Surname Lynd sounds like Lind, the legal surname on the roster (handle)", bits=-0.2)
    assert evidence_of(finding_of) == frozenset()
    assert told_in(finding_of) == {"surname: alike in letters"}


def test_a_name_that_agrees_less_than_before_is_no_news():
    same, short = (
        said_of("forename", next(each for each in LEVELS["forename"] if each.name == level))
        for level in ("same", "short_form")
    )
    assert evidence_of(finding(short)) <= told_in(finding(same))
    assert not evidence_of(finding(same)) <= told_in(finding(short))
