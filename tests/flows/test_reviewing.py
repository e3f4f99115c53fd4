"""What people do with an audit: pages let go, decisions given back, disputes; and the next audit after it."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from flows.cli import main
from flows.documents import findings_of
from flows.holds import Reason, hold_finding, lift
from flows.intake import StaffRefUnknown, submit
from flows.review.deciding import AuditUnknown, take_decisions
from flows.review.disputing import LineUnknown, record_dispute
from flows.review.release import NoAudit, latest_audit, release
from flows.rosters.staff import load_staff
from flows.withdrawal import withdraw
from flows.workspace import Workspace
from reports.overview_facts import Finding
from schemas.words import Change, Decision, Reader
from tests.flows.conftest import CANARIES, TODAY
from tests.flows.passphrases import SECRETS, identity_of
from tests.flows.rooms import Ended, audit
from vault.bundles import pack
from vault.documents import lock_workbook, opens_with, unlocked_workbook
from vault.errors import NothingKeptError, WorkbookLockedError
from vault.ledger import Draft
from vault.register import finding_file

LATER = TODAY + timedelta(days=30)
AuditOf = Callable[..., tuple[Workspace, Ended]]


@pytest.fixture
def workspace(loaded: Workspace) -> Workspace:
    return loaded


def audited(workspace: Workspace, *people: str, on: object = TODAY) -> Ended:
    for person in people:
        submit(workspace, person, sorted((CANARIES / "exports" / person).iterdir()), TODAY)
    return audit(workspace, on)  # type: ignore[arg-type]


def listed(workspace: Workspace, ended: Ended, reader: Reader = Reader.DSL) -> list[Finding]:
    return list(findings_of(workspace, ended.audit_id, reader, identity_of(workspace, reader)))


def words_of(workspace: Workspace, ended: Ended) -> str:
    return workspace.vault.audits.words(ended.audit_id, Reader.DSL, identity_of(workspace))


def given_back(workspace: Workspace, ended: Ended, decisions: dict[str, tuple[str, str]], path: Path) -> Path:
    """The DSL's workbook as the DSL saves it, with a decision and a reason for each finding."""
    words = words_of(workspace, ended)
    locked = (ended.folder / "workbook.xlsx").read_bytes()
    book = load_workbook(io.BytesIO(unlocked_workbook(locked, [words])))
    for sheet in book.worksheets:
        headings = [cell.value for cell in sheet[1]]
        if "Decision" not in headings:
            continue
        for row in sheet.iter_rows(min_row=2):
            cells = dict(zip(headings, row, strict=True))
            if cells["Finding"].value in decisions:
                cells["Decision"].value, cells["Reason"].value = decisions[cells["Finding"].value]
    saved = io.BytesIO()
    book.save(saved)
    path.write_bytes(lock_workbook(saved.getvalue(), words))
    return path


def decide(workspace: Workspace, ended: Ended, decision: str, path: Path, reason: str = "") -> Finding:
    """The one finding of the audit, decided in its workbook."""
    (finding,) = listed(workspace, ended)
    file = given_back(workspace, ended, {finding.finding_id: (decision, reason)}, path)
    taken = take_decisions(workspace, file, Reader.DSL, identity_of(workspace), TODAY)
    assert taken.problems == 0
    return finding


def pair_of(workspace: Workspace, finding: Finding) -> str:
    number = finding.finding_id.removeprefix("find-")
    return next(pair for pair in workspace.vault.register.pairs() if pair.startswith(number))


def test_no_page_leaves_before_its_reviewer_says_so_and_then_each_is_alike(audit_of: AuditOf) -> None:
    workspace, ended = audit_of("S1", "S2", "S3")
    assert not (workspace.folder / "released").exists()
    release(workspace, ended.audit_id, Reader.DSL, identity_of(workspace))
    release(
        workspace,
        ended.audit_id,
        Reader.SECOND_REVIEWER,
        identity_of(workspace, Reader.SECOND_REVIEWER),
    )
    pages = sorted((workspace.folder / "released").iterdir())
    assert len(pages) == 4, "everybody on the staff list gets one"
    assert len({page.stat().st_size for page in pages}) == 1
    assert len({page.stat().st_mtime for page in pages}) == 1


