"""What is due is deleted in one step; holds, doubtful clocks and the second reviewer's findings."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from flows.kept import KeptHere
from flows.retention import ClockJumped, ClockSetBack, retain
from flows.withdrawal import withdraw
from flows.workspace import Workspace, make_workspace
from policy.remembering import Remembered, as_json
from policy.retention import LONGEST_GAP, Kept
from schemas.tables import STAFF
from schemas.words import Answer, Decision, Outcome, Reader
from tests.flows.conftest import SCHOOL
from tests.flows.passphrases import SECRETS
from vault.audit_log import Entry, Event
from vault.audits import ForReader
from vault.errors import SealBrokenError
from vault.ledger import Draft
from vault.register import Pair, finding_file, hold_file

TODAY = date(2026, 11, 20)
PAIR, OTHER = "ab" * 16, "cd" * 16
FIND = f"find-{PAIR[:12]}"


def run(workspace: Workspace, *arguments: object, typed: str = "") -> Result:
    where = ["--workspace", str(workspace.folder)]
    return CliRunner().invoke(main, [*map(str, arguments), *where], input=typed)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "workspace", SCHOOL, SECRETS)


@pytest.fixture
def staffed(workspace: Workspace) -> Workspace:
    empty = dict.fromkeys(STAFF.names, "") | {"starts": None, "ends": None, "handles": []}
    rows = [empty | {"staff_ref": "S1"}, empty | {"staff_ref": "S2", "ends": TODAY}]
    workspace.vault.keep_tables("staff", {"staff": pa.Table.from_pylist(rows, schema=STAFF)}, {})
    return workspace


def hand_in(workspace: Workspace, staff_ref: str, came: date) -> str:
    return workspace.vault.keep_submission(staff_ref, (), came)


def remember(workspace: Workspace, pair: str, reader: Reader, **known: object) -> None:
    draft, vault = Draft(), workspace.vault
    remembered = Remembered(pair, f"sub-{pair[:12]}", reader, TODAY, TODAY)
    entry = Pair(remembered.submission_id, reader, as_json(replace(remembered, **known)))  # type: ignore[arg-type]
    vault.register.keep(draft, vault.register.pairs() | {pair: entry})
    draft.write(finding_file(pair), vault.shelf.sealed(b"invented", (reader, Reader.BREAK_GLASS)))
    vault.commit(draft)


def confirmed(workspace: Workspace, pair: str = PAIR, reader: Reader = Reader.DSL) -> None:
    decided = {"decision": Decision.SAME_PERSON, "decided_on": TODAY, "decided_about": TODAY}
    remember(workspace, pair, reader, **decided)


def day_by_day(workspace: Workspace, until: date) -> None:
    """Runs as far apart as they may be, the last on that day."""
    today = TODAY
    while today < until:
        retain(workspace, today)
        today += timedelta(days=LONGEST_GAP)
    retain(workspace, until)


def test_what_waits_too_long_goes_and_the_log_counts_it(workspace: Workspace) -> None:
    waiting = hand_in(workspace, "S1", TODAY)
    retain(workspace, TODAY)
    retain(workspace, TODAY + timedelta(days=29))
    assert waiting in workspace.vault.hand_ins.waiting()
    retain(workspace, TODAY + timedelta(days=30))
    assert not workspace.vault.hand_ins.waiting()
    assert not list((workspace.folder / "submissions").iterdir())
    last = [line.entry for line in workspace.vault.log.entries()][-1]
    assert (last.what, dict(last.counts)) == (Event.RETAINED_DELETED, {"extract": 1})


def test_a_dry_run_says_what_would_go_and_changes_nothing(workspace: Workspace) -> None:
    hand_in(workspace, "S1", TODAY)
    before = {path: path.read_bytes() for path in workspace.folder.rglob("*") if path.is_file()}
    said = run(workspace, "retention", "--dry-run", "--json", "--today", TODAY + timedelta(days=40))
    assert json.loads(said.output)["deleted"] == {"extract": 1}
    assert json.loads(said.output)["dry_run"]
    assert {path: path.read_bytes() for path in workspace.folder.rglob("*") if path.is_file()} == before


def test_a_clock_that_jumped_deletes_nothing_until_the_date_is_confirmed(workspace: Workspace) -> None:
    hand_in(workspace, "S1", TODAY)
    retain(workspace, TODAY)
    far = TODAY + timedelta(days=LONGEST_GAP + 1)
    refused = run(workspace, "retention", "--today", far)
    assert refused.exit_code == 5
    assert "[clock-jumped]" in refused.output
    with pytest.raises(ClockJumped):
        retain(workspace, far, confirmed=far - timedelta(days=1))
    assert workspace.vault.hand_ins.waiting()
    assert "Deleted" in run(workspace, "retention", "--today", far, "--confirm-date", far).output
    assert not workspace.vault.hand_ins.waiting()
    with pytest.raises(ClockSetBack):
        retain(workspace, TODAY)
    retain(workspace, TODAY, confirmed=TODAY)
    retain(workspace, TODAY + timedelta(days=1))


def test_a_first_run_asks_only_when_something_is_due(workspace: Workspace) -> None:
    hand_in(workspace, "S1", TODAY)
    with pytest.raises(ClockJumped):
        retain(workspace, TODAY + timedelta(days=30))
    retain(workspace, TODAY + timedelta(days=29))
    retain(workspace, TODAY + timedelta(days=30))


def test_an_audited_extract_counts_from_its_audit_and_one_that_came_later_waits(workspace: Workspace) -> None:
    submission_id = hand_in(workspace, "S1", TODAY - timedelta(days=1))
    hand_in(workspace, "S1", TODAY)
    draft = Draft()
    facts = {"on": TODAY.isoformat(), "outcomes": {submission_id: [Outcome.CHECKED, ""]}, "pairs": {}}
    reader = ForReader(Reader.DSL, {}, "invented", {})
    workspace.vault.audits.keep(draft, "run-0a1b2c3d4e5f", [reader], [], facts)
    workspace.vault.commit(draft)
    extracts = [item for item in KeptHere(workspace, TODAY).items if item.kind is Kept.EXTRACT]
    assert [(item.began, item.ended) for item in extracts] == [
        (TODAY - timedelta(days=1), TODAY),
        (TODAY, None),
    ]


def test_a_hold_keeps_a_finding_past_its_time_and_its_reason_is_sealed(workspace: Workspace) -> None:
    confirmed(workspace)
    review = TODAY + timedelta(days=30)
    said = run(
        workspace,
        *("hold", "set", "--finding", FIND, "--review", review, "--today", TODAY),
        typed=f"A grievance of Nightingrove\nThe head\n{SECRETS.dsl}\n",
    )
    assert said.exit_code == 0
    with pytest.raises(SealBrokenError):
        workspace.vault.shelf.get(hold_file(PAIR))
    due = date(2027, 11, 20)
    day_by_day(workspace, due)
    assert PAIR in workspace.vault.register.pairs()
    assert (workspace.folder / finding_file(PAIR)).exists()
    answer = retain(workspace, due).answer(Reader.DSL)
    assert (answer["held"], answer["holds_to_review"]) == ({"confirmed_finding": 1}, 1)
    listed = run(workspace, "hold", "list", "--today", due, typed=f"{SECRETS.dsl}\n")
    assert f"review {review} (look at it again): A grievance of Nightingrove (The head)" in listed.output
    assert run(workspace, "hold", "lift", "--finding", FIND, typed=f"{SECRETS.dsl}\n").exit_code == 0
    retain(workspace, due)
    assert not workspace.vault.register.pairs()
    assert not any((workspace.folder / file(PAIR)).exists() for file in (finding_file, hold_file))


def test_with_a_finding_go_the_documents_that_tell_of_it_and_no_others(workspace: Workspace) -> None:
    confirmed(workspace)
    listed = {"run-0a1b2c3d4e5f": {"dsl": [PAIR]}, "run-1a1b2c3d4e5f": {"dsl": [OTHER]}}
    for audit_id, pairs in listed.items():
        draft = Draft()
        reader = ForReader(Reader.DSL, {"overview.pdf": b"%PDF-1.7 /Encrypt"}, "invented", {})
        facts = {"on": "2027-10-01", "outcomes": {}, "pairs": pairs}
        workspace.vault.audits.keep(draft, audit_id, [reader], [], facts)
        workspace.vault.commit(draft)
    day_by_day(workspace, date(2027, 11, 20))
    left = {path.parent.name for path in (workspace.folder / "audits").glob("*/overview.pdf")}
    assert left == {"run-1a1b2c3d4e5f"}
    assert workspace.vault.audits.open("run-0a1b2c3d4e5f")["pairs"] == {"dsl": []}
    assert not workspace.vault.audits.changed_documents("run-0a1b2c3d4e5f")


def test_a_hold_needs_a_finding_and_a_day_to_come(workspace: Workspace) -> None:
    confirmed(workspace)
    set_it = ("hold", "set", "--reason", "x", "--owner", "y", "--today", TODAY, "--review")
    words, later = f"{SECRETS.dsl}\n", TODAY + timedelta(days=1)
    past = run(workspace, *set_it, TODAY, "--finding", FIND, typed=words)
    unknown = run(workspace, *set_it, later, "--finding", "find-000000000000", typed=words)
    assert "[hold-review-passed]" in past.output
    assert "[nothing-kept]" in unknown.output
    assert "[nothing-kept]" in run(workspace, "hold", "lift", "--finding", FIND, typed=words).output


def test_nobody_holds_or_lifts_what_another_reviewer_reads(workspace: Workspace) -> None:
    confirmed(workspace, reader=Reader.SECOND_REVIEWER)
    later = TODAY + timedelta(days=9)
    hold = ("hold", "set", "--finding", FIND, "--reason", "x", "--owner", "y", "--review", later)
    for words in (SECRETS.dsl, "not these five words here"):
        refused = run(workspace, *hold, "--today", TODAY, typed=f"{words}\n")
        assert refused.exit_code != 0
        assert workspace.vault.register.pairs()[PAIR].hold_review == ""
    second = ("--today", TODAY, "--second-reviewer")
    assert run(workspace, *hold, *second, typed=f"{SECRETS.second_reviewer}\n").exit_code == 0
    assert run(workspace, "hold", "lift", "--finding", FIND, typed=f"{SECRETS.dsl}\n").exit_code != 0
    assert workspace.vault.register.pairs()[PAIR].hold_review == later.isoformat()


def test_the_dsl_is_told_nothing_of_the_second_reviewers_findings(workspace: Workspace) -> None:
    remember(workspace, PAIR, Reader.DSL)
    remember(workspace, OTHER, Reader.SECOND_REVIEWER)
    late = TODAY + timedelta(days=60)
    done = retain(workspace, late)
    assert done.answer(Reader.DSL)["undecided_too_long"] == 1
    without = json.loads(run(workspace, "retention", "--json", "--today", late).output)
    assert without["undecided_too_long"] == 1
    refused = run(workspace, "retention", "--second-reviewer", "--today", late, typed=f"{SECRETS.dsl}\n")
    assert "[wrong-passphrase]" in refused.output
    told = run(
        workspace, *("retention", "--second-reviewer", "--today", late), typed=f"{SECRETS.second_reviewer}\n"
    )
    assert "Questions that wait for an answer too long: 1." in told.output


def test_a_question_asked_again_is_open_from_the_day_of_its_new_evidence(workspace: Workspace) -> None:
    later = TODAY + timedelta(days=10)
    known = {"decision": Decision.NOT_THE_SAME, "decided_on": TODAY, "decided_about": TODAY}
    remember(workspace, PAIR, Reader.DSL, **known, told={"a": TODAY, "b": later})
    (item,) = KeptHere(workspace, later).items
    assert (item.kind, item.began) == (Kept.OPEN_FINDING, later)
    (workspace.folder / finding_file(PAIR)).unlink()
    (item,) = KeptHere(workspace, later).items
    assert (item.kind, item.ended) == (Kept.DISMISSED_PAIR, TODAY)


def test_an_answered_dispute_goes_before_a_finding_that_stays(workspace: Workspace) -> None:
    known = {"decision": Decision.SAME_PERSON, "decided_on": TODAY, "decided_about": TODAY}
    remember(workspace, PAIR, Reader.DSL, **known, disputed_on=TODAY)
    run(workspace, *("hold", "set", "--finding", FIND, "--reason", "x", "--owner", "y"),
        *("--today", TODAY, "--review", TODAY + timedelta(days=9)), typed=f"{SECRETS.dsl}\n")  # fmt: skip
    due = date(2027, 11, 20)
    day_by_day(workspace, due)
    assert workspace.vault.register.pairs()[PAIR].remembered["disputed_on"] == TODAY.isoformat()
    kinds = {item.kind for item in retain(workspace, due).plan.held}
    assert kinds == {Kept.CONFIRMED_FINDING, Kept.DISPUTE}


def test_months_of_the_log_go_after_six_years_and_what_is_left_still_holds(workspace: Workspace) -> None:
    for day in (date(2020, 11, 3), date(2020, 11, 19), date(2020, 12, 1), TODAY):
        moment = datetime.combine(day, time(9), UTC)
        workspace.vault.commit(Draft(), Entry(moment, Event.REPORT_OPENED, Reader.DSL))
    retain(workspace, date(2026, 11, 18))
    retain(workspace, date(2026, 11, 19), confirmed=date(2026, 11, 19))
    assert sorted(path.name for path in (workspace.folder / "log").glob("*.log")) == [
        "2020-12.log",
        "2026-11.log",
    ]
    assert workspace.vault.log.verify().holds


def test_who_leaves_is_forgotten_with_their_answer_on_the_day_after(staffed: Workspace) -> None:
    from flows.participation import person_of

    first, leaver, unlisted = (person_of(staffed, ref) for ref in ("S1", "S2", "S999"))
    for person in (first, leaver, unlisted):
        draft = Draft()
        staffed.vault.participation.record(draft, person, Answer.YES, TODAY)
        staffed.vault.commit(draft)
    retain(staffed, TODAY, confirmed=TODAY)
    assert set(staffed.vault.participation.days()) == {first, leaver}
    retain(staffed, TODAY + timedelta(days=1))
    assert set(staffed.vault.participation.days()) == {first}


def test_who_withdrew_and_came_back_can_withdraw_again_however_long_ago_the_first_time_was(
    staffed: Workspace,
) -> None:
    vault, since = staffed.vault, TODAY + timedelta(days=800)
    first, left_staff = vault.submission_id_of("S1"), vault.submission_id_of("S9")
    vault.forget_person(first, TODAY)
    vault.forget_person(left_staff, TODAY)
    back = vault.submission_id_of("S1")
    retain(staffed, since, confirmed=since)
    assert vault.submission_ids_of("S1") == [first, back]
    assert vault.tombstones.all().keys() == {first}, "of who is on no staff list nothing stays"
    hand_in(staffed, "S1", since)
    withdraw(staffed, "S1", since)
    assert vault.hand_ins.waiting() == {}


def test_an_answer_is_recorded_and_told_to_nobody(staffed: Workspace) -> None:
    typed = run(staffed, "participation", "record", "--staff", "s1", typed="declined\n")
    assert typed.exit_code == 0
    assert "armslength withdraw" in typed.output
    given = run(staffed, "participation", "record", "--staff", "S2", "--answer", "nothing-to-submit")
    assert given.output == "Recorded.\n"
    counts = json.loads(run(staffed, "participation", "counts", "--json").output)
    assert counts["counts"] == {
        "Who takes part": "not given, because a number out of so few would point at somebody"
    }
    assert "is not told" in run(staffed, "participation", "due-reminders").output
    unknown = run(staffed, "participation", "record", "--staff", "S999", "--answer", "yes")
    assert unknown.exit_code == 3
    entries = [line.entry for line in staffed.vault.log.entries()]
    assert {entry.about for entry in entries if entry.what is Event.PARTICIPATION} == {()}
