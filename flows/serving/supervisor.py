"""The process that stays: it keeps a server and a worker alive, and sees what neither of them can.

Runs are started by Prefect's schedules. What Prefect cannot know is looked at here, every few seconds: a run
whose process is dead, an audit that was missed while the machine was off, exports in the hand-in folder, and
a school.toml that has been changed.
"""

import os
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

import click

from flows.boundary import kind_of
from flows.engine import answers, away_from_here, own_auth_string, settle, use
from flows.full_disk import DiskFull, is_full_disk
from flows.jobs.registry import AUDIT
from flows.letterbox.place import hand_in_folder
from flows.schedules import check, next_times
from flows.serving.kept import KeptAlive
from flows.serving.place import AUTH, being_served
from flows.serving.server import StayingServer
from flows.status_page import refresh
from flows.tied import Tied, environment
from flows.workspace import VARIABLE, Workspace
from schemas.errors import ArmslengthError, ConfigurationError
from vault.keys import is_private

TICK = 15.0
"""Seconds between two looks."""
PAGE_EVERY = 300.0
"""Seconds between two status pages."""


class PrivateNotServed(ConfigurationError):
    """This workspace opens with the DSL's passphrase alone, so nothing in it can run by itself."""

    code = "private-not-served"
    next_step = "Audit by hand with `armslength audit`; docs/keys.md says what the two modes are."


def serve(workspace: Workspace, port: int, stopped: threading.Event) -> None:
    """Serve the workspace until `stopped`; raises what is wrong with its set-up."""
    if is_private(workspace.folder / "keys"):
        raise PrivateNotServed
    check(workspace)
    if workspace.school.hand_in.folder:
        hand_in_folder(workspace)
    with being_served(workspace, port):
        home = workspace.prefect_home.resolve()
        settle(home)
        os.environ[VARIABLE] = str(workspace.folder.resolve())
        auth = own_auth_string(workspace.folder / AUTH)
        click.echo("Starting Prefect's server (about twenty seconds)...")
        server = KeptAlive(lambda: StayingServer(home, auth, workspace.school.prefect.history_days, port))
        try:
            server.process.wait()
            use(server.process.api_url, auth)
            Supervisor(workspace, server, stopped).run()
        finally:
            server.stop()
    if wrong := tried(lambda: refresh(workspace)):  # now it says that nothing is served
        click.echo(wrong, err=True)


class Supervisor:
    """One workspace's server and worker, and the looks between."""

    def __init__(
        self, workspace: Workspace, server: KeptAlive[StayingServer], stopped: threading.Event
    ) -> None:
        with away_from_here(workspace.prefect_home):
            from flows.serving.looks import Looks  # noqa: PLC0415 - Prefect reads its settings when it is imported

        self._workspace = workspace
        self._server = server
        self._stopped = stopped
        self._looks = Looks(workspace)
        self._page_due = 0.0

    def run(self) -> None:
        """Look until stopped, and end the worker."""
        self._looks.prepare(datetime.now(UTC))
        worker = KeptAlive(self._worker)
        self._say_where()
        try:
            while not self._stopped.wait(TICK):
                for step in (lambda: self._look(worker), self._refresh_page):
                    if wrong := tried(step):
                        click.echo(wrong, err=True)
        finally:
            click.echo("Stopping...")
            worker.stop()

    def _worker(self) -> Tied:
        workspace = {VARIABLE: str(self._workspace.folder.resolve())}
        home = self._workspace.prefect_home.resolve()
        return Tied("flows.serving.worker_process", (), home, environment(**workspace))

    def _server_answers(self) -> bool:
        return self._server.runs() and answers(self._server.process.api_url)

    def _look(self, worker: KeptAlive[Tied]) -> None:
        if self._server_answers() and worker.runs():
            self._looks.look(datetime.now(UTC))

    def _refresh_page(self) -> None:
        if time.monotonic() < self._page_due:
            return
        self._page_due = time.monotonic() + PAGE_EVERY
        refresh(self._workspace)

    def _say_where(self) -> None:
        click.echo(f"Runs: http://127.0.0.1:{self._server.process.port}  (the password stands in {AUTH})")
        for moment in next_times(self._workspace, AUDIT, datetime.now(UTC), 1):
            click.echo(f"Next audit: {moment:%A %d %B %Y at %H:%M}")
        click.echo("Ctrl-C stops it.")


def tried(step: Callable[[], None]) -> str:
    """What went wrong with a step, in words that quote nobody; empty where nothing did.

    What stays must stay: the step is taken again in a few seconds.
    """
    try:
        step()
    except Exception as error:  # noqa: BLE001 - a disk that is full, a server that is busy or going
        if is_full_disk(error):
            return DiskFull().message
        if isinstance(error, ArmslengthError):
            return error.message
        return f"Prefect did not answer as it should ({kind_of(error)}); trying again."
    return ""
