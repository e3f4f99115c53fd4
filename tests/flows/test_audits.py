"""What an audit does from one time to the next, stage by stage, without an orchestrator."""

import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from flows.boundary import PipelineError
from flows.cli import main
from flows.documents import findings_of
from flows.intake import submit
from flows.participation import answer_of
from flows.retention import ClockJumped, retain
from flows.review.release import release
from flows.review.remaking import make_again
from flows.rosters.declared import load_declarations
from flows.rosters.loading import load
from flows.rosters.sources import sources
from flows.rosters.staff import load_staff
from flows.stages import load as loading
from flows.stages import report, sift
from flows.withdrawal import withdraw
from flows.workroom import opened_room, room_of
from flows.workspace import Workspace
from schemas.words import Answer, Change, Reader
from tests.flows.conftest import CANARIES, TODAY
from tests.flows.passphrases import SECRETS, identity_of
from tests.flows.rooms import Ended, audit, judged
from vault.audits import PREFIX
from vault.documents import opens_with
from vault.keys import PEOPLE
from vault.opening.opening import open_page

AuditOf = Callable[..., tuple[Workspace, Ended]]


@pytest.fixture
def workspace(loaded: Workspace) -> Workspace:
    load_declarations(loaded, CANARIES / "declarations.csv")
    return loaded


def hand_in(workspace: Workspace, *people: str, day: date = TODAY) -> None:
    for person in people:
        submit(workspace, person, sorted((CANARIES / "exports" / person).iterdir()), day)


def rows_of(ended: Ended, staff_ref: str) -> Iterator[dict[str, Any]]:
    ids = {row["submission_id"] for row in ended.tables["outcomes"] if row["staff_ref"] == staff_ref}
    return (row for row in ended.tables["findings"] if row["submission_id"] in ids)


def test_an_exact_name_is_asked_about_a_declared_one_is_declared_and_nobody_else_is_listed(
    audit_of: AuditOf,
) -> None:
    _, ended = audit_of("S1", "S2", "S3")
    names = {
        (row["submission_id"], row["account_id"]): row["display_name"] for row in ended.tables["accounts"]
    }
    verdicts = {
        (row["verdict"], names[row["submission_id"], row["account_id"]]) for row in rows_of(ended, "S2")
    }
    assert verdicts == {("declared", "Philippina Wrenhollow"), ("to_check", "Crispian Thistlemere")}
    listed = {row["display_name"] for row in ended.tables["accounts"]}
    assert not listed & {"Peregrina Vexworthy", "Gwendolyna Ashquarry", "Bartholomea Nightingrove"}


def test_a_name_alone_is_never_strong(audit_of: AuditOf) -> None:
    _, ended = audit_of("S1", "S2", "S3")
    assert {row["band"] for row in ended.tables["findings"]} == {"probable"}


def test_checked_not_checked_and_not_handed_in_are_three_numbers(
    workspace: Workspace, tmp_path: Path
) -> None:
    zipfile.ZipFile(tmp_path / "empty.zip", "w").close()
    hand_in(workspace, "S1")
    submit(workspace, "S2", [tmp_path / "empty.zip"], TODAY)
    counts = audit(workspace).counts
    assert (counts["checked"], counts["could_not_be_checked"], counts["not_handed_in"]) == (1, 1, 2)


def test_an_audit_of_nothing_counts_everybody_as_not_handed_in(workspace: Workspace) -> None:
    counts = audit(workspace).counts
    assert (counts["checked"], counts["could_not_be_checked"], counts["not_handed_in"]) == (0, 0, 4)


def test_ids_without_names_could_not_be_checked(workspace: Workspace, tmp_path: Path) -> None:
    records = [{"follower": {"accountId": "1203948576102938475"}}]
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("data/follower.js", f"window.YTD.follower.part0 = {json.dumps(records)}")
    submit(workspace, "S4", [tmp_path / "x.zip"], TODAY)
    ended = audit(workspace)
    assert ended.tables["outcomes"][0]["outcome"] == "could_not_be_checked"
    assert ended.tables["outcomes"][0]["code"] == "nothing-comparable"


def test_a_failure_is_not_lost_when_another_platform_is_handed_in_later(
    workspace: Workspace, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "cut.zip", "w") as archive:
        archive.writestr("connections/followers_and_following/followers_1.json", '[{"title": ""')
    submit(workspace, "S1", [tmp_path / "cut.zip"], TODAY)
    hand_in(workspace, "S1")
    (submission_id,) = workspace.vault.hand_ins.waiting()
    unread = workspace.vault.hand_ins.open(submission_id).unread
    assert [(each.code, each.platform) for each in unread] == [("member-broken", "instagram")]