def test_a_reviewer_lets_no_page_go_that_is_the_others_to_let_go(audit_of: AuditOf) -> None:
    workspace, ended = audit_of("S1", "S2", "S3")
    (of_dsl,) = (
        receipt
        for receipt, reader in workspace.vault.audits.open(ended.audit_id)["people"].values()
        if reader == Reader.SECOND_REVIEWER
    )
    with pytest.raises(NothingKeptError):
        release(workspace, ended.audit_id, Reader.DSL, identity_of(workspace), [of_dsl])


def test_there_is_nothing_to_release_before_an_audit(workspace: Workspace) -> None:
    with pytest.raises(NoAudit):
        latest_audit(workspace)


def test_a_pair_that_is_not_the_same_loses_its_names_and_is_not_asked_again(
    audit_of: AuditOf, tmp_path: Path
) -> None:
    workspace, ended = audit_of("S3")
    finding = decide(workspace, ended, "not the same person", tmp_path / "back.xlsx")
    assert not (workspace.folder / finding_file(pair_of(workspace, finding))).exists()
    assert listed(workspace, audited(workspace, "S3", on=LATER)) == []


def test_a_confirmed_pair_stays_and_says_when_it_was_confirmed_and_why(
    audit_of: AuditOf, tmp_path: Path
) -> None:
    workspace, first = audit_of("S3")
    decide(workspace, first, "same person", tmp_path / "back.xlsx", "They told me so")
    assert "They told me so" in listed(workspace, first)[0].note
    (known,) = listed(workspace, audited(workspace, "S3", on=LATER))
    assert (known.history.change, known.history.decision) == (Change.KNOWN, Decision.SAME_PERSON)


@pytest.mark.proofs
def test_a_finding_on_hold_keeps_its_names_until_the_hold_is_lifted(
    workspace: Workspace, tmp_path: Path
) -> None:
    ended = audited(workspace, "S3")
    (finding,) = listed(workspace, ended)
    hold_finding(workspace, finding.finding_id, Reason("an inquiry", "the head", TODAY), LATER)
    decide(workspace, ended, "not the same person", tmp_path / "back.xlsx")
    file = workspace.folder / finding_file(pair_of(workspace, finding))
    assert file.exists()
    withdraw(workspace, "S3", TODAY)
    assert file.exists()
    assert workspace.vault.audits.open(ended.audit_id)["pairs"][Reader.DSL] == [file.stem]
    lift(workspace, finding.finding_id)
    assert not file.exists()
    assert workspace.vault.register.pairs() == {}
    assert workspace.vault.audits.open(ended.audit_id)["pairs"][Reader.DSL] == []


@pytest.mark.proofs
def test_a_workbook_of_another_audit_or_behind_other_words_is_refused(
    workspace: Workspace, tmp_path: Path
) -> None:
    ended = audited(workspace, "S3")
    saved = given_back(workspace, ended, {}, tmp_path / "back.xlsx")
    plain = unlocked_workbook(saved.read_bytes(), [words_of(workspace, ended)])
    (tmp_path / "other.xlsx").write_bytes(lock_workbook(plain, "some other words than these"))
    with pytest.raises(WorkbookLockedError):
        take_decisions(workspace, tmp_path / "other.xlsx", Reader.DSL, identity_of(workspace), TODAY)
    second = identity_of(workspace, Reader.SECOND_REVIEWER)
    with pytest.raises(WorkbookLockedError):
        take_decisions(workspace, saved, Reader.SECOND_REVIEWER, second, TODAY)
    book = load_workbook(io.BytesIO(plain))
    book.custom_doc_props["Armslength audit"].value = "run-000000000000"  # type: ignore[attr-defined]
    book.save(tmp_path / "strange.xlsx")
    with pytest.raises(AuditUnknown):
        take_decisions(workspace, tmp_path / "strange.xlsx", Reader.DSL, identity_of(workspace), TODAY)


@pytest.mark.proofs
def test_that_is_not_them_stands_beside_the_question_at_the_next_review(workspace: Workspace) -> None:
    ended = audited(workspace, "S3")
    people = workspace.vault.audits.open(ended.audit_id)["people"]
    receipt, _ = people[workspace.vault.submission_id_of("S3")]
    record_dispute(workspace, receipt, 1, TODAY)
    (again,) = listed(workspace, audited(workspace, "S3", on=LATER))
    assert again.history.disputed_on == TODAY
    for wrong in ((receipt, 2), ("r-0000000000", 1)):
        with pytest.raises(LineUnknown):
            record_dispute(workspace, *wrong, TODAY)


