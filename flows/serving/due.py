"""What a run of Prefect's is of, as far as we take the server's word. Imports no Prefect."""

from dataclasses import dataclass
from pathlib import Path

from flows.jobs.registry import JOBS, Job
from schemas.errors import ConfigurationError


class RunRefused(ConfigurationError):
    """A run of Prefect's is of no job of ours; nothing was run."""

    code = "run-refused"
    next_step = "Write the deployments again: what nobody of ours wrote is not run."


@dataclass(frozen=True, slots=True)
class Due:
    """One of our jobs, in one workspace."""

    job: Job
    workspace: Path


def job_of(name: str) -> Job:
    """The job of that name; raises `RunRefused`."""
    for job in JOBS:
        if job.name == name:
            return job
    raise RunRefused
