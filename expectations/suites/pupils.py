"""What is expected of the pupils who are kept: their numbers, their birthdays, their adults.

The frame has two columns more than PEOPLE: the day they were `born`, and its number, `born_day`. Held: ids of
people `with_both_names`; of children `with_adults`; and of those of whom something is wrong, under a key that
says what.
"""

from datetime import date

import great_expectations.expectations as gxe

from expectations.births import day_number
from expectations.cells.ages import born_between
from expectations.checking import Suite
from expectations.custom.cells import ExpectCells
from expectations.custom.held import ExpectIdsAmong, ExpectIdsNotAmong
from expectations.suites.lines import all_but, critical, info, warning
from schemas.words import Phase

_ONE_NAMED = 5
"""Children of one name: so many are no sign of an export that lost a column."""
_MISTYPED = 2
"""Birthdays out of range: so many are no sign of a wrong file."""


def pupils_suite(today: date, phase: Phase, rows: int, dated: int) -> Suite:
    """A child of whom something is wrong stays; too many of them are another school's or half an export.

    Of `rows` children, `dated` have a date of birth.
    """
    return [*_of_names(rows), *_of_numbers(), *_of_birthdays(today, phase, dated), *_of_contacts()]


def _of_names(rows: int) -> Suite:
    with_both = {"column": "person_id", "held": "with_both_names"}
    return [
        critical(
            "most_children_have_both_names",
            ExpectIdsAmong,
            mostly=all_but(0.01, _ONE_NAMED, rows),
            **with_both,
        ),
        warning("child_has_both_names", ExpectIdsAmong, **with_both),
        warning("child_is_listed_once", ExpectIdsNotAmong, column="person_id", held="listed_twice"),
    ]


def _of_numbers() -> Suite:
    return [
        warning(
            "child_has_a_number_of_their_own",
            ExpectIdsNotAmong,
            column="person_id",
            held="shared_source_ids",
            about="source_id",
        ),
        warning("upn_is_well_formed", ExpectCells, column="upn", to="be a well-formed UPN"),
        warning("upn_check_letter_agrees", ExpectCells, column="upn", to="have the UPN's check letter"),
        warning("upn_is_unique", ExpectIdsNotAmong, column="person_id", held="shared_upns", about="upn"),
        info("upn_is_of_a_known_authority", ExpectCells, column="upn", to="be of a known authority"),
        info("child_has_a_upn", ExpectIdsNotAmong, column="person_id", held="without_upn", about="upn"),
    ]


def _of_birthdays(today: date, phase: Phase, dated: int) -> Suite:
    earliest, latest = born_between(phase, today)
    of_age = {
        "column": "born_day",
        "min_value": day_number(earliest),
        "max_value": day_number(latest),
        "about": "date_of_birth",
    }
    return [
        warning(
            "birth_date_is_a_date",
            ExpectIdsNotAmong,
            column="person_id",
            held="unread_birth_dates",
            about="date_of_birth",
        ),
        critical(
            "most_birth_dates_are_plausible",
            gxe.ExpectColumnValuesToBeBetween,
            mostly=all_but(0.1, _MISTYPED, dated),
            **of_age,
        ),
        warning("birth_date_is_plausible", gxe.ExpectColumnValuesToBeBetween, **of_age),
        warning(
            "birth_date_is_few_childrens",
            ExpectIdsNotAmong,
            column="person_id",
            held="crowded_birthdays",
            about="date_of_birth",
        ),
        warning(
            "child_joins_after_birth",
            gxe.ExpectColumnPairValuesAToBeGreaterThanB,
            column_A="starts",
            column_B="born",
            ignore_row_if="either_value_is_missing",
        ),
        info(
            "year_group_fits_age",
            ExpectIdsNotAmong,
            column="person_id",
            held="out_of_their_year",
            about="year_group",
        ),
    ]


def _of_contacts() -> Suite:
    with_adults = {"column": "person_id", "held": "with_adults"}
    return [
        critical("half_the_children_have_an_adult", ExpectIdsAmong, mostly=0.5, **with_adults),
        warning("most_children_have_an_adult", ExpectIdsAmong, mostly=0.9, **with_adults),
        info(
            "child_has_a_first_contact",
            ExpectIdsNotAmong,
            column="person_id",
            held="without_first_contact",
            about="priority",
        ),
        info(
            "child_has_one_first_contact",
            ExpectIdsNotAmong,
            column="person_id",
            held="several_first_contacts",
            about="priority",
        ),
    ]
