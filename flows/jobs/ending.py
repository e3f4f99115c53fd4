"""How every run ends: it is noted and shown to IT before Prefect is told, also where it failed."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from flows.artifacts import publish
from flows.boundary import Counts, PipelineError, guarded
from flows.ended import Run
from flows.jobs.record import record
from flows.notices import after_run
from flows.workspace import NoWorkspace, find_workspace
from reports.bands import in_bands

NOT_DUE = "not_due"
"""What a run counts that found nothing to do, because another had done it: nothing of it is noted."""


class Lobby:
    """Where the detail of an error is left before there is a room."""

    def keep_incident(self, detail: str) -> str:
        """Seal the detail; the incident's opaque number."""
        return find_workspace(None).vault.keep_incident(detail)


def told_to_it(job: str, work: Callable[[Run], Counts]) -> Counts:
    """What the work counted. Raises the `PipelineError` with which it failed."""
    run, began = Run(job), time.monotonic()
    try:
        run.totals = work(run)
    except PipelineError as error:
        run.failure = error
    run.seconds = time.monotonic() - began
    try:
        _tell("page", run)
    except PipelineError as error:
        # That a run failed is said by its own error, whatever became of the page about it.
        run.failure = run.failure or error
    _notify(run)
    if run.failure:
        raise _clean(run.failure)
    return run.totals or Counts(job)


def _notify(run: Run) -> None:
    if not (run.totals and NOT_DUE in run.totals.counts):
        with suppress(NoWorkspace):  # then nobody is named to be told
            after_run(find_workspace(None), run)


@guarded("page", lambda _: Lobby())
def _tell(_: str, run: Run) -> None:
    if run.totals and NOT_DUE in run.totals.counts:
        return
    workspace = find_workspace(None)
    counts = in_bands(run.totals.counts, run.handed_in()) if run.totals else {}
    code, incident = (run.failure.code, run.failure.incident) if run.failure else ("", "")
    record(workspace, run.job, datetime.now(UTC), code, incident, counts)
    publish(run, workspace)


def _clean(failure: PipelineError) -> PipelineError:
    """The same error without the places it came by."""
    failure.__cause__ = failure.__context__ = None
    return failure.with_traceback(None)
