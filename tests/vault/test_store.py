"""The vault keeps, opens and forgets, and nobody reads over its shoulder."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import typst

from schemas.extract import Extract
from schemas.tables import ACCOUNTS
from tests.canary import find_canaries
from tests.vault.invented import (
    CONTACT,
    NAMES_OF_ALL,
    PARENT,
    PUPIL,
    STAFF_MEMBER,
    STAFF_REF,
    extract_of,
    findings,
    names,
    outcomes,
    people,
    staff,
)
from vault import submissions
from vault.documents import lock_pdf
from vault.errors import CannotBeKeptError, NothingKeptError, SealBrokenError, SealedContentError
from vault.keys import Keys
from vault.private_files import others_may_read
from vault.store import Question, Vault

MONDAY = date(2026, 1, 12)
TUESDAY = date(2026, 1, 13)


def kept_whole(submission_extracts: tuple[Extract, ...], *handed_in: Extract) -> bool:
    """Whether these extracts are the ones handed in, but for the accounts' numbers and submission."""
    plain = ["submission_id", "account_id"]
    return all(
        kept.accounts.drop_columns(plain).equals(given.accounts.drop_columns(plain))
        and replace(kept, accounts=ACCOUNTS.empty_table()) == replace(given, accounts=ACCOUNTS.empty_table())
        for kept, given in zip(submission_extracts, handed_in, strict=True)
    )


def test_a_submission_comes_back_as_it_was_handed_in(vault: Vault) -> None:
    extracts = [extract_of("instagram", CONTACT, "Someone Else"), extract_of("facebook", "A Third")]
    submission = vault.open_submission(vault.keep_submission(STAFF_REF, extracts, MONDAY))
    assert (submission.staff_ref, submission.received) == (STAFF_REF, MONDAY)
    assert kept_whole(submission.extracts, *extracts)
    assert (submission.extracts[0].made, submission.extracts[0].fingerprint) == (MONDAY, "0f" * 32)


