"""What is expected of LINKS.

Held: the ids of all `people`, and of the `children` and the `adults` who are kept; everybody's `names`.
"""

import great_expectations.expectations as gxe

from expectations.checking import Suite
from expectations.custom.held import ExpectIdsAmong
from expectations.custom.namesakes import ExpectNotNamesakes
from expectations.suites.lines import critical, info, known, set_aside, warning
from schemas.words import Responsibility


def links_suite() -> Suite:
    """A link joins a pupil and a parent/carer, both on the roster; one in twenty may be broken."""
    return [
        critical(
            "most_links_have_their_child", ExpectIdsAmong, column="child_id", held="people", mostly=0.95
        ),
        critical(
            "most_links_have_their_adult", ExpectIdsAmong, column="adult_id", held="people", mostly=0.95
        ),
        known("responsibility_is_known", "responsibility", Responsibility),
        set_aside("link_leads_to_a_child", ExpectIdsAmong, column="child_id", held="children"),
        set_aside("link_leads_to_an_adult", ExpectIdsAmong, column="adult_id", held="adults"),
        warning(
            "child_and_adult_differ_in_name",
            ExpectNotNamesakes,
            column_A="child_id",
            column_B="adult_id",
            held="names",
        ),
        info(
            "link_is_listed_once", gxe.ExpectCompoundColumnsToBeUnique, column_list=["child_id", "adult_id"]
        ),
    ]
