"""The workspace's own Prefect server: on loopback, behind a password, gone with the one who started it."""

import atexit
import os
import subprocess
import sys
import time
from pathlib import Path

from flows.engine import answers
from schemas.errors import ConfigurationError

PATIENCE = 120.0
"""Seconds the server has to answer; the first start makes its database, half a minute on a small machine."""
LAST = 30.0
"""Seconds it has to finish what it was told, delete what is old, and end."""
SETTINGS = {
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
    # Deleted when the server ends, by `flows.history`; a pass an hour would never come round.
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "false",
}


class PrefectNotStarted(ConfigurationError):
    """Prefect's own temporary server did not start."""

    code = "prefect-not-started"
    next_step = "See that the disk is not full, and what `prefect server start` says for this PREFECT_HOME."


class TemporaryServer:
    """A Prefect server that ends when it is told to, or when this process ends, however that happens.

    It holds the other end of a pipe, and an operating system closes the pipes of what it kills: no server is
    left over, and none need be looked for by number. What it might print is not kept.
    """

    def __init__(self, home: Path, auth: str, history_days: int) -> None:
        self.auth = auth
        self._process = subprocess.Popen(  # noqa: S603 - our own words and a number
            [sys.executable, "-I", "-m", "flows.server_process", str(history_days)],
            cwd=home,
            env={**_environment(), **SETTINGS, "PREFECT_SERVER_API_AUTH_STRING": auth},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        atexit.register(self.stop)
        self.port = self._told_port()

    @property
    def api_url(self) -> str:
        """Where it answers, once it does."""
        return f"http://127.0.0.1:{self.port}/api"

    @property
    def runs(self) -> bool:
        """Whether the process is alive."""
        return self._process.poll() is None

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
        atexit.unregister(self.stop)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        try:
            self._process.wait(LAST)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _told_port(self) -> int:
        """The port it listens on, its first and only line."""
        line = self._process.stdout.readline() if self._process.stdout else b""
        if not line:
            self.stop()
            raise PrefectNotStarted
        return int(line)


def _environment() -> dict[str, str]:
    """Ours without what is about the workspace: the server knows its own home and nothing beside it."""
    return {name: told for name, told in os.environ.items() if not name.upper().startswith("ARMSLENGTH_")}
