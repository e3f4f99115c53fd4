"""Rules for single cells, case by case from the tables beside this file."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.gb.upn import calc_check_digit

from expectations.cells import ages, birth_dates, names, upn
from expectations.cells.birth_dates import DateOrder
from expectations.custom.cells import RULES
from schemas.words import Phase

TABLES = ("placeholders", "test_records", "organisations")
LISTED = [words for table in TABLES for words in names._listed(table)]
PIECES = st.one_of(
    st.sampled_from(LISTED), st.sampled_from(["Mi\u00df", "Jo", "zz", "12", "(x)", "李"]), st.text(max_size=3)
)
NAMES = st.tuples(st.lists(PIECES, max_size=4), st.sampled_from(" -_'")).map(
    lambda name: name[1].join(name[0])
)


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


def _keeps(rule, cell):
    (kept,) = RULES[rule](pa.array([cell])).to_pylist()
    return kept


@pytest.mark.parametrize("case", _cases("upns"), ids=lambda case: case["upn"])
def test_a_upn_is_held_to_its_pattern_and_its_check_letter(case):
    for column, rule in (
        ("well_formed", "be a well-formed UPN"),
        ("check_letter", "have the UPN's check letter"),
        ("authority", "be of a known authority"),
    ):
        assert _keeps(rule, case["upn"]) is (case[column] == "yes")


@given(st.from_regex(r"[0-9]{11}[0-9A-HJ-NP-RT-Z]", fullmatch=True), st.integers(0, 11), st.integers(1, 9))
def test_one_mistyped_digit_never_passes_the_check_letter(rest, at, more):
    """Every weight but 13 and every difference of digits is prime to 23, and so is 13."""
    if rest[at].isdigit():
        slip = rest[:at] + str((int(rest[at]) + more) % 10) + rest[at + 1 :]
        assert not upn.check_letter_agrees(calc_check_digit(rest) + slip)


@pytest.mark.parametrize("case", _cases("birth_dates"), ids=lambda case: case["cell"])
def test_a_date_of_birth_is_read_day_first_and_held_against_the_day(case):
    day = birth_dates.read_date(case["cell"])
    assert (day.isoformat() if day else "") == case["day"]
    earliest, latest = ages.born_between(Phase.ALL, date(2026, 9, 1))
    assert (day is None or earliest <= day <= latest) is (case["plausible_on_2026_09_01"] == "yes")


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["13/02/2019", "02/03/2019"], DateOrder.DAY_FIRST),
        (["02/13/2019", "02/03/2019"], DateOrder.MONTH_FIRST),
        (["13/02/2019", "14/02/2019", "02/13/2019", "02/14/2019"], DateOrder.BOTH),
        ([f"{day}/02/2019" for day in range(13, 20)] + ["02/13/2019"], DateOrder.DAY_FIRST),
        ([f"{day}/02/2019" for day in range(1, 9)], DateOrder.UNDECIDABLE),
        (["01/02/2019", "2019-02-13", "3rd Mar 21"], DateOrder.FEW),
        ([], DateOrder.FEW),
    ],
)
def test_the_order_of_dates_is_told_by_the_numbers_above_twelve(cells, order):
    assert birth_dates.order_of(Counter(cells)) is order


@pytest.mark.parametrize(
    ("phase", "earliest", "latest"),
    [
        (Phase.NURSERY, "2019-09-01", "2026-09-01"),
        (Phase.PRIMARY, "2013-09-01", "2023-09-01"),
        (Phase.SECONDARY, "2006-09-01", "2016-09-01"),
    ],
)
def test_a_phase_has_its_ages_and_a_years_slack(phase, earliest, latest):
    between = ages.born_between(phase, date(2026, 9, 1))
    assert [day.isoformat() for day in between] == [earliest, latest]


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        ("Year  7", 7),
        ("7", 7),
        ("Yr 10", 10),
        ("R", 0),
        ("Reception", 0),
        ("N2", -1),
        ("P3", 3),
        ("S1", 8),
        ("Oak", None),
        ("7B", None),
    ],
)
def test_a_year_group_is_counted_as_england_does(cell, year):
    assert ages.year_of(cell) == year


def test_most_children_are_in_the_year_group_of_their_school_year():
    assert ages.usual_year(date(2019, 8, 31), date(2026, 9, 1)) == 3
    assert ages.usual_year(date(2019, 9, 1), date(2026, 9, 1)) == 2
    assert ages.usual_year(date(2019, 9, 1), date(2026, 8, 31)) == 1


@given(st.one_of(NAMES, NAMES.map(str.upper), NAMES.map(str.title)))
def test_a_name_is_held_to_a_rule_whether_or_not_it_was_thought_doubtful(name):
    assert _keeps("be no placeholder", name) is not names.is_placeholder(name)
    assert _keeps("be no test record", name) is not names.is_test_record(name)
    assert _keeps("be no organisation", name) is not names.is_organisation(name)


@given(st.text(max_size=40))
def test_no_cell_is_too_odd_to_be_looked_at(cell):
    for rule in (names.is_placeholder, names.is_test_record, names.is_organisation):
        assert rule(cell) in (True, False)
    assert upn.check_letter_agrees(cell) in (True, False)
    assert _keeps("be of a known authority", cell) in (True, False)
    assert birth_dates.read_date(cell) is None or birth_dates.order_of({cell: 1})
    assert ages.year_of(cell) is None or ages.year_of(cell) <= 14
