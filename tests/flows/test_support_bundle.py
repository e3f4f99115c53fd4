"""A support bundle helps from afar, and is written only after every name was searched for in it."""

import json
import os
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from flows.cli import main
from flows.jobs.record import record
from flows.school import School, read_school
from flows.support.bundle import NamesInBundle, searched
from flows.support.runs import OTHER, runs
from flows.support.settings import EMPTY, SET, told, typed
from flows.workspace import Workspace
from tests.canary import find_canaries
from tests.flows.conftest import SCHOOL, canaries
from vault.scanning.find import Scanner

NOW = datetime(2026, 11, 20, 6, 20, tzinfo=UTC)
NAME = "Gwendolyna Ashquarry"
SCHEMA = """
    CREATE TABLE flow (id, name);
    CREATE TABLE flow_run (
        id, flow_id, name, parameters, tags, start_time, end_time, run_count, state_id, created
    );
    CREATE TABLE flow_run_state (id, type, message);
    CREATE TABLE task_run (id, flow_run_id, name, start_time, end_time, run_count, state_id);
    CREATE TABLE task_run_state (id, type, message);"""


def bundle(workspace: Workspace, out: Path) -> Result:
    return CliRunner().invoke(
        main, ["support-bundle", "--out", str(out), "--workspace", str(workspace.folder)]
    )


def person(workspace: Workspace) -> tuple[str, str]:
    """A forename and a surname of the staff list."""
    staff = workspace.kept("staff")
    assert staff
    row = staff.tables["staff"].to_pylist()[0]
    return row["forename"], row["surname"]


def test_a_bundle_holds_what_helps_and_nobody(loaded: Workspace, tmp_path: Path) -> None:
    number = loaded.vault.keep_incident(f"could not read {NAME}")
    record(loaded, "audit", NOW, "KeyError", number)
    said = bundle(loaded, tmp_path / "bundle.zip")
    assert said.exit_code == 0, said.output
    with zipfile.ZipFile(tmp_path / "bundle.zip") as made:
        parts = {name: made.read(name) for name in made.namelist()}
    assert parts.keys() == {
        *("status.json", "doctor.json", "settings.json", "runs.json", "schedule.json"),
        *("log.json", "files.json", "machine.json", "README.txt"),
    }
    assert json.loads(parts["status.json"])["incidents"] == [number]
    (noted,) = json.loads(parts["runs.json"])["noted"]
    assert (noted["code"], noted["incident"]) == ("KeyError", number)
    assert json.loads(parts["machine.json"])["installed"]["prefect"]
    assert find_canaries([tmp_path / "bundle.zip"], [number])
    words = [*canaries(), str(SCHOOL["name"]), str(loaded.folder)]
    assert find_canaries([tmp_path / "bundle.zip"], words) == []
    if os.name == "posix":
        assert (tmp_path / "bundle.zip").stat().st_mode & 0o777 == 0o600


def test_a_name_that_got_where_the_bundle_looks_is_found_and_nothing_is_written(
    loaded: Workspace, tmp_path: Path
) -> None:
    forename, surname = person(loaded)
    record(loaded, "audit", NOW, counts={f"{forename}_{surname}".lower(): "1 to 4"})
    said = bundle(loaded, tmp_path / "bundle.zip")
    assert said.exit_code == NamesInBundle.exit_code
    assert "[support-bundle-names]" in said.output
    assert "status.json" in said.output
    assert surname.casefold() not in said.output.casefold()
    assert [*tmp_path.glob("*.zip")] == []


def test_a_name_in_any_file_of_a_bundle_or_in_a_files_name_is_found() -> None:
    scanner = Scanner([NAME])
    for parts in ({"a.json": NAME.encode("utf-16")}, {f"{NAME}.json": b"{}"}):
        with pytest.raises(NamesInBundle) as refused:
            searched(scanner, parts)
        assert NAME not in refused.value.message.replace(f"{NAME}.json", "")
    assert searched(scanner, {"a.json": b"{}"}).startswith(b"PK")


