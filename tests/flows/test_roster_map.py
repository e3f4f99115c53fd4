"""`roster map`: what a list's columns hold, proposed, put right, kept and used; nobody's name in it."""

import json
import stat
import sys
import tomllib
from pathlib import Path

import pytest

from connectors.roster import Roster
from flows.rosters.mappings import known_mappings
from flows.rosters.sources import accepted, sources
from schemas.errors import RosterError
from tests.flows.test_commands import run

LIST = (
    "Zephyrine,Surname,DOB,Mum,Mum mobile\n"
    "Leopoldine,Larkmoor,11/02/2019,Ottoline Larkmoor,07700 900123\n"
    "Isambard,Quillfeather,12/02/2019,Araminta Quillfeather,07700 900124\n"
)
NAMES = ("Zephyrine", "Leopoldine", "Larkmoor", "Ottoline", "Isambard", "Quillfeather", "Araminta", "900123")
TODAY = "2026-11-20"


@pytest.fixture
def list_file(tmp_path: Path) -> Path:
    path = tmp_path / "Leopoldine Larkmoor.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    assert run("init", tmp_path / "school").exit_code == 0
    return tmp_path / "school"


def kept(workspace: Path) -> list[Path]:
    return sorted((workspace / "mappings").glob("*.toml"))


def test_a_mapping_is_shown_kept_and_used(workspace: Path, list_file: Path) -> None:
    shown = run("roster", "map", list_file, "--workspace", workspace, "--today", TODAY)
    assert shown.exit_code == 0, shown.output
    assert "A       (not shown)  not read" in shown.output
    assert "mother phone" in shown.output
    run("roster", "map", list_file, "--workspace", workspace, "--set", "A=child forename")
    (path,) = kept(workspace)
    assert tomllib.loads(path.read_text(encoding="utf-8"))["list"][0]["column"][0]["is"] == "child forename"
    checked = run("roster", "check", list_file, "--workspace", workspace, "--json", "--today", TODAY)
    (source,) = json.loads(checked.output)["sources"]
    assert source["columns_kept"][:2] == ["child forename", "surname"]
    assert source["notes"] == ["Its columns were read by a mapping"]


def test_mapping_again_keeps_what_was_put_right(workspace: Path, list_file: Path) -> None:
    run("roster", "map", list_file, "--workspace", workspace, "--set", "A=child forename")
    again = run("roster", "map", list_file, "--workspace", workspace, "--json")
    (mapped,) = json.loads(again.output)["lists"]
    assert mapped["columns"][0] == {
        "place": "A",
        "heading": "",
        "is": "child forename",
        "confidence": 1.0,
        "perhaps": "",
    }


def test_a_list_that_no_kept_mapping_fits_is_read_by_its_headings_and_that_is_said(
    workspace: Path, list_file: Path
) -> None:
    run("roster", "map", list_file, "--workspace", workspace)
    list_file.write_text(LIST.replace("Zephyrine", "Forename"), encoding="utf-8")
    (roster,) = sources([list_file], known_mappings((), workspace))
    assert isinstance(roster, Roster)
    assert roster.notes[-1].startswith("None of the mappings kept fits the list")


def test_a_mapping_named_has_to_fit(tmp_path: Path, list_file: Path) -> None:
    run("roster", "map", list_file, "--out", tmp_path / "mapping.toml")
    known = known_mappings((tmp_path / "mapping.toml",), None)
    assert isinstance(sources([list_file], known)[0], Roster)
    list_file.write_text(LIST.replace("Zephyrine", "Forename"), encoding="utf-8")
    (refused,) = sources([list_file], known)
    assert isinstance(refused, RosterError)
    assert refused.code == "mapping-does-not-fit"
    assert refused.__context__ is None


def test_a_roster_of_another_kind_is_read_beside_a_list_with_a_mapping(
    workspace: Path, list_file: Path
) -> None:
    run("roster", "map", list_file, "--workspace", workspace)
    ctf = Path(__file__).parents[1] / "connectors" / "rosters" / "ctf" / "full" / "roster.xml"
    read = accepted(sources([ctf, list_file], known_mappings((), workspace)))
    assert [roster.source for roster in read] == ["ctf", "csv"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--set", "A=Ottoline"], "mapping-unclear"),
        (["--set", "B=not read", "--set", "D=not read"], "mapping-names-nobody"),
    ],
)
def test_a_mapping_that_cannot_stand_is_shown_and_not_kept(
    workspace: Path, list_file: Path, options: list[str], code: str
) -> None:
    refused = run("roster", "map", list_file, "--workspace", workspace, *options, "--json")
    assert refused.exit_code == 4
    answer = json.loads(refused.output)
    assert [error["code"] for error in answer["errors"]] == [code]
    assert answer["lists"]
    assert kept(workspace) == []


def test_a_mapping_that_cannot_be_opened_is_refused(tmp_path: Path, list_file: Path) -> None:
    (tmp_path / "picture.toml").write_bytes(b"\xff\xfe\x00")
    for name in ("none.toml", "picture.toml"):
        refused = run("roster", "check", list_file, "--mapping", tmp_path / name)
        assert refused.exit_code == 4
        assert "mapping-unreadable" in refused.output


def test_a_mapping_belongs_to_its_owner_alone(workspace: Path, list_file: Path) -> None:
    run("roster", "map", list_file, "--workspace", workspace)
    (path,) = kept(workspace)
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nothing_said_or_kept_names_anybody(workspace: Path, list_file: Path) -> None:
    said = [
        run("roster", "map", list_file, "--workspace", workspace).output,
        run("roster", "map", list_file, "--workspace", workspace, "--json").output,
        run("roster", "map", list_file, "--workspace", workspace, "--set", "A=Ottoline").output,
    ]
    (path,) = kept(workspace)
    everything = " ".join([*said, path.name, path.read_text(encoding="utf-8")]).casefold()
    assert [name for name in NAMES if name.casefold() in everything] == []
