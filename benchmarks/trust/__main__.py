"""`python -m benchmarks.trust`: invented schools audited through Prefect on Postgres, by one worker and two.

    --folder DIR    where the schools are kept between the two steps
    --prepare       make the schools that are not there yet, and stop; what was interrupted goes on
    --run           audit them; without either, both

One worker audits the first `--subset` schools, two or more audit all: every audit begins with a fresh copy.
Then runs without work show how many the server takes. Results are kept in `benchmarks/results/`.
"""

import argparse
import json
import os
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.audit import RESULTS, machine
from benchmarks.postgres import postgres
from benchmarks.trust.auditing import Server, audited
from benchmarks.trust.ceiling import ceiling
from benchmarks.trust.hosts import host, served
from benchmarks.trust.schools import prepare


def main() -> None:
    """Prepare, run, print and keep."""
    arguments = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # everything that was started is ended
    os.environ["ARMSLENGTH_STATE"] = str(arguments.folder / "state")
    whole = not arguments.run and not arguments.prepare
    if arguments.prepare or whole:
        began = time.monotonic()
        made = prepare(arguments.folder, arguments.schools, arguments.at_once)
        print(
            f"{made} schools made in {time.monotonic() - began:.0f} s; {arguments.schools - made} were there."
        )
    if arguments.run or whole:
        result = measured(arguments)
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "trust.json").write_text(json.dumps(result, indent=2), encoding="utf-8")
        print(table(result))


def measured(arguments: argparse.Namespace) -> dict[str, Any]:
    """Everything on one server."""
    folder, port = arguments.folder.resolve(), _free_port()
    began = time.monotonic()
    with postgres() as database, served(folder / "server", database, port) as (api, pid):
        server = Server(api, folder / "server" / "prefect.auth", database, pid, port)
        audits = [
            audited(server, folder, range(_schools(arguments, workers)), workers)
            for workers in map(int, filter(None, arguments.workers.split(",")))
        ]
        trust = host(folder / "no-work", "no-work", port, (), server.auth)
        found = ceiling(server, trust, [1, 2, 4], arguments.ceiling_seconds)
    return {
        "machine": machine(),
        "audits": audits,
        "without_work": found,
        "minutes": (time.monotonic() - began) / 60,
    }


def table(result: dict[str, Any]) -> str:
    """The figures for a terminal."""
    lines = [
        f"{each['workers']} at once: {each['completed']} of {each['schools']} schools audited, "
        f"{each['schools_per_minute']:.1f} a minute, {each['seconds_to_start']:.1f} s to start and "
        f"{each['seconds_of_audit']:.1f} s each; at most "
        + ", ".join(f"{name} {size:.0f} MB" for name, size in each["peak_megabytes"].items())
        + "; of a processor "
        + ", ".join(f"{name} {told:.2f} s" for name, told in each["seconds_of_a_processor_per_run"].items())
        + f" a run; {each['kilobytes_of_database_per_run']:.0f} KB of database a run"
        for each in result["audits"]
    ]
    lines += [
        f"{each['workers']} workers to {result['audits'][0]['workers']}: "
        f"{each['schools_per_minute'] / result['audits'][0]['schools_per_minute']:.2f} times as many a minute"
        for each in result["audits"][1:]
    ]
    lines += [
        f"without work, from {each['processes']}: {each['runs_per_minute']:.0f} runs a minute, "
        f"{each['requests_per_run']:.0f} requests a run, {each['requests_per_second']:.0f} a second; "
        f"{each['server_seconds_per_run']:.2f} s of the server's processor and "
        f"{each['database_seconds_per_run']:.2f} s of the database's a run; "
        f"{each['kilobytes_of_database_per_run']:.0f} KB of database a run"
        for each in result["without_work"]
    ]
    return "\n".join([*lines, f"{result['minutes']:.0f} minutes in all"])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folder", type=Path, default=RESULTS / "schools")
    parser.add_argument("--schools", type=int, default=100)
    parser.add_argument("--subset", type=int, default=30)
    parser.add_argument("--workers", default="1,2")
    parser.add_argument("--at-once", type=int, default=os.cpu_count() or 1, help="Schools made at once.")
    parser.add_argument("--ceiling-seconds", type=int, default=30)
    parser.add_argument("--prepare", action="store_true")
    parser.add_argument("--run", action="store_true")
    return parser.parse_args()


def _schools(arguments: argparse.Namespace, workers: int) -> int:
    every: int = arguments.schools
    return min(arguments.subset, every) if workers == 1 else every


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
