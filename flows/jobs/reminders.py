"""The job that reminds those who have not answered yet."""

from datetime import date

from flows.boundary import Counts
from flows.jobs.job import job
from flows.reminding.by_email import remind
from flows.workspace import Workspace


@job("reminders")
def reminders(workspace: Workspace, today: date) -> Counts:
    """Send what is due by e-mail, where school.toml says so."""
    return remind(workspace, today)
