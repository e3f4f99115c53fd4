"""Where the server's ceiling lies: runs without work, from more and more processes at once."""

import json
import os
import subprocess
import sys

from benchmarks.postgres import database_bytes
from benchmarks.trust.auditing import KILOBYTE, Server
from benchmarks.trust.watching import Watched
from flows.trust.file import Trust

Figures = dict[str, float]


def ceiling(server: Server, trust: Trust, at_once: list[int], seconds: int) -> list[Figures]:
    """For each number of processes: runs a minute; requests, processor's time and database of a run."""
    return [_measured(server, trust, number, seconds) for number in at_once]


def _measured(server: Server, trust: Trust, number: int, seconds: int) -> Figures:
    watched, before = Watched(server.processes), database_bytes(server.database.url)
    command = [sys.executable, "-m", "benchmarks.trust.no_work", str(trust.folder), str(seconds)]
    environment = {name: told for name, told in os.environ.items() if not name.startswith("PREFECT_")}
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) for _ in range(number)]
    told = [json.loads(each.communicate()[0]) for each in running]
    counted = sum(each["runs"] for each in told)
    made = counted + number  # each makes one before it counts
    spent = watched.seconds()
    return {
        "processes": number,
        "runs": counted,
        "runs_per_minute": sum(60 * each["runs"] / each["seconds"] for each in told),
        "requests_per_run": sum(each["requests"] for each in told) / counted,
        "requests_per_second": sum(each["requests"] / each["seconds"] for each in told),
        "kilobytes_of_database_per_run": (database_bytes(server.database.url) - before) / KILOBYTE / made,
        **{f"{name}_seconds_per_run": spent[name] / made for name in server.processes},
    }
