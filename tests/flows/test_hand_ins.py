"""Whose export it is, whether it came before, and what its owner's page tells: each to whom it concerns."""

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.facts.hand_ins import hand_in_questions, with_questions
from flows.facts.profiles import profile_check
from flows.facts.staff import staff_facts
from flows.intake import Receipt, TooManyHandIns, submit
from flows.questions import Word, asked
from flows.rosters.staff import load_staff
from flows.school import SchoolUnreadable, read_school
from flows.stages import pages, report
from flows.stages.report import audiences
from flows.withdrawal import withdraw
from flows.workroom import Workroom
from flows.workspace import Workspace
from reports.overview_facts import HandInQuestion, ProfileCheck
from reports.staff_facts import StaffReport
from tests.flows.conftest import CANARIES, TODAY
from tests.flows.rooms import judged
from vault.audits import ForReader

NEW, OLDER, OLD = date(2026, 11, 12), date(2026, 10, 1), date(2026, 4, 1)


@pytest.fixture
def workspace(loaded: Workspace) -> Workspace:
    return loaded


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "handed in").mkdir()
    return tmp_path / "handed in"


def hand_in(
    workspace: Workspace,
    folder: Path,
    staff_ref: str,
    *,
    made: date | None = None,
    followers: str = "follower",
    owner: str = "",
    bio: str = "",
) -> Receipt:
    """An Instagram export of six followers."""
    listed = [{"title": "", "string_list_data": [{"value": f"{followers}.{number}"}]} for number in range(6)]
    about = {"Username": {"value": owner}, "Bio": {"value": bio}}
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("connections/followers_and_following/followers_1.json", json.dumps(listed))
        if owner or bio:
            archive.writestr(
                "personal_information/personal_information/personal_information.json",
                json.dumps({"profile_user": [{"string_map_data": about}]}),
            )
    name = f"instagram-{owner or 'somebody'}-{made.isoformat()}-AbCd1234" if made else "export"
    (folder / f"{name}.zip").write_bytes(data.getvalue())
    return submit(workspace, staff_ref, [folder / f"{name}.zip"], TODAY)


def words_in(receipt: Receipt) -> set[Word]:
    return {word for word in Word if any(asked(word).to_person in line for line in receipt.lines)}


@contextmanager
def reported(workspace: Workspace) -> Iterator[Workroom]:
    """The room of an audit whose reports are written."""
    with judged(workspace) as room:
        report.write_reports(room)
        yield room


def asked_of(room: Workroom, audience: int = 0) -> list[HandInQuestion]:
    return list(hand_in_questions(room, audiences(room)[audience].submissions))


def row(staff_ref: str, word: Word) -> HandInQuestion:
    return HandInQuestion(staff_ref, "instagram", asked(word).seen, asked(word).ask)


def report_of(room: Workroom, staff_ref: str) -> StaffReport:
    """A person's own report, as it is written."""
    submission_id = room.workspace.vault.submission_id_of(staff_ref)
    ((_, facts),) = staff_facts(room, {submission_id: "receipt"}, room.findings)
    return pages.complete(room, submission_id, facts)


def test_every_question_has_its_words_and_accuses_nobody() -> None:
    for word in Word:
        words = asked(word)
        assert words.ask.endswith("?")
        assert not {"not allowed", "wrong", "fake", "false", "edited", "cheat"} & set(
            f"{words.to_person} {words.seen} {words.ask}".lower().split()
        )


def test_an_account_that_is_not_listed_is_asked_about_and_checked_all_the_same(
    workspace: Workspace, folder: Path
) -> None:
    receipt = hand_in(workspace, folder, "S2", owner="someone_else")
    assert words_in(receipt) == {Word.ACCOUNT_NOT_LISTED}
    with judged(workspace) as room:
        assert row("S2", Word.ACCOUNT_NOT_LISTED) in asked_of(room)
        assert room.totals().counts["checked"] == 1


def test_a_question_is_settled_by_a_corrected_staff_list(
    workspace: Workspace, folder: Path, tmp_path: Path
) -> None:
    hand_in(workspace, folder, "S2", owner="someone_else")
    staff = (CANARIES / "staff.csv").read_text(encoding="utf-8")
    listed = staff.replace("instagram:fernbury.reads", "https://www.instagram.com/Someone_Else/")
    (tmp_path / "staff.csv").write_text(listed, encoding="utf-8")
    load_staff(workspace, tmp_path / "staff.csv")
    with judged(workspace) as room:
        assert row("S2", Word.ACCOUNT_NOT_LISTED) not in asked_of(room)


