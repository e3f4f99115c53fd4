"""The commands as a person meets them: answers, receipts, errors and exit codes."""

import json
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from flows.workspace import Workspace, make_workspace
from tests.flows.conftest import CANARIES, SCHOOL, TODAY
from tests.flows.passphrases import SECRETS
from vault.ciphertext import recipient_of
from vault.passphrases import word_list
from vault.readers import unlock

HEAVY = ("prefect", "great_expectations", "pandas")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="file modes are POSIX; Windows has access lists")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "workspace", SCHOOL, SECRETS)


@pytest.fixture
def loaded(workspace: Workspace) -> Workspace:
    from flows.rosters.staff import load_staff

    load_staff(workspace, CANARIES / "staff.csv")
    return workspace


def instagram_of(folder: Path, owner: str) -> Path:
    """A small Instagram archive whose profile says it is `owner`'s."""
    path = folder / "export.zip"
    profile = {"profile_user": [{"string_map_data": {"Username": {"value": owner}}}]}
    followers = [{"title": "", "media_list_data": [], "string_list_data": [{"value": "pip.marlow_22"}]}]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "personal_information/personal_information/personal_information.json", json.dumps(profile)
        )
        archive.writestr("connections/followers_and_following/followers_1.json", json.dumps(followers))
    return path


