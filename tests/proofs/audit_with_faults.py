"""`armslength`, with a name printed, logged, warned of and raised wherever an audit has a place for it.

    audit_with_faults.py PLACE FAULT NAME TOLD armslength's own arguments

`PLACE` is a stage, `watcher` or `artifact`; there the fault ends it. Every stage is noisy besides. Each name
that is let out is noted in the file `TOLD`, so that it is known that it was.
"""

import asyncio
import functools
import gc
import logging
import os
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

PLACE, FAULT, NAME, TOLD = sys.argv[1:5]
STAGES = {
    "load": ("load_roster", "index_roster"),
    "sift": ("sift_roster",),
    "submissions": ("open_shard", "sift_shard", "match_shard", "judge_shard"),
    "corroborate": ("corroborate_matches",),
    "check": ("check_findings",),
    "report": ("write_reports",),
}


class Past(BaseException):
    """What native code raises past `Exception`."""


class Falls:
    """Fails while it is tidied up."""

    def __del__(self) -> None:
        raise ValueError(NAME)


def noise() -> None:
    """The name, by every way out that does not end the stage."""
    from prefect import get_run_logger

    with Path(TOLD).open("a", encoding="utf-8") as told:
        told.write(f"{NAME}\n")
    sys.stdout.write(NAME)
    os.write(2, NAME.encode())
    subprocess.run([sys.executable, "-c", f"print({NAME!r})"], check=True)
    warnings.warn(NAME, stacklevel=1)
    logging.captureWarnings(True)
    warnings.warn(NAME, stacklevel=1)
    get_run_logger().critical("%s", NAME)
    for each in ("", "prefect", "prefect.flow_runs", "prefect.extra", "matching", "py.warnings", "uvicorn"):
        logging.getLogger(each).critical(NAME, stack_info=True)
    thread = threading.Thread(target=int, args=(NAME,), name=NAME)
    thread.start()
    thread.join()
    Falls()
    asyncio.run(never_asked_for())
    gc.collect()


async def never_asked_for() -> None:
    """A task whose error nobody takes."""
    task = asyncio.get_running_loop().create_task(fails())
    await asyncio.sleep(0)
    del task
    gc.collect()


async def fails() -> None:
    raise ValueError(NAME)


def chained() -> None:
    try:
        {}[NAME]
    except KeyError as error:
        raise RuntimeError(NAME) from error


def deep(told: str) -> str:
    try:
        return deep(told)
    except RecursionError:
        raise RecursionError(NAME) from None


def thrown(error: Callable[..., BaseException]) -> Callable[[], None]:
    def throw() -> None:
        raise error(NAME)

    return throw


FAULTS: dict[str, Callable[[], Any]] = {
    "an error": thrown(KeyError),
    "chained": chained,
    "past Exception": thrown(Past),
    "out of memory": thrown(MemoryError),
    "too deep": lambda: deep(NAME),
    "exit": thrown(SystemExit),
    "a stop": thrown(KeyboardInterrupt),
    "a named class": thrown(type(NAME.split()[0], (Exception,), {})),
    "a group": thrown(lambda name: ExceptionGroup(name, [ValueError(name)])),
    "a file": lambda: Path("/nowhere", NAME).read_bytes(),
}


def noisy(work: Callable[..., Any], *, fails_too: bool) -> Callable[..., Any]:
    @functools.wraps(work)
    def loud(*args: Any) -> Any:
        noise()
        if PLACE == "artifact":  # known by now: Prefect must be settled before it is imported
            artifacts = sys.modules["flows.artifacts"]
            artifacts.page = ends(artifacts.page)  # type: ignore[attr-defined]
        if fails_too:
            FAULTS[FAULT]()
        return work(*args)

    return loud


def ends(work: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(work)
    def ending(*_: Any) -> Any:
        FAULTS[FAULT]()

    return ending


def spoil() -> None:
    """Put the faults into their places, before Prefect makes tasks of the stages."""
    import importlib

    for module, names in STAGES.items():
        holder = importlib.import_module(f"flows.stages.{module}")
        for name in names:
            setattr(holder, name, noisy(getattr(holder, name), fails_too=name == PLACE))
    if PLACE == "watcher":
        from flows import workroom

        workroom.tell = ends(workroom.tell)


if __name__ == "__main__":
    del sys.argv[1:5]
    spoil()
    from flows.cli import main

    main()