def test_the_commands_ask_for_the_passphrase_and_refuse_another(audit_of: AuditOf, tmp_path: Path) -> None:
    workspace, ended = audit_of("S3")
    saved = given_back(workspace, ended, {}, tmp_path / "back.xlsx")
    place = ["--workspace", str(workspace.folder)]
    for command in (["release", *place], ["documents", *place], ["decisions", str(saved), *place]):
        refused = CliRunner().invoke(main, command, input="not these five words here\n")
        assert (refused.exit_code, "wrong-passphrase" in refused.output) == (5, True)
        done = CliRunner().invoke(main, command, input=f"{SECRETS.dsl}\n")
        assert done.exit_code == 0, done.output
        assert SECRETS.dsl not in done.output
    assert opens_with((ended.folder / "workbook.xlsx").read_bytes(), words_of(workspace, ended))
    assert workspace.vault.log.verify().holds


@pytest.mark.proofs
def test_a_decision_about_somebody_who_withdrew_is_not_told_as_taken(
    workspace: Workspace, tmp_path: Path
) -> None:
    ended = audited(workspace, "S3")
    (finding,) = listed(workspace, ended)
    decided = {finding.finding_id: ("same person", "They told me so")}
    saved = given_back(workspace, ended, decided, tmp_path / "back.xlsx")
    withdraw(workspace, "S3", TODAY)
    taken = take_decisions(workspace, saved, Reader.DSL, identity_of(workspace), TODAY)
    assert taken.problems == 1
    assert "nothing was taken" in taken.lines[-1]
    assert workspace.vault.register.pairs() == {}


@pytest.mark.proofs
def test_what_was_decided_of_a_later_audit_stays_and_the_older_workbook_is_told_so(
    workspace: Workspace, tmp_path: Path
) -> None:
    first = audited(workspace, "S3")
    (finding,) = listed(workspace, first)
    number = finding.finding_id
    older = given_back(workspace, first, {number: ("not the same person", "")}, tmp_path / "older.xlsx")
    decide(workspace, audited(workspace, "S3", on=LATER), "same person", tmp_path / "new.xlsx", "As they say")
    before = workspace.vault.register.pairs()
    taken = take_decisions(workspace, older, Reader.DSL, identity_of(workspace), LATER)
    assert taken.lines[0].startswith("Took back 0 decisions")
    assert "1 question was decided in the workbook of a later audit" in taken.lines[-1]
    assert workspace.vault.register.pairs() == before


def test_a_page_let_go_after_a_talk_is_not_taken_back_by_the_next_release(audit_of: AuditOf) -> None:
    workspace, ended = audit_of("S3")
    identity = identity_of(workspace)
    vault, draft = workspace.vault, Draft()
    facts = vault.audits.open(ended.audit_id)
    receipt, _ = facts["people"][vault.submission_id_of("S3")]
    people = f"audits/{ended.audit_id}/people"
    stands_in, own = b"%PDF-1.7 /Encrypt stands in", vault.audits.page(ended.audit_id, receipt, identity)
    readers = (Reader.DSL, Reader.BREAK_GLASS)
    draft.write(f"{people}/{receipt}.page.age", vault.shelf.sealed(stands_in, readers))
    held = pack(ended.audit_id, {}, facts | {"held": [receipt]})
    draft.write(f"audits/{ended.audit_id}/audit.age", vault.shelf.sealed(held))
    vault.commit(draft)
    released = workspace.folder / "released" / f"{receipt}.pdf"
    for lifted, there in (((), stands_in), ((receipt,), own), ((), own)):
        release(workspace, ended.audit_id, Reader.DSL, identity, lifted)
        assert released.read_bytes() == there


def test_whoever_is_on_the_staff_list_no_more_can_still_withdraw(audit_of: AuditOf, tmp_path: Path) -> None:
    workspace, _ = audit_of("S3")
    rows = (CANARIES / "staff.csv").read_text("utf-8").splitlines(keepends=True)
    shorter = tmp_path / "staff.csv"
    shorter.write_text("".join(row for row in rows if not row.startswith("S3,")), "utf-8")
    load_staff(workspace, shorter)
    assert "1 page and all that was asked" in withdraw(workspace, "S3 ", TODAY)
    assert workspace.vault.register.pairs() == {}
    with pytest.raises(StaffRefUnknown):
        withdraw(workspace, "S9", TODAY)
