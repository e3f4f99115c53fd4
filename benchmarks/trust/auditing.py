"""All schools of some hosts audited through the trust's server, and what that took."""

import shutil
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from benchmarks.postgres import Database, database_bytes
from benchmarks.trust.hosts import deployed, host, working
from benchmarks.trust.prefect_api import Api
from benchmarks.trust.schools import copies
from benchmarks.trust.watching import Watched
from flows.trust.file import Trust

KILOBYTE = 1024


class Server:
    """The trust's server, its database, and their processes."""

    def __init__(self, api: Api, auth: Path, database: Database, pid: int, port: int) -> None:
        self.api, self.auth, self.database, self.port = api, auth, database, port
        self.processes = {"server": psutil.Process(pid), "database": psutil.Process(database.pid)}


def audited(server: Server, folder: Path, schools: range, workers: int) -> dict[str, Any]:
    """Audit those schools with so many workers, one run each at once, each on a host of its own."""
    scratch = folder / f"with-{workers}"
    shutil.rmtree(scratch, ignore_errors=True)  # of a run that was interrupted
    hosts = [
        host(
            scratch / f"host-{number}",
            f"with-{workers}-{number}",
            server.port,
            copies(folder, schools[number::workers], scratch / f"workspaces-{number}"),
            server.auth,
        )
        for number in range(workers)
    ]
    for each in hosts:
        deployed(each)
    before = database_bytes(server.database.url)
    runs = [server.api.start(each) for each in _audits(server.api, hosts)]
    with working(hosts) as pids:
        watched = Watched({**server.processes, **{f"worker {pid}": psutil.Process(pid) for pid in pids}})
        with watched.watching():
            ended = server.api.ended(runs)
        spent = watched.seconds()
    return {
        "schools": len(schools),
        "workers": workers,
        "completed": sum(run["state"]["type"] == "COMPLETED" for run in ended),
        "audits_on_disk": len([*scratch.glob("workspaces-*/*/audits/run-*")]),
        **_times(server.api, ended),
        "peak_megabytes": _peaks(watched.megabytes),
        "seconds_of_a_processor_per_run": {
            "server": spent["server"] / len(runs),
            "database": spent["database"] / len(runs),
            "worker and run": sum(told for name, told in spent.items() if name.startswith("worker"))
            / len(runs),
        },
        "kilobytes_of_database_per_run": (database_bytes(server.database.url) - before)
        / KILOBYTE
        / len(runs),
    }


def _audits(api: Api, hosts: list[Trust]) -> list[dict[str, Any]]:
    ours = {school.reference for each in hosts for school in each.schools}
    return [each for each in api.deployments("audit-") if ours & {*each["tags"]}]


def _times(api: Api, ended: list[dict[str, Any]]) -> dict[str, float]:
    """Runs a minute from when the first was taken to when the last ended; the parts of one run."""
    states = [_moments(api.ask(f"/flow_run_states/?flow_run_id={run['id']}")) for run in ended]
    began = min(each["PENDING"] for each in states)
    last = max(each["ended"] for each in states)
    return {
        "schools_per_minute": 60 * len(ended) / (last - began).total_seconds(),
        "seconds_to_start": median((each["RUNNING"] - each["PENDING"]).total_seconds() for each in states),
        "seconds_of_audit": median((each["ended"] - each["RUNNING"]).total_seconds() for each in states),
    }


def _moments(states: list[dict[str, Any]]) -> dict[str, datetime]:
    """When the run first was in each state, and when it was in its last."""
    moments: dict[str, datetime] = {}
    for state in sorted(states, key=lambda state: str(state["timestamp"])):
        moment = datetime.fromisoformat(state["timestamp"])
        moments.setdefault(state["type"], moment)
        moments["ended"] = moment
    return moments


def _peaks(megabytes: dict[str, float]) -> dict[str, float]:
    """The largest of each kind: the command that starts the server is no part of it."""
    kinds = {"server": "a child of server", "worker": "worker", "run": "a child of worker"}
    return {
        kind: max(size for name, size in megabytes.items() if name.startswith(begins))
        for kind, begins in kinds.items()
    }
