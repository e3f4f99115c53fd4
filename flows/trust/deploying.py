"""This host's schools as deployments: each job of each, by its opaque reference, in this host's queue."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.client.schemas.filters import WorkQueueFilter, WorkQueueFilterName
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.schedules import RRuleSchedule

from flows.jobs.registry import JOBS
from flows.serving.deployments import LONDON, Whose, deploy_job, make_pool
from flows.serving.due import RunRefused
from flows.today import london_today
from flows.trust.asking import Told, ask_all
from flows.trust.deployed import due, later
from flows.trust.file import SchoolUnknown, Trust
from vault.private_files import write_private

PAGE = 200
"""Deployments that Prefect tells of at once, at most."""


def deploy(client: SyncPrefectClient, trust: Trust) -> list[Told]:
    """Write every school's deployments, and delete those of schools that left this host.

    The schools that could not be read, which keep the deployments that they had: what is wrong with one is no
    other's matter.
    """
    make_pool(client)
    told = ask_all(trust.schools, "schedules")
    for school in told:
        if not school.problem:
            _deploy_school(client, trust, school)
    for left in [each for each in _in_queue(client, trust) if not _is_of(trust, each.name)]:
        client.delete_deployment(left.id)
    write_private(_marker(trust), london_today().isoformat().encode())
    return [school for school in told if school.problem]


def deployed_on(trust: Trust) -> date | None:
    """The day on which this host last wrote its deployments."""
    try:
        return date.fromisoformat(_marker(trust).read_text("ascii"))
    except (FileNotFoundError, ValueError):
        return None


def _marker(trust: Trust) -> Path:
    return trust.prefect_home / "deployed"


def _deploy_school(client: SyncPrefectClient, trust: Trust, school: Told) -> None:
    whose = Whose(school.reference, trust.told.host.name)
    minutes = trust.offset_minutes(school.reference)
    for job in JOBS:
        rule = school.answer.get(job.name)
        deploy_job(client, job, _dates(rule, minutes), whose)


def _dates(rule: str | None, minutes: int) -> Sequence[DeploymentScheduleCreate]:
    if not rule:
        return ()
    schedule = RRuleSchedule(rrule=later(rule, minutes), timezone=LONDON)
    return (DeploymentScheduleCreate(schedule=schedule, active=True),)


def _in_queue(client: SyncPrefectClient, trust: Trust) -> Iterator[DeploymentResponse]:
    """The deployments that stand in this host's queue."""
    queue = WorkQueueFilter(name=WorkQueueFilterName(any_=[trust.told.host.name]))
    offset = 0
    while page := client.read_deployments(work_queue_filter=queue, limit=PAGE, offset=offset):
        yield from page
        offset += PAGE


def _is_of(trust: Trust, deployment: str) -> bool:
    try:
        due(trust, deployment)
    except (RunRefused, SchoolUnknown):
        return False
    return True
