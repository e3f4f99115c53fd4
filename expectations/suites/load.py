"""What is expected of a load: of each source as a whole, and of its size beside the last one's."""

import great_expectations.expectations as gxe

from expectations.cells.birth_dates import DateOrder
from expectations.checking import Suite
from expectations.suites.lines import critical, warning

OLDEST = 30
"""Days: a file made longer ago lacks whoever has joined since."""
SMALLEST, LARGEST = 0.5, 2.0
"""Of the last accepted load: anything below or above it is half an export, or two."""


def sources_suite() -> Suite:
    """One row a source: how old it is (`days_old`), and the order of day and month (`date_order`)."""
    return [
        critical(
            "dates_are_in_one_order",
            gxe.ExpectColumnValuesToNotBeInSet,
            column="date_order",
            value_set=[DateOrder.BOTH.value],
            about="date_of_birth",
        ),
        warning(
            "order_of_dates_is_plain",
            gxe.ExpectColumnValuesToNotBeInSet,
            column="date_order",
            value_set=[DateOrder.UNDECIDABLE.value],
            about="date_of_birth",
        ),
        warning("source_is_recent", gxe.ExpectColumnValuesToBeBetween, column="days_old", max_value=OLDEST),
    ]


def sizes_suite() -> Suite:
    """One row a count that the last accepted load had, too: its `share` of what it was then."""
    return [
        critical(
            "size_is_near_the_last",
            gxe.ExpectColumnValuesToBeBetween,
            column="share",
            min_value=SMALLEST,
            max_value=LARGEST,
        )
    ]
