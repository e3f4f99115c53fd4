"""The job that empties the hand-in folder."""

from datetime import date

from flows.boundary import Counts
from flows.jobs.job import job
from flows.letterbox.taking import take
from flows.workspace import Workspace


@job("intake")
def intake(workspace: Workspace, today: date) -> Counts:
    """Take what lies in the hand-in folder, and seal it."""
    return take(workspace, today)
