"""`armslength serve` as a process of its own, and what its server's API tells."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.serving.place import AUTH
from flows.workspace import Workspace

PATIENCE = 180.0
"""Seconds for a server to start, or a run to end, on a machine that is busy with other tests."""


@dataclass(frozen=True)
class Served:
    """A workspace that is being served."""

    workspace: Workspace
    port: int
    process: subprocess.Popen[bytes]
    said: Path

    @property
    def api(self) -> str:
        """Its server's address."""
        return f"http://127.0.0.1:{self.port}/api"

    def asked(self, route: str, body: object = None, auth: str = "") -> Any:
        """What its server answers."""
        auth = auth or (self.workspace.folder / AUTH).read_text(encoding="ascii").strip()
        headers = {
            "content-type": "application/json",
            "authorization": f"Basic {b64encode(auth.encode()).decode()}",
        }
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.api}/{route}", data=data, headers=headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def deployment(self, name: str) -> Any:
        """The deployment of a job."""
        return next(each for each in self.asked("deployments/filter", {}) if each["name"] == name)

    def run(self, name: str) -> Any:
        """A run of a job, begun as from Prefect's own pages, once it has ended."""
        route = f"deployments/{self.deployment(name)['id']}/create_flow_run"
        run = self.asked(route, {"state": {"type": "SCHEDULED"}})
        return self.ended(run["id"])

    def ended(self, run_id: str) -> Any:
        """A run, once it has ended."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            run = self.asked(f"flow_runs/{run_id}")
            if run["state"]["type"] in {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}:
                return run
            time.sleep(0.5)
        raise AssertionError("the run did not end")


@contextmanager
def served(workspace: Workspace, said: Path) -> Iterator[Served]:
    """Serve a workspace; it is told to stop when the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "flows.cli", "serve", "--workspace", str(workspace.folder)]
    with said.open("wb") as terminal:
        process = subprocess.Popen(
            [*command, "--port", str(port)], stdout=terminal, stderr=subprocess.STDOUT, env=dict(os.environ)
        )
        try:
            wait_for("Runs: ", said, process)
            yield Served(workspace, port, process, said)
        finally:
            process.terminate()
            process.wait(PATIENCE)


def wait_for(words: str, said: Path, process: subprocess.Popen[bytes]) -> None:
    """Return once the process has said it."""
    deadline = time.monotonic() + PATIENCE
    while words not in said.read_text(encoding="utf-8"):
        assert process.poll() is None, said.read_text(encoding="utf-8")
        assert time.monotonic() < deadline, said.read_text(encoding="utf-8")
        time.sleep(0.2)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
