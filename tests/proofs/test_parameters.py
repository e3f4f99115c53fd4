"""Nothing typed into a form of Prefect's changes which workspace is audited, nor where anything goes."""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from flows.boundary import Counts
from flows.engine import settle
from flows.prefect_server import TemporaryServer
from flows.workspace import VARIABLE, Workspace
from tests.canary import find_canaries
from tests.flows.conftest import canary_workspace
from tests.proofs.amount import amount
from tests.proofs.conftest import Figure
from tests.proofs.prefect_api import asked, everything_told, served

__all__ = ["canary_workspace"]

NAME = "Zorvexandra Quillfeatherton"
NAMES = (
    "today",
    "workspace",
    "folder",
    "out",
    "run_ref",
    "policy",
    "recipient",
    "dsl",
    "parameters",
    "args",
    "kwargs",
    "self",
    "_",
    "PREFECT_HOME",
    "ARMSLENGTH_WORKSPACE",
    "__prefect_kind",
    "__class__",
    "a name: " + NAME,
    "x" * 5_000,
    "",
    "ʻ\u202e\x00",
)


def some_set(drawn: random.Random, decoy: Path) -> dict[str, Any]:
    """A few parameters by the names that might mean something, and by others."""
    return {drawn.choice(NAMES): value(drawn, decoy) for _ in range(drawn.randint(1, 5))}


def value(drawn: random.Random, decoy: Path, depth: int = 0) -> Any:
    """A text, path, number or huge or nested thing of those that JSON can hold."""
    plain: list[Any] = [
        NAME,
        str(decoy),
        f"../../{decoy.name}",
        "/etc/passwd",
        "file:///etc/passwd",
        "https://example.org/api",
        "2031-02-29",
        "9999-12-31",
        "{{ flow_run.id }}",
        "$(id)",
        "' OR 1=1 --",
        "\x00\ud7ff\U0010ffff",
        "long " * 20_000,
        -(10**40),
        1e308,
        None,
        True,
        {"__prefect_kind": "workspace_variable", "variable_name": "recipient"},
        {"__prefect_kind": "jinja", "template": "{{ 7 * 7 }}"},
        {"__prefect_kind": "json", "value": f'{{"workspace": "{decoy}"}}'},
    ]
    if depth > 3 or drawn.random() < 0.7:
        return drawn.choice(plain)
    inner = [value(drawn, decoy, depth + 1) for _ in range(drawn.randint(0, 4))]
    return inner if drawn.random() < 0.5 else {drawn.choice(NAMES): each for each in inner}


def files(folder: Path) -> dict[str, bytes]:
    """Every file below, with what it holds."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def deployed(server: TemporaryServer) -> str:
    """The id of a deployment of the audit that takes whatever is typed into its form."""
    flow = asked(server, "/flows/", {"name": "screening"})["id"]
    deployment = {
        "name": "by-hand",
        "flow_id": flow,
        "entrypoint": "flows.screening.screening",
        "enforce_parameter_schema": False,
        "parameter_openapi_schema": {"type": "object", "properties": {}},
    }
    return str(asked(server, "/deployments/", deployment)["id"])


def run(server: TemporaryServer, flow_run: str, workspace: Workspace, here: Path) -> str:
    """What the engine says of one run, started as a worker starts it, in a folder of its own."""
    ended = subprocess.run(
        [sys.executable, "-m", "prefect.engine", flow_run],
        cwd=here,
        env={
            **os.environ,
            "PREFECT_API_URL": server.api_url,
            "PREFECT_API_AUTH_STRING": server.auth,
            VARIABLE: str(workspace.folder),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.stdout + ended.stderr


def test_no_parameter_reaches_the_audit(tmp_path: Path, figure: Figure) -> None:
    before = dict(os.environ)
    settle(tmp_path / "prefect")
    from prefect.exceptions import SignatureMismatchError

    from flows.screening import screening

    os.environ.clear()
    os.environ.update(before)
    drawn = random.Random(16)  # noqa: S311 - the same ones each time
    tried = amount(300, 10_000)
    for _ in range(tried):
        with pytest.raises(SignatureMismatchError):
            screening.validate_parameters(some_set(drawn, tmp_path / "decoy"))
    assert screening.validate_parameters({}) == {}
    assert screening.parameters.properties == {}
    assert screening.fn.__annotations__ == {"return": Counts}
    figure("M16", f"{tried} sets of parameters, none reaches the audit")


def test_what_is_typed_into_a_form_audits_nothing_and_is_repeated_nowhere(
    canary_workspace: Workspace, tmp_path: Path, figure: Figure
) -> None:
    for name in ("workspace", "decoy"):
        shutil.copytree(canary_workspace.folder, tmp_path / name)
    workspace, decoy, here = Workspace(tmp_path / "workspace"), tmp_path / "decoy", tmp_path / "here"
    here.mkdir()
    audits, untouched = workspace.folder / "audits", files(decoy)
    drawn = random.Random(61)  # noqa: S311 - the same ones each time
    ran = amount(2, 60)
    with served(workspace) as server:
        deployment = deployed(server)
        for number in range(ran):
            typed = {"today": NAME, **(some_set(drawn, decoy) if number else {})}
            ended, said = put_to(server, deployment, typed, workspace, here)
            assert find_canaries([said], NAME.split()) == []
            assert ended != "COMPLETED"
            assert not audits.exists() or not list(audits.glob("run-*"))
        told = everything_told(server)
        assert told.pop("/flow_runs/filter")[0]["parameters"]
        assert find_canaries([json.dumps(told)], NAME.split()) == []
        empty, said = put_to(server, deployment, {}, workspace, here)
        assert empty == "COMPLETED", said
        assert len(list(audits.glob("run-*"))) == 1
    assert files(decoy) == untouched
    assert list(here.iterdir()) == []
    assert {each.name for each in tmp_path.iterdir()} == {"workspace", "decoy", "here"}
    figure(
        "M16", f"{ran} runs of a deployment with hostile parameters, none of them audited or wrote anything"
    )


def put_to(
    server: TemporaryServer, deployment: str, typed: dict[str, Any], workspace: Workspace, here: Path
) -> tuple[str, str]:
    """One run with what was typed: how it ended, and what the engine said; Prefect may refuse to store it."""
    made = asked(server, f"/deployments/{deployment}/create_flow_run", {"parameters": typed})
    if "refused" in made:
        return "refused", made["text"]
    said = run(server, made["id"], workspace, here)
    return asked(server, f"/flow_runs/{made['id']}")["state"]["type"], said
