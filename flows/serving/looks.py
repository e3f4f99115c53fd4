"""One look after another at what Prefect cannot know, each of them short."""

from datetime import datetime

from prefect.client.orchestration import get_client

from flows.jobs.attempts import may_try
from flows.jobs.job import MISSED
from flows.jobs.registry import AUDIT, INTAKE
from flows.letterbox import something_waits
from flows.schedules import check, missed
from flows.serving import runs
from flows.serving.deployments import deploy
from flows.workspace import Workspace


class Looks:
    """The workspace as it was when last looked at."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._settings = _written(workspace)

    def prepare(self, now: datetime) -> None:
        """Before there is a worker: close what died, drop what is late, write the deployments."""
        with get_client(sync_client=True) as client:
            runs.close_the_dead(client, self._workspace, alone=True)
            runs.drop_the_late(client, now)
            deploy(client, self._workspace, now)

    def look(self, now: datetime) -> None:
        """Do what there is to do."""
        with get_client(sync_client=True) as client:
            if _written(self._workspace) != self._settings:
                self._settings = _written(self._workspace)
                self._workspace = Workspace(self._workspace.folder)
                check(self._workspace)
                deploy(client, self._workspace, now)
            runs.close_the_dead(client, self._workspace, alone=False)
            slot = missed(self._workspace, now)
            if slot and may_try(self._workspace, slot, now) and not runs.is_under_way(client, AUDIT, now):
                runs.start(client, AUDIT, MISSED)
            if something_waits(self._workspace) and not runs.is_under_way(client, INTAKE, now):
                runs.start(client, INTAKE, "handed-in")


def _written(workspace: Workspace) -> int:
    """When school.toml was last written."""
    return workspace.school_toml.stat().st_mtime_ns
