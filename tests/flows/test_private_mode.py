"""In the private mode nothing opens without a passphrase; IT gets one file, with nobody in it."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from flows.health import records
from flows.health.answers import State
from flows.keys.replacing import Opener, replace_keys
from flows.rosters.staff import load_staff
from flows.status import status_of
from flows.typed import WORKSPACE, forget, was_typed
from flows.workspace import Workspace, make_workspace
from schemas.words import Reader
from tests.flows.conftest import CANARIES, SCHOOL, TODAY, canaries
from tests.flows.passphrases import SECRETS
from vault.errors import KeysLockedError, WrongPassphraseError
from vault.keys import LOCKED, SERVICE, load_keys
from vault.readers import make_person_keys, unlock

NEW = "five other words for her"


@pytest.fixture
def private(tmp_path: Path) -> Workspace:
    forget()
    return make_workspace(tmp_path / "workspace", SCHOOL, SECRETS, private=True)


def run(place: Workspace, *command: str, typed: str) -> Result:
    return CliRunner().invoke(main, [*command, "--workspace", str(place.folder)], input=f"{typed}\n")


def test_no_key_of_the_service_lies_open_in_the_folder(private: Workspace) -> None:
    names = {path.name for path in (private.folder / "keys").iterdir()}
    assert names == {LOCKED, "dsl.json", "second-reviewer.json", "break-glass.pub"}
    with pytest.raises(KeysLockedError):
        load_keys(private.folder / "keys")


@pytest.mark.parametrize("whose", ["dsl", "second_reviewer", "break_glass"])
def test_either_person_or_the_printed_key_opens_it(private: Workspace, whose: str) -> None:
    typed = getattr(SECRETS, whose)
    said = run(private, "staff", "load", str(CANARIES / "staff.csv"), typed=typed)
    assert said.exit_code == 0, said.output


@pytest.mark.parametrize("typed", ["some other words", "AGE-SECRET-KEY-1NONE"])
def test_nothing_else_opens_it(private: Workspace, typed: str) -> None:
    said = run(private, "status", typed=typed)
    assert said.exit_code == WrongPassphraseError.exit_code
    assert WrongPassphraseError.code in said.output
    assert not (private.folder.parent / "workspace-status.json").exists()


def test_a_command_asks_once_and_the_next_one_again(private: Workspace) -> None:
    first = run(private, "hold", "list", typed=SECRETS.dsl)
    assert first.exit_code == 0, first.output
    assert first.output.count("passphrase") == 1
    assert run(private, "hold", "list", typed="").exit_code != 0


def test_the_status_is_one_file_beside_the_workspace_with_nobody_in_it(private: Workspace) -> None:
    assert run(private, "staff", "load", str(CANARIES / "staff.csv"), typed=SECRETS.dsl).exit_code == 0
    said = run(private, "status", typed=SECRETS.dsl)
    assert said.exit_code == 0, said.output
    path = private.folder.parent / "workspace-status.json"
    told = path.read_text(encoding="utf-8")
    facts = json.loads(told)
    assert (facts["mode"], facts["last_audit"]["on"], facts["log"]["holds"]) == ("private", "", True)
    assert {each["file"]: each["there"] for each in facts["keys"]}[LOCKED]
    assert not [name for name in [*canaries(), SCHOOL["name"]] if str(name) in told]
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o644


def test_a_server_workspace_writes_no_status_file(tmp_path: Path) -> None:
    made = make_workspace(tmp_path / "workspace", SCHOOL, SECRETS)
    assert run(made, "status", typed="").exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["workspace"]


def test_a_replaced_key_of_the_dsl_opens_it_and_the_one_before_does_not(private: Workspace) -> None:
    was_typed_by_the_dsl()
    own = unlock(private.keys.people[Reader.DSL], SECRETS.dsl)
    person = make_person_keys(Reader.DSL, NEW, SECRETS.rounds)
    load_staff(private, CANARIES / "staff.csv")
    replace_keys(private, person, Opener(own.identity, own))
    assert run(private, "status", typed=NEW).exit_code == 0
    assert run(private, "status", typed=SECRETS.second_reviewer).exit_code == 0
    assert run(private, "status", typed=SECRETS.dsl).exit_code == WrongPassphraseError.exit_code


def test_where_the_folder_is_not_what_school_toml_says_no_audit_starts(private: Workspace) -> None:
    was_typed_by_the_dsl()
    assert records.keys_whole(private, TODAY).state is State.OK
    text = private.school_toml.read_text(encoding="utf-8")
    private.school_toml.write_text(text.replace('mode = "private"', 'mode = "server"'), encoding="utf-8")
    assert records.keys_whole(Workspace(private.folder), TODAY).state is State.UNSAFE


def test_a_count_of_few_is_told_as_a_band(tmp_path: Path) -> None:
    from flows.trail import told
    from vault.audit_log import Event
    from vault.ledger import Draft

    made = make_workspace(tmp_path / "workspace", SCHOOL, SECRETS)
    counts = {"checked": 12, "to_check": 3, "not_handed_in": 0}
    made.vault.commit(Draft(), told(Event.AUDIT_FINISHED, Reader.SERVICE, ["run-0123456789ab"], counts))
    totals = status_of(made, TODAY)["last_audit"]["totals"]
    assert totals == {"checked": "10 to 19", "to_check": "1 to 4", "not_handed_in": "0"}
    assert (made.folder / "keys" / SERVICE).exists()


def was_typed_by_the_dsl() -> None:
    """As if the DSL had typed the passphrase in this command."""

    was_typed(WORKSPACE, SECRETS.dsl)
