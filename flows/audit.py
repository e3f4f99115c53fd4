"""An audit by hand: the same flow as a schedule would run."""

import gc
import os
from collections.abc import Callable
from datetime import date
from typing import Any

import click

from flows.boundary import Counts, PipelineError
from flows.engine import settle
from flows.school import ReviewersMissing
from flows.watching import Watcher, watched_by
from flows.workspace import VARIABLE, Workspace
from schemas.errors import ArmslengthError
from vault.private_files import restrict_umask

WORDS = {
    "start": "Prefect is ready",
    "load": "Roster loaded",
    "sift": "Sifted",
    "index": "Roster indexed",
    "open": "Submissions opened",
    "match": "Matched",
    "corroborate": "Held against one another",
    "judge": "Judged",
    "check": "Findings checked",
    "report": "Reports written",
}


class StageFailed(ArmslengthError):
    """A stage of the audit failed on our side; the submissions are kept for the next one."""

    code = "stage-failed"
    next_step = (
        "Give the incident's number to whoever looks after Armslength; `armslength incident` opens it."
    )


def say(counts: Counts) -> None:
    """One line a stage, as it ends."""
    told = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in counts.counts.items() if number)
    click.echo(f"  {WORDS[counts.stage]}{': ' + told if told else ''}")


def audit(workspace: Workspace, today: date | None, watcher: Watcher = say) -> Counts:
    """Run the audit of one workspace; its totals under the run's reference.

    Raises the error a reader can mend, or `StageFailed` with the number of the incident.
    """
    screening = ready(workspace)
    with watched_by(watcher):
        try:
            totals: Counts = screening(today)
        except PipelineError as error:
            failure = error
        else:
            return totals
    raise failure.mendable or StageFailed(str(failure))


def ready(workspace: Workspace) -> Callable[[date | None], Any]:
    """The flow, with Prefect settled for this workspace before it is imported."""
    reviewers = workspace.school.reviewers
    if not (reviewers.dsl and reviewers.second_reviewer):
        raise ReviewersMissing
    workspace.lists_needed()
    restrict_umask()
    workspace.vault.sweep()
    os.environ[VARIABLE] = str(workspace.folder.resolve())
    if not settle(workspace.prefect_home.resolve(), workspace.school.prefect.api_url):
        click.echo("Starting Prefect's own temporary server (about fifteen seconds)...", err=True)
    from flows.screening import screening  # noqa: PLC0415 - Prefect reads its settings when it is imported

    # What is imported by now lives as long as the process: the collector need not walk it again and again.
    gc.freeze()
    return screening
