"""Cross-school screening: who may begin it, what is answered, and what nobody is told.

Two schools with all their lists go through it in `tests/proofs/test_cross_school.py`; here their letters are
written by hand.
"""

import shutil
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from flows.cross_school.area import (
    Area,
    AreaTaken,
    AreaUnreadable,
    CrossSchoolDpiaMissing,
    NoAddress,
    NoArea,
    admit,
    find_area,
    make_area,
    record,
)
from flows.cross_school.collecting import collect
from flows.cross_school.handing_over import hand_over, hand_over_before_audit
from flows.cross_school.letters import (
    Answer,
    FamiliesLetter,
    Stamp,
    SubmissionLetter,
    answer_letters,
    families_letter,
    read_answer,
    read_families,
    submission_letter,
)
from flows.cross_school.screening import ScreeningUnderWay, screen
from flows.cross_school.taking_part import (
    InventedAndReal,
    NoCrossSchool,
    NotAdmitted,
    answer,
    ready,
    said_yes,
    share_needed,
)
from flows.keys.handing_over import hand_over as make_lead
from flows.keys.replacing import Opener
from flows.subject_access.across_schools import own_part, questions
from flows.subject_access.asking import Asked
from flows.subject_access.gathering import unknown_files
from flows.subject_access.subject import contact_called, staff_member
from flows.today import london_today
from flows.withdrawal import withdraw
from flows.workspace import STATE, VARIABLE, Workspace, make_workspace
from policy.cross_school import person_id
from schemas.tables import ACCOUNTS, LINKS, NAMES, PEOPLE, STAFF
from schemas.words import Outcome, Reader
from tests.flows.conftest import SCHOOL, TODAY
from tests.flows.passphrases import SECRETS, identity_of
from tests.flows.trusts import BIRCH_SCHOOL, Trust, answered, asked_about, share, trust_in
from vault.cross_school import FAMILIES, school_signer, sealed_letter
from vault.errors import AreaOutOfReachError, SealedContentError
from vault.private_files import held

FAMILY_OF = {
    "alder": [("pupil", "Isambard Wrenhollow"), ("parent_carer", "Ottoline Quillfeather")],
    "birch": [("pupil", "Thomasina Ravenscroft"), ("parent_carer", "Ottoline Quillfeather")],
}


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two workspaces with a staff list each and nothing else."""
    folder = tmp_path_factory.mktemp("bare")
    for name, school, first in (("alder", SCHOOL, "S"), ("birch", BIRCH_SCHOOL, "T")):
        made = make_workspace(folder / name, school, SECRETS)
        staff = table(STAFF, *({"staff_ref": f"{first}{number}"} for number in (1, 2, 3, 4)))
        made.vault.keep_tables("staff", {"staff": staff}, {})
    return folder


@pytest.fixture
def trust(bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trust:
    monkeypatch.setenv(STATE, str(tmp_path / "state"))
    return trust_in(tmp_path, bare)


def table(schema: pa.Schema, *rows: Mapping[str, Any]) -> pa.Table:
    empty: dict[str, Any] = {each.name: None if each.nullable else "" for each in schema}
    empty |= {each.name: 0 for each in schema if pa.types.is_integer(each.type) and not each.nullable}
    empty |= {each.name: [] for each in schema if pa.types.is_list(each.type)}
    return pa.Table.from_pylist([{**empty, **row} for row in rows], schema=schema)


def families(workspace: Workspace, on: date, *, school: str = "", invented: bool = False) -> FamiliesLetter:
    """The school's letter, or one about people who are said to be another's."""
    listed = FAMILY_OF[workspace.folder.name]
    ids = [person_id(school or share(workspace).school, str(place)) for place in range(len(listed))]
    people = ({"person_id": one, "kind": kind} for one, (kind, _) in zip(ids, listed, strict=True))
    names = (
        dict(zip(("forename", "surname"), name.split(), strict=True))
        | {"person_id": one, "name_kind": "legal"}
        for one, (_, name) in zip(ids, listed, strict=True)
    )
    return FamiliesLetter(
        stamp(on, invented=invented),
        workspace.school.setting.name,
        table(PEOPLE, *people),
        table(NAMES, *names),
        table(LINKS),
        {each: workspace.keys.recipients([each])[0] for each in Reader},
        (),
        (),
    )


def stamp(on: date, *, invented: bool = False) -> Stamp:
    return Stamp(datetime.now(UTC), on, invented)


def post(workspace: Workspace, contacts: Mapping[str, list[str]] | None = None, on: date = TODAY) -> None:
    """Put families and lists of contacts, by staff reference, into the school's mailbox."""
    way = share(workspace)
    bodies = {FAMILIES: families_letter(way.inbox.place(FAMILIES), families(workspace, on))}
    for staff_ref, names in (contacts or {}).items():
        answer(workspace, staff_ref, on, yes=True)
        stem = workspace.vault.submission_id_of(staff_ref)
        accounts = table(
            ACCOUNTS,
            *(
                {"account_id": number, "platform": "facebook", "relation": "friend", "display_name": name}
                for number, name in enumerate(names)
            ),
        )
        lead = staff_ref == workspace.school.reviewers.dsl
        said = SubmissionLetter(
            stamp(on), Reader.SECOND_REVIEWER if lead else Reader.DSL, accounts, Outcome.CHECKED, "", (), {}
        )
        bodies[stem] = submission_letter(way.inbox.place(stem), said)
    put(workspace, bodies)


