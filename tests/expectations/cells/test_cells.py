"""Rules for single cells, case by case from the tables beside this file."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from expectations.cells import birth_dates, names, upn


def _cases(table: str) -> list[dict[str, str]]:
    with Path(__file__).with_name(f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("case", _cases("names"), ids=lambda case: case["name"])
def test_a_name_is_told_from_what_names_nobody(case):
    said = {
        "placeholder": names.is_placeholder(case["name"]),
        "test_record": names.is_test_record(case["name"]),
        "organisation": names.is_organisation(case["name"]),
    }
    assert said == {rule: case[rule] == "yes" for rule in said}


@pytest.mark.parametrize("case", _cases("upns"), ids=lambda case: case["upn"])
def test_a_upn_is_held_to_its_pattern_and_its_check_letter(case):
    assert upn.is_well_formed(case["upn"]) is (case["well_formed"] == "yes")
    assert upn.check_letter_agrees(case["upn"]) is (case["check_letter"] == "yes")


@given(st.from_regex(r"[0-9]{11}[0-9A-HJ-NP-RT-Z]", fullmatch=True), st.integers(0, 11), st.integers(1, 9))
def test_one_mistyped_digit_never_passes_the_check_letter(rest, at, more):
    """Every weight but 13 and every difference of digits is prime to 23, and so is 13."""
    if rest[at].isdigit():
        slip = rest[:at] + str((int(rest[at]) + more) % 10) + rest[at + 1 :]
        assert not upn.check_letter_agrees(upn.check_letter(rest) + slip)


@pytest.mark.parametrize("case", _cases("birth_dates"), ids=lambda case: case["cell"])
def test_a_date_of_birth_is_read_day_first_and_held_against_the_day(case):
    day = birth_dates.read_date(case["cell"])
    assert (day.isoformat() if day else "") == case["day"]
    plausible = birth_dates.is_plausible(case["cell"], date(2026, 9, 1))
    assert plausible is (case["plausible_on_2026_09_01"] == "yes")


@given(st.text(max_size=40))
def test_no_cell_is_too_odd_to_be_looked_at(cell):
    for rule in (names.is_placeholder, names.is_test_record, names.is_organisation):
        assert rule(cell) in (True, False)
    assert upn.is_well_formed(cell) in (True, False)
    assert upn.check_letter_agrees(cell) in (True, False)
    assert birth_dates.is_plausible(cell, date(2026, 9, 1)) in (True, False)
