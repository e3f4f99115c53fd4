"""When each job runs, in the setting's own words. (Being written: this is what others need of it.)"""

from datetime import datetime

from flows.jobs.registry import Job
from flows.workspace import Workspace


def check(workspace: Workspace) -> None:
    """Raise what is wrong with the schedules."""


def next_times(workspace: Workspace, job: Job, now: datetime, count: int) -> list[datetime]:
    """The next moments."""
    return []


def rrule_of(workspace: Workspace, job: Job, now: datetime) -> str | None:
    """The dates as Prefect takes them."""
    return None


def missed(workspace: Workspace, now: datetime) -> datetime | None:
    """The latest slot no audit has answered."""
    return None