def put(workspace: Workspace, bodies: Mapping[str, bytes]) -> None:
    """Seal these to the area, sign them and put them into the school's mailbox."""
    way, signer = share(workspace), school_signer(workspace.keys)
    way.inbox.put(
        {
            stem: sealed_letter(way.inbox.place(stem), body, [way.card.recipient], signer)
            for stem, body in bodies.items()
        }
    )


def test_staff_of_one_school_are_held_against_families_of_the_other_and_of_no_other_kind(trust: Trust):
    post(trust.alder, {"S3": ["Thomasina Ravenscroft", "Isambard Wrenhollow", "Ottoline Quillfeather"]})
    post(trust.birch, {"T1": ["Isambard Wrenhollow"]})
    told = screen(trust.area, TODAY)
    assert told.counts == {"settings": 2, "not_handed_over": 0, "unread": 0}
    for workspace in trust.schools:
        assert share(workspace).inbox.letters() == [], "nothing that was answered is kept"
        collect(workspace, TODAY)
        assert share(workspace).outbox.letters() == []
    (ours,) = answered(trust.alder).values()
    assert asked_about(ours) == {"Thomasina Ravenscroft": "to_check"}
    assert answered(trust.birch) == {}
    (leads,) = answered(trust.birch, Reader.SECOND_REVIEWER).values()
    assert asked_about(leads) == {"Isambard Wrenhollow": "to_check"}


def test_from_outside_no_answer_tells_whether_anything_is_asked():
    """But for the random end of the seal's own header, which says nothing."""
    given = [Answer(TODAY, Outcome.CHECKED, "x" * length) for length in (0, 10, 10_000)]
    assert len({*map(len, answer_letters(given))}) == 1


def test_with_the_families_of_one_school_alone_nothing_is_screened_and_letters_grow_too_old(trust: Trust):
    post(trust.alder, {"S3": ["Thomasina Ravenscroft"]})
    assert screen(trust.area, TODAY).counts == {"settings": 1, "not_handed_over": 1, "unread": 0}
    assert len(share(trust.alder).inbox.letters()) == 2
    screen(trust.area, TODAY + timedelta(days=31))
    assert share(trust.alder).inbox.letters() == []


def test_a_letter_of_another_schools_people_or_of_invented_ones_is_not_read(trust: Trust):
    for workspace, said in (
        (trust.alder, families(trust.alder, TODAY, school=share(trust.birch).school)),
        (trust.birch, families(trust.birch, TODAY, invented=True)),
    ):
        put(workspace, {FAMILIES: families_letter(share(workspace).inbox.place(FAMILIES), said)})
    assert screen(trust.area, TODAY).counts == {"settings": 0, "not_handed_over": 2, "unread": 2}


def test_a_school_whose_mailbox_is_gone_keeps_no_other_from_its_answers(trust: Trust):
    stranger = make_area(trust.area.folder.with_name("third")).keys.card
    admit(trust.area, stranger.sender)
    shutil.rmtree(trust.area.inbox(stranger.sender[:32]).folder)
    post(trust.alder, {"S3": ["Thomasina Ravenscroft"]})
    post(trust.birch)
    assert screen(trust.area, TODAY).counts == {"settings": 2, "not_handed_over": 1, "unread": 0}
    collect(trust.alder, TODAY)
    assert len(answered(trust.alder)) == 1


@pytest.mark.parametrize("screened", [False, True])
def test_whoever_withdraws_is_gone_from_both_mailboxes_at_once(trust: Trust, *, screened: bool):
    post(trust.alder, {"S3": ["Thomasina Ravenscroft"], "S2": ["Thomasina Ravenscroft"]})
    post(trust.birch)
    leaver = trust.alder.vault.submission_id_of("S3")
    if screened:
        screen(trust.area, TODAY)
    assert "Nothing of it lies in the trust's area any more." in withdraw(trust.alder, "S3", TODAY)
    assert [path for path in trust.area.folder.rglob("*") if leaver in path.name] == []
    if not screened:
        screen(trust.area, TODAY)
    collect(trust.alder, TODAY)
    assert [*answered(trust.alder)] == [trust.alder.vault.submission_id_of("S2")]


