"""What an audit does from one time to the next, stage by stage, without an orchestrator."""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.boundary import PipelineError
from flows.intake import submit
from flows.rosters.declared import load_declarations
from flows.rosters.loading import load
from flows.rosters.sources import sources
from flows.rosters.staff import load_staff
from flows.stages import check, corroborate, report, sift, submissions
from flows.stages import load as loading
from flows.withdrawal import withdraw
from flows.workroom import Workroom, opened_room, room_of
from flows.workspace import Workspace, make_workspace
from tests.flows.conftest import CANARIES, SCHOOL, TODAY
from vault.documents import opens_with


@dataclass(frozen=True)
class Ended:
    """An audit that ran through: what was kept, and what it counted."""

    audit_id: str
    counts: dict[str, int]
    tables: dict[str, list[dict[str, Any]]]
    folder: Path


def audit(workspace: Workspace, today: date = TODAY) -> Ended:
    with opened_room(workspace, today) as run_ref:
        room = room_of(run_ref)
        through_the_stages(room)
        counts = room.totals().counts
    tables = workspace.vault.audits.open(run_ref).tables
    rows = {name: table.to_pylist() for name, table in tables.items()}
    return Ended(run_ref, counts, rows, workspace.folder / "audits" / run_ref)


def through_the_stages(room: Workroom) -> None:
    loading.load_roster(room)
    sift.sift_roster(room)
    loading.index_roster(room)
    for shard in room.shards:
        submissions.open_shard(room, shard)
        submissions.sift_shard(room, shard)
        submissions.match_shard(room, shard)
    corroborate.corroborate_matches(room)
    for shard in room.shards:
        submissions.judge_shard(room, shard)
    check.check_findings(room)
    report.write_reports(room)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = make_workspace(tmp_path / "workspace", SCHOOL)
    load(made, sources([CANARIES / "roster.csv"]), TODAY)
    load_staff(made, CANARIES / "staff.csv")
    load_declarations(made, CANARIES / "declarations.csv")
    return made


def hand_in(workspace: Workspace, *people: str, day: date = TODAY) -> None:
    for person in people:
        submit(workspace, person, sorted((CANARIES / "exports" / person).iterdir()), day)


def findings_of(ended: Ended, staff_ref: str) -> Iterator[dict[str, Any]]:
    ids = {row["submission_id"] for row in ended.tables["outcomes"] if row["staff_ref"] == staff_ref}
    return (row for row in ended.tables["findings"] if row["submission_id"] in ids)


def test_an_exact_name_is_asked_about_a_declared_one_is_declared_and_nobody_else_is_listed(
    workspace: Workspace,
) -> None:
    hand_in(workspace, "S1", "S2", "S3")
    ended = audit(workspace)
    names = {
        (row["submission_id"], row["account_id"]): row["display_name"] for row in ended.tables["accounts"]
    }
    verdicts = {
        (row["verdict"], names[row["submission_id"], row["account_id"]]) for row in findings_of(ended, "S2")
    }
    assert verdicts == {("declared", "Philippina Wrenhollow"), ("to_check", "Crispian Thistlemere")}
    listed = {row["display_name"] for row in ended.tables["accounts"]}
    assert not listed & {"Peregrina Vexworthy", "Gwendolyna Ashquarry", "Bartholomea Nightingrove"}


def test_a_name_alone_is_never_strong(workspace: Workspace) -> None:
    hand_in(workspace, "S1", "S3")
    assert {row["band"] for row in audit(workspace).tables["findings"]} == {"probable"}


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
    (submission_id,) = workspace.vault.submissions()
    unread = workspace.vault.open_submission(submission_id).unread
    assert [(each.code, each.platform) for each in unread] == [("member-broken", "instagram")]


def test_every_document_opens_with_its_own_passphrase_and_with_no_other(workspace: Workspace) -> None:
    hand_in(workspace, "S1", "S2", "S3")
    ended = audit(workspace)
    slips = workspace.vault.audits.open(ended.audit_id).facts["slips"]
    keys = {slip["file"]: slip["passphrase"] for slip in slips} | {
        "overview.pdf": workspace.keys.dsl_passphrase,
        "workbook.xlsx": workspace.keys.dsl_passphrase,
        "second-overview.pdf": workspace.keys.second_passphrase,
        "second-workbook.xlsx": workspace.keys.second_passphrase,
    }
    documents = {str(path.relative_to(ended.folder).as_posix()) for path in ended.folder.rglob("*.*")}
    assert documents == {*keys, "findings.age"}
    for file in keys:
        document = (ended.folder / file).read_bytes()
        opening = {passphrase for passphrase in {*keys.values(), ""} if opens_with(document, passphrase)}
        assert opening == {keys[file]}


def test_what_concerns_the_dsl_is_left_to_the_second_reviewer(workspace: Workspace) -> None:
    hand_in(workspace, "S1", "S2")
    with opened_room(workspace, TODAY) as run_ref:
        room = room_of(run_ref)
        through_the_stages(room)
        dsl, second = report.audiences(room)
        of_dsl = workspace.vault.submission_id_of("S1")
        assert of_dsl not in dsl.submissions
        assert second.submissions == {of_dsl}


def test_a_finding_is_new_once(workspace: Workspace) -> None:
    hand_in(workspace, "S1")
    first = audit(workspace)
    audit(workspace)
    hand_in(workspace, "S1")
    with opened_room(workspace, TODAY) as run_ref:
        room = room_of(run_ref)
        loading.load_roster(room)
        sift.sift_roster(room)
        loading.index_roster(room)
        assert {row["finding_id"] for row in first.tables["findings"]} <= report.findings_before(room)


def test_an_audit_repeated_after_a_crash_before_forgetting_finds_the_same_as_new(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(workspace, "S1")

    def dying(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("vault.store.Vault.remember", dying)
    with pytest.raises(KeyboardInterrupt):
        audit(workspace)
    with opened_room(workspace, TODAY) as run_ref:
        room = room_of(run_ref)
        loading.load_roster(room)
        sift.sift_roster(room)
        loading.index_roster(room)
        assert report.findings_before(room) == frozenset()


def test_the_extracts_go_with_their_audit(workspace: Workspace) -> None:
    hand_in(workspace, "S1", "S2")
    audit(workspace)
    assert workspace.vault.submissions() == {}


def test_reports_go_after_the_months_that_school_toml_says(workspace: Workspace) -> None:
    old = audit(workspace, TODAY)
    recent = audit(workspace, TODAY + timedelta(days=200))
    audit(workspace, TODAY + timedelta(days=400))
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
    audit(workspace, date(2027, 7, 20))
    with opened_room(workspace, date(2027, 7, 21)) as run_ref:
        loading.load_roster(room_of(run_ref))
        with pytest.raises(Exception, match=r"roster|children"):
            sift.sift_roster(room_of(run_ref))


def test_whoever_withdraws_leaves_no_hand_in_and_no_report_and_nobody_elses_is_touched(
    workspace: Workspace,
) -> None:
    hand_in(workspace, "S1", "S3")
    ended = audit(workspace)
    hand_in(workspace, "S1", "S3")
    before = sorted((ended.folder / "staff").iterdir())
    assert withdraw(workspace, "s3").startswith("Deleted 1 hand-in and 1 report.")
    assert list(workspace.vault.submissions()) == [workspace.vault.submission_id_of("S1")]
    after = sorted((ended.folder / "staff").iterdir())
    assert (len(before), len(after)) == (2, 1)
    assert set(after) < set(before)
