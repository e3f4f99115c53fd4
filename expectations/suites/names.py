"""What is expected of NAMES, row by row.

Held: `people`, the ids of PEOPLE, and `only_restricted`, those of adults whom the policy leaves out.

A name is set aside where nobody can be named from it. A person goes only with the last of their names.
"""

import great_expectations.expectations as gxe

from expectations.checking import Suite
from expectations.custom.cells import ExpectCells
from expectations.custom.held import ExpectIdsAmong, ExpectIdsNotAmong
from expectations.suites.lines import info, known, left_out, set_aside, warning
from schemas.words import NameKind


def names_suite() -> Suite:
    """What must be there, what names nobody, and what will match badly."""
    return [
        known("name_kind_is_known", "name_kind", NameKind),
        set_aside("name_belongs_to_a_person", ExpectIdsAmong, column="person_id", held="people"),
        set_aside("name_is_given", gxe.ExpectColumnValuesToNotBeNull, column="full_name"),
        set_aside("name_is_no_placeholder", ExpectCells, column="full_name", to="be no placeholder"),
        set_aside("name_is_no_test_record", ExpectCells, column="full_name", to="be no test record"),
        left_out("name_is_no_organisation", ExpectCells, column="full_name", to="be no organisation"),
        left_out("name_may_be_looked_for", ExpectIdsNotAmong, column="person_id", held="only_restricted"),
        warning("forename_is_a_name", ExpectCells, column="forename", to="be no placeholder"),
        warning("surname_is_a_name", ExpectCells, column="surname", to="be no placeholder"),
        warning("name_has_no_digits", ExpectCells, column="full_name", to="be without digits and signs"),
        warning("name_is_read_right", ExpectCells, column="full_name", to="be read right"),
        warning("forename_is_no_title", ExpectCells, column="forename", to="begin without a title"),
        warning("name_is_one_persons", ExpectCells, column="full_name", to="be one person's name"),
        info(
            "name_is_the_legal_one",
            gxe.ExpectColumnValuesToBeInSet,
            column="name_kind",
            value_set=[NameKind.LEGAL.value, NameKind.PART.value],
        ),
        info("forename_is_in_full", ExpectCells, column="forename", to="be more than an initial"),
        info(
            "names_are_not_in_capitals",
            ExpectCells,
            column="full_name",
            to="be more than capitals",
            mostly=0.2,
        ),
    ]
