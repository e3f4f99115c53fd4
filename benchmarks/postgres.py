"""A Postgres of one's own for as long as a block lasts: on loopback, behind a password, gone afterwards.

It needs the server's programs (Debian: `postgresql`, with `pg_trgm` in `postgresql-contrib`). They refuse to
run as root, so root starts them as the account `postgres`.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

NAME = "armslength"
TABLES = (
    "flow_run",
    "flow_run_state",
    "task_run",
    "task_run_state",
    "log",
    "artifact",
    "events",
    "event_resources",
)
PATIENCE = 60.0
"""Seconds it has to start, and to end."""


class PostgresMissing(Exception):
    """Postgres' server programs are not installed here."""


@dataclass(frozen=True, slots=True)
class Database:
    """Its address, as Prefect takes it, and the number of the process that all others of it come from."""

    url: str
    pid: int


def programs() -> Path:
    """The folder of `initdb` and `postgres`; raises `PostgresMissing`."""
    places = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
    if found := shutil.which("initdb"):
        places.append(Path(found).resolve().parent)
    for place in places:
        if (place / "initdb").exists() and (place / "postgres").exists():
            return place
    raise PostgresMissing


@contextmanager
def postgres() -> Iterator[Database]:
    """A cluster with an empty database for Prefect."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    account = _account(folder)
    password, port = token_hex(16), _free_port()
    try:
        server = _started(programs(), folder, account, password, port)
        try:
            _prepared(programs(), port, password)
            yield Database(f"postgresql+asyncpg://{NAME}:{password}@127.0.0.1:{port}/{NAME}", server.pid)
        finally:
            server.send_signal(signal.SIGINT)  # on SIGTERM it would wait for whoever is connected
            server.wait(PATIENCE)
    finally:
        shutil.rmtree(folder)


def database_bytes(url: str) -> int:
    """The size of the database and its indexes."""
    return int(_asked(url, "select pg_database_size(current_database())"))


def rows(url: str) -> dict[str, int]:
    """How many rows Prefect's largest tables have."""
    return {name: int(_asked(url, f"select count(*) from {name}")) for name in TABLES}  # noqa: S608 - our own words


def _account(folder: Path) -> dict[str, Any]:
    """Whom Postgres runs as: this account, or `postgres` in root's place."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return {}
    shutil.chown(folder, "postgres", "postgres")
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


def _started(
    place: Path, folder: Path, account: dict[str, Any], password: str, port: int
) -> "subprocess.Popen[bytes]":
    options: dict[str, Any] = {
        **account,
        "cwd": folder,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }
    data = folder / "data"
    with tempfile.NamedTemporaryFile("w", prefix="password-") as told:
        told.write(password)
        told.flush()
        if account:
            shutil.chown(told.name, "postgres")
        made: list[str | Path] = [
            place / "initdb",
            "-D",
            data,
            "-U",
            NAME,
            "-A",
            "scram-sha-256",
            "-E",
            "UTF8",
            "--pwfile",
            told.name,
        ]
        subprocess.run(made, check=True, **options)
    settings = ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}"]
    return subprocess.Popen([place / "postgres", "-D", data, "-p", str(port), *settings], **options)


def _prepared(place: Path, port: int, password: str) -> None:
    """Wait until it answers; make the database with what Prefect needs in it."""
    url = f"postgresql://{NAME}:{password}@127.0.0.1:{port}/postgres"
    deadline = time.monotonic() + PATIENCE
    while subprocess.run([place / "pg_isready", "-q", "-d", url], check=False).returncode:
        if time.monotonic() > deadline:
            raise TimeoutError("Postgres did not start")
        time.sleep(0.1)
    _asked(url, f"create database {NAME}")
    _asked(f"{url.removesuffix('postgres')}{NAME}", "create extension pg_trgm")


def _asked(url: str, question: str) -> str:
    plain = url.replace("+asyncpg", "")
    command: list[str | Path] = [
        programs() / "psql",
        "-d",
        plain,
        "-X",
        "-q",
        "-A",
        "-t",
        "-v",
        "ON_ERROR_STOP=1",
        "-c",
        question,
    ]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    return answer.stdout.strip()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