def test_an_account_of_another_reference_is_not_checked_and_is_a_question(
    workspace: Workspace, folder: Path
) -> None:
    receipt = hand_in(workspace, folder, "S3", owner="Fernbury.Reads")
    assert "could there be a mix-up?" in receipt.problems[0].error.message.lower()
    with judged(workspace) as room:
        assert asked_of(room) == [row("S3", Word.ANOTHERS_ACCOUNT)]
        assert room.totals().counts["checked"] == 0


def test_the_same_lists_again_are_noted_to_the_person_and_the_reviewer(
    workspace: Workspace, folder: Path
) -> None:
    assert words_in(hand_in(workspace, folder, "S3", made=NEW)) == set()
    assert words_in(hand_in(workspace, folder, "S3", made=NEW)) == {Word.SAME_AS_OWN}
    with judged(workspace) as room:
        assert row("S3", Word.SAME_AS_OWN) in asked_of(room)
        assert asked(Word.SAME_AS_OWN).to_person in report_of(room, "S3").exports[0].notes


def test_a_new_export_whose_lists_nobody_joined_or_left_is_no_repetition(
    workspace: Workspace, folder: Path
) -> None:
    hand_in(workspace, folder, "S3", made=OLDER)
    assert words_in(hand_in(workspace, folder, "S3", made=NEW)) == set()


def test_the_same_lists_under_two_references_are_asked_about_at_both(
    workspace: Workspace, folder: Path
) -> None:
    hand_in(workspace, folder, "S3")
    assert words_in(hand_in(workspace, folder, "S4")) == {Word.SAME_AS_ANOTHERS}
    with judged(workspace) as room:
        shared = [each for each in asked_of(room) if each.ask == asked(Word.SAME_AS_ANOTHERS).ask]
        assert [each.staff_ref for each in shared] == ["S3", "S4"]
        # What others handed in changes nothing in a person's own report.
        assert report_of(room, "S3").exports[0].notes == report_of(room, "S4").exports[0].notes
        assert asked(Word.SAME_AS_ANOTHERS).to_person not in report_of(room, "S4").exports[0].notes


def test_short_lists_that_are_alike_are_not_one_export(workspace: Workspace, tmp_path: Path) -> None:
    for staff_ref in ("S3", "S4", "S4"):
        with zipfile.ZipFile(tmp_path / "short.zip", "w") as archive:
            archive.writestr("connections/followers_and_following/followers_1.json", "[]")
        assert words_in(submit(workspace, staff_ref, [tmp_path / "short.zip"], TODAY)) == set()


def test_what_concerns_the_dsls_export_leaves_no_trace_with_the_dsl(
    workspace: Workspace, folder: Path
) -> None:
    hand_in(workspace, folder, "S1", bio="Year 4 teacher, 07700 900123")
    assert words_in(hand_in(workspace, folder, "S3")) == set()
    with judged(workspace) as room:
        shared = asked(Word.SAME_AS_ANOTHERS).ask
        assert [each.staff_ref for each in asked_of(room) if each.ask == shared] == []
        assert [each.staff_ref for each in asked_of(room, 1) if each.ask == shared] == ["S1"]
        assert {each.staff_ref for each in asked_of(room)} == {"S3"}
        assert profile_check(room, audiences(room)[0].submissions) == ProfileCheck(0, 0)
        assert profile_check(room, audiences(room)[1].submissions) == ProfileCheck(1, 1)


def test_an_export_older_than_the_one_before_is_noted_and_counts(workspace: Workspace, folder: Path) -> None:
    hand_in(workspace, folder, "S3", made=NEW, followers="newer")
    receipt = hand_in(workspace, folder, "S3", made=OLDER, followers="older")
    assert words_in(receipt) == {Word.OLDER_THAN_HELD}
    with judged(workspace) as room:
        assert row("S3", Word.OLDER_THAN_HELD) in asked_of(room)


def test_an_export_made_long_before_it_was_handed_in_is_noted(workspace: Workspace, folder: Path) -> None:
    assert words_in(hand_in(workspace, folder, "S3", made=OLD)) == {Word.OLD}
    with judged(workspace) as room:
        assert asked(Word.OLD).to_person in report_of(room, "S3").exports[0].notes


def test_an_export_that_an_audit_has_checked_is_known_again_by_its_day_alone(
    workspace: Workspace, folder: Path
) -> None:
    hand_in(workspace, folder, "S3", made=NEW)
    with reported(workspace):
        assert workspace.vault.hand_ins.waiting() == {}
    assert words_in(hand_in(workspace, folder, "S3", made=NEW)) == {Word.CHECKED_BEFORE}
    assert words_in(hand_in(workspace, folder, "S4", made=NEW, followers="others")) == set()


