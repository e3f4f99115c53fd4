"""A job as a Prefect flow: no parameter in, counts out, errors sealed, and nothing kept by Prefect."""

from collections.abc import Callable
from datetime import date
from typing import Any

from prefect import flow
from prefect.context import FlowRunContext
from prefect.runtime import flow_run

from flows.boundary import Counts, guarded
from flows.ended import Run
from flows.jobs.ending import Lobby, told_to_it
from flows.jobs.running import hold
from flows.quiet import be_quiet, muffled
from flows.safe_log import safe_log
from flows.today import london_today
from flows.workspace import Workspace, find_workspace

MISSED = "missed"
"""The tag of a run that answers a slot nobody was there for."""
Work = Callable[[Workspace, date], Counts]
"""What a job does in a workspace on a day. It knows nothing of Prefect."""


def hold_this_run(workspace: Workspace) -> None:
    """Hold the run this process works on, so that nobody takes it for a dead one."""
    if flow_run.id:
        hold(workspace, flow_run.id)


def starts_by_itself() -> bool:
    """Whether nobody asked for this very run: a schedule made it, or whoever saw that one was missed."""
    run = FlowRunContext.get()
    told = run.flow_run if run else None
    return told is not None and (told.auto_scheduled or MISSED in told.tags)


def job(name: str) -> Callable[[Work], Any]:
    """Make a flow of that name of a job's work."""

    def decorate(work: Work) -> Any:
        @guarded(name, lambda _: Lobby())
        def done(_: str, __: Run) -> Counts:
            be_quiet()
            workspace = find_workspace(None)
            hold_this_run(workspace)
            with muffled():
                return work(workspace, london_today())

        @flow(name=name, persist_result=False, log_prints=False)
        def told() -> Counts:
            counts = told_to_it(name, lambda run: done(name, run))
            safe_log(name, counts)
            return counts

        return told

    return decorate
