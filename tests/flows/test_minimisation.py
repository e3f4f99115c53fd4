"""Small, fast versions of the proofs that the minimum is read, and that nothing more is ever kept."""

import errno
import os
import tempfile
from pathlib import Path

import pytest

from flows.intake import submit
from flows.rosters.loading import load
from flows.rosters.sources import sources
from flows.workspace import Workspace, make_workspace
from tests.canary import find_canaries
from tests.flows.conftest import SCHOOL, TODAY
from tests.flows.passphrases import SECRETS

NOBODY = "Quaggleworth"
DROPPED = {
    "UPN": "Q801200118001",
    "DOB": "2018-03-04",
    "Telephone": "07700900471",
    "Address": "14 Snibbleford Parade",
    "Postcode": "ZZ99 7QX",
    "Year Group": "Year 11",
    "Notes": "sees the Wobbington clinic",
}


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """An empty workspace, beside it a temporary folder of its own."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return make_workspace(tmp_path / "workspace", SCHOOL, SECRETS)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Somebody's friends on Facebook, who match nobody."""
    path = tmp_path / "handed-in" / "connections" / "friends" / "your_friends.json"
    path.parent.mkdir(parents=True)
    friends = ",".join(f'{{"name": "Person{n} {NOBODY}", "timestamp": 1600000000}}' for n in range(50))
    path.write_text(f'{{"friends_v2": [{friends}]}}', encoding="utf-8")
    return tmp_path / "handed-in"


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_hand_in_that_meets_a_full_disk_leaves_no_plaintext(
    workspace: Workspace, export: Path, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, call, full)
    with pytest.raises(Exception) as raised:  # noqa: PT011 - whatever it is, it quotes nobody
        submit(workspace, "S1", [export], TODAY)
    beside = workspace.folder.parent / "temporary"
    assert find_canaries([workspace.folder, beside], [NOBODY]) == []
    assert NOBODY not in repr((raised.value, raised.value.__cause__, raised.value.__context__))


def test_a_hand_in_that_waits_is_ciphertext_that_holds_what_the_audit_needs(
    workspace: Workspace, export: Path
) -> None:
    submit(workspace, "S1", [export], TODAY)
    assert find_canaries(workspace.folder, [NOBODY]) == []
    (submission_id,) = workspace.vault.hand_ins.waiting()
    accounts = workspace.vault.hand_ins.open(submission_id).accounts
    assert {name.split()[1] for name in accounts["display_name"].to_pylist()} == {NOBODY}


def test_what_nobody_needs_of_a_roster_is_in_nothing_that_is_sealed(
    workspace: Workspace, tmp_path: Path
) -> None:
    headings = ["Legal Forename", "Legal Surname", *DROPPED, "Parent 1 Forename", "Parent 1 Surname"]
    cells = ["Zephyrine", "Wulverstone", *DROPPED.values(), "Marguerita", "Wulverstone"]
    path = tmp_path / "roster.csv"
    path.write_text(f"{','.join(headings)}\n{','.join(cells)}\n", encoding="utf-8")
    load(workspace, sources([path]), TODAY)
    kept = opened(workspace)
    assert find_canaries(kept, ["Wulverstone"])
    assert find_canaries(kept, DROPPED.values()) == []


def opened(workspace: Workspace) -> list[str]:
    """All that is kept of the roster, opened with the service's key; as text, since its tables are packed."""
    kept = workspace.kept("roster")
    assert kept
    return [str(table.to_pylist()) for table in kept.tables.values()] + [str(kept.facts)]
