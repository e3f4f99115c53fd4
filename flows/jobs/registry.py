"""The jobs that `armslength serve`, a work pool and school.toml know of. Imports no Prefect.

A job's name is its deployment's; with underscores, it is its line in school.toml's [schedule].
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Job:
    """A flow that can be deployed."""

    name: str
    entrypoint: str
    """Dotted: `module.flow`."""
    about: str
    """One sentence for whoever reads the Prefect UI."""

    @property
    def flow(self) -> str:
        """Its flow's name."""
        return self.entrypoint.rpartition(".")[2].replace("_", "-")

    @property
    def setting(self) -> str:
        """Its line in [schedule]."""
        return self.name.replace("-", "_")


AUDIT = Job("audit", "flows.screening.screening", "Asks about every staff connection the policy forbids.")
ROSTER_REFRESH = Job(
    "roster-refresh",
    "flows.jobs.roster_refresh.roster_refresh",
    "Fetches the roster from where school.toml says.",
)
INTAKE = Job("intake", "flows.jobs.intake.intake", "Takes what lies in the hand-in folder, and seals it.")
RETENTION = Job(
    "retention", "flows.jobs.retention.retention", "Deletes what has been kept for as long as it may be."
)
POLICY_REVIEW = Job(
    "policy-review", "flows.jobs.policy_review.policy_review", "Says how long the policy's review is overdue."
)
REMINDERS = Job(
    "reminders",
    "flows.jobs.reminders.reminders",
    "Reminds those who have not answered, twice at most.",
)
JOBS = (AUDIT, ROSTER_REFRESH, INTAKE, RETENTION, POLICY_REVIEW, REMINDERS)
