"""The doctor answers for each check, refuses what is unsafe, and finds a name where none may be."""

import json
import os
import shutil
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from flows.health.answers import State
from flows.health.checks import CHECKS, UnsafeToRun, ask, examine, refuse_what_is_unsafe
from flows.health.names import is_telling, joined
from flows.health.scan import NobodyToLookFor, scan
from flows.workspace import Workspace, make_workspace
from schemas.words import Reader
from tests.flows.conftest import CANARIES, SCHOOL, TODAY
from tests.flows.passphrases import SECRETS
from vault.audits import ForReader
from vault.ledger import Draft
from vault.private_files import PART

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="file modes are POSIX; Windows has access lists")
DOCUMENT = Path(__file__).parents[2] / "docs" / "doctor.md"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "workspace", SCHOOL, SECRETS)


@pytest.fixture
def loaded(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """With a staff list, and a temp folder of this test's own."""
    from flows.rosters.staff import load_staff

    load_staff(workspace, CANARIES / "staff.csv")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return workspace


def doctor(workspace: Workspace, *options: str) -> Result:
    arguments = ["doctor", "--workspace", str(workspace.folder), "--today", TODAY.isoformat(), *options]
    return CliRunner().invoke(main, arguments)


def state(workspace: Workspace, code: str) -> State:
    """The answer of one check."""
    (check,) = (each for each in CHECKS if each.code == code)
    return ask(check, Workspace(workspace.folder), TODAY).state


def test_a_new_workspace_is_safe_to_run_in(workspace: Workspace) -> None:
    refuse_what_is_unsafe(workspace)
    assert State.UNSAFE not in {each.said.state for each in examine(workspace, TODAY)}


def test_each_check_answers_once_for_machines(workspace: Workspace) -> None:
    answer = doctor(workspace, "--json")
    told = json.loads(answer.output)
    assert answer.exit_code == 0
    assert [each["code"] for each in told["checks"]] == [check.code for check in CHECKS]
    assert all(each["next_step"] for each in told["checks"] if each["state"] != "ok")


@POSIX
@pytest.mark.parametrize(
    ("opened", "code"),
    [("", "workspace-closed"), ("keys/service.age", "keys-closed"), ("keys", "keys-closed")],
)
def test_what_others_may_open_is_unsafe(workspace: Workspace, opened: str, code: str) -> None:
    (workspace.folder / opened).chmod(0o755)
    assert state(workspace, code) is State.UNSAFE
    with pytest.raises(UnsafeToRun, match=code):
        refuse_what_is_unsafe(workspace)
    assert doctor(workspace).exit_code == 5


@POSIX
def test_an_open_file_inside_a_closed_folder_is_a_warning(workspace: Workspace) -> None:
    (workspace.prefect_home / "prefect.db").touch(mode=0o644)
    (workspace.prefect_home / "prefect.db").chmod(0o644)
    assert state(workspace, "prefect-closed") is State.WARNING


def test_a_missing_key_is_unsafe_and_told_by_the_code_of_its_error(workspace: Workspace) -> None:
    (workspace.folder / "keys" / "break-glass.pub").unlink()
    said = {answer.check.code: answer.said for answer in examine(Workspace(workspace.folder), TODAY)}
    assert said["keys"].state is State.UNSAFE
    assert said["keys"].detail == "keys-missing"


def test_all_that_is_unsafe_is_named_at_once(workspace: Workspace) -> None:
    (workspace.folder / "keys" / "dsl.json").unlink()
    (workspace.prefect_home / "prefect.toml").touch()
    with pytest.raises(UnsafeToRun, match="keys, prefect-settled"):
        refuse_what_is_unsafe(Workspace(workspace.folder))


def test_a_profile_of_prefect_that_sets_something_is_unsafe(workspace: Workspace) -> None:
    profiles = workspace.prefect_home / "profiles.toml"
    profiles.write_text('active = "mine"\n[profiles.mine]\n')
    assert state(workspace, "prefect-settled") is State.OK
    profiles.write_text("[profiles.mine]\nPREFECT_RESULTS_PERSIST_BY_DEFAULT = true\n")
    assert state(workspace, "prefect-settled") is State.UNSAFE


def test_what_the_environment_says_of_prefect_is_a_warning(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_LOGGING_EXTRA_LOGGERS", "flows")
    assert state(workspace, "prefect-environment") is State.WARNING


def test_real_people_need_a_signed_assessment(tmp_path: Path) -> None:
    real = make_workspace(tmp_path / "real", SCHOOL | {"invented": False}, SECRETS)
    assert state(real, "dpia") is State.UNSAFE


@pytest.mark.parametrize("synced", ["OneDrive - Alder Lane", "Dropbox", "Google Drive", "iCloud Drive"])
def test_a_workspace_in_a_synced_folder_is_unsafe(workspace: Workspace, tmp_path: Path, synced: str) -> None:
    moved = shutil.copytree(workspace.folder, tmp_path / synced / "workspace")
    assert state(Workspace(moved), "kept-here-alone") is State.UNSAFE


def test_an_unfinished_write_of_long_ago_is_a_warning(workspace: Workspace) -> None:
    left = workspace.folder / f"{PART}0123456789abcdef"
    left.touch(mode=0o600)
    assert state(workspace, "unfinished") is State.OK
    os.utime(left, (0, 0))
    assert state(workspace, "unfinished") is State.WARNING


def test_days_that_went_by_are_warnings(workspace: Workspace) -> None:
    later = {each.check.code: each.said.state for each in examine(workspace, TODAY + timedelta(days=400))}
    assert later["guides-checked"] is later["policy-reviewed"] is later["roster-fresh"] is State.WARNING


def test_every_check_is_documented_with_what_to_do() -> None:
    written = DOCUMENT.read_text(encoding="utf-8")
    for check in CHECKS:
        assert f"### `{check.code}`" in written
        assert check.what in written
        assert check.next_step in written


def test_a_clean_workspace_is_silent_once_the_scanner_found_all_that_was_planted(loaded: Workspace) -> None:
    answer = doctor(loaded, "--scan", "--json")
    told = json.loads(answer.output)
    assert (answer.exit_code, told["planted_found"], told["leaks"]) == (0, 12, [])
    assert told["files"]["workspace"] > 5


@pytest.mark.parametrize("place", ["prefect/notes.txt", "left over.csv", "../temporary/copy.csv"])
def test_a_leaked_name_is_found_and_never_said(loaded: Workspace, place: str) -> None:
    rows = (CANARIES / "staff.csv").read_text(encoding="utf-8")
    (loaded.folder / place).write_text(rows, encoding="utf-8")
    answer = doctor(loaded, "--scan")
    assert answer.exit_code == 5
    assert "files hold a name" in answer.output
    said = answer.output.casefold()
    assert not [
        word for line in rows.splitlines()[1:] for word in line.casefold().split(",")[1:3] if word in said
    ]


def test_a_path_that_holds_a_name_is_not_said(loaded: Workspace) -> None:
    staff = loaded.kept("staff")
    assert staff
    person = staff.tables["staff"].to_pylist()[0]
    (loaded.folder / f"{person['forename']}_{person['surname']}.zip").touch()
    result = scan(loaded)
    assert {way for _, way in result.leaks} == {"name > utf-8"}
    assert not result.paths


def test_what_cannot_be_searched_is_not_taken_for_clean(loaded: Workspace) -> None:
    (loaded.folder / "prefect" / "broken.parquet").write_bytes(b"PAR1 no table at all PAR1")
    answer = doctor(loaded, "--scan")
    assert answer.exit_code == 5
    assert "scan-unfinished" in answer.output


def test_a_workspace_of_nobody_is_not_called_clean(workspace: Workspace) -> None:
    with pytest.raises(NobodyToLookFor):
        scan(workspace)


@pytest.mark.parametrize("handle", ["will", "scheduled", "teacher", "m.may"])
def test_a_handle_that_may_be_a_word_is_not_looked_for(handle: str) -> None:
    assert not is_telling(handle)


@pytest.mark.parametrize("handle", ["pip.marlow", "marlow_22", "zoemarchbanks"])
def test_a_handle_that_no_text_holds_by_chance_is_looked_for(handle: str) -> None:
    assert is_telling(handle)


def test_half_a_name_is_not_looked_for() -> None:
    assert list(joined("Will", "")) == list(joined("", "May")) == []
    assert "Rose May" in list(joined("Rose", "May"))


def test_a_document_that_was_changed_is_unsafe_and_one_that_was_moved_away_is_not(
    workspace: Workspace,
) -> None:
    draft, opening = Draft(), b"<p>an opening page</p>"
    workspace.vault.audits.keep(
        draft,
        "run-0123456789ab",
        [ForReader(Reader.DSL, {"open.html": opening}, "five words", {})],
        [],
        {"on": TODAY.isoformat()},
    )
    workspace.vault.commit(draft)
    page = workspace.folder / "audits" / "run-0123456789ab" / "open.html"
    check = next(each for each in CHECKS if each.code == "documents")
    assert ask(check, workspace, TODAY).state is State.OK
    page.write_bytes(opening.replace(b"an", b"no"))
    assert ask(check, workspace, TODAY).state is State.UNSAFE
    page.unlink()
    assert ask(check, workspace, TODAY).state is State.OK
