"""The one way our own code writes to Prefect's log: that a stage ended, and what it counted, in bands."""

from prefect import get_run_logger

from flows.boundary import Counts
from flows.log_filter import MARK
from flows.run_page import in_words
from reports.bands import FOUND, band


def safe_log(stage: str, counts: Counts, part: int | None = None) -> None:
    """Log the stage and its counts in bands, marked so that the filter lets them pass.

    A part of a stage may be one person's, so it is only told that it ended. What was found stands on the page
    of the run, where it is known of how many people.
    """
    if part is not None:
        get_run_logger().info("%s: part %s", stage, part + 1, extra={MARK: True})
        return
    told = {name: band(number) for name, number in counts.counts.items() if name not in FOUND}
    get_run_logger().info("%s: %s", stage, in_words(told) or "done", extra={MARK: True})