def test_every_document_opens_with_its_own_passphrase_and_with_no_other(audit_of: AuditOf) -> None:
    workspace, ended = audit_of("S1", "S2", "S3")
    for reader in PEOPLE:
        release(workspace, ended.audit_id, reader, identity_of(workspace, reader))
    keys = {}
    for reader, prefix in PREFIX.items():
        (words,) = open_page((ended.folder / f"{prefix}open.html").read_bytes(), SECRETS.of(reader)).values()
        keys |= {ended.folder / f"{prefix}{name}": words for name in ("overview.pdf", "workbook.xlsx")}
        slips = slips_of(workspace, ended.audit_id, reader)
        keys |= {workspace.folder / "released" / slip["file_name"]: slip["passphrase"] for slip in slips}
    documents = {*ended.folder.glob("*.pdf"), *ended.folder.glob("*.xlsx")}
    assert keys.keys() == documents | {*(workspace.folder / "released").iterdir()}
    for file in keys:
        document = file.read_bytes()
        opening = {passphrase for passphrase in {*keys.values(), ""} if opens_with(document, passphrase)}
        assert opening == {keys[file]}


def test_what_concerns_the_dsl_is_left_to_the_second_reviewer(workspace: Workspace) -> None:
    hand_in(workspace, "S1", "S2")
    with judged(workspace) as room:
        dsl, second = report.audiences(room)
        of_dsl = workspace.vault.submission_id_of("S1")
        assert of_dsl not in dsl.submissions
        assert second.submissions == {of_dsl}


@pytest.mark.proofs
def test_a_finding_is_new_once(workspace: Workspace) -> None:
    hand_in(workspace, "S1", "S3")
    assert changes_of(workspace, audit(workspace)) == {Change.NEW}
    hand_in(workspace, "S1", "S3")
    assert changes_of(workspace, audit(workspace)) == {Change.KNOWN}


