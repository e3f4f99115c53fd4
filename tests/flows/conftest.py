"""One workspace of canaries, audited once for all tests by the real command on Prefect's temporary server."""

import csv
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from flows.workspace import STATE, Workspace, make_workspace
from tests.flows.passphrases import SECRETS

HERE = Path(__file__).parent
CANARIES = HERE / "canaries"
TODAY = date(2026, 11, 20)
SCHOOL = {
    "name": "Alder Lane",
    "kind": "school",
    "children": "pupils",
    "dsl": "S1",
    "second_reviewer": "S2",
    "invented": True,
}


@dataclass(frozen=True)
class Audited:
    """A workspace after its audit, with everything the audit said and left."""

    workspace: Workspace
    temporary: Path
    said: Path
    exit_code: int

    @property
    def audit_id(self) -> str:
        """The one audit's reference."""
        return self.workspace.vault.audits.ids()[0]


@pytest.fixture(scope="session")
def loaded_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the canaries' roster and staff list, to be copied: loading takes long."""
    from flows.rosters.loading import load
    from flows.rosters.sources import sources
    from flows.rosters.staff import load_staff

    made = make_workspace(tmp_path_factory.mktemp("loaded") / "workspace", SCHOOL, SECRETS)
    load(made, sources([CANARIES / "roster.csv"]), TODAY)
    load_staff(made, CANARIES / "staff.csv")
    return made.folder


@pytest.fixture
def loaded(loaded_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace of the test's own with roster and staff list; who leaves it leaves no other copy."""
    monkeypatch.setenv(STATE, str(tmp_path / "state"))
    return Workspace(Path(shutil.copytree(loaded_once, tmp_path / "workspace")))


@pytest.fixture(scope="session")
def canary_workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with canaries loaded and handed in."""
    from flows.intake import submit
    from flows.rosters.declared import load_declarations
    from flows.rosters.loading import load
    from flows.rosters.sources import sources
    from flows.rosters.staff import load_staff

    workspace = make_workspace(tmp_path_factory.mktemp("canaries") / "workspace", SCHOOL, SECRETS)
    load(workspace, sources([CANARIES / "roster.csv"]), TODAY)
    load_staff(workspace, CANARIES / "staff.csv")
    load_declarations(workspace, CANARIES / "declarations.csv")
    for person in sorted((CANARIES / "exports").iterdir()):
        submit(workspace, person.name, sorted(person.iterdir()), TODAY)
    return workspace


@pytest.fixture(scope="session")
def audited(canary_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Audited:
    """The canaries, audited by the command, with one submission on which a stage fails."""
    temporary = tmp_path_factory.mktemp("temporary")
    said = tmp_path_factory.mktemp("said") / "terminal.txt"
    command = [sys.executable, str(HERE / "audit_with_a_failing_submission.py"), "audit"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    with said.open("wb") as terminal:
        ended = subprocess.run(
            [*command, "--workspace", str(canary_workspace.folder), "--today", TODAY.isoformat()],
            stdout=terminal,
            stderr=subprocess.STDOUT,
            env={**environment, "TMPDIR": str(temporary), "TEMP": str(temporary), "TMP": str(temporary)},
            check=False,
        )
    return Audited(canary_workspace, temporary, said, ended.returncode)


def canaries() -> list[str]:
    """Every surname and handle among the canaries; the forenames go with them."""
    names: set[str] = set()
    with (CANARIES / "roster.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names |= {
                row["Legal Forename"],
                row["Legal Surname"],
                row["Parent 1 Forename"],
                row["Parent 2 Forename"],
            }
    with (CANARIES / "staff.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names |= {row["forename"], row["surname"]}
    for export in (CANARIES / "exports").rglob("your_friends.json"):
        for friend in json.loads(export.read_text(encoding="utf-8"))["friends_v2"]:
            names |= set(friend["name"].split())
    names |= {"Bartholomea", "Nightingrove", "fernbury.reads", "Harbour Trust"}
    return sorted(names - {""})
