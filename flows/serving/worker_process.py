"""The worker's process: `python -m flows.serving.worker_process`, started by the supervisor.

It takes runs from the work pool, one at a time, each in a process of its own, until its standard input ends.
Prefect's settings, and which workspace the runs are of, stand in the environment it is given.
"""

import asyncio
import signal
import sys
import threading

from flows.quiet import be_quiet
from flows.serving.due import Due, job_of
from flows.serving.own_runs import OwnRuns
from flows.workspace import find_workspace


def main() -> None:
    """Work until there is nobody left to work for."""
    be_quiet()
    # Ctrl-C in a terminal reaches every process there; the one that started us says when we end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asyncio.run(_work())


async def _work() -> None:
    workspace = find_workspace(None).folder
    worker = OwnRuns(lambda name: Due(job_of(name), workspace), name="armslength", queue="default", limit=1)
    working = asyncio.create_task(worker.start(printer=_to_nobody))
    loop = asyncio.get_running_loop()
    threading.Thread(target=_ends_with_its_input, args=(loop, working), daemon=True).start()
    try:
        await working
    except asyncio.CancelledError:
        return


def _ends_with_its_input(loop: asyncio.AbstractEventLoop, working: "asyncio.Task[None]") -> None:
    while sys.stdin.buffer.read(1):
        pass
    loop.call_soon_threadsafe(working.cancel)


def _to_nobody(*_: object, **__: object) -> None:
    """What the worker says of itself stands in its log."""


if __name__ == "__main__":
    main()