def test_an_answer_about_whoever_withdrew_meanwhile_is_not_collected(trust: Trust):
    post(trust.alder, {"S3": ["Thomasina Ravenscroft"]})
    post(trust.birch)
    screen(trust.area, TODAY)
    outbox = share(trust.alder).outbox.folder
    kept_back = shutil.copytree(outbox, outbox.with_name("before"))
    withdraw(trust.alder, "S3", TODAY)
    shutil.copytree(kept_back, outbox, dirs_exist_ok=True)
    assert collect(trust.alder, TODAY).counts == {"answers": 0}
    assert answered(trust.alder) == {}
    assert share(trust.alder).outbox.letters() == []


def test_a_yes_counts_from_the_assessment_on_and_not_for_ever(trust: Trust):
    submission_id = trust.alder.vault.submission_id_of("S3")
    for day, counts in (
        (date(2026, 8, 31), set()),
        (date(2026, 9, 1), {submission_id}),
        (TODAY, {submission_id}),
    ):
        answer(trust.alder, "S3", day, yes=True)
        assert said_yes(trust.alder, trust.alder.vault.trust_share.kept(), TODAY) == counts
    late = TODAY + timedelta(days=740)
    assert said_yes(trust.alder, trust.alder.vault.trust_share.kept(), late) == set()
    answer(trust.alder, "S3", TODAY, yes=False)
    assert trust.alder.vault.trust_share.kept().yes == {}


def changed(workspace: Workspace, old: str, new: str) -> Workspace:
    """The school with another line under [trust]."""
    before, trust, after = workspace.school_toml.read_text(encoding="utf-8").partition("[trust]")
    assert old in after
    workspace.school_toml.write_text(before + trust + after.replace(old, new, 1), encoding="utf-8")
    return Workspace(workspace.folder)


@pytest.mark.parametrize("signed", ["", f"dpia_signed = {london_today() + timedelta(days=1)}"])
def test_nothing_moves_before_the_schools_own_assessment_is_signed(trust: Trust, signed: str):
    unsigned = changed(trust.alder, "dpia_signed = 2026-09-01", signed)
    for move in (hand_over, collect):
        with pytest.raises(CrossSchoolDpiaMissing):
            move(unsigned, TODAY)
    hand_over_before_audit(unsigned, TODAY)
    assert share(unsigned).inbox.letters() == []


@pytest.mark.parametrize("signed", ["", f"dpia_signed = {london_today() + timedelta(days=1)}"])
def test_nothing_moves_before_the_trusts_assessment_is_signed(trust: Trust, signed: str):
    post(trust.birch)
    rewrite(trust.area, "dpia_signed = 2026-09-01", signed)
    for move in (hand_over, collect):
        with pytest.raises(CrossSchoolDpiaMissing):
            move(trust.alder, TODAY)
    with pytest.raises(CrossSchoolDpiaMissing):
        screen(Area(trust.area.folder), TODAY)
    assert share(trust.alder).inbox.letters() == []
    assert len(share(trust.birch).inbox.letters()) == 1


def rewrite(area: Area, old: str, new: str) -> None:
    path = area.folder / "cross-school.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_invented_and_real_people_never_share_an_area(trust: Trust):
    rewrite(trust.area, "invented = false", "invented = true ")
    with pytest.raises(InventedAndReal):
        ready(trust.alder)


def test_a_school_that_was_not_admitted_hands_nothing_over(trust: Trust):
    rewrite(trust.area, share(trust.alder).address, share(trust.birch).address)
    with pytest.raises(NotAdmitted):
        hand_over(trust.alder, TODAY)


def test_a_school_that_takes_no_part_is_told_so_and_its_audits_go_on(bare: Path):
    alone = Workspace(bare / "alder")
    with pytest.raises(NoCrossSchool):
        hand_over(alone, TODAY)
    hand_over_before_audit(alone, TODAY)
    assert list(alone.folder.glob("incidents/*")) == []


def test_an_area_out_of_reach_keeps_no_audit_from_its_work_and_no_withdrawal(trust: Trust):
    post(trust.alder, {"S3": ["Thomasina Ravenscroft"]})
    trust.area.folder.rename(trust.area.folder.with_name("away"))
    with pytest.raises(AreaOutOfReachError):
        hand_over(trust.alder, TODAY)
    hand_over_before_audit(trust.alder, TODAY)
    assert len(list(trust.alder.folder.glob("incidents/*"))) == 1
    assert "The trust's area could not be reached" in withdraw(trust.alder, "S3", TODAY)


