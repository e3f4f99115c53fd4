"""What whoever looks after the computer does to a workspace: a backup, putting it back, an upgrade."""

import shutil
import tarfile
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from flows.format import FILE, FORMAT, WorkspaceNewer, format_of, upgrade
from flows.intake import submit
from flows.school import SchoolUnreadable, read_school
from flows.withdrawal import withdraw
from flows.workspace import Workspace
from tests.flows.conftest import CANARIES, TODAY

OLD = """\
[setting]
name = "Alder Lane"    # ours

[reviewers]
dsl = "S1"
second_reviewer = "S2"

[data_protection]
invented = true

[terms]
closed = [2026-10-23]
"""


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def workspace(loaded: Workspace) -> Workspace:
    return loaded


def test_a_restored_workspace_works_and_brings_no_withdrawn_person_back(
    workspace: Workspace, tmp_path: Path
) -> None:
    for person in ("S1", "S3"):
        submit(workspace, person, sorted((CANARIES / "exports" / person).iterdir()), TODAY)
    for out, kind in (("day.tar", ()), ("keys.tar", ("--keys",))):
        written = run("backup", "--out", tmp_path / out, *kind, "--workspace", workspace.folder)
        assert written.exit_code == 0, written.output
    withdraw(workspace, "S3", TODAY)
    (gone,) = workspace.vault.tombstones.all()
    shutil.rmtree(workspace.folder)
    answer = run("restore", workspace.folder, tmp_path / "day.tar", tmp_path / "keys.tar")
    assert answer.exit_code == 0, answer.output
    assert "1 withdrawals are known here" in answer.output
    restored = Workspace(workspace.folder)
    assert gone not in restored.vault.hand_ins.waiting()
    assert list(restored.vault.hand_ins.waiting()) == [restored.vault.submission_id_of("S1")]
    assert restored.vault.log.verify().holds
    assert restored.lists_needed()


def test_what_lies_in_the_hand_in_folder_is_in_no_backup(workspace: Workspace, tmp_path: Path) -> None:
    text = workspace.school_toml.read_text(encoding="utf-8")
    named = text.replace('[hand_in]\nfolder = ""', '[hand_in]\nfolder = "letters"')
    workspace.school_toml.write_text(named, encoding="utf-8")
    (workspace.folder / "letters" / "S1").mkdir(parents=True)
    (workspace.folder / "letters" / "S1" / "friends.json").write_text("Ottoline", encoding="utf-8")
    written = run("backup", "--out", tmp_path / "day.tar", "--workspace", workspace.folder)
    assert written.exit_code == 0, written.output
    with tarfile.open(tmp_path / "day.tar") as archive:
        assert not [name for name in archive.getnames() if name.startswith("letters")]
        assert "school.toml" in archive.getnames()


def test_without_the_keys_nothing_is_put_back(workspace: Workspace, tmp_path: Path) -> None:
    run("backup", "--out", tmp_path / "day.tar", "--workspace", workspace.folder)
    answer = run("restore", tmp_path / "restored", tmp_path / "day.tar")
    assert (answer.exit_code, "[backup-incomplete]" in answer.output) == (5, True)
    assert not (tmp_path / "restored").exists()


def test_a_workspace_of_before_the_number_is_read_and_made_ready(workspace: Workspace) -> None:
    (workspace.folder / FILE).unlink()
    workspace.school_toml.write_text(OLD, encoding="utf-8")
    assert Workspace(workspace.folder).lists_needed()
    answer = run("upgrade", "--workspace", workspace.folder)
    assert answer.exit_code == 0, answer.output
    text = workspace.school_toml.read_text(encoding="utf-8")
    assert text.startswith(OLD)
    assert {"schedule", "hand_in", "email", "trust"} <= tomllib.loads(text).keys()
    assert "new section [schedule]" in answer.output
    assert "[terms]" not in answer.output
    assert read_school(workspace.school_toml).schedule.audit == "never"
    assert format_of(workspace.folder) == FORMAT
    assert upgrade(workspace.folder) == ["There was nothing to do."]
    assert workspace.school_toml.read_text(encoding="utf-8") == text


def test_a_new_workspace_needs_no_upgrade(workspace: Workspace) -> None:
    assert format_of(workspace.folder) == FORMAT
    assert upgrade(workspace.folder) == ["There was nothing to do."]


@pytest.mark.parametrize("number", [str(FORMAT + 1), "-1", "one", "", "1.0", "\u00b9"])
def test_a_workspace_that_a_newer_version_changed_is_not_opened(workspace: Workspace, number: str) -> None:
    (workspace.folder / FILE).write_text(number, encoding="utf-8")
    with pytest.raises(WorkspaceNewer):
        Workspace(workspace.folder)
    with pytest.raises(WorkspaceNewer):
        upgrade(workspace.folder)
    assert (workspace.folder / FILE).read_text(encoding="utf-8") == number


def test_a_damaged_school_toml_is_left_as_it_is(workspace: Workspace) -> None:
    (workspace.folder / FILE).unlink()
    workspace.school_toml.write_text("[setting\n", encoding="utf-8")
    with pytest.raises(SchoolUnreadable):
        upgrade(workspace.folder)
    assert workspace.school_toml.read_text(encoding="utf-8") == "[setting\n"
    assert not (workspace.folder / FILE).exists()
