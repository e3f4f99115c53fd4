"""What is expected of STAFF: without names nobody's export could be told to be theirs.

Held: ids (`staff_ref`) of those whose name is also that of a parent or carer.
"""

import great_expectations.expectations as gxe

from expectations.checking import Suite
from expectations.custom.any_cell import ExpectAnyCell
from expectations.custom.held import ExpectIdsAmong, ExpectIdsNotAmong
from expectations.suites.lines import critical, info, warning


def staff_suite() -> Suite:
    """There is somebody on the list, and each has a name; nine in ten have a forename and a surname."""
    both = {"column": "staff_ref", "held": "with_both_names"}
    return [
        critical("staff_list_has_somebody", gxe.ExpectTableRowCountToBeBetween, min_value=1),
        critical(
            "member_of_staff_has_a_name", ExpectAnyCell, column_list=["forename", "surname"], to="be given"
        ),
        critical("most_staff_have_both_names", ExpectIdsAmong, mostly=0.9, **both),
        warning("member_of_staff_has_both_names", ExpectIdsAmong, **both),
        info("member_of_staff_is_no_parent_carer", ExpectIdsNotAmong, column="staff_ref", held="parents_too"),
    ]
