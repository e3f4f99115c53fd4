"""The job that fetches the roster from where school.toml says."""

from datetime import date

from flows.boundary import Counts
from flows.jobs.job import job
from flows.rosters.by_itself import refresh
from flows.workspace import Workspace


@job("roster-refresh")
def roster_refresh(workspace: Workspace, today: date) -> Counts:
    """Load what the source gives, or keep the last good roster and say so."""
    return refresh(workspace, today)
