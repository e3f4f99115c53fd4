"""What is expected of the parents and carers who are kept.

Held: ids of people `named_in_full`, and of those of whom something is to be looked at, under a key that says
what.
"""

import great_expectations.expectations as gxe

from expectations.checking import Suite
from expectations.custom.held import ExpectIdsAmong, ExpectIdsNotAmong
from expectations.suites.lines import info, warning


def parents_carers_suite() -> Suite:
    """An adult is one person of one name, and the parent of children who have more than that in common."""
    return [
        warning("adult_is_named_in_full", ExpectIdsAmong, column="person_id", held="named_in_full"),
        warning(
            "adult_has_at_most_eight_children",
            ExpectIdsNotAmong,
            column="person_id",
            held="with_too_many_children",
        ),
        warning(
            "adult_has_children_of_one_household",
            ExpectIdsNotAmong,
            column="person_id",
            held="of_several_households",
        ),
        info("adult_has_one_id", ExpectIdsNotAmong, column="person_id", held="same_adults"),
        info("adult_has_no_namesake", ExpectIdsNotAmong, column="person_id", held="kept_apart"),
        info("adult_is_not_staff", gxe.ExpectColumnValuesToBeNull, column="staff_mark"),
    ]
