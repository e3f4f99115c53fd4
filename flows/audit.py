"""An audit by hand: the same flow as a schedule would run."""

import gc
import os
from collections.abc import Callable
from datetime import date

import click

from flows.boundary import Counts, PipelineError, kind_of
from flows.causes import arisen_from
from flows.engine import away_from_here
from flows.orchestrator import server_of
from flows.readiness import refuse_unready
from flows.retention import ClockJumped, ClockSetBack, retain
from flows.today import london_today
from flows.watching import Watcher, watched_by
from flows.workroom import AuditUnderWay, refuse_a_second
from flows.workspace import VARIABLE, Workspace
from schemas.errors import ArmslengthError, ConfigurationError
from vault.audit_log import Event

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
WRITTEN = "The audit is finished and its reports are written. What Prefect tells of this run is not whole."


class StageFailed(ArmslengthError):
    """A stage of the audit failed on our side; the submissions are kept for the next one."""

    code = "stage-failed"
    next_step = (
        "Give the incident's number to whoever looks after Armslength; `armslength incident` opens it."
    )


class PrefectFailed(ConfigurationError):
    """Prefect could not do its part: its server ended, its disk is full or its database is locked."""

    code = "prefect-failed"
    next_step = "See that its disk has room and that no other program has prefect.db open, then audit again."


def say(counts: Counts) -> None:
    """One line a stage, as it ends."""
    told = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in counts.counts.items() if number)
    click.echo(f"  {WORDS[counts.stage]}{': ' + told if told else ''}")


def audit(workspace: Workspace, today: date | None, watcher: Watcher = say) -> Counts:
    """Run the audit of one workspace; its totals under the run's reference.

    Raises the error a reader can mend, or `StageFailed` with the number of the incident. Whether there is an
    audit is for our own audit log to say: where Prefect fails after the reports are written, they count.
    """
    screen = ready(workspace)
    before = frozenset(workspace.vault.audits.ids())
    failure: ArmslengthError | None = None
    with watched_by(watcher):
        try:
            totals = screen(today)
        except Exception as error:  # noqa: BLE001 - of any kind where Prefect fails; its text is not said
            failure = _as_mendable(error)
    if failure:
        totals = _written_all_the_same(workspace, before, failure)
    _delete_what_is_due(workspace, today or london_today())
    return totals


def _as_mendable(error: Exception) -> ArmslengthError:
    """What ended the audit; where an error of Prefect's arose from one of ours, it was ours."""
    for each in arisen_from(error):
        if isinstance(each, ArmslengthError):
            return each
        if isinstance(each, PipelineError):
            return each.mendable or StageFailed(str(each))
    return PrefectFailed(kind_of(error))


def _written_all_the_same(workspace: Workspace, before: frozenset[str], failure: ArmslengthError) -> Counts:
    """The totals of an audit that had written its reports when something failed; else that is raised."""
    another_is_made = isinstance(failure, AuditUnderWay)
    written = set() if another_is_made else {*workspace.vault.audits.ids()} - before
    for line in workspace.vault.log.entries() if written else ():
        if line.entry.what is Event.AUDIT_FINISHED and written.issuperset(line.entry.about):
            detail = f" ({failure.detail})" if failure.detail else ""
            click.echo(f"{WRITTEN}{detail} [{failure.code}]", err=True)
            return Counts(line.entry.about[0], dict(line.entry.counts))
    raise failure


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
    refuse_a_second(workspace)
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
