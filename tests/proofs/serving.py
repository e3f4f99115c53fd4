"""`armslength serve` as a service manager runs it, and a power cut, a kill or a stop of any part of it."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from flows.workspace import STATE, VARIABLE, Workspace
from tests.proofs.schooldays import Place
from vault.audit_log import Event

RUN, WORKER, SERVER, SUPERVISOR, MACHINE = "run", "worker", "server", "supervisor", "machine"
PARTS = (RUN, WORKER, SERVER, SUPERVISOR)
MODULES = {"flows.server_process": SERVER, "flows.serving.worker_process": WORKER}
UNDER_WAY = ("PENDING", "RUNNING", "CANCELLING")
PATIENCE = 600.0
"""Seconds for anything to happen, on a machine with more to do than this."""


@dataclass
class Served:
    """A place that is served, in a session of its own."""

    place: Place
    said: Path
    """The file that holds what it says."""
    temporary: Path
    """Where it and all its parts put what is temporary."""
    port: int
    process: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Serve, as the machine does once it is on."""
        command = [sys.executable, "-m", "flows.cli", "serve", "--workspace", str(self.place.workspace)]
        self.temporary.mkdir(exist_ok=True)
        with self.said.open("ab") as terminal:
            self.process = subprocess.Popen(
                [*command, "--port", str(self.port)],
                stdout=terminal,
                stderr=subprocess.STDOUT,
                env=environment(self.place) | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(self.temporary)),
                start_new_session=True,
            )

    def stop(self) -> int:
        """Stop as a service manager does; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def parts(self) -> dict[str, list[psutil.Process]]:
        """Every process that works for the place, however it came to be, by what it is."""
        found: dict[str, list[psutil.Process]] = {each: [] for each in PARTS}
        for process in psutil.process_iter():
            if kind := self._kind(process):
                found[kind].append(process)
        return found

    def kill(self, victim: str) -> int:
        """kill -9 of a part, or of all of them at once; how many processes there were to kill."""
        parts = self.parts()
        killed = [each for kind in PARTS if victim in (kind, MACHINE) for each in parts[kind]]
        for process in killed:
            kill(process)
        return len(killed)

    def until(self, holds: Callable[[], bool]) -> float:
        """Wait until it holds; after how many seconds it did.

        Where the supervisor is gone it is started again, as a service manager does; the rest mends itself.
        """

        def held() -> bool:
            if self.process.poll() is not None:
                self.start()
            return holds()

        return until(held)

    def gone(self) -> bool:
        """Whether nothing works for the place any more."""
        return not any(self.parts().values())

    def _kind(self, process: psutil.Process) -> str:
        """Which part a process is; empty for anything else."""
        try:
            told, surroundings = process.cmdline(), process.environ()
        except psutil.Error:  # it ended meanwhile, or is another account's
            return ""
        home = str(self.place.workspace.resolve())
        if "serve" in told and str(self.place.workspace) in told:
            return SUPERVISOR
        if not surroundings.get("PREFECT_HOME", "").startswith(home) and surroundings.get(VARIABLE) != home:
            return ""
        return next((kind for module, kind in MODULES.items() if module in told), RUN)


def kill(process: psutil.Process) -> None:
    """kill -9; one that is gone already was killed before."""
    if process.is_running():
        process.kill()


def environment(place: Place) -> dict[str, str]:
    """What a service manager gives: nothing of Prefect's, and the state folder of this place."""
    ours = {name: told for name, told in os.environ.items() if not name.startswith("PREFECT_")}
    return ours | {STATE: str(place.folder / "state"), "PYTHONUNBUFFERED": "1"}


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def until(holds: Callable[[], bool], seconds: float = PATIENCE) -> float:
    """Wait until it holds; after how many seconds it did. `TimeoutError` where it never does."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > seconds:
            raise TimeoutError(f"not within {seconds:.0f} s")
        time.sleep(0.25)
    return time.monotonic() - began


def finished(place: Place) -> list[str]:
    """The audits that the audit log says have finished, each as often as it says so."""
    lines = Workspace(place.workspace).vault.log.entries()
    return [line.entry.about[0] for line in lines if line.entry.what is Event.AUDIT_FINISHED]


def runs(place: Place) -> dict[str, int]:
    """How many runs Prefect says there are in each state; none before there is a database."""
    database = place.workspace / "prefect" / "prefect.db"
    if not database.exists():
        return {}
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30)) as connection:
        rows = connection.execute("SELECT state_type, count(*) FROM flow_run GROUP BY state_type")
        return {str(state): int(number) for state, number in rows}


def nothing_under_way(place: Place) -> bool:
    """Whether Prefect takes no run for one that is being worked on."""
    told = runs(place)
    return not any(told.get(state) for state in UNDER_WAY)
