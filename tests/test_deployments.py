"""prefect.yaml deploys the jobs that there are, and what it names can be loaded."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from flows.jobs.registry import JOBS

ROOT = Path(__file__).parents[1]
LOADS = """
import json, sys
from pathlib import Path
from flows.engine import away_from_here, settle
home = Path(sys.argv[1])
settle(home)
with away_from_here(home):
    from prefect.flows import load_flow_from_entrypoint
flows = [load_flow_from_entrypoint(each, use_placeholder_flow=False) for each in sys.argv[2:]]
print(json.dumps([[flow.name, flow.parameters.properties, flow.persist_result] for flow in flows]))
"""


def deployments() -> list[dict[str, Any]]:
    told = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    assert told["pull"] == told["push"] == told["build"] == []
    found: list[dict[str, Any]] = told["deployments"]
    return found


def test_prefect_yaml_names_every_job_and_no_other() -> None:
    told = [(each["name"], each["entrypoint"], each["description"]) for each in deployments()]
    assert told == [(job.name, job.entrypoint, job.about) for job in JOBS]


def test_no_deployment_takes_a_parameter_or_runs_twice_at_once() -> None:
    for each in deployments():
        assert each["enforce_parameter_schema"] is True
        assert each["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}
        assert each["work_pool"]["name"] == "armslength"
        assert not {"parameters", "pull", "build", "push"} & {*each}


def test_every_deployment_is_a_flow_of_ours_without_parameters(tmp_path: Path) -> None:
    entrypoints = [each["entrypoint"] for each in deployments()]
    environment = {name: told for name, told in os.environ.items() if not name.startswith("PREFECT_")}
    loaded = subprocess.run(
        [sys.executable, "-c", LOADS, str(tmp_path / "prefect"), *entrypoints],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert loaded.returncode == 0, loaded.stderr[-2000:]
    assert json.loads(loaded.stdout) == [[job.flow, {}, False] for job in JOBS]
