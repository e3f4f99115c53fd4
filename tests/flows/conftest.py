"""One workspace of canaries, audited once for all tests by the real command on Prefect's temporary server.

What takes long and would come out the same each time is made once: a workspace with its lists, what the
suites say of its roster, and the audit of what the same people handed in.
"""

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from flows.workspace import STATE, Workspace, make_workspace
from tests.flows.passphrases import SECRETS

if TYPE_CHECKING:
    from tests.flows.rooms import Ended

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


@pytest.fixture(scope="session")
def sifted_once() -> Callable[..., Any]:
    """`sift_roster`, which remembers: the very same tables on the same day are put to the suites once."""
    from expectations.sift import sift_roster

    known: list[tuple[tuple[pa.Table, ...], date, Any]] = []

    def sifted(*tables: pa.Table, today: date) -> Any:
        for before, day, answer in known:
            if day == today and all(map(pa.Table.equals, before, tables)):
                return answer
        known.append((tables, today, sift_roster(*tables, today=today)))
        return known[-1][2]

    return sifted


@pytest.fixture
def loaded(
    loaded_once: Path,
    sifted_once: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Workspace:
    """A workspace of the test's own with roster and staff list; who leaves it leaves no other copy."""
    monkeypatch.setenv(STATE, str(tmp_path / "state"))
    monkeypatch.setattr("flows.stages.sift.sift", sifted_once)
    return Workspace(Path(shutil.copytree(loaded_once, tmp_path / "workspace")))


@pytest.fixture(scope="session")
def audited_once(
    loaded_once: Path, tmp_path_factory: pytest.TempPathFactory
) -> "Callable[[tuple[str, ...]], tuple[Path, Ended]]":
    """Audits of what these people handed in, each made when first asked for and to be copied."""
    from flows.intake import submit
    from flows.rosters.declared import load_declarations
    from tests.flows.rooms import audit

    @cache
    def made(people: tuple[str, ...]) -> "tuple[Path, Ended]":
        folder = tmp_path_factory.mktemp("audited") / "workspace"
        workspace = Workspace(Path(shutil.copytree(loaded_once, folder)))
        load_declarations(workspace, CANARIES / "declarations.csv")
        for person in people:
            submit(workspace, person, sorted((CANARIES / "exports" / person).iterdir()), TODAY)
        return folder, audit(workspace)

    return made


@pytest.fixture
def audit_of(
    audited_once: "Callable[[tuple[str, ...]], tuple[Path, Ended]]",
    sifted_once: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> "Callable[..., tuple[Workspace, Ended]]":
    """A workspace of the test's own, in which what these people handed in has been audited."""
    monkeypatch.setenv(STATE, str(tmp_path / "state"))
    monkeypatch.setattr("flows.stages.sift.sift", sifted_once)

    def copied(*people: str) -> "tuple[Workspace, Ended]":
        folder, ended = audited_once(people)
        copy = Path(shutil.copytree(folder, tmp_path / "audited"))
        return Workspace(copy), replace(ended, folder=copy / "audits" / ended.audit_id)

    return copied


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
