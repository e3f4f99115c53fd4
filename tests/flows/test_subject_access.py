"""Whoever asks is told all that is kept of them, and nobody else is named to them."""

from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from flows.rosters.loading import load
from flows.rosters.sources import sources
from flows.rosters.staff import load_staff
from flows.subject_access.asking import Asked
from flows.subject_access.gathering import gather, unknown_files
from flows.subject_access.hiding import HIDDEN, Hiding
from flows.subject_access.subject import Likeness, likeness, staff_member
from flows.workspace import Workspace, make_workspace
from policy.remembering import Remembered, as_json
from schemas.words import Reader
from tests.flows.conftest import CANARIES, SCHOOL, TODAY
from tests.flows.passphrases import SECRETS, identity_of
from tests.flows.planted import said_in
from vault.audit_log import Event
from vault.ledger import Draft
from vault.register import Pair

SAME, ALIKE = Likeness.SAME, Likeness.ALIKE


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Lists alone, with two children of one name."""
    folder = tmp_path_factory.mktemp("access")
    made = make_workspace(folder / "workspace", SCHOOL, SECRETS)
    text = (CANARIES / "roster.csv").read_text(encoding="utf-8")
    twin = "1009,Zephyrine,Quillfeather,,5,Ermintrude,Quillfeather,,,"
    (folder / "roster.csv").write_text(f"{text.rstrip()}\n{twin}\n", encoding="utf-8")
    load(made, sources([folder / "roster.csv"]), TODAY)
    load_staff(made, CANARIES / "staff.csv")
    return made


def ask(workspace: Workspace, out: Path, *command: str, typed: str = "") -> Result:
    """The command, with what is typed before the DSL's passphrase."""
    words = ["subject-access", "--workspace", str(workspace.folder), "--out", str(out), *command]
    return CliRunner().invoke(main, words, input=f"{typed}{SECRETS.dsl}\n")


def read(out: Path, said: Result) -> str:
    """The answer, with the words that the screen showed."""
    words = said.output.partition("shown this once:\n")[2].splitlines()[0].strip()
    document = pypdfium2.PdfDocument(out, password=words)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)


@pytest.mark.parametrize(
    ("kept", "asked_for", "how"),
    [
        ("Zephyrine Quillfeather", "zephyrine  QUILLFEATHER", SAME),
        ("Ｚephyrine Quillfeather", "Zephyrine Quillfeather", SAME),
        ("@fernbury.reads", "Fernbury.Reads", SAME),
        ("Quillfeather Zephyrine", "Zephyrine Quillfeather", ALIKE),
        ("Zéphyrine Quillfeather", "Zephyrine Quillfeather", ALIKE),
        ("Zephyrine Rose Quillfeather", "Zephyrine Quillfeather", ALIKE),
        ("Zephyrine", "Zephyrine Quillfeather", None),
        ("Zephyrina Quillfeather", "Zephyrine Quillfeather", None),
        ("", "Zephyrine Quillfeather", None),
        (" ", " ", None),
    ],
)
def test_a_name_is_the_same_or_only_like_it_or_neither(
    kept: str, asked_for: str, how: Likeness | None
) -> None:
    assert likeness(kept, {asked_for}) is how


def test_words_of_other_peoples_names_are_hidden_and_ones_own_are_not() -> None:
    hiding = Hiding(["Ottoline Quillfeather"], ["Zephyrine Quillfeather", "Isambard Wrenhollow"])
    written = "Ottoline Quillfeather is ZEPHYRINE's mother; isambard knows. So does Philippina."
    assert hiding.text(written, "Philippina") == (
        f"Ottoline Quillfeather is {HIDDEN}'s mother; {HIDDEN} knows. So does {HIDDEN}."
    )


def test_a_name_that_is_typed_stands_nowhere_and_the_answer_is_locked(
    workspace: Workspace, tmp_path: Path
) -> None:
    out = tmp_path / "answer.pdf"
    said = ask(workspace, out, "--name", typed="Leopoldine Thistlemere\n")
    assert said.exit_code == 0, said.output
    assert "history" not in said.output
    assert "Marguerita" not in said.output
    assert "only the second reviewer's passphrase" in said.output
    told = read(out, said)
    assert "Leopoldine" in told
    assert not {"Marguerita", "Crispian", "Zephyrine", "Hildegarde"} & set(told.split())
    last = list(workspace.vault.log.entries())[-1].entry
    assert (last.what, last.by, len(last.about)) == (Event.SUBJECT_ACCESS, Reader.DSL, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["answer.pdf"]


def test_a_name_on_the_command_line_is_warned_of(workspace: Workspace, tmp_path: Path) -> None:
    said = ask(workspace, tmp_path / "answer.pdf", "--contact=Somebody Unheard")
    assert said.exit_code == 0
    assert "in this terminal's history" in said.output


def test_of_two_with_one_name_a_person_chooses(workspace: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "answer.pdf"
    said = ask(workspace, out, "--name", typed="zephyrine quillfeather\n2\n")
    assert "  1  pupil, roster id 1001" in said.output
    assert "  2  pupil, roster id 1009" in said.output
    told = read(out, said)
    assert "1009" in told
    assert "1001" not in told


def test_what_is_for_the_second_reviewer_is_not_told_with_the_dsls_key_and_not_passed_over(
    tmp_path: Path,
) -> None:
    made = make_workspace(tmp_path / "workspace", SCHOOL, SECRETS)
    vault, draft = made.vault, Draft()
    submission_id, pair = vault.submission_id_of("S1"), "ab" * 16
    on = date(2026, 11, 20)
    seen = Remembered(pair, submission_id, Reader.SECOND_REVIEWER, on, on)
    vault.register.keep(draft, {pair: Pair(submission_id, Reader.SECOND_REVIEWER, as_json(seen))})
    vault.commit(draft)

    def told(reader: Reader) -> str:
        asked = Asked(made, staff_member(made, "S1"), {reader: identity_of(made, reader)})
        return said_in(gather(asked, "a member of staff", on))

    with_dsl, with_second = told(Reader.DSL), told(Reader.SECOND_REVIEWER)
    assert "find-abab" not in with_dsl
    assert "only the second reviewer's passphrase can open" in with_dsl
    assert "find-abab" in with_second
    assert "only the DSL's passphrase can open" in with_second


def test_a_file_of_a_kind_that_is_not_known_is_told(workspace: Workspace, tmp_path: Path) -> None:
    assert unknown_files(workspace) == []
    stray = workspace.folder / "findings" / "notes.txt"
    stray.parent.mkdir(exist_ok=True)
    stray.write_text("?", encoding="utf-8")
    try:
        said = ask(workspace, tmp_path / "answer.pdf", "--staff", "S3")
    finally:
        stray.unlink()
    assert "1 file is in the workspace of a kind that this command does not know" in said.output


def test_one_kind_of_person_is_asked_for_at_a_time(workspace: Workspace, tmp_path: Path) -> None:
    said = ask(workspace, tmp_path / "answer.pdf", "--staff", "S3", "--person", "1001")
    assert said.exit_code == 2
    assert not (tmp_path / "answer.pdf").exists()
