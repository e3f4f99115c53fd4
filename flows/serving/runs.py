"""What Prefect says of runs, put right where it cannot know: late ones, dead ones, one that was missed."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.exceptions import ObjectNotFound
from prefect.states import Crashed, Scheduled

from flows.jobs.registry import Job
from flows.jobs.running import is_alive, sweep
from flows.workspace import Workspace

UNDER_WAY = (StateType.PENDING, StateType.RUNNING, StateType.CANCELLING)
STARTS_WITHIN = timedelta(minutes=3)
"""From being handed out to holding its run, on a slow machine: an interpreter, and Prefect's import."""


def close_the_dead(client: SyncPrefectClient, workspace: Workspace, *, alone: bool) -> int:
    """Mark the runs whose process is gone as crashed; how many those were.

    While a worker runs, one that has just been started may not hold its run yet: only what has been under way
    for a while is looked at. When we are `alone`, there is no worker.
    """
    dead = [
        run
        for run in in_state(client, UNDER_WAY)
        if not is_alive(workspace, str(run.id)) and (alone or for_a_while(run))
    ]
    for run in dead:
        client.set_flow_run_state(run.id, Crashed(), force=True)
    sweep(workspace)
    return len(dead)


def drop_the_late(client: SyncPrefectClient, now: datetime) -> int:
    """Delete what should have started while nobody was there; how many those were.

    What of it still has to be done is not Prefect's to say: an audit is missed, or not, by our own log.
    """
    late = in_state(client, (StateType.SCHEDULED,), _due(now))
    for run in late:
        try:
            client.delete_flow_run(run.id)
        except ObjectNotFound:
            continue
    return len(late)


def is_under_way(client: SyncPrefectClient, job: Job, now: datetime) -> bool:
    """Whether a run of the job is being worked on, or is about to be."""
    deployment = _deployment(client, job)
    runs = [
        *in_state(client, UNDER_WAY),
        *in_state(client, (StateType.SCHEDULED,), _due(now)),
    ]
    return any(run.deployment_id == deployment for run in runs)


def start(client: SyncPrefectClient, job: Job, tag: str) -> None:
    """Have one run of the job worked on, as soon as the worker asks."""
    client.create_flow_run_from_deployment(_deployment(client, job), state=Scheduled(), tags=[tag])


def in_state(
    client: SyncPrefectClient,
    states: Iterable[StateType],
    expected: FlowRunFilterExpectedStartTime | None = None,
) -> list[FlowRun]:
    """The runs in one of those states, up to 200."""
    of_states = FlowRunFilterState(type=FlowRunFilterStateType(any_=list(states)))
    return client.read_flow_runs(
        flow_run_filter=FlowRunFilter(state=of_states, expected_start_time=expected), limit=200
    )


def _due(now: datetime) -> FlowRunFilterExpectedStartTime:
    """What should have started by now."""
    return FlowRunFilterExpectedStartTime.model_validate({"before_": now})


def _deployment(client: SyncPrefectClient, job: Job) -> UUID:
    return client.read_deployment_by_name(f"{job.flow}/{job.name}").id


def for_a_while(run: FlowRun) -> bool:
    """Whether it has been in its state for longer than a run needs to start."""
    return run.state is not None and datetime.now(UTC) - run.state.timestamp > STARTS_WITHIN