@pytest.mark.proofs
def test_an_audit_that_dies_before_its_one_change_has_changed_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(workspace, "S1")

    def dying(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("vault.store.Vault.commit", dying)
        with pytest.raises(KeyboardInterrupt):
            audit(workspace)
    assert workspace.vault.audits.ids() == []
    assert len(workspace.vault.hand_ins.waiting()) == 1
    assert changes_of(workspace, audit(workspace)) == {Change.NEW}


def changes_of(workspace: Workspace, ended: Ended) -> set[Change]:
    return {
        finding.history.change
        for reader in PEOPLE
        for finding in findings_of(workspace, ended.audit_id, reader, identity_of(workspace, reader))
    }


def slips_of(workspace: Workspace, audit_id: str, reader: Reader) -> list[dict[str, str]]:
    people = workspace.vault.audits.open(audit_id)["people"].values()
    identity = identity_of(workspace, reader)
    return [
        workspace.vault.audits.person(audit_id, receipt, identity)["slip"]
        for receipt, mine in people
        if mine == reader
    ]


def test_the_extracts_go_with_their_audit(audit_of: AuditOf) -> None:
    workspace, _ = audit_of("S1", "S2", "S3")
    assert workspace.vault.hand_ins.waiting() == {}


@pytest.mark.proofs
def test_reports_go_after_the_months_that_school_toml_says(workspace: Workspace) -> None:
    old = audit(workspace, TODAY)
    recent = audit(workspace, TODAY + timedelta(days=200))
    audit(workspace, last := TODAY + timedelta(days=400))
    with pytest.raises(ClockJumped):
        retain(workspace, last)
    retain(workspace, last, confirmed=last)
    workspace.vault.sweep()
    assert not old.folder.exists()
    assert recent.folder.exists()


def test_an_export_that_a_newer_staff_list_says_is_anothers_is_left_out(
    workspace: Workspace, tmp_path: Path
) -> None:
    profile = {"profile_user": [{"string_map_data": {"Username": {"value": "wrenfield.art"}}}]}
    followers = [
        {"title": "", "media_list_data": [], "string_list_data": [{"value": "ottoline.quillfeather"}]}
    ]
    with zipfile.ZipFile(tmp_path / "instagram.zip", "w") as archive:
        archive.writestr(
            "personal_information/personal_information/personal_information.json", json.dumps(profile)
        )
        archive.writestr("connections/followers_and_following/followers_1.json", json.dumps(followers))
    submit(workspace, "S3", [tmp_path / "instagram.zip"], TODAY)
    listed = (
        (CANARIES / "staff.csv")
        .read_text(encoding="utf-8")
        .replace("2022-09-01,,", "2022-09-01,,wrenfield.art")
    )
    (tmp_path / "staff.csv").write_text(listed, encoding="utf-8")
    load_staff(workspace, tmp_path / "staff.csv")
    ended = audit(workspace)
    assert ended.tables["findings"] == []
    assert ended.tables["outcomes"][0]["outcome"] == "could_not_be_checked"


def test_two_audits_of_one_workspace_at_once_are_refused(workspace: Workspace) -> None:
    with (
        opened_room(workspace, TODAY),
        pytest.raises(PipelineError, match="audit-under-way"),
        opened_room(workspace, TODAY),
    ):
        pytest.fail("a second audit started")


def test_a_roster_of_leavers_alone_is_refused_at_the_audit(workspace: Workspace, tmp_path: Path) -> None:
    lines = (CANARIES / "roster.csv").read_text(encoding="utf-8").splitlines()
    header, *rows = lines
    dated = [f"{header},Leaving date", *(f"{row},2027-07-20" for row in rows)]
    (tmp_path / "leaving.csv").write_text("\n".join(dated), encoding="utf-8")
    load(workspace, sources([tmp_path / "leaving.csv"]), TODAY)
    with judged(workspace, date(2027, 7, 20)) as room:
        assert room.roster.people.num_rows > 0
    with opened_room(workspace, date(2027, 7, 21)) as run_ref:
        loading.load_roster(room_of(run_ref))
        with pytest.raises(Exception, match=r"roster|children"):
            sift.sift_roster(room_of(run_ref))


def test_whoever_withdraws_leaves_nothing_and_nobody_elses_is_touched(audit_of: AuditOf) -> None:
    workspace, ended = audit_of("S1", "S2", "S3")
    release(workspace, ended.audit_id, Reader.DSL, identity_of(workspace))
    hand_in(workspace, "S1", "S3")
    pairs = len(workspace.vault.register.pairs())
    assert withdraw(workspace, "s3", TODAY).startswith(
        "Deleted on 2026-11-20: 1 hand-in, 1 page and all that was asked about them"
    )
    assert list(workspace.vault.hand_ins.waiting()) == [workspace.vault.submission_id_of("S1")]
    assert len(workspace.vault.register.pairs()) == pairs - 1
    assert len([*(workspace.folder / "released").iterdir()]) == 2
    assert not (ended.folder / "workbook.xlsx").exists()
    assert (ended.folder / "second-workbook.xlsx").exists()
    make_again(workspace, ended.audit_id, Reader.DSL, identity_of(workspace))
    assert (ended.folder / "workbook.xlsx").exists()
    assert workspace.vault.audits.changed_documents(ended.audit_id) == []


def test_neither_a_damaged_audit_nor_a_broken_log_keeps_anybody_from_leaving(audit_of: AuditOf) -> None:
    workspace, ended = audit_of("S1", "S2", "S3")
    (ended.folder / "audit.age").write_bytes(b"")
    (segment,) = (workspace.folder / "log").glob("*.log")
    segment.write_bytes(segment.read_bytes()[:-1])
    left = CliRunner().invoke(main, ["withdraw", "--staff", "S3", "--workspace", str(workspace.folder)])
    assert left.exit_code == 0
    assert "The record of 1 audit is damaged" in left.output
    assert "The audit log is broken and could not be told of this" in left.output
    assert not [*(ended.folder / "people").iterdir()]
    assert answer_of(workspace, "S3") is Answer.DECLINED


def test_whoever_withdraws_has_declined_until_they_hand_in_again(workspace: Workspace) -> None:
    withdraw(workspace, "s3", TODAY)
    assert answer_of(workspace, "S3") is Answer.DECLINED
    assert answer_of(workspace, "S1") is Answer.NO_ANSWER
    hand_in(workspace, "S3")
    assert answer_of(workspace, "S3") is Answer.YES


def test_no_count_that_others_read_tells_of_a_finding_about_the_dsl(workspace: Workspace) -> None:
    hand_in(workspace, "S1")
    ended = audit(workspace)
    assert list(findings_of(workspace, ended.audit_id, Reader.SECOND_REVIEWER, second(workspace)))
    assert (ended.counts["to_check"], ended.counts["checked"]) == (0, 1)
    assert list(workspace.vault.log.entries())[-1].entry.counts["to_check"] == 0


def second(workspace: Workspace) -> str:
    return identity_of(workspace, Reader.SECOND_REVIEWER)
