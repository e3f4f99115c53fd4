"""The job that deletes what has been kept for as long as it may be."""

from datetime import date

from flows.boundary import Counts
from flows.jobs.job import job
from flows.retention import retain
from flows.workspace import Workspace


@job("retention")
def retention(workspace: Workspace, today: date) -> Counts:
    """Delete what is due; a day that cannot be trusted deletes nothing, and its code says so."""
    return retain(workspace, today).counts()
