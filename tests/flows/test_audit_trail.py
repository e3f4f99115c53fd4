"""The commands on the audit log: what they say of one that holds and of one that does not."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.audit_trail import FAULTS, HEADS
from flows.cli import main
from flows.workspace import Workspace, make_workspace
from schemas.words import Reader
from tests.flows.conftest import SCHOOL
from tests.flows.passphrases import SECRETS
from vault.audit_log import Entry, Event, Fault, Found
from vault.ledger import Draft

START = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace with three entries in its log, of two days."""
    made = make_workspace(tmp_path / "workspace", SCHOOL, SECRETS)
    for path in (made.folder / "log").glob("*"):  # what making it told the log, at the moment of now
        path.unlink()
    for hours, event in enumerate((Event.ROSTER_LOADED, Event.SUBMISSION_RECEIVED, Event.WITHDRAWN)):
        entry = Entry(
            START + timedelta(hours=hours), event, Reader.SERVICE, ("sub-0123456789ab",), {"lists": 2}
        )
        made.vault.commit(Draft(), entry)
    return made


def run(workspace: Workspace, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["log", *arguments, "--workspace", str(workspace.folder)])


def altered(workspace: Workspace) -> Workspace:
    path = workspace.folder / "log" / "2026-11.log"
    path.write_bytes(path.read_bytes().replace(b'"lists":2', b'"lists":3', 1))
    return workspace


def test_a_log_that_holds_says_its_value(workspace: Workspace) -> None:
    said = run(workspace, "verify")
    assert said.exit_code == 0
    assert said.output == f"The audit log holds: 3 entries. Its value now is {workspace.vault.log.head()}\n"


def test_a_printed_value_is_found(workspace: Workspace) -> None:
    head = workspace.vault.log.head()
    said = run(workspace, "verify", "--json", "--head", head)
    assert json.loads(said.stdout) == {
        "version": 1,
        "holds": True,
        "entries": 3,
        "starts_after": 0,
        "head": head,
        "fault": None,
        "heads": [{"head": head, "found": "found"}],
    }


def test_a_log_that_does_not_hold_ends_with_5_and_says_where(workspace: Workspace) -> None:
    said = run(altered(workspace), "verify")
    assert said.exit_code == 5
    assert "entry 1, log/2026-11.log: this entry is not the one that was written" in said.stdout
    assert "[log-broken]" in said.stderr
    answer = json.loads(run(workspace, "verify", "--json").stdout)
    assert answer["fault"] == {"entry": 1, "file": "log/2026-11.log", "kind": "altered"}
    assert answer["head"] == ""


def test_a_printed_value_that_is_not_in_the_log_ends_with_5(workspace: Workspace) -> None:
    said = run(workspace, "verify", "--head", "3: 0000 0000 0000 0000", "--head", "9: 0000 0000 0000 0000")
    assert said.exit_code == 5
    assert HEADS[Found.DIFFERS] in said.stdout
    assert HEADS[Found.MISSING] in said.stdout


def test_what_is_no_printed_value_is_a_question_of_typing(workspace: Workspace) -> None:
    said = run(workspace, "verify", "--head", "Seren Applegarth")
    assert (said.exit_code, said.stdout) == (2, "")
    assert "[log-head]" in said.stderr
    assert "Seren" not in said.stderr


def test_the_entries_are_shown_from_a_day_on(workspace: Workspace) -> None:
    assert len(run(workspace, "show").stdout.splitlines()) == 3
    said = run(workspace, "show", "--since", "2026-11-21").stdout
    assert said == "     3  2026-11-21T00:00:00Z  withdrawn  by service  sub-0123456789ab  lists=2\n"
    (entry,) = json.loads(run(workspace, "show", "--since", "2026-11-21", "--json").stdout)["entries"]
    assert (entry["number"], entry["what"], entry["about"]) == (3, "withdrawn", ["sub-0123456789ab"])
    assert run(workspace, "show", "--since", "2027-01-01").stdout == "No entry.\n"


def test_a_log_that_does_not_hold_is_not_shown_as_if_it_did(workspace: Workspace) -> None:
    said = run(altered(workspace), "show")
    assert (said.exit_code, said.stdout) == (5, "")


def test_every_fault_and_every_comparison_has_its_words() -> None:
    assert set(FAULTS) == set(Fault)
    assert set(HEADS) == set(Found)
