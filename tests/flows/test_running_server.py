"""An audit on a Prefect server that runs already: IT sees the run, its stages and counts, and nobody."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.engine import SETTINGS
from flows.workspace import Workspace
from tests.canary import find_canaries
from tests.flows.conftest import TODAY, canaries
from vault.private_files import write_private

STAGES = {
    "load-roster",
    "sift-roster",
    "index-roster",
    "open-shard",
    "sift-shard",
    "match-shard",
    "corroborate-matches",
    "judge-shard",
    "check-findings",
    "write-reports",
}


AUTH = "it:an invented password"


def asked(api: str, what: str, auth: str = AUTH) -> list[dict[str, Any]]:
    headers = {
        "content-type": "application/json",
        "authorization": f"Basic {b64encode(auth.encode()).decode()}",
    }
    request = urllib.request.Request(f"{api}/{what}/filter", data=b"{}", headers=headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        found: list[dict[str, Any]] = json.load(answer)
    return found


def answers(api: str) -> bool:
    try:
        with urllib.request.urlopen(f"{api}/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The API of a Prefect server of its own, on loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = tmp_path_factory.mktemp("server")
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    environment = {
        **os.environ,
        **SETTINGS,
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_API_AUTH_STRING": AUTH,
    }
    with (home / "server.txt").open("wb") as said:
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=subprocess.STDOUT)
        api = f"http://127.0.0.1:{port}/api"
        deadline = time.monotonic() + 120
        while not answers(api) and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.5)
        yield api
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="module")
def audit(server: str, canary_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the command said of an audit on that server."""
    folder = tmp_path_factory.mktemp("served") / "workspace"
    shutil.copytree(canary_workspace.folder, folder)
    write_private(folder / "keys" / "it.auth", f"{AUTH}\n".encode())
    school = (folder / "school.toml").read_text(encoding="utf-8")
    named = school.replace('api_url = ""', f'api_url = "{server}"').replace(
        'auth_file = ""', 'auth_file = "keys/it.auth"'
    )
    (folder / "school.toml").write_text(named, encoding="utf-8")
    command = [sys.executable, "-m", "flows.cli", "audit", "--workspace", str(folder)]
    ended = subprocess.run(
        [*command, "--today", TODAY.isoformat()],
        env={**os.environ, "PREFECT_API_URL": "https://example.org/api"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout + ended.stderr


def test_the_run_and_its_stages_are_seen_on_the_server(server: str, audit: str) -> None:
    (run,) = asked(server, "flow_runs")
    assert (run["state"]["name"], run["parameters"]) == ("Completed", {})
    assert {task["name"] for task in asked(server, "task_runs")} == STAGES


def test_without_the_password_the_server_tells_nothing(server: str, audit: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="401"):
        asked(server, "flow_runs", "it:another")


def test_no_temporary_server_is_started_beside_the_one_that_runs(audit: str) -> None:
    assert "temporary server" not in audit


def test_the_artifact_holds_counts_and_checks(server: str, audit: str) -> None:
    (page,) = (each["data"] for each in asked(server, "artifacts") if each["key"] == "audit-counts")
    assert "| judge |" in page
    assert "checks found nothing" in page


def test_nothing_that_the_api_tells_holds_a_name(server: str, audit: str, tmp_path: Path) -> None:
    told = tmp_path / "api.json"
    kinds = ("flow_runs", "task_runs", "logs", "artifacts", "events")
    told.write_text(json.dumps([asked(server, kind) for kind in kinds]), encoding="utf-8")
    assert find_canaries([told], ["write-reports"])
    assert find_canaries([told], canaries()) == []