def imported_by(*arguments: str) -> set[str]:
    """The heavy packages that a command has imported when it ends."""
    script = (
        "import sys\nfrom flows.cli import main\n"
        f"try:\n    main({list(arguments)!r})\nexcept SystemExit:\n    pass\n"
        f"print('imported:', *[name for name in {HEAVY!r} if name in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(ended.stdout.splitlines()[-1].split()[1:])


def test_help_answers_without_importing_anything_heavy() -> None:
    assert imported_by("--help") == set()


def test_checking_an_export_imports_neither_prefect_nor_great_expectations(tmp_path: Path) -> None:
    assert not imported_by("check", str(instagram_of(tmp_path, "pip"))) & {"prefect", "great_expectations"}


def test_matching_two_tables_imports_neither_prefect_nor_great_expectations(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(
        "roster_id,forename,middle,surname,preferred,former_surname,full_name\nr1,Marit,,Lind,,,\n"
    )
    (tmp_path / "accounts.csv").write_text("follower_id,display_name,handle\nf1,Marit Lind,\n")
    tables = ["--roster", str(tmp_path / "roster.csv"), "--accounts", str(tmp_path / "accounts.csv")]
    assert not imported_by("match", *tables, "--out", str(tmp_path / "out.csv")) & set(HEAVY[:2])


def test_init_says_what_to_do_next_and_shows_each_passphrase_once(tmp_path: Path) -> None:
    answer = run("init", tmp_path / "new", "--name", 'St "Mary"\\s')
    keys = Workspace(tmp_path / "new").keys
    assert answer.exit_code == 0
    lines = [line.strip() for line in answer.output.splitlines()]
    words = [line for line in lines if len(line.split()) == 5 and set(line.split()) <= set(word_list())]
    assert [
        unlock(keys.people[reader], each).identity for reader, each in zip(keys.people, words, strict=True)
    ]
    (printed,) = (line for line in lines if line.startswith("AGE-SECRET-KEY-"))
    assert recipient_of(printed) == keys.break_glass
    assert "armslength roster load" in answer.output
    assert Workspace(tmp_path / "new").school.setting.name == 'St "Mary"\\s'


@POSIX
def test_only_its_owner_can_open_anything_in_a_new_workspace(workspace: Workspace) -> None:
    modes = {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in workspace.folder.rglob("*")}
    assert modes == {0}


def test_a_second_init_in_the_same_place_changes_nothing(workspace: Workspace) -> None:
    before = workspace.keys
    answer = run("init", workspace.folder)
    assert (answer.exit_code, "workspace-taken" in answer.output) == (5, True)
    assert Workspace(workspace.folder).keys == before


def test_an_audit_does_not_start_before_both_reviewers_are_named(tmp_path: Path) -> None:
    run("init", tmp_path / "new")
    answer = run("audit", "--workspace", tmp_path / "new")
    assert (answer.exit_code, "reviewers-missing" in answer.output) == (5, True)


@pytest.mark.parametrize(
    ("named", "code"), [('dsl = "s1"', "dsl-not-listed"), ('dsl = "s2 "', "one-reviewer")]
)
def test_an_audit_does_not_start_where_what_is_the_dsls_would_not_be_kept_from_them(
    loaded: Workspace, named: str, code: str
) -> None:
    text = loaded.school_toml.read_text("utf-8")
    loaded.school_toml.write_text(text.replace('dsl = "S1"', named), "utf-8")
    answer = run("audit", "--workspace", loaded.folder)
    assert (answer.exit_code, code in answer.output) == (5, True)


def test_a_folder_that_is_no_workspace_is_one_clear_error(tmp_path: Path) -> None:
    answer = run("audit", "--workspace", tmp_path)
    assert (answer.exit_code, "no-workspace" in answer.output) == (5, True)


def test_a_receipt_counts_what_was_read_and_what_stayed_closed(loaded: Workspace, tmp_path: Path) -> None:
    answer = run(
        "submit", "--staff", "S2", "--workspace", loaded.folder, instagram_of(tmp_path, "fernbury.reads")
    )
    assert answer.exit_code == 0
    assert "Instagram: read 1 follower; 0 other files left unopened" in answer.output


def test_an_unknown_staff_reference_is_refused_before_anything_is_read(
    loaded: Workspace, tmp_path: Path
) -> None:
    answer = run("submit", "--staff", "S9", "--workspace", loaded.folder, instagram_of(tmp_path, "pip"))
    assert (answer.exit_code, "staff-ref-unknown" in answer.output) == (3, True)
    assert loaded.vault.hand_ins.waiting() == {}


def test_one_persons_export_handed_in_for_another_is_refused_and_recorded(
    loaded: Workspace, tmp_path: Path
) -> None:
    answer = run(
        "submit", "--staff", "S1", "--workspace", loaded.folder, instagram_of(tmp_path, "fernbury.reads")
    )
    assert (answer.exit_code, "export-of-another-person" in answer.output) == (3, True)
    (submission,) = (loaded.vault.hand_ins.open(each) for each in loaded.vault.hand_ins.waiting())
    assert submission.extracts == ()
    assert [each.code for each in submission.unread] == ["export-of-another-person"]


def test_an_account_that_is_not_on_the_staff_list_is_a_question(loaded: Workspace, tmp_path: Path) -> None:
    answer = run(
        "submit", "--staff", "S2", "--workspace", loaded.folder, instagram_of(tmp_path, "someone_else")
    )
    assert answer.exit_code == 0
    assert "is not among your accounts on the staff list" in answer.output
    assert "someone_else" not in answer.output


def test_a_file_that_cannot_be_read_is_recorded_so_that_it_never_looks_like_not_handed_in(
    loaded: Workspace, tmp_path: Path
) -> None:
    zipfile.ZipFile(tmp_path / "empty.zip", "w").close()
    answer = run("submit", "--staff", "S3", "--workspace", loaded.folder, tmp_path / "empty.zip")
    assert (answer.exit_code, "export-empty" in answer.output) == (3, True)
    assert len(loaded.vault.hand_ins.waiting()) == 1


def test_nothing_of_the_staff_members_is_touched(loaded: Workspace, tmp_path: Path) -> None:
    export = instagram_of(tmp_path, "fernbury.reads")
    before = export.read_bytes()
    run("submit", "--staff", "S2", "--workspace", loaded.folder, export)
    assert export.read_bytes() == before


def test_check_answers_as_documented_and_names_nobody(tmp_path: Path) -> None:
    answer = run("check", "--json", instagram_of(tmp_path, "pip"))
    followers = {
        "relation": "follower",
        "entries": 1,
        "with_display_name": 0,
        "handle_only": 1,
        "not_comparable": 0,
        "unreadable": 0,
    }
    export = json.loads(answer.output)["exports"][0]
    assert (export["platform"], export["lists"], export["unopened"]) == ("instagram", [followers], 0)
    assert "pip" not in answer.output.replace("pipeline", "")


def test_roster_check_answers_as_documented_and_names_nobody() -> None:
    answer = json.loads(run("roster", "check", "--json", "--today", TODAY, CANARIES / "roster.csv").output)
    (source,) = answer["sources"]
    assert (source["source"], source["children"], source["parent_carers"], source["links"]) == (
        "csv",
        4,
        6,
        6,
    )
    assert answer["errors"] == []
    assert not {"Quillfeather", "Zephyrine"} & set(json.dumps(answer).replace('"', " ").split())


def test_a_roster_that_is_refused_leaves_the_last_one_in_place(workspace: Workspace, tmp_path: Path) -> None:
    loaded = run("roster", "load", "--workspace", workspace.folder, "--today", TODAY, CANARIES / "roster.csv")
    assert loaded.exit_code == 0, loaded.output
    before = workspace.vault.open_tables("roster").tables["people"]
    (tmp_path / "roster.csv").write_text("Pupil ID,Forename,Parent 1 Forename\n1,Ann,Bea\n", encoding="utf-8")
    refused = run("roster", "load", "--workspace", workspace.folder, tmp_path / "roster.csv")
    assert (refused.exit_code, "roster-no-surnames" in refused.output) == (4, True)
    assert workspace.vault.open_tables("roster").tables["people"].equals(before)


def test_a_surprise_shows_where_it_arose_and_quotes_nothing(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def surprising(*_: object) -> None:
        raise KeyError("Zephyrine Quillfeather")

    monkeypatch.setattr("connectors.exports.reading_of", surprising)
    shutil.copy(CANARIES / "staff.csv", tmp_path / "Zephyrine Quillfeather.csv")
    answer = run("check", tmp_path / "Zephyrine Quillfeather.csv")
    assert answer.exit_code == 70
    assert "KeyError" in answer.output
    assert "Quillfeather" not in answer.output


def test_peek_shows_how_an_export_is_laid_out_and_no_value_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "connections" / "followers_and_following"
    folder.mkdir(parents=True)
    lists = {"accounts_anew": [{"handle": "zephyrine.quillfeather", "since": "2026-01-02"}]}
    (folder / "following.json").write_text(json.dumps(lists), encoding="utf-8")
    answer = run("peek", tmp_path)
    assert answer.exit_code == 0
    assert "laid out in a way we do not know" in answer.output
    assert "handle (in 1)" in answer.output
    assert "quillfeather" not in answer.output
    assert json.loads(run("peek", "--json", tmp_path).output)["version"] == 1


def test_peek_says_what_could_not_be_opened(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 cut short")
    answer = run("peek", tmp_path / "a.zip")
    assert answer.exit_code == 3
    assert "[archive-broken]" in answer.output


def test_names_are_taken_from_posts_only_where_the_person_says_so(tmp_path: Path) -> None:
    mention = {"id_str": "7", "screen_name": "w.farrow", "name": "Wren Farrow"}
    tweet = {"tweet": {"full_text": "hello", "entities": {"user_mentions": [mention]}}}
    (tmp_path / "data").mkdir()
    followers = [{"follower": {"accountId": number}} for number in ("7", "8")]
    (tmp_path / "data" / "follower.js").write_text(f"a = {json.dumps(followers)}", encoding="utf-8")
    (tmp_path / "data" / "tweets.js").write_text(f"a = {json.dumps([tweet])}", encoding="utf-8")
    (unasked,) = json.loads(run("check", "--json", tmp_path).output)["exports"]
    assert unasked["lists"][0]["not_comparable"] == 2
    (asked,) = json.loads(run("check", "--json", "--names-from-posts", tmp_path).output)["exports"]
    assert (asked["lists"][0]["with_display_name"], asked["lists"][0]["not_comparable"]) == (1, 1)
    assert any(note.startswith("1 of 2 accounts were named") for note in asked["notes"])
