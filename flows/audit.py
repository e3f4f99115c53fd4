"""An audit by hand: the same flow as a schedule would run."""

import gc
import os
from collections.abc import Callable
from datetime import date

import click

from flows.boundary import Counts, PipelineError
from flows.engine import away_from_here
from flows.orchestrator import server_of
from flows.readiness import refuse_unready
from flows.retention import ClockJumped, ClockSetBack, retain
from flows.today import london_today
from flows.watching import Watcher, watched_by
from flows.workspace import VARIABLE, Workspace
from schemas.errors import ArmslengthError

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
    screen = ready(workspace)
    with watched_by(watcher):
        try:
            totals = screen(today)
        except PipelineError as error:
            failure = error
        else:
            _delete_what_is_due(workspace, today or london_today())
            return totals
    raise failure.mendable or StageFailed(str(failure))


def _delete_what_is_due(workspace: Workspace, today: date) -> None:
    """What has been kept long enough goes after an audit; a day that cannot be trusted deletes nothing."""
    try:
        retain(workspace, today)
    except (ClockJumped, ClockSetBack) as waits:
        click.echo(f"Nothing old was deleted. {waits.message} [{waits.code}]", err=True)


def ready(workspace: Workspace) -> Callable[[date | None], Counts]:
    """The audit of a day, with Prefect settled for this workspace before it is imported.

    A temporary server starts meanwhile; the audit waits for it.
    """
    refuse_unready(workspace)
    os.environ[VARIABLE] = str(workspace.folder.resolve())
    own_server = server_of(workspace)
    with away_from_here(workspace.prefect_home):
        from flows.screening import screening_of  # noqa: PLC0415 - Prefect reads its settings when it is imported

    # What is imported by now lives as long as the process: the collector need not walk it again and again.
    gc.freeze()

    def screen(today: date | None) -> Counts:
        if own_server:
            own_server.wait()
        return screening_of(today)

    return screen
