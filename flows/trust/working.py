"""This host's worker: it takes the runs of this host's schools, and sees to what dies and what changes."""

import asyncio
import signal
import sys
import threading
from contextlib import suppress

import click
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import FlowRun
from prefect.states import Crashed

from flows.boundary import kind_of
from flows.jobs.running import is_alive
from flows.serving.own_runs import OwnRuns
from flows.serving.runs import UNDER_WAY, for_a_while, in_state
from flows.today import london_today
from flows.trust.deployed import due
from flows.trust.deploying import deploy, deployed_on
from flows.trust.file import Trust
from flows.workspace import Workspace
from schemas.errors import ArmslengthError
from vault.private_files import held

TICK = 60.0
"""Seconds between two looks at what may have died."""


def work(trust: Trust) -> None:
    """Work until somebody ends this process."""
    stopped = threading.Event()
    looks = Looks(trust)
    with held(trust.prefect_home / "work.lock") as alone:
        looks.look(alone=alone)
        threading.Thread(target=looks.until, args=(stopped,), daemon=True).start()
        try:
            asyncio.run(_taking_runs(trust))
        finally:
            stopped.set()


async def _taking_runs(trust: Trust) -> None:
    host = trust.told.host
    # Read anew for each run: what was changed in trust.toml holds from the next run on.
    worker = OwnRuns(lambda name: due(Trust(trust.folder), name), host.name, host.name, host.limit)
    working = asyncio.create_task(worker.start(printer=_to_nobody))
    loop = asyncio.get_running_loop()
    if sys.platform != "win32":  # there, asyncio turns Ctrl-C into the same by itself
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, working.cancel)
    with suppress(asyncio.CancelledError):
        await working


class Looks:
    """Now and then, what a worker does not see by itself."""

    def __init__(self, trust: Trust) -> None:
        self._trust = trust

    def until(self, stopped: threading.Event) -> None:
        """Look each minute until stopped; once a day, write the deployments, with what has been changed."""
        while not stopped.wait(TICK):
            self.look(alone=False)

    def look(self, *, alone: bool) -> None:
        """Close what died. Where Prefect is away, the next look comes soon."""
        try:
            with get_client(sync_client=True) as client:
                close_the_dead(client, self._trust, alone=alone)
                if not alone and deployed_on(self._trust) != london_today():
                    self._deploy(client)
        except ArmslengthError as error:
            _say(error.message)
        except Exception as error:  # noqa: BLE001 - a server that is busy or going; the next look is a minute away
            _say(f"Prefect did not answer as it should ({kind_of(error)}); trying again.")

    def _deploy(self, client: SyncPrefectClient) -> None:
        self._trust = Trust(self._trust.folder)
        for school in deploy(client, self._trust):
            _say(f"{school.reference} could not be read: {school.problem}")


def close_the_dead(client: SyncPrefectClient, trust: Trust, *, alone: bool) -> int:
    """Mark this host's runs whose process is gone as crashed; how many those were.

    `alone` before any worker of this host takes one; afterwards, one that is just starting is left in peace.
    """
    dead = [run for run in _under_way(client, trust) if (alone or for_a_while(run)) and _is_dead(trust, run)]
    for run in dead:
        client.set_flow_run_state(run.id, Crashed(), force=True)
    return len(dead)


def _under_way(client: SyncPrefectClient, trust: Trust) -> list[FlowRun]:
    ours = {school.reference for school in trust.schools}
    return [run for run in in_state(client, UNDER_WAY) if ours & {*run.tags}]


def _is_dead(trust: Trust, run: FlowRun) -> bool:
    (reference,) = {school.reference for school in trust.schools} & {*run.tags}
    return not is_alive(Workspace(trust.school(reference).folder), str(run.id))


def _to_nobody(*_: object, **__: object) -> None:
    """What the worker says of itself stands in its log."""


def _say(what: str) -> None:
    click.echo(what, err=True)
