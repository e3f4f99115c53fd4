"""The workspace's own Prefect server: on loopback, behind a password, gone with the one who started it."""

import time
from pathlib import Path

from flows.engine import answers
from flows.tied import Tied, environment
from schemas.errors import ConfigurationError

PATIENCE = 300.0
"""Seconds the server has to answer; the first start makes its database, minutes on a machine that is busy."""
SETTINGS = {
    "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
    # Deleted by `flows.history`, which takes runs that never ended too; a pass an hour may never come round.
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "false",
}
NO_PAGES = {"PREFECT_SERVER_UI_ENABLED": "false"}


class PrefectNotStarted(ConfigurationError):
    """Prefect's own server did not start."""

    code = "prefect-not-started"
    next_step = (
        "See that the disk is not full, that nothing else listens on its port, and what "
        "`prefect server start` says for this PREFECT_HOME."
    )


class PrefectServer:
    """A Prefect server as a process tied to this one."""

    def __init__(self, home: Path, auth: str, arguments: tuple[str, ...], settings: dict[str, str]) -> None:
        self.auth = auth
        told = environment(**SETTINGS, **settings, PREFECT_SERVER_API_AUTH_STRING=auth)
        self._process = Tied("flows.server_process", arguments, home, told)
        self.port = self._told_port()

    @property
    def api_url(self) -> str:
        """Where it answers, once it does."""
        return f"http://127.0.0.1:{self.port}/api"

    @property
    def pid(self) -> int:
        """Its process's number."""
        return self._process.pid

    @property
    def runs(self) -> bool:
        """Whether the process is alive."""
        return self._process.runs

    def wait(self) -> None:
        """Return once it answers; `PrefectNotStarted` where it never does."""
        deadline = time.monotonic() + PATIENCE
        while not answers(self.api_url):
            if not self.runs or time.monotonic() > deadline:
                self.stop()
                raise PrefectNotStarted
            time.sleep(0.1)

    def stop(self) -> None:
        """End it, and wait until it has tidied up; whether it still ran makes no difference."""
        self._process.stop()

    def _told_port(self) -> int:
        """The port it listens on, its first and only line."""
        line = self._process.line()
        if not line:
            self.stop()
            raise PrefectNotStarted
        return int(line)


class TemporaryServer(PrefectServer):
    """A server for one audit, on a port the system picks, without pages or background services."""

    def __init__(self, home: Path, auth: str, history_days: int) -> None:
        super().__init__(home, auth, (str(history_days),), NO_PAGES)
