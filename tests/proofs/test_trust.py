"""A trust on Postgres: what goes wrong with one school leaves the others alone, and a server commands nobody.

Two hosts are two worker processes here, each with a home and a trust.toml of its own. Three schools on the
one and two on the other are copies of the same school, so that those nothing happened to must end alike.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from benchmarks.postgres import PostgresMissing, postgres, programs
from benchmarks.trust.hosts import deployed, host, served, working
from benchmarks.trust.prefect_api import Api
from flows.jobs.registry import JOBS
from flows.trust.file import Trust
from flows.trust.overview import overview
from flows.workspace import VARIABLE, Workspace
from tests.canary import find_canaries
from tests.flows.conftest import canaries, canary_workspace
from tests.proofs.conftest import Figure
from tests.proofs.prefect_api import everything_told

__all__ = ["canary_workspace"]

ROOT = Path(__file__).parents[2]
PORT = 4931
FINE, NO_KEYS, NO_ROSTER, KILLED, FINE_TOO = "fine", "no-keys", "no-roster", "killed", "fine-too"
HOSTS = {"host-1": (FINE, NO_KEYS, NO_ROSTER), "host-2": (KILLED, FINE_TOO)}


@dataclass(frozen=True)
class OfTrust:
    """The trust's server, and its hosts with their schools."""

    api: Api
    folder: Path
    hosts: dict[str, Trust]

    @property
    def api_url(self) -> str:
        return self.api.url

    @property
    def auth(self) -> str:
        return self.api.auth

    def reference(self, school: str) -> str:
        (found,) = (
            each.reference
            for trust in self.hosts.values()
            for each in trust.schools
            if each.folder.name == school
        )
        return found

    def audit(self, school: str) -> dict[str, Any]:
        """Its deployment of the audit."""
        (found,) = self.api.deployments(f"audit-{self.reference(school)}")
        return found

    def started(self, school: str) -> str:
        return self.api.start(self.audit(school))


@pytest.fixture(scope="module")
def trust(canary_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfTrust]:
    """A server in a Postgres of its own, two hosts, five schools with something wrong with three of them."""
    try:
        programs()
    except PostgresMissing:
        pytest.skip("Postgres' server programs are not installed here")
    folder = tmp_path_factory.mktemp("trust")
    schools = {name: folder / "schools" / name for names in HOSTS.values() for name in names}
    for path in schools.values():
        shutil.copytree(canary_workspace.folder, path)
    with postgres() as database, served(folder / "server", database, PORT) as (api, _):
        auth = folder / "server" / "prefect.auth"
        hosts = {
            name: host(folder / name, name, PORT, [schools[each] for each in names], auth)
            for name, names in HOSTS.items()
        }
        for each in hosts.values():
            deployed(each)
        shutil.rmtree(schools[NO_KEYS] / "keys")
        (schools[NO_ROSTER] / "lists" / "roster.age").unlink()
        yield OfTrust(api, folder, hosts)


def ended(trust: OfTrust, run: str) -> str:
    (found,) = trust.api.ended([run])
    return str(found["state"]["type"])


def killed_while_running(trust: OfTrust, run: str, pids: list[int]) -> list[str]:
    """The run's process, killed at work; the schools that each process of a run knew of before that."""
    known: list[str] = []
    while trust.api.ask(f"/flow_runs/{run}")["state"]["type"] != "RUNNING":
        known += schools_known(trust, pids)
        time.sleep(0.5)
    (process,) = (each for each in of_runs(pids) if each.environ().get(VARIABLE, "").endswith(f"/{KILLED}"))
    process.send_signal(signal.SIGKILL)
    return known + schools_known(trust, pids)


def of_runs(pids: list[int]) -> list[psutil.Process]:
    """The processes of runs that the workers have."""
    return [
        child
        for pid in pids
        for child in psutil.Process(pid).children()
        if "own_run" in " ".join(child.cmdline())
    ]


def schools_known(trust: OfTrust, pids: list[int]) -> list[str]:
    """For each run at work, the schools whose folders stand in its environment or are open in it."""
    told = []
    for process in of_runs(pids):
        try:
            places = [*process.environ().values(), *(each.path for each in process.open_files())]
        except psutil.Error:  # it has just ended
            continue
        base = f"{trust.folder / 'schools'}/"
        named = {place.removeprefix(base).split("/")[0] for place in places if place.startswith(base)}
        told.append(" ".join(sorted(named)))
    return told