def test_a_school_seals_to_the_card_of_its_own_settings_whatever_the_area_says(trust: Trust, tmp_path: Path):
    make_area(tmp_path / "another")
    shutil.copytree(tmp_path / "another" / "keys", trust.area.folder / "keys", dirs_exist_ok=True)
    for workspace in trust.schools:
        post(workspace)
    assert screen(Area(trust.area.folder), TODAY).counts["unread"] == 2


def test_two_screenings_of_an_area_at_once_are_refused(trust: Trust):
    with held(trust.area.folder / "screening.lock"), pytest.raises(ScreeningUnderWay):
        screen(trust.area, TODAY)


def test_an_area_stands_outside_of_every_workspace_and_is_made_once(trust: Trust):
    for folder in (trust.alder.folder / "area", trust.alder.folder, trust.area.folder):
        with pytest.raises(AreaTaken):
            make_area(folder)


def test_an_area_is_found_by_name_or_by_its_variable(trust: Trust, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("ARMSLENGTH_TRUST_AREA", raising=False)
    monkeypatch.setenv(VARIABLE, str(trust.area.folder))
    with pytest.raises(NoArea):
        find_area(None)
    with pytest.raises(NoArea):
        find_area(trust.alder.folder)
    monkeypatch.setenv("ARMSLENGTH_TRUST_AREA", str(trust.area.folder))
    assert find_area(None).folder == trust.area.folder


@pytest.mark.parametrize("text", ["schools = 3", "dpia = 2026-09-01", "[[", "schools = ['x']"])
def test_settings_of_an_area_that_are_not_as_they_should_be_are_refused(trust: Trust, text: str):
    (trust.area.folder / "cross-school.toml").write_text(text, encoding="utf-8")
    with pytest.raises(AreaUnreadable):
        _ = Area(trust.area.folder).settings


def test_a_school_is_admitted_once_by_its_whole_address_and_comments_stay(trust: Trust):
    with pytest.raises(NoAddress):
        admit(trust.area, share(trust.alder).address[:-1])
    before = (trust.area.folder / "cross-school.toml").read_text(encoding="utf-8")
    admit(trust.area, f" {share_needed(trust.alder).address.upper()}\n")
    record(trust.area, date(2026, 9, 1))
    assert (trust.area.folder / "cross-school.toml").read_text(encoding="utf-8") == before
    assert "# Nothing is handed over and nothing is screened" in before


def test_an_answer_is_read_as_it_was_written_and_anything_else_is_refused():
    given = [
        Answer(TODAY, Outcome.CHECKED, ""),
        Answer(TODAY, Outcome.COULD_NOT_BE_CHECKED, "nothing-comparable"),
    ]
    assert list(map(read_answer, answer_letters(given))) == given
    for text in (b"", b"[]", b'{"on": "2026-11-20"}', b"[" * 100_000):
        with pytest.raises(SealedContentError) as refused:
            read_answer(text)
        assert (refused.value.__cause__, refused.value.__context__) == (None, None)
    with pytest.raises(SealedContentError):
        read_families("inbox/0f/families", b"")


def test_an_answer_about_whoever_becomes_the_lead_is_the_second_reviewers(trust: Trust):
    post(trust.alder, {"S3": ["Thomasina Ravenscroft"], "S4": ["Thomasina Ravenscroft"]})
    post(trust.birch)
    screen(trust.area, TODAY)
    collect(trust.alder, TODAY)
    own = trust.alder.vault.submission_id_of("S3")
    assert own in answered(trust.alder)
    make_lead(trust.alder, "S3", Opener(identity_of(trust.alder)))
    assert own not in answered(trust.alder)
    assert asked_about(answered(trust.alder, Reader.SECOND_REVIEWER)[own]) == {
        "Thomasina Ravenscroft": "to_check"
    }


def test_whoever_asks_is_told_what_came_back_without_the_other_side(trust: Trust):
    post(trust.alder, {"S3": ["Thomasina Ravenscroft"]})
    post(trust.birch)
    screen(trust.area, TODAY)
    collect(trust.alder, TODAY)
    keys = {Reader.DSL: identity_of(trust.alder)}
    own = Asked(trust.alder, staff_member(trust.alder, "S3"), keys)
    (part,) = own_part(own)
    assert [row[0] for row in part.section.rows] == ["said yes", "an answer came back"]
    mine, _ = questions(own)
    assert [(mine.sure, row[1]) for row in mine.section.rows] == [(True, "Thomasina Ravenscroft")]
    family = Asked(trust.alder, contact_called("Thomasina  ravenscroft"), keys)
    _, alike = questions(family)
    assert [(alike.sure, len(row)) for row in alike.section.rows] == [(False, 5)]
    assert [*own_part(family)] == []
    assert unknown_files(trust.alder) == []