def test_a_hand_in_kept_before_exports_had_a_day_still_opens(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_then = ("platform", "layout", "lists", "owner", "unopened", "notes")
    facts_now = submissions._facts
    monkeypatch.setattr(
        submissions, "_facts", lambda extract: {name: facts_now(extract)[name] for name in kept_then}
    )
    submission = vault.open_submission(vault.keep_submission(STAFF_REF, [extract_of("x", "One")], MONDAY))
    assert (submission.extracts[0].made, submission.extracts[0].fingerprint) == (None, "")


def test_a_question_stays_with_the_export_it_is_about(vault: Vault) -> None:
    about_instagram, about_x = Question("instagram", "older"), Question("x", "older")
    first = [extract_of("instagram", "One"), extract_of("x", "Two")]
    vault.keep_submission(STAFF_REF, first, MONDAY, (), [about_instagram, about_x])
    submission_id = vault.keep_submission(STAFF_REF, [extract_of("instagram", "Three")], TUESDAY)
    assert vault.open_submission(submission_id).questions == (about_x,)


def test_what_waits_is_told_without_anybodys_accounts(vault: Vault, tmp_path: Path) -> None:
    vault.keep_submission(STAFF_REF, [extract_of("instagram", CONTACT)], MONDAY)
    damaged = vault.submission_id_of("DAMAGED")
    (tmp_path / "submissions" / f"{damaged}.1-00000000.age").write_bytes(b"damaged")
    for _ in range(2):
        (hand_in,) = vault.hand_ins()
        assert (hand_in.staff_ref, hand_in.extracts[0].made) == (STAFF_REF, MONDAY)
        assert hand_in.extracts[0].accounts.num_rows == 0


def test_accounts_are_numbered_through_the_submission(vault: Vault) -> None:
    extracts = [extract_of("instagram", "One", "Two"), extract_of("facebook", "Three"), extract_of("x")]
    submission = vault.open_submission(vault.keep_submission(STAFF_REF, extracts, MONDAY))
    accounts = submission.accounts.to_pylist()
    assert [row["account_id"] for row in accounts] == [0, 1, 2]
    assert [row["display_name"] for row in accounts] == ["One", "Two", "Three"]
    assert {row["submission_id"] for row in accounts} == {submission.submission_id}


def test_a_second_hand_in_joins_the_first_and_the_latest_of_a_platform_counts(vault: Vault) -> None:
    first = [extract_of("instagram", "Old"), extract_of("facebook", "Kept")]
    second = [extract_of("instagram", "New"), extract_of("instagram", "New too", layout="2023-html")]
    submission_id = vault.keep_submission(STAFF_REF, first, MONDAY)
    assert vault.keep_submission(STAFF_REF, second, TUESDAY) == submission_id
    submission = vault.open_submission(submission_id)
    assert sorted(submission.accounts["display_name"].to_pylist()) == ["Kept", "New", "New too"]
    assert submission.received == TUESDAY
    assert list(vault.submissions()) == [submission_id]


def test_the_tenth_hand_in_comes_after_the_ninth(vault: Vault) -> None:
    for number in range(11):
        submission_id = vault.keep_submission(STAFF_REF, [extract_of("x", f"Name {number}")], MONDAY)
    assert vault.open_submission(submission_id).accounts["display_name"].to_pylist() == ["Name 10"]


def test_hand_ins_that_come_at_once_are_all_kept(vault: Vault) -> None:
    platforms = [f"platform{number}" for number in range(12)]

    def hand_in(platform: str) -> str:
        return vault.keep_submission(STAFF_REF, [extract_of(platform, platform)], MONDAY)

    with ThreadPoolExecutor(6) as pool:
        submission_id, *_ = pool.map(hand_in, platforms)
    submission = vault.open_submission(submission_id)
    assert sorted(submission.accounts["display_name"].to_pylist()) == sorted(platforms)


def test_a_submissions_id_is_stable_and_opaque(vault: Vault, other_keys: Keys, tmp_path: Path) -> None:
    submission_id = vault.submission_id_of(STAFF_REF)
    assert submission_id == vault.submission_id_of(STAFF_REF)
    assert submission_id != vault.submission_id_of(STAFF_REF + " ")
    assert submission_id != Vault(tmp_path, other_keys).submission_id_of(STAFF_REF)
    assert submission_id.startswith("sub-")
    assert len(submission_id) == 16


def test_forgetting_spares_what_came_during_the_audit(vault: Vault) -> None:
    submission_id = vault.keep_submission(STAFF_REF, [extract_of("x", "Audited")], MONDAY)
    another = vault.keep_submission("OTHER", [extract_of("x", "Audited too")], MONDAY)
    audited = vault.submissions()
    vault.keep_submission(STAFF_REF, [extract_of("facebook", "Came later")], MONDAY)
    vault.forget_submissions(audited)
    assert list(vault.submissions()) == [submission_id]
    assert vault.open_submission(submission_id).accounts["display_name"].to_pylist() == ["Came later"]
    with pytest.raises(NothingKeptError):
        vault.open_submission(another)


def test_forgetting_removes_nothing_but_hand_ins(vault: Vault, tmp_path: Path) -> None:
    vault.keep_submission(STAFF_REF, [extract_of("x", "Kept")], MONDAY)
    vault.keep_tables("staff", {"staff": staff("Inkpen")}, {})
    vault.forget_submissions({"sub-000000000000": ["../lists/staff.age", "../keys/service.age"]})
    assert (tmp_path / "lists" / "staff.age").exists()
    assert (tmp_path / "keys" / "service.age").exists()


def test_the_day_an_export_was_made_outlives_its_audit_and_not_its_owners_wish(vault: Vault) -> None:
    submission_id = vault.keep_submission(STAFF_REF, [extract_of("x", "One")], MONDAY)
    vault.export_days.remember({submission_id: {"x": MONDAY}}, on=TUESDAY, since=MONDAY)
    vault.forget_audited(vault.submissions())
    assert vault.export_days.before(submission_id) == {"x": MONDAY}
    vault.forget_submissions({submission_id: ()})
    assert vault.export_days.before(submission_id) == {}


def test_the_days_of_one_person_go_alone(vault: Vault) -> None:
    one, other = vault.submission_id_of("ONE"), vault.submission_id_of("OTHER")
    vault.export_days.remember({one: {"x": MONDAY}, other: {"x": TUESDAY}}, on=TUESDAY, since=MONDAY)
    vault.forget_submissions({one: ()})
    assert (vault.export_days.before(one), vault.export_days.before(other)) == ({}, {"x": TUESDAY})


def test_days_are_replaced_by_newer_audits_and_go_with_old_ones(vault: Vault) -> None:
    one, other = vault.submission_id_of("ONE"), vault.submission_id_of("OTHER")
    vault.export_days.remember({one: {"x": MONDAY, "facebook": MONDAY}}, on=MONDAY, since=MONDAY)
    vault.export_days.remember({one: {"x": TUESDAY}, other: {}}, on=TUESDAY, since=MONDAY)
    assert vault.export_days.before(one) == {"x": TUESDAY, "facebook": MONDAY}
    vault.export_days.remember({}, on=TUESDAY, since=TUESDAY)
    assert vault.export_days.before(one) == {"x": TUESDAY}


def test_days_are_kept_of_opaque_ids_alone(vault: Vault) -> None:
    with pytest.raises(CannotBeKeptError) as refusal:
        vault.export_days.remember({STAFF_REF: {"x": MONDAY}}, on=MONDAY, since=MONDAY)
    assert STAFF_REF not in refusal.value.message


def test_a_hand_in_expires_after_its_days(vault: Vault) -> None:
    submission_id = vault.keep_submission(STAFF_REF, [extract_of("x", "Old")], MONDAY)
    (old,) = vault.submissions()[submission_id]
    vault.keep_submission(STAFF_REF, [extract_of("x", "New")], TUESDAY)
    assert vault.expired(date(2026, 2, 11), 30) == {}
    assert vault.expired(date(2026, 2, 12), 30) == {submission_id: (old,)}
    assert vault.expired(TUESDAY, 0) == {submission_id: (old,)}


def test_a_hand_in_that_no_longer_opens_expires_too(vault: Vault, tmp_path: Path) -> None:
    submission_id = vault.keep_submission(STAFF_REF, [extract_of("x", "Old")], MONDAY)
    ((name,),) = vault.submissions().values()
    (tmp_path / "submissions" / name).write_bytes(b"damaged")
    os.utime(tmp_path / "submissions" / name, (1_700_000_000, 1_700_000_000))  # 14 November 2023
    assert vault.expired(date(2023, 11, 15), 30) == {}
    assert vault.expired(MONDAY, 30) == {submission_id: (name,)}


def test_a_damaged_hand_in_stops_nobody_else(vault: Vault, tmp_path: Path) -> None:
    damaged = vault.keep_submission(STAFF_REF, [extract_of("x", "Damaged")], MONDAY)
    ((name,),) = vault.submissions().values()
    (tmp_path / "submissions" / name).write_bytes(b"")
    sound = vault.keep_submission("OTHER", [extract_of("x", "Sound")], MONDAY)
    with pytest.raises(SealBrokenError):
        vault.open_submission(damaged)
    assert vault.open_submission(sound).accounts.num_rows == 1


def test_a_hand_in_put_in_anothers_place_is_refused(vault: Vault, tmp_path: Path) -> None:
    vault.keep_submission(STAFF_REF, [extract_of("x", "Mine")], MONDAY)
    ((name,),) = vault.submissions().values()
    theirs = vault.submission_id_of("OTHER")
    (tmp_path / "submissions" / name).rename(tmp_path / "submissions" / f"{theirs}.1-00000000.age")
    with pytest.raises(SealedContentError):
        vault.open_submission(theirs)


def test_only_the_latest_list_is_kept(vault: Vault, tmp_path: Path) -> None:
    vault.keep_tables("roster", {"people": people("p1"), "names": names("Old Name")}, {"source": "ctf"})
    vault.keep_tables("roster", {"people": people("p2"), "names": names("New Name")}, {"source": "csv"})
    bundle = vault.open_tables("roster")
    assert bundle.facts == {"source": "csv"}
    assert bundle.tables["names"]["full_name"].to_pylist() == ["New Name"]
    assert [path.name for path in (tmp_path / "lists").iterdir()] == ["roster.age"]


def test_a_roster_its_page_and_its_staff_list_are_kept_together(vault: Vault, tmp_path: Path) -> None:
    page = lock_pdf(typst.compile(b"= The roster", format="pdf"), "five words of the lead")
    kept = vault.keep_roster({"names": names("Old Name")}, {"version": 1}, page, staff("Inkpen"))
    assert kept == tmp_path / "roster" / "quality.pdf"
    assert kept.read_bytes() == page
    assert vault.open_tables("staff").tables["staff"]["surname"].to_pylist() == ["Inkpen"]
    vault.keep_roster({"names": names("New Name")}, {"version": 1}, page, None)
    assert vault.open_tables("staff").tables["staff"]["surname"].to_pylist() == ["Inkpen"]


def test_a_page_that_is_not_locked_is_kept_nowhere_and_the_roster_neither(vault: Vault) -> None:
    with pytest.raises(CannotBeKeptError):
        vault.keep_roster({"names": names("Old Name")}, {}, typst.compile(b"= Page", format="pdf"), None)
    with pytest.raises(NothingKeptError):
        vault.open_tables("roster")


def test_a_list_that_was_never_imported_is_missed_by_its_code(vault: Vault) -> None:
    with pytest.raises(NothingKeptError) as refusal:
        vault.open_tables("roster")
    assert (refusal.value.code, refusal.value.exit_code) == ("nothing-kept", 2)


def test_one_list_cannot_stand_in_for_another(vault: Vault, tmp_path: Path) -> None:
    vault.keep_tables("staff", {"staff": staff("Inkpen")}, {})
    (tmp_path / "lists" / "staff.age").rename(tmp_path / "lists" / "declarations.age")
    with pytest.raises(SealedContentError):
        vault.open_tables("declarations")


@pytest.mark.parametrize("detail", ["KeyError: 'a name'", "", "half a character: \ud800", "naïve — 名"])
def test_an_incident_can_always_be_kept(vault: Vault, detail: str) -> None:
    incident_id = vault.keep_incident(detail)
    assert len(incident_id) == 8
    assert vault.open_incident(incident_id) == detail.replace("\ud800", "\\ud800")


@pytest.mark.parametrize("incident_id", ["", "00000000", "../memory", "*", "0000000g"])
def test_an_incident_that_is_none_is_refused(vault: Vault, incident_id: str) -> None:
    with pytest.raises(NothingKeptError):
        vault.open_incident(incident_id)


def test_fingerprints_are_keyed_and_keep_their_parts_apart(
    vault: Vault, other_keys: Keys, tmp_path: Path
) -> None:
    fingerprint = vault.fingerprint("instagram", "seren", "p1")
    assert fingerprint == vault.fingerprint("instagram", "seren", "p1")
    others = [("instagram", "serenp", "1"), ("instagram", "seren"), ("", "instagram", "seren", "p1")]
    assert fingerprint not in {vault.fingerprint(*parts) for parts in others}
    assert fingerprint != Vault(tmp_path, other_keys).fingerprint("instagram", "seren", "p1")


def test_what_is_remembered_are_fingerprints_and_nothing_else(vault: Vault) -> None:
    assert vault.remembered() is None
    fingerprints = {vault.fingerprint("p1"): vault.fingerprint("p1", PUPIL)}
    vault.remember(fingerprints, MONDAY)
    memory = vault.remembered()
    assert memory is not None
    assert (memory.on, memory.fingerprints) == (MONDAY, fingerprints)
    for refused in ({PUPIL: vault.fingerprint("x")}, {vault.fingerprint("x"): PUPIL}):
        with pytest.raises(CannotBeKeptError) as refusal:
            vault.remember(refused, TUESDAY)
        assert PUPIL not in refusal.value.message


FILL: list[Callable[[Vault], object]] = [
    lambda vault: vault.keep_submission(STAFF_REF, [extract_of("instagram", CONTACT)] * 3, MONDAY),
    lambda vault: vault.keep_tables(
        "roster", {"people": people("p1", email=PARENT), "names": names(PUPIL, PARENT)}, {"odd": [PUPIL]}
    ),
    lambda vault: vault.keep_tables("staff", {"staff": staff(STAFF_MEMBER)}, {STAFF_REF: 1}),
    lambda vault: vault.keep_incident(f"KeyError: {CONTACT!r}"),
    lambda vault: vault.remember({vault.fingerprint(PUPIL): vault.fingerprint(PARENT)}, MONDAY),
    lambda vault: vault.export_days.remember(
        {vault.submission_id_of(STAFF_REF): {"instagram": MONDAY}}, on=MONDAY, since=MONDAY
    ),
    lambda vault: vault.audits.keep(
        "run-0a1b2c3d4e5f",
        {"findings": findings(f"{CONTACT} may be {PUPIL}"), "outcomes": outcomes(STAFF_REF)},
        {"receipts": {"0c1e": STAFF_MEMBER}},
        {},
    ),
]


def test_nothing_in_the_workspace_can_be_read(vault: Vault, tmp_path: Path) -> None:
    for fill in FILL:
        fill(vault)
    assert find_canaries(tmp_path, NAMES_OF_ALL) == []
    # The same scanner finds the same names where they are meant to be read.
    opened = [
        str(vault.open_submission(vault.submission_id_of(STAFF_REF))),
        str([table.to_pylist() for table in vault.open_tables("roster").tables.values()]),
    ]
    assert {leak.canary for leak in find_canaries(opened, NAMES_OF_ALL)} == set(NAMES_OF_ALL)


@pytest.mark.skipif(os.name == "nt", reason="Windows has access lists instead of modes")
def test_nobody_else_may_open_any_file_or_folder_of_the_workspace(vault: Vault, tmp_path: Path) -> None:
    for fill in FILL:
        fill(vault)
    assert [path for path in tmp_path.rglob("*") if others_may_read(path)] == []


def test_other_keys_open_none_of_it(vault: Vault, other_keys: Keys, tmp_path: Path) -> None:
    submission_id = vault.keep_submission(STAFF_REF, [extract_of("x", CONTACT)], MONDAY)
    incident_id = vault.keep_incident("detail")
    vault.keep_tables("staff", {}, {})
    stranger = Vault(tmp_path, other_keys)
    attempts: list[Callable[[], object]] = [
        lambda: stranger.open_submission(submission_id),
        lambda: stranger.open_incident(incident_id),
        lambda: stranger.open_tables("staff"),
    ]
    for attempt in attempts:
        with pytest.raises(SealBrokenError):
            attempt()


def test_a_sweep_clears_what_killed_writes_left_everywhere(vault: Vault, tmp_path: Path) -> None:
    for fill in FILL:
        fill(vault)
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    for folder in [tmp_path, *(path for path in tmp_path.rglob("*") if path.is_dir())]:
        (folder / ".part-0123456789abcdef").write_bytes(b"ciphertext")
    assert vault.sweep() == 0
    assert vault.sweep(older_than=-1) == 6 + 1  # the six folders of a vault, and the audit's own
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == before
