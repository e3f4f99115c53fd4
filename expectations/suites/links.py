"""What is expected of LINKS.

The frame has a column more, `surname_in_common`. Held: the ids of the `children` and the `adults` who are
kept, and everybody's `names`.
"""

import great_expectations.expectations as gxe

from expectations.checking import Suite
from expectations.custom.held import ExpectIdsAmong
from expectations.custom.namesakes import ExpectNotNamesakes
from expectations.suites.lines import info, known, left_out, set_aside, warning
from schemas.words import Responsibility


def links_suite(*, keep_restricted: bool) -> Suite:
    """A link joins a pupil and a parent/carer who are both kept.

    Those with a court order or “no contact” are left out unless the policy keeps them.
    """
    free = info if keep_restricted else left_out
    return [
        known("responsibility_is_known", "responsibility", Responsibility),
        set_aside("link_leads_to_a_child", ExpectIdsAmong, column="child_id", held="children"),
        free("link_is_not_restricted", gxe.ExpectColumnValuesToBeNull, column="restricted"),
        set_aside("link_leads_to_an_adult", ExpectIdsAmong, column="adult_id", held="adults"),
        warning(
            "child_and_adult_differ_in_name",
            ExpectNotNamesakes,
            column_A="child_id",
            column_B="adult_id",
            held="names",
        ),
        info(
            "child_and_adult_share_a_surname",
            gxe.ExpectColumnValuesToBeInSet,
            column="surname_in_common",
            value_set=[True],
            about="child_id",
        ),
        info(
            "link_is_listed_once", gxe.ExpectCompoundColumnsToBeUnique, column_list=["child_id", "adult_id"]
        ),
    ]
