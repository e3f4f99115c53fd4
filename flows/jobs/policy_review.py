"""The job that says how long the policy's own review is overdue."""

from datetime import date

from flows.boundary import Counts
from flows.jobs.job import job
from flows.policy_watch import watched
from flows.workspace import Workspace


@job("policy-review")
def policy_review(workspace: Workspace, today: date) -> Counts:
    """Count the months until somebody records a review."""
    return watched(workspace, today)
