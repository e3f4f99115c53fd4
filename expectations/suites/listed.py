"""What is expected of everybody a source lists, on roll or not, and of every link between them.

Held: the ids of everybody `listed`, of those who have `left`, and of the `orphans` among the adults.
"""

import great_expectations.expectations as gxe

from expectations.checking import Suite
from expectations.custom.held import ExpectIdsAmong, ExpectIdsNotAmong
from expectations.suites.lines import all_but, critical, info, warning

_MISTYPED = 2
"""Broken links: so many are a slip in a small list, and no export that was cut in two."""


def listed_suite() -> Suite:
    """Whoever is listed is on roll, or belongs to somebody who is."""
    return [
        warning(
            "person_leaves_after_joining",
            gxe.ExpectColumnPairValuesAToBeGreaterThanB,
            column_A="ends",
            column_B="starts",
            or_equal=True,
            ignore_row_if="either_value_is_missing",
        ),
        info("person_has_not_left", ExpectIdsNotAmong, column="person_id", held="left", about="ends"),
        info("adult_has_a_child", ExpectIdsNotAmong, column="person_id", held="orphans"),
    ]


def ends_suite(rows: int) -> Suite:
    """A link leads to two people who are listed; of all the `rows` one in twenty may be broken, or two."""
    nearly_all = all_but(0.05, _MISTYPED, rows)
    child, adult = ({"column": column, "held": "listed"} for column in ("child_id", "adult_id"))
    return [
        critical("most_links_have_their_child", ExpectIdsAmong, mostly=nearly_all, **child),
        critical("most_links_have_their_adult", ExpectIdsAmong, mostly=nearly_all, **adult),
        warning("link_has_its_child", ExpectIdsAmong, **child),
        warning("link_has_its_adult", ExpectIdsAmong, **adult),
    ]