def test_a_file_that_is_there_is_not_written_over(loaded: Workspace, tmp_path: Path) -> None:
    (tmp_path / "bundle.zip").write_bytes(b"mine")
    assert bundle(loaded, tmp_path / "bundle.zip").exit_code == 2
    assert (tmp_path / "bundle.zip").read_bytes() == b"mine"


@pytest.fixture
def school(loaded: Workspace) -> School:
    text = loaded.school_toml.read_text(encoding="utf-8")
    text = text.replace('website = ""', 'website = "https://alder.example"')
    loaded.school_toml.write_text(text, encoding="utf-8")
    return read_school(loaded.school_toml)


def test_settings_are_told_without_a_text_that_somebody_wrote(school: School) -> None:
    settings = told(school)
    assert settings["setting"]["name"] == settings["setting"]["website"] == SET
    assert settings["setting"]["town"] == EMPTY
    assert settings["reviewers"]["dsl"] == SET
    assert settings["keys"]["mode"] == "server"
    assert settings["retention"]["report_months"] == 12
    assert settings["data_protection"]["lawful_basis"] == "public_task"
    assert {str(SCHOOL["name"]), "https://alder.example", "S1", "S2"} <= {*typed(school)}


@given(st.text(min_size=1, max_size=200))
def test_no_text_of_a_setting_is_ever_told(text: str) -> None:
    school = School.model_validate({"setting": {"name": text, "kind": text, "children": text}})
    assert {*_leaves(told(school.setting))} <= {SET, EMPTY, "all", 0}


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _leaves(each)
    else:
        yield value


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """As Prefect's, with a name wherever somebody could have typed one."""
    path = tmp_path / "prefect.db"
    failed = (
        f"Task run encountered an exception PipelineError: match-shard: KeyError (incident 3bd7c080) {NAME}"
    )
    started = "2026-11-20 06:15:00.123456"
    with closing(sqlite3.connect(path)) as made:
        made.executescript(SCHEMA)
        made.executemany("INSERT INTO flow VALUES (?, ?)", [(1, "screening"), (2, NAME)])
        made.executemany(
            "INSERT INTO flow_run_state VALUES (?, ?, ?)", [(1, "FAILED", failed), (2, NAME, NAME)]
        )
        rows = [
            (1, 1, NAME, NAME, NAME, started, started, 1, 1, 2),
            (2, 2, NAME, NAME, NAME, NAME, NAME, 1, 2, 1),
        ]
        made.executemany("INSERT INTO flow_run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        made.execute("INSERT INTO task_run_state VALUES (1, 'COMPLETED', '')")
        stages = [(1, 1, "Load the roster", started, started, 2, 1), (2, 1, NAME, started, started, 1, 1)]
        made.executemany("INSERT INTO task_run VALUES (?, ?, ?, ?, ?, ?, ?)", stages)
        made.commit()
    return path


def test_of_prefects_runs_only_names_states_times_and_codes_of_ours_are_told(database: Path) -> None:
    newest, other = runs(database) or []
    assert (newest["flow"], newest["state"], newest["code"], newest["incident"]) == (
        *("screening", "FAILED", "KeyError", "3bd7c080"),
    )
    assert [(stage["stage"], stage["tries"]) for stage in newest["stages"]] == [
        ("Load the roster", 2),
        (OTHER, 1),
    ]
    assert (other["flow"], other["state"], other["started"], other["code"]) == (OTHER, OTHER, "", "")
    assert NAME not in json.dumps([newest, other])


def test_where_prefect_keeps_its_runs_elsewhere_none_are_told(tmp_path: Path) -> None:
    assert runs(tmp_path / "prefect.db") is None
    (tmp_path / "prefect.db").write_bytes(b"no database")
    assert runs(tmp_path / "prefect.db") is None
