"""Hosts of a trust on this machine, each with a home of its own, by the commands that an IT team uses."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from benchmarks.postgres import Database
from benchmarks.trust.prefect_api import Api
from flows.trust.file import Trust, add_school, make_trust
from vault.private_files import write_private

PATIENCE = 120.0
COMMAND = [sys.executable, "-m", "flows.cli", "trust"]


@contextmanager
def served(folder: Path, database: Database, port: int) -> Iterator[tuple[Api, int]]:
    """The trust's server in that database, and the number of the process of the command."""
    trust = host(folder, "server", port, ())
    write_private(trust.folder / "database", database.url.encode())
    _change(trust, 'database_file = ""', 'database_file = "database"')
    process = subprocess.Popen(
        [*COMMAND, "server", "--port", str(port)], **_of(folder), stdout=subprocess.PIPE
    )
    try:
        with process.stdout as said:  # type: ignore[union-attr]  # asked for above
            told = said.readline()
        if b"Runs:" not in told:
            raise RuntimeError("the trust's server did not start")
        yield Api(trust.told.server.api_url, (trust.folder / "prefect.auth").read_text().strip()), process.pid
    finally:
        _end(process)


def host(folder: Path, name: str, port: int, schools: Sequence[Path], auth: Path | None = None) -> Trust:
    """A host that runs those schools; `auth` is the file with the server's password."""
    shutil.rmtree(folder, ignore_errors=True)
    trust = make_trust(folder, name)
    _change(trust, "127.0.0.1:4200", f"127.0.0.1:{port}")
    if auth:
        write_private(folder / "prefect.auth", auth.read_bytes())
    for each in schools:
        add_school(Trust(folder), each)
    return Trust(folder)


def deployed(trust: Trust) -> None:
    """The host's schools stand on the server."""
    subprocess.run([*COMMAND, "deploy"], **_of(trust.folder), check=True, stdout=subprocess.DEVNULL)


@contextmanager
def working(hosts: Sequence[Trust]) -> Iterator[list[int]]:
    """A worker on each host; the numbers of their processes."""
    with ExitStack() as stack:
        workers = [
            subprocess.Popen([*COMMAND, "work"], **_of(each.folder), stdout=subprocess.DEVNULL)
            for each in hosts
        ]
        for each in workers:
            stack.callback(_end, each)
        yield [each.pid for each in workers]


def _of(folder: Path) -> dict[str, Any]:
    """Where a command of that host runs, and what it knows."""
    known = {"ARMSLENGTH_TRUST": str(folder), "ARMSLENGTH_STATE": str(folder / "state")}
    return {"cwd": folder, "env": {**os.environ, **known}}


def _change(trust: Trust, before: str, after: str) -> None:
    write_private(trust.path, trust.path.read_text(encoding="utf-8").replace(before, after).encode())


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    process.wait(PATIENCE)