def test_what_goes_wrong_with_one_school_leaves_the_others_alone(trust: OfTrust, figure: Figure) -> None:
    names = [name for names in HOSTS.values() for name in names]
    runs = {name: trust.started(name) for name in names}
    with working(list(trust.hosts.values())) as pids:
        known = killed_while_running(trust, runs[KILLED], pids)
        states = {name: ended(trust, run) for name, run in runs.items()}
        again = ended(trust, trust.started(KILLED))
    assert states == {
        FINE: "COMPLETED",
        NO_KEYS: "FAILED",
        NO_ROSTER: "FAILED",
        KILLED: "CRASHED",
        FINE_TOO: "COMPLETED",
    }
    assert again == "COMPLETED"
    assert set(known) <= set(names), "a run knew of another school than its own"
    lines = {each["school"]: each for one in trust.hosts.values() for each in overview(one)["schools"]}
    of = {name: lines[trust.reference(name)] for name in names}
    assert of[FINE]["totals"] == of[FINE_TOO]["totals"] == of[KILLED]["totals"] != {}
    assert "keys-missing" in of[NO_KEYS]["problems"]
    assert of[NO_ROSTER]["ended"] == "roster-missing"
    assert {name: len(audits(trust, name)) for name in names} == {
        FINE: 1,
        NO_KEYS: 0,
        NO_ROSTER: 0,
        KILLED: 1,
        FINE_TOO: 1,
    }
    told = json.dumps([everything_told(trust), list(lines.values())])  # type: ignore[arg-type]  # a server's address
    assert trust.reference(FINE) in told
    assert find_canaries([told], [*canaries(), str(trust.folder / "schools")]) == []
    told_of = "keys missing, roster missing, kill -9: the other two end alike, the killed one too, done again"
    figure("M4", f"{len(names)} schools on {len(HOSTS)} hosts: {told_of}")


def audits(trust: OfTrust, school: str) -> list[Path]:
    return [*(trust.folder / "schools" / school / "audits").glob("run-*")]


def test_a_server_that_is_not_to_be_trusted_runs_nothing_of_its_own(
    trust: OfTrust, tmp_path: Path, figure: Figure
) -> None:
    marker, code = tmp_path / "ran", tmp_path / "evil.py"
    code.write_text(f"from pathlib import Path\nPath({str(marker)!r}).touch()\n", encoding="utf-8")
    good = trust.audit(FINE_TOO)
    hostile = {
        "flow_id": good["flow_id"],
        "entrypoint": f"{code}:screening",
        "work_pool_name": "armslength",
        "work_queue_name": "host-2",
        "pull_steps": [
            {
                "prefect.deployments.steps.run_shell_script": {
                    "script": f"touch {marker}",
                    "stream_output": False,
                }
            }
        ],
        "job_variables": {
            "command": f"touch {marker}",
            "env": {VARIABLE: str(trust.folder / "schools" / FINE), "PYTHONSTARTUP": str(code)},
            "working_dir": str(tmp_path),
        },
    }
    before = len(audits(trust, FINE))
    names = (
        "evil",
        "audit",
        f"audit-{trust.reference(FINE)}",
        "audit-school-ffffff",
        f"shell-{trust.reference(FINE_TOO)}",
    )
    for name in names:
        made = trust.api.ask("/deployments/", {**hostile, "name": name})
        assert made["work_queue_name"] == "host-2"
    refused = [
        trust.api.start(each)
        for name in names
        for each in trust.api.deployments(name)
        if each["name"] == name
    ]
    changed = trust.api.ask("/deployments/", {**hostile, "name": good["name"]})
    ours = trust.api.start(changed)
    with working([trust.hosts["host-2"]]):
        states = [ended(trust, run) for run in refused]
        assert ended(trust, ours) in {"COMPLETED", "FAILED"}
    assert states == ["CRASHED"] * len(names)
    assert not marker.exists()
    assert len(audits(trust, FINE)) == before, "another school than the deployment's was audited"
    figure(
        "M16",
        f"{len(names) + 1} deployments with commands, code and paths of the server's own: none followed",
    )


def test_prefect_yaml_is_deployed_and_a_run_of_it_worked_on(
    trust: OfTrust, canary_workspace: Workspace, tmp_path: Path, figure: Figure
) -> None:
    workspace = shutil.copytree(canary_workspace.folder, tmp_path / "workspace")
    home = tmp_path / "prefect"
    home.mkdir(mode=0o700)
    known = {
        **{name: told for name, told in os.environ.items() if not name.startswith("PREFECT_")},
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": trust.api_url,
        "PREFECT_API_AUTH_STRING": trust.auth,
        VARIABLE: str(workspace),
    }
    prefect = [sys.executable, "-m", "prefect"]
    subprocess.run(
        [*prefect, "--no-prompt", "deploy", "--all"],
        cwd=ROOT,
        env=known,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    found = {each["name"]: each for each in trust.api.deployments("") if each["work_queue_name"] == "default"}
    assert {*found} == {job.name for job in JOBS}
    assert all(each["enforce_parameter_schema"] for each in found.values())
    assert not any(each["pull_steps"] for each in found.values())
    command = [*prefect, "worker", "start", "--pool", "armslength", "--work-queue", "default", "--limit", "1"]
    worker = subprocess.Popen(
        command, cwd=home, env=known, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        assert ended(trust, trust.api.start(found["policy-review"])) == "COMPLETED"
    finally:
        worker.kill()  # its one run has ended, and Prefect's own worker does not always obey a softer word
        worker.wait()
    figure(
        "M16",
        f"{len(found)} deployments of prefect.yaml, without pull steps; a run of one by Prefect's own worker",
    )
