"""A job as a Prefect flow: no parameter in, counts out, errors sealed, and nothing kept by Prefect."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from typing import Any

import pyarrow as pa
from prefect import flow
from prefect.context import FlowRunContext
from prefect.runtime import flow_run

from flows.artifacts import publish
from flows.boundary import Counts, guarded
from flows.jobs.running import alive
from flows.quiet import be_quiet, muffled
from flows.safe_log import safe_log
from flows.today import london_today
from flows.workspace import Workspace, find_workspace
from schemas.tables import CHECKS

MISSED = "missed"
"""The tag of a run that answers a slot nobody was there for."""
Work = Callable[[Workspace, date], Counts]
"""What a job does in a workspace on a day. It knows nothing of Prefect."""


class Lobby:
    """Where the detail of an error is left before there is a room."""

    def keep_incident(self, detail: str) -> str:
        """Seal the detail; the incident's opaque number."""
        return find_workspace(None).vault.keep_incident(detail)


def of_this_run(workspace: Workspace) -> Any:
    """Hold the run this process works on, so that nobody takes it for a dead one."""
    return alive(workspace, flow_run.id) if flow_run.id else nullcontext()


def starts_by_itself() -> bool:
    """Whether nobody asked for this very run: a schedule made it, or whoever saw that one was missed."""
    run = FlowRunContext.get()
    told = run.flow_run if run else None
    return told is not None and (told.auto_scheduled or MISSED in told.tags)


def job(name: str) -> Callable[[Work], Any]:
    """Make a flow of that name of a job's work."""

    def decorate(work: Work) -> Any:
        @guarded(name, lambda _: Lobby())
        def done(_: str) -> Counts:
            be_quiet()
            workspace = find_workspace(None)
            with of_this_run(workspace), muffled():
                return work(workspace, london_today())

        @flow(name=name, persist_result=False, log_prints=False)
        def told() -> Counts:
            counts = done(name)
            safe_log(counts)
            publish([counts], pa.Table.from_pylist([], schema=CHECKS))
            return counts

        return told

    return decorate
