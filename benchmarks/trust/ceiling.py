"""Where the server's ceiling lies: runs without work, from more and more processes at once."""

import json
import os
import subprocess
import sys

import psutil

from benchmarks.trust.watching import Watched
from flows.trust.file import Trust


def ceiling(
    trust: Trust, processes: dict[str, psutil.Process], at_once: list[int], seconds: int
) -> list[dict[str, float]]:
    """For each number of processes: runs a minute, requests a run, and the processor's time of a run."""
    return [_measured(trust, processes, number, seconds) for number in at_once]


def _measured(
    trust: Trust, processes: dict[str, psutil.Process], number: int, seconds: int
) -> dict[str, float]:
    watched = Watched(processes)
    command = [sys.executable, "-m", "benchmarks.trust.no_work", str(trust.folder), str(seconds)]
    environment = {name: told for name, told in os.environ.items() if not name.startswith("PREFECT_")}
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) for _ in range(number)]
    told = [json.loads(each.communicate()[0]) for each in running]
    runs = sum(each["runs"] for each in told)
    spent = watched.seconds()
    return {
        "processes": number,
        "runs": runs,
        "runs_per_minute": sum(60 * each["runs"] / each["seconds"] for each in told),
        "requests_per_run": sum(each["requests"] for each in told) / runs,
        "requests_per_second": sum(each["requests"] / each["seconds"] for each in told),
        **{f"{name}_seconds_per_run": spent[name] / (runs + number) for name in processes},
    }
