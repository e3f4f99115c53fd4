"""What lists say of one another reaches the DSL, and no staff member's report."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import flows.stages.corroborate as stage
from flows.facts.overview import overview_facts
from flows.facts.pairs import audited_pairs
from flows.facts.staff import staff_facts
from flows.households import households_of
from flows.intake import submit
from flows.rosters.staff import load_staff
from flows.stages import load as loading
from flows.stages import sift, submissions
from flows.stages.report import audiences
from flows.workroom import Workroom, opened_room, room_of
from flows.workspace import Workspace
from reports.staff_report import staff_report
from schemas.tables import LINKS
from tests.flows.conftest import CANARIES, TODAY
from tests.flows.rooms import judged

FAMILY = ["ottoline.quillfeather", "barnabus.quillfeather"]


@pytest.fixture
def workspace(loaded: Workspace) -> Workspace:
    return loaded


def hand_in(workspace: Workspace, folder: Path, followers: dict[str, list[str]]) -> None:
    """An Instagram export for each member of staff, of these followers."""
    for staff_ref, handles in followers.items():
        listed = [{"title": "", "string_list_data": [{"value": handle}]} for handle in handles]
        with zipfile.ZipFile(folder / f"{staff_ref}.zip", "w") as archive:
            archive.writestr("connections/followers_and_following/followers_1.json", json.dumps(listed))
        submit(workspace, staff_ref, [folder / f"{staff_ref}.zip"], TODAY)


def sentences(room: Workroom, staff_ref: str) -> list[str]:
    rows = [row for row in room.findings.to_pylist() if room.staff_of[row["submission_id"]] == staff_ref]
    return [line["sentence"] for row in rows for line in row["evidence"]]


def told(room: Workroom) -> dict[str, Any]:
    return dict(staff_facts(room, dict.fromkeys(room.outcomes, "receipt"), room.findings))


def findings(room: Workroom) -> list[dict[str, Any]]:
    """The findings by their number, without lines that weigh nothing."""
    rows: list[dict[str, Any]] = sorted(room.findings.to_pylist(), key=lambda row: str(row["finding_id"]))
    return [row | {"evidence": [line for line in row["evidence"] if line["bits"]]} for row in rows]


def test_two_of_a_household_in_one_list_and_an_account_in_two_are_told_to_the_dsl_without_a_name(
    workspace: Workspace, tmp_path: Path
) -> None:
    hand_in(workspace, tmp_path, {"S3": FAMILY, "S4": FAMILY[:1]})
    with judged(workspace) as room:
        dsl, _ = audiences(room)
        shown = overview_facts(room, dsl, (), audited_pairs(room)).findings
        said = [line.sentence for finding in shown for line in finding.evidence]
        lists = [
            line for line in said if line == "The same account stands in the lists of 2 members of staff"
        ]
        household = [line for line in said if "same household" in line]
        assert (len(shown), len(lists), len(household)) == (3, 2, 2)
        assert not any("feather" in line for line in household)


def test_a_staff_report_is_the_same_whatever_other_accounts_say(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Half a name, which the household makes likelier, beside whole ones.
    hand_in(workspace, tmp_path, {"S3": [*FAMILY, "zephy.q"], "S4": FAMILY})
    with judged(workspace) as room:
        with_it, weights_with_it = told(room), room.findings["weight"].to_pylist()
        pdfs = {key: staff_report(facts) for key, facts in with_it.items()}
    monkeypatch.setattr(stage, "corroborated", lambda matches, *_: matches)
    with judged(workspace) as room:
        assert told(room) == with_it
        assert {key: staff_report(facts) for key, facts in told(room).items()} == pdfs
        assert room.findings["weight"].to_pylist() != weights_with_it


def test_the_dsls_own_list_says_nothing_to_anybody_else_nor_theirs_to_the_second_reviewer(
    workspace: Workspace, tmp_path: Path
) -> None:
    hand_in(workspace, tmp_path, {"S1": FAMILY[:1], "S3": FAMILY[:1]})
    with judged(workspace) as room:
        for staff_ref in ("S1", "S3"):
            said = sentences(room, staff_ref)
            assert said
            assert not [line for line in said if "members of staff" in line]


@pytest.mark.proofs
def test_how_submissions_are_cut_into_shards_changes_no_finding(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(workspace, tmp_path, {"S2": FAMILY, "S3": FAMILY, "S4": FAMILY[:1]})
    with judged(workspace) as room:
        at_once = findings(room)
    monkeypatch.setattr(loading, "SHARD_SIZE", 1)
    with judged(workspace) as room:
        assert len(room.shards) == 3
        assert findings(room) == at_once


def test_a_colleagues_own_account_in_many_lists_says_nothing(workspace: Workspace, tmp_path: Path) -> None:
    listed = (CANARIES / "staff.csv").read_text(encoding="utf-8")
    listed = listed.replace("2021-09-01,,", f"2021-09-01,,instagram:{FAMILY[0]}")
    (tmp_path / "staff.csv").write_text(listed, encoding="utf-8")
    load_staff(workspace, tmp_path / "staff.csv")
    hand_in(workspace, tmp_path, {"S2": FAMILY[:1], "S4": FAMILY[:1]})
    with judged(workspace) as room:
        said = sentences(room, "S2")
        assert said
        assert not [line for line in said if "members of staff" in line]


def test_every_account_that_matched_nobody_is_let_go_before_the_next_shard(
    workspace: Workspace, tmp_path: Path
) -> None:
    hand_in(workspace, tmp_path, {"S3": [*FAMILY, "gwendolyna.ashquarry"]})
    with opened_room(workspace, TODAY) as run_ref:
        room = room_of(run_ref)
        loading.load_roster(room)
        sift.sift_roster(room)
        loading.index_roster(room)
        (shard,) = room.shards
        submissions.open_shard(room, shard)
        submissions.sift_shard(room, shard)
        submissions.match_shard(room, shard)
        held = [extract.accounts.num_rows for each in shard.submissions.values() for extract in each.extracts]
        assert (sorted(map(str, shard.accounts["handle"].to_pylist())), held) == (sorted(FAMILY), [0])


def test_a_household_is_a_child_with_its_adults_and_an_adult_with_their_children() -> None:
    pairs = [("ann", "mother"), ("ann", "father"), ("bob", "mother"), ("cid", "stranger")]
    rows = [
        {"child_id": child, "adult_id": adult, "relationship": "", "responsibility": "yes"}
        for child, adult in pairs
    ]
    households = households_of(pa.Table.from_pylist(rows, schema=LINKS))

    def together(one: str, other: str) -> bool:
        return bool({*households[one]} & {*households[other]})

    assert together("ann", "mother")
    assert together("mother", "father")
    assert together("ann", "bob")
    assert not together("ann", "stranger")
