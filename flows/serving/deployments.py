"""The workspace's jobs as deployments of a process work pool, each with its dates written out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import DeploymentScheduleCreate, WorkPoolCreate
from prefect.client.schemas.objects import ConcurrencyLimitStrategy, ConcurrencyOptions
from prefect.client.schemas.schedules import RRuleSchedule
from prefect.exceptions import ObjectAlreadyExists
from prefect.workers.process import ProcessWorker

from flows.jobs.registry import JOBS, Job
from flows.schedules import rrule_of
from flows.serving.pool import KIND, POOL, RUN
from flows.workspace import Workspace

NO_PARAMETER = {"type": "object", "properties": {}, "additionalProperties": False}
ONE_AT_A_TIME = ConcurrencyOptions(collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
LONDON = "Europe/London"


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose deployments they are where one server has several schools', and which host works on them."""

    reference: str = ""
    """Opaque; empty where there is one school."""
    queue: str = "default"

    def name(self, job: Job) -> str:
        """The deployment's: `audit`, or `audit-school-0a1b2c`."""
        return f"{job.name}-{self.reference}" if self.reference else job.name

    @property
    def tags(self) -> list[str]:
        """What its runs are found by."""
        return [self.reference] if self.reference else []


THE_ONE_SCHOOL = Whose()


def deploy(client: SyncPrefectClient, workspace: Workspace, now: datetime) -> None:
    """Write the pool and a deployment for each job; what stood there before is replaced, its dates too."""
    make_pool(client)
    for job in JOBS:
        deploy_job(client, job, schedules(workspace, job, now))


def make_pool(client: SyncPrefectClient) -> None:
    """The work pool, unless it is there."""
    template = ProcessWorker.get_default_base_job_template()
    try:
        client.create_work_pool(WorkPoolCreate(name=POOL, type=KIND, base_job_template=template))
    except ObjectAlreadyExists:
        return


def deploy_job(
    client: SyncPrefectClient,
    job: Job,
    dates: Iterable[DeploymentScheduleCreate],
    whose: Whose = THE_ONE_SCHOOL,
) -> None:
    """Write one deployment: no parameter is taken, and no two runs of it overlap."""
    client.create_deployment(
        flow_id=client.create_flow_from_name(job.flow),
        name=whose.name(job),
        description=job.about,
        entrypoint=job.entrypoint,
        schedules=list(dates),
        tags=whose.tags,
        work_pool_name=POOL,
        work_queue_name=whose.queue,
        job_variables=dict(RUN),
        parameter_openapi_schema=NO_PARAMETER,
        enforce_parameter_schema=True,
        concurrency_limit=1,
        concurrency_options=ONE_AT_A_TIME,
    )


def schedules(workspace: Workspace, job: Job, now: datetime) -> list[DeploymentScheduleCreate]:
    """The job's dates from now on; none where it does not run by itself."""
    rule = rrule_of(workspace, job, now)
    if rule is None:
        return []
    return [DeploymentScheduleCreate(schedule=RRuleSchedule(rrule=rule, timezone=LONDON), active=True)]