def test_whoever_withdraws_is_not_known_by_any_day(workspace: Workspace, folder: Path) -> None:
    hand_in(workspace, folder, "S3", made=NEW)
    with reported(workspace):
        withdraw(workspace, "S3", TODAY)
    assert workspace.vault.export_days.before(workspace.vault.submission_id_of("S3")) == {}
    assert words_in(hand_in(workspace, folder, "S3", made=NEW)) == set()


def test_whoever_withdraws_during_an_audit_is_not_remembered_by_it(
    workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(workspace, folder, "S3", made=NEW)
    made = report.documents_for

    def withdrawing(*facts: Any) -> ForReader:
        monkeypatch.undo()
        withdraw(workspace, "S3", TODAY)
        return made(*facts)

    monkeypatch.setattr(report, "documents_for", withdrawing)
    with reported(workspace):
        assert workspace.vault.register.pairs() == {}
        assert workspace.vault.export_days.before(workspace.vault.submission_id_of("S3")) == {}


def test_what_a_page_tells_is_said_to_its_owner_and_quotes_nothing(
    workspace: Workspace, folder: Path
) -> None:
    hand_in(workspace, folder, "S3", bio="Teacher at Alder Lane Primary School. 07700 900123")
    with judged(workspace) as room:
        facts = report_of(room, "S3")
    assert facts.profile_notes == (
        "The bio on your Instagram page seems to tell the name of the school and a phone number.",
    )
    assert facts.profiles_read == ("instagram",)


def test_a_page_without_a_text_is_not_one_without_a_detail(workspace: Workspace, folder: Path) -> None:
    hand_in(workspace, folder, "S3", bio="Gardener")
    hand_in(workspace, folder, "S4", followers="others")
    with judged(workspace) as room:
        gardener, silent = report_of(room, "S3"), report_of(room, "S4")
        assert profile_check(room, audiences(room)[0].submissions) == ProfileCheck(1, 0)
    assert (gardener.profiles_read, gardener.profiles_without_text, gardener.profile_notes) == (
        ("instagram",),
        (),
        (),
    )
    assert (silent.profiles_read, silent.profiles_without_text) == ((), ("instagram",))


def test_nothing_of_a_profile_is_in_what_the_orchestrator_counts(workspace: Workspace, folder: Path) -> None:
    hand_in(workspace, folder, "S3", bio="07700 900123")
    with reported(workspace) as room:
        counted = set(room.totals().counts)
    assert counted
    assert not {name for name in counted if "profile" in name or "question" in name}


def test_what_the_setting_is_known_by_is_read_from_school_toml(workspace: Workspace) -> None:
    text = workspace.school_toml.read_text(encoding="utf-8")
    assert workspace.school.setting.also_known_as == ()
    text = text.replace("also_known_as = []", 'also_known_as = ["ALS"]')
    text = text.replace('town = ""', 'town = "Fernbury"').replace(
        'website = ""', 'website = "https://x.sch.uk"'
    )
    workspace.school_toml.write_text(text, encoding="utf-8")
    setting = read_school(workspace.school_toml).setting
    assert (setting.also_known_as, setting.town, setting.website) == (
        ("ALS",),
        "Fernbury",
        "https://x.sch.uk",
    )


def test_a_school_toml_without_those_lines_is_as_good_as_before(tmp_path: Path) -> None:
    (tmp_path / "school.toml").write_text('[setting]\nname = "Alder Lane"\n', encoding="utf-8")
    assert read_school(tmp_path / "school.toml").setting.town == ""
    (tmp_path / "school.toml").write_text('[setting]\nname = "A"\nalso_known_as = "B"\n', encoding="utf-8")
    with pytest.raises(SchoolUnreadable, match="also_known_as"):
        read_school(tmp_path / "school.toml")


def test_with_questions_leaves_an_export_without_any_as_it_was(workspace: Workspace, folder: Path) -> None:
    hand_in(workspace, folder, "S3")
    with judged(workspace) as room:
        submission_id = workspace.vault.submission_id_of("S3")
        ((_, facts),) = staff_facts(room, {submission_id: "receipt"}, room.findings)
        assert with_questions(room, room.handed_in[submission_id], facts.exports) == facts.exports


def test_so_many_hand_ins_for_one_audit_are_enough(
    workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = replace(workspace.policy.held, hand_ins_an_audit=2)
    monkeypatch.setitem(workspace.__dict__, "policy", replace(workspace.policy, held=few))
    hand_in(workspace, folder, "S3")
    hand_in(workspace, folder, "S3", followers="others")
    with pytest.raises(TooManyHandIns):
        hand_in(workspace, folder, "S3")
    hand_in(workspace, folder, "S4")
