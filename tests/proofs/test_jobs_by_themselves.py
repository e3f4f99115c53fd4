"""Every job on a real server, as a school has it: exports in a folder, a roster delivered, an audit."""

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.jobs.registry import JOBS
from flows.workspace import Workspace
from tests.canary import find_canaries
from tests.flows.conftest import CANARIES, canaries, loaded_once
from tests.flows.served import PATIENCE, Served, served
from tests.proofs.conftest import Figure

__all__ = ["loaded_once"]
SETTINGS = {
    'audit = "never" ': 'audit = "every Monday at 06:15"',
    'folder = ""                    # a folder with': 'folder = "hand-in" # a folder with',
    "settle_seconds = 30": "settle_seconds = 2",
    'folder = ""                    # a folder into': 'folder = "delivered" # a folder into',
}


@pytest.fixture(scope="module")
def serving(loaded_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    workspace = Workspace(Path(shutil.copytree(loaded_once, folder / "workspace")))
    text = workspace.school_toml.read_text(encoding="utf-8")
    for before, after in SETTINGS.items():
        assert before in text
        text = text.replace(before, after)
    workspace.school_toml.write_text(text, encoding="utf-8")
    (workspace.folder / "hand-in").mkdir()
    (workspace.folder / "delivered").mkdir()
    with served(Workspace(workspace.folder), folder / "said.txt") as serving:
        yield serving


def test_every_job_runs_and_what_is_handed_in_is_taken_by_itself(
    serving: Served, tmp_path: Path, figure: Figure
) -> None:
    workspace = serving.workspace
    shutil.copy(CANARIES / "roster.csv", workspace.folder / "delivered" / "roster.csv")
    handed_in = [hand_in(workspace, person) for person in sorted((CANARIES / "exports").iterdir())]
    deadline = time.monotonic() + PATIENCE
    while not all((box / "receipt.txt").is_file() for box in handed_in):
        assert time.monotonic() < deadline
        time.sleep(1)
    assert [each.name for box in handed_in for each in box.iterdir() if each.name != "receipt.txt"] == []
    assert len(workspace.vault.hand_ins.waiting()) == len(handed_in)
    ended = {job.name: serving.run(job.name)["state"]["type"] for job in reversed(JOBS)}
    assert ended == {job.name: "COMPLETED" for job in JOBS}
    assert workspace.vault.hand_ins.waiting() == {}
    told = tmp_path / "api.json"
    kinds = ("flow_runs", "task_runs", "logs", "artifacts", "events", "deployments")
    told.write_text(json.dumps([serving.asked(f"{kind}/filter", {}) for kind in kinds]), encoding="utf-8")
    assert find_canaries([told, workspace.prefect_home, serving.said], canaries()) == []
    figure(
        "M1", f"{len(JOBS)} jobs and {len(handed_in)} hand-ins on a real server: no name in what IT can read"
    )


def hand_in(workspace: Workspace, person: Path) -> Path:
    """The person's own folder, with copies of their exports."""
    box = Path(shutil.copytree(person, workspace.folder / "hand-in" / person.name))
    assert list(box.iterdir())
    return box
