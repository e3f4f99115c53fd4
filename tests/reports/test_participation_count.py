"""What the counts of who takes part tell, and what nobody can work out from them."""

import io
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import product

import openpyxl
import pytest

from reports.overview import overview
from reports.participation_count import (
    Participation,
    participation_rows,
    participation_sentence,
    reminders_sentence,
)
from reports.workbook import workbook

ON = date(2026, 11, 20)
FEW = 5


def counted(*numbers: int) -> Participation:
    return Participation(ON, *numbers)


def every(staff: int) -> Iterator[tuple[int, ...]]:
    """Every way in which so many people may have answered."""
    for three in product(range(staff + 1), repeat=3):
        if sum(three) <= staff:
            yield (*three, staff - sum(three))


@pytest.mark.parametrize("staff", [1, 4, 8, 9, 10, 11, 14, 15, 20, 21, 24])
def test_no_number_below_five_can_be_worked_out(staff: int) -> None:
    possible: dict[str, list[tuple[int, ...]]] = defaultdict(list)
    for numbers in every(staff):
        possible[str(participation_rows(counted(*numbers)))].append(numbers)
    for same in possible.values():
        for answer in range(4):
            values = {numbers[answer] for numbers in same}
            assert min(values) >= FEW or values >= set(range(min(FEW, staff + 1)))


@pytest.mark.parametrize(
    ("numbers", "rows"),
    [
        (
            (4, 1, 2, 2),
            [("Who takes part", "not given, because a number out of so few would point at somebody")],
        ),
        (
            (20, 5, 6, 1204),
            [
                ("On the staff list", "1,235"),
                ("Taking part", "20"),
                ("Nothing to submit", "5"),
                ("Not taking part", "6"),
                ("No answer yet", "1,204"),
            ],
        ),
        (
            (20, 5, 4, 9),
            [
                ("On the staff list", "38"),
                ("Taking part, or nothing to submit", "25"),
                ("Not taking part, or no answer yet", "13"),
            ],
        ),
        (
            (0, 0, 2, 18),
            [
                ("On the staff list", "20"),
                ("Taking part, or nothing to submit", "Fewer than 5"),
                ("Not taking part, or no answer yet", "16 or more"),
            ],
        ),
    ],
)
def test_numbers_are_told_as_far_as_they_may_be(
    numbers: tuple[int, ...], rows: list[tuple[str, str]]
) -> None:
    assert participation_rows(counted(*numbers)) == rows


def test_the_sentence_says_the_day_and_that_it_is_voluntary() -> None:
    assert participation_sentence(counted(20, 5, 4, 9)) == (
        "Answers of staff, as counted on 20 November 2026: on the staff list: 38; taking part, or nothing to "
        "submit: 25; not taking part, or no answer yet: 13. Taking part is voluntary."
    )


def test_reminders_are_counted_only_where_all_four_numbers_are() -> None:
    assert "Reminders due: 9." in reminders_sentence(9, counted(20, 5, 6, 9))
    assert "Reminders due: fewer than 5." in reminders_sentence(3, counted(20, 5, 6, 9))
    assert {reminders_sentence(due, counted(20, 5, 4, 9)) for due in range(10)} == {
        reminders_sentence(0, counted(20, 5, 4, 9))
    }


def test_overview_and_workbook_say_it_where_answers_were_recorded(facts, read) -> None:
    recorded = facts(participation=counted(20, 5, 4, 9))
    assert "not taking part, or no answer yet: 13" in read(overview(recorded))
    book = openpyxl.load_workbook(io.BytesIO(workbook(recorded)))
    assert ["Not taking part, or no answer yet", "13"] in [
        [cell.value for cell in row] for row in book["Participation"].iter_rows()
    ]
    assert "Who takes part" not in read(overview(facts()))
