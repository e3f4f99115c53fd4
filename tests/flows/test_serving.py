"""The school's jobs on a Prefect server of its own: IT sees runs, stages and counts, and nobody."""

import json
import shutil
import time
import urllib.error
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from flows.jobs.registry import JOBS
from flows.serving.place import is_served, served_at
from flows.stage_names import STAGES
from flows.today import LONDON
from flows.workspace import Workspace
from tests.canary import find_canaries
from tests.flows.conftest import canaries
from tests.flows.served import PATIENCE, Served, served
from vault.audit_log import Event

WHEN = "every day at 06:15"


@pytest.fixture(scope="session")
def serving(canary_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The canaries, served, with an audit in their schedule: the one server of these tests."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(canary_workspace.folder, folder / "workspace")
    school = folder / "workspace" / "school.toml"
    text = school.read_text(encoding="utf-8")
    school.write_text(text.replace('audit = "never" ', f'audit = "{WHEN}"'), encoding="utf-8")
    with served(Workspace(folder / "workspace"), folder / "said.txt") as serving:
        yield serving
        # A clean stop is part of what is served: nothing is left alive, and the place is free again.
        serving.process.terminate()
        assert serving.process.wait(60) == 0
        assert not is_served(serving.workspace)


@pytest.fixture(scope="session")
def audit(serving: Served) -> Any:
    """A run of the audit, begun as from Prefect's own pages."""
    return serving.run("audit")


def test_every_job_is_deployed_and_takes_no_parameter(serving: Served) -> None:
    deployed = serving.asked("deployments/filter", {})
    assert {each["name"] for each in deployed} == {job.name for job in JOBS}
    assert [each["parameters"] for each in deployed if each["parameters"]] == []
    route = f"deployments/{serving.deployment('audit')['id']}/create_flow_run"
    with pytest.raises(urllib.error.HTTPError, match="409"):
        serving.asked(route, {"parameters": {"a_name": "typed into the form"}})


def test_the_next_audit_is_shown_at_its_hour_in_london(serving: Served) -> None:
    (schedule,) = serving.deployment("audit")["schedules"]
    assert schedule["schedule"]["timezone"] == "Europe/London"
    moments = [line.split(":", 1)[1] for line in schedule["schedule"]["rrule"].splitlines()]
    assert all(each.endswith("T061500") for line in moments for each in line.split(","))


def test_prefect_itself_writes_the_next_audits_down(serving: Served) -> None:
    told = {
        "deployments": {"name": {"any_": ["audit"]}},
        "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
    }
    deadline = time.monotonic() + PATIENCE
    while not (coming := [run for run in serving.asked("flow_runs/filter", told) if run["auto_scheduled"]]):
        assert time.monotonic() < deadline
        time.sleep(1)
    moments = [datetime.fromisoformat(run["expected_start_time"]).astimezone(LONDON) for run in coming]
    assert {(each.hour, each.minute) for each in moments} == {(6, 15)}
    assert min(moments) > datetime.now(UTC)


def test_an_audit_by_hand_would_use_the_server_that_is_there(serving: Served) -> None:
    assert served_at(serving.workspace) == serving.api


def test_the_run_and_its_stages_are_seen(serving: Served, audit: Any) -> None:
    assert (audit["state"]["name"], audit["parameters"]) == ("Completed", {})
    tasks = serving.asked("task_runs/filter", {"flow_runs": {"id": {"any_": [audit["id"]]}}})
    assert {task["name"].partition(" (")[0] for task in tasks} == set(STAGES.values())
    finished = [each.entry for each in serving.workspace.vault.log.entries()]
    since = datetime.fromisoformat(audit["start_time"])
    assert [each.what for each in finished if each.moment >= since] == [Event.AUDIT_FINISHED]


def test_the_page_of_the_run_tells_stages_bands_and_checks(serving: Served, audit: Any) -> None:
    told = serving.asked("artifacts/filter", {"flow_runs": {"id": {"any_": [audit["id"]]}}})
    (page,) = (each["data"] for each in told if each["key"] == "audit-run")
    assert "# Audit: done" in page
    assert [words for words in STAGES.values() if f"| {words} |" not in page] == []
    assert "checks found nothing" in page


def test_without_the_password_the_server_tells_nothing(serving: Served) -> None:
    with pytest.raises(urllib.error.HTTPError, match="401"):
        serving.asked("flow_runs/filter", {}, auth="armslength:another")


def test_nothing_that_the_api_tells_holds_a_name(serving: Served, audit: Any, tmp_path: Path) -> None:
    told = tmp_path / "api.json"
    kinds = ("flow_runs", "task_runs", "logs", "artifacts", "events", "deployments")
    told.write_text(json.dumps([serving.asked(f"{kind}/filter", {}) for kind in kinds]), encoding="utf-8")
    assert find_canaries([told], ["screening"])
    home = [each for each in serving.workspace.prefect_home.iterdir() if each.name != "pages"]  # not ours
    assert find_canaries([told, *home, serving.said], canaries()) == []


def test_what_is_said_on_the_terminal_names_the_next_audit(serving: Served) -> None:
    said = serving.said.read_text(encoding="utf-8")
    assert "at 06:15" in said
    assert str(datetime.now(UTC).year)[:2] in said
