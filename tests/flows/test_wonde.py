"""The roster fetched from Wonde by the commands, from a server on this machine that answers as Wonde does."""

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from connectors.rosters.wonde import ADDRESS
from flows.cli import main
from flows.rosters import wonde
from flows.school import WondeAccess
from flows.today import london_today
from flows.workspace import Workspace, make_workspace
from tests.canary import find_canaries
from tests.connectors.wonde_server import SCHOOL, TOKEN, WondeServer, from_folder, serving
from tests.flows.conftest import SCHOOL as SETTING
from tests.flows.passphrases import SECRETS
from tests.flows.test_commands import POSIX

CASES = Path(__file__).parents[1] / "connectors" / "rosters" / "wonde"
CANARIES = (TOKEN, "Marit", "Okafor", "Haddad", "marit.lind@example.org")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[WondeServer]:
    monkeypatch.delenv(wonde.TOKEN, raising=False)
    with serving(from_folder(CASES / "two_pages" / "roster")) as server:
        yield server


@pytest.fixture
def workspace(tmp_path: Path, server: WondeServer) -> Workspace:
    return set_up(make_workspace(tmp_path / "workspace", SETTING, SECRETS).folder, server)


@pytest.fixture(scope="module")
def loaded_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a workspace into which everybody was loaded."""
    folder = make_workspace(tmp_path_factory.mktemp("wonde") / "workspace", SETTING, SECRETS).folder
    with serving(from_folder(CASES / "two_pages" / "roster")) as server:
        loaded = run(set_up(folder, server), "load", "--wonde")
    assert loaded.exit_code == 0, loaded.output
    assert find_canaries(loaded.output, CANARIES) == []
    return folder


@pytest.fixture
def loaded(loaded_once: Path, tmp_path: Path, server: WondeServer) -> Workspace:
    """A copy of that workspace, which asks the server of this test."""
    return set_up(Path(shutil.copytree(loaded_once, tmp_path / "loaded")), server)


def set_up(folder: Path, server: WondeServer) -> Workspace:
    """The workspace in that folder, which says what to ask of this server."""
    school = Workspace(folder).school_toml
    text = school.read_text(encoding="utf-8").replace('school = ""', f'school = "{SCHOOL}"')
    text = re.sub('address = ".*"', f'address = "{server.address}"', text)
    school.write_text(text, encoding="utf-8")
    token = folder / "keys" / "wonde.token"
    token.write_text(f"{TOKEN}\n", encoding="utf-8")
    token.chmod(0o600)
    return Workspace(folder)


def run(workspace: Workspace, command: str, *arguments: object) -> Result:
    told = ["roster", command, "--workspace", workspace.folder, "--today", "2026-11-20", *arguments]
    return CliRunner().invoke(main, [str(each) for each in told])


def names_kept(workspace: Workspace) -> set[str]:
    kept = workspace.vault.open_tables("roster")
    return set(kept.tables["names"]["full_name"].to_pylist())


def test_check_says_what_wonde_gives_and_names_nobody(workspace: Workspace) -> None:
    checked = run(workspace, "check", "--wonde", "--json")
    assert checked.exit_code == 0, checked.output
    answer: dict[str, Any] = json.loads(checked.output)
    (source,) = answer["sources"]
    assert (source["source"], source["children"], source["parent_carers"]) == ("wonde", 2, 3)
    assert source["not_on_roll"] == 4
    assert date.fromisoformat(source["made"]) <= london_today()
    assert find_canaries(checked.output, CANARIES) == []
    assert workspace.kept("roster") is None


def test_what_is_loaded_is_kept_encrypted_and_nowhere_else(loaded: Workspace) -> None:
    assert {"Marit Lind", "Theodor Rune Okafor-Lind"} <= names_kept(loaded)
    (loaded.folder / "keys" / "wonde.token").unlink()
    assert find_canaries(loaded.folder, CANARIES) == []


def test_what_changed_is_laid_over_what_was_loaded(loaded: Workspace, server: WondeServer) -> None:
    server.respond = from_folder(CASES / "changes" / "roster")
    refreshed = run(loaded, "load", "--wonde", "--since", "last")
    assert refreshed.exit_code == 0, refreshed.output
    assert server.asked[-1].parameters["updated_after"] == "2026-11-19 00:00:00"
    names = names_kept(loaded)
    assert {"Freja Lind", "Sam Okafor-Holt", "Callum Brough", "Theodor Rune Okafor-Lind"} <= names
    assert not {"Noor Haddad", "Layla Haddad"} & names


@pytest.mark.parametrize("since", ["last", "2026-10-01"])
def test_changes_alone_are_no_roster(workspace: Workspace, server: WondeServer, since: str) -> None:
    server.respond = from_folder(CASES / "changes" / "roster")
    refused = run(workspace, "load", "--wonde", "--since", since)
    assert (refused.exit_code, "roster-changes-only]" in refused.output) == (4, True)
    assert workspace.kept("roster") is None


def test_a_refusal_of_wonde_leaves_the_last_roster_in_place(loaded: Workspace, server: WondeServer) -> None:
    before = names_kept(loaded)
    server.respond = from_folder(CASES / "nobody" / "roster")
    refused = run(loaded, "load", "--wonde")
    assert (refused.exit_code, "wonde-nobody" in refused.output) == (4, True)
    assert names_kept(loaded) == before


def test_a_token_of_the_environment_comes_first(
    workspace: Workspace, server: WondeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(wonde.TOKEN, "another-token")
    refused = run(workspace, "check", "--wonde")
    assert (refused.exit_code, "wonde-token]" in refused.output) == (4, True)
    assert "file 1" not in refused.output
    assert server.asked[0].token == "another-token"
    assert "another-token" not in refused.output


@POSIX
def test_a_token_that_others_may_read_is_not_used(workspace: Workspace, server: WondeServer) -> None:
    (workspace.folder / "keys" / "wonde.token").chmod(0o640)
    refused = run(workspace, "load", "--wonde")
    assert (refused.exit_code, "wonde-token-readable" in refused.output) == (5, True)
    assert server.asked == []


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", None])
def test_a_token_that_is_not_there_is_one_clear_error(workspace: Workspace, content: bytes | None) -> None:
    path = workspace.folder / "keys" / "wonde.token"
    path.unlink() if content is None else path.write_bytes(content)
    refused = run(workspace, "load", "--wonde")
    assert (refused.exit_code, "wonde-token-missing" in refused.output) == (5, True)


def test_a_school_that_is_not_named_is_one_clear_error(tmp_path: Path) -> None:
    refused = run(make_workspace(tmp_path / "new", SETTING, SECRETS), "load", "--wonde")
    assert (refused.exit_code, "wonde-not-set-up" in refused.output) == (5, True)


def test_an_address_without_encryption_is_one_clear_error(workspace: Workspace, server: WondeServer) -> None:
    text = workspace.school_toml.read_text(encoding="utf-8")
    workspace.school_toml.write_text(
        text.replace(server.address, "http://api.wonde.com/v1.0"), encoding="utf-8"
    )
    refused = run(workspace, "load", "--wonde")
    assert (refused.exit_code, "wonde-address" in refused.output) == (5, True)


@pytest.mark.parametrize("arguments", [[], ["--since", "last", "roster.csv"], ["--wonde", "--since", "soon"]])
def test_a_command_that_asks_for_nothing_sensible_is_a_usage_error(
    workspace: Workspace, arguments: list[str]
) -> None:
    assert {run(workspace, command, *arguments).exit_code for command in ("check", "load")} == {2}


def test_the_address_of_a_new_school_is_that_of_the_united_kingdom() -> None:
    assert WondeAccess().address == ADDRESS
