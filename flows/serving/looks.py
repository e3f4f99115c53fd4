"""One look after another at what Prefect cannot know, each of them short."""

from datetime import date, datetime

from prefect.client.orchestration import SyncPrefectClient, get_client

from flows.health.records import DATES_AHEAD
from flows.jobs.attempts import PAUSE, may_try
from flows.jobs.job import MISSED
from flows.jobs.record import last
from flows.jobs.registry import AUDIT, INTAKE
from flows.letterbox import something_waits
from flows.notices import send_waiting, term_dates_end
from flows.schedules import begin, check, dates_end, missed
from flows.serving import runs
from flows.serving.deployments import deploy
from flows.workspace import Workspace


class Looks:
    """The workspace as it was when last looked at."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._settings = 0
        self._deployed_on = date.min

    def prepare(self, now: datetime) -> None:
        """Before there is a worker: close what died, drop what is late, write the deployments."""
        with get_client(sync_client=True) as client:
            runs.close_the_dead(client, self._workspace, alone=True)
            runs.drop_the_late(client, now)
            self._deploy(client, now)

    def look(self, now: datetime) -> None:
        """Do what there is to do."""
        with get_client(sync_client=True) as client:
            if _written(self._workspace) != self._settings or now.date() != self._deployed_on:
                self._workspace = Workspace(self._workspace.folder)
                self._deploy(client, now)
                check(self._workspace, now)
            runs.close_the_dead(client, self._workspace, alone=False)
            if self._may_take_in(now) and not runs.is_under_way(client, INTAKE, now):
                runs.start(client, INTAKE, "handed-in")
            send_waiting(self._workspace)
            slot = missed(self._workspace, now)
            if slot and may_try(self._workspace, slot, now) and not runs.is_under_way(client, AUDIT, now):
                runs.start(client, AUDIT, MISSED)

    def _may_take_in(self, now: datetime) -> bool:
        """Whether something waits in the hand-in folder; after an intake that failed, not before a pause."""
        before = last(self._workspace).get(INTAKE.name)
        failed_just_now = before is not None and not before.well and now - before.at < PAUSE
        return not failed_just_now and something_waits(self._workspace)

    def _deploy(self, client: SyncPrefectClient, now: datetime) -> None:
        """Write the deployments as school.toml says now; daily, since Prefect takes only so many dates."""
        self._settings, self._deployed_on = _written(self._workspace), now.date()
        end = dates_end(self._workspace)
        if end and end < now.date() + DATES_AHEAD:
            term_dates_end(self._workspace, end)
        begin(self._workspace)
        deploy(client, self._workspace, now)


def _written(workspace: Workspace) -> int:
    """When school.toml was last written."""
    return workspace.school_toml.stat().st_mtime_ns
