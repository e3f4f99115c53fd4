"""What was handed in waits sealed, each hand-in under a key of its own, until it is forgotten."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from schemas.extract import Extract
from schemas.tables import ACCOUNTS
from tests.vault.invented import CONTACT, STAFF_REF, extract_of, staff
from vault import submissions
from vault.errors import NothingKeptError, SealBrokenError, SealedContentError
from vault.hand_ins import Waiting
from vault.keys import Keys
from vault.ledger import Draft
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


def forget(vault: Vault, hand_ins: Waiting) -> None:
    draft = Draft()
    vault.hand_ins.forget(draft, hand_ins)
    vault.commit(draft)


def test_a_submission_comes_back_as_it_was_handed_in(vault: Vault) -> None:
    extracts = [extract_of("instagram", CONTACT, "Someone Else"), extract_of("facebook", "A Third")]
    submission = vault.hand_ins.open(vault.keep_submission(STAFF_REF, extracts, MONDAY))
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
    submission = vault.hand_ins.open(vault.keep_submission(STAFF_REF, [extract_of("x", "One")], MONDAY))
    assert (submission.extracts[0].made, submission.extracts[0].fingerprint) == (None, "")


def test_a_question_stays_with_the_export_it_is_about(vault: Vault) -> None:
    about_instagram, about_x = Question("instagram", "older"), Question("x", "older")
    first = [extract_of("instagram", "One"), extract_of("x", "Two")]
    vault.keep_submission(STAFF_REF, first, MONDAY, (), [about_instagram, about_x])
    submission_id = vault.keep_submission(STAFF_REF, [extract_of("instagram", "Three")], TUESDAY)
    assert vault.hand_ins.open(submission_id).questions == (about_x,)


def test_what_waits_is_told_without_anybodys_accounts(vault: Vault, tmp_path: Path) -> None:
    vault.keep_submission(STAFF_REF, [extract_of("instagram", CONTACT)], MONDAY)
    damaged = vault.submission_id_of("DAMAGED")
    (tmp_path / "submissions" / f"{damaged}.1-00000000.age").write_bytes(b"damaged")
    for _ in range(2):
        (hand_in,) = vault.hand_ins.each()
        assert (hand_in.staff_ref, hand_in.extracts[0].made) == (STAFF_REF, MONDAY)
        assert hand_in.extracts[0].accounts.num_rows == 0


def test_accounts_are_numbered_through_the_submission(vault: Vault) -> None:
    extracts = [extract_of("instagram", "One", "Two"), extract_of("facebook", "Three"), extract_of("x")]
    submission = vault.hand_ins.open(vault.keep_submission(STAFF_REF, extracts, MONDAY))
    accounts = submission.accounts.to_pylist()
    assert [row["account_id"] for row in accounts] == [0, 1, 2]
    assert [row["display_name"] for row in accounts] == ["One", "Two", "Three"]
    assert {row["submission_id"] for row in accounts} == {submission.submission_id}


def test_a_second_hand_in_joins_the_first_and_the_latest_of_a_platform_counts(vault: Vault) -> None:
    first = [extract_of("instagram", "Old"), extract_of("facebook", "Kept")]
    second = [extract_of("instagram", "New"), extract_of("instagram", "New too", layout="2023-html")]
    submission_id = vault.keep_submission(STAFF_REF, first, MONDAY)
    assert vault.keep_submission(STAFF_REF, second, TUESDAY) == submission_id
    submission = vault.hand_ins.open(submission_id)
    assert sorted(submission.accounts["display_name"].to_pylist()) == ["Kept", "New", "New too"]
    assert submission.received == TUESDAY
    assert list(vault.hand_ins.waiting()) == [submission_id]


def test_the_tenth_hand_in_comes_after_the_ninth(vault: Vault) -> None:
    for number in range(11):
        submission_id = vault.keep_submission(STAFF_REF, [extract_of("x", f"Name {number}")], MONDAY)
    assert vault.hand_ins.open(submission_id).accounts["display_name"].to_pylist() == ["Name 10"]


def test_hand_ins_that_come_at_once_are_all_kept(vault: Vault) -> None:
    platforms = [f"platform{number}" for number in range(12)]

    def hand_in(platform: str) -> str:
        return vault.keep_submission(STAFF_REF, [extract_of(platform, platform)], MONDAY)

    with ThreadPoolExecutor(6) as pool:
        submission_id, *_ = pool.map(hand_in, platforms)
    submission = vault.hand_ins.open(submission_id)
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
    audited = vault.hand_ins.waiting()
    vault.keep_submission(STAFF_REF, [extract_of("facebook", "Came later")], MONDAY)
    forget(vault, audited)
    assert list(vault.hand_ins.waiting()) == [submission_id]
    assert vault.hand_ins.open(submission_id).accounts["display_name"].to_pylist() == ["Came later"]
    with pytest.raises(NothingKeptError):
        vault.hand_ins.open(another)


def test_forgetting_removes_nothing_but_hand_ins(vault: Vault, tmp_path: Path) -> None:
    vault.keep_submission(STAFF_REF, [extract_of("x", "Kept")], MONDAY)
    vault.keep_tables("staff", {"staff": staff("Inkpen")}, {})
    forget(vault, {"sub-000000000000": ("../lists/staff.age", "../keys/service.age")})
    assert (tmp_path / "lists" / "staff.age").exists()
    assert (tmp_path / "keys" / "service.age").exists()


def test_a_hand_in_expires_after_its_days(vault: Vault) -> None:
    submission_id = vault.keep_submission(STAFF_REF, [extract_of("x", "Old")], MONDAY)
    (old,) = vault.hand_ins.waiting()[submission_id]
    vault.keep_submission(STAFF_REF, [extract_of("x", "New")], TUESDAY)
    assert vault.hand_ins.expired(date(2026, 2, 11), 30) == {}
    assert vault.hand_ins.expired(date(2026, 2, 12), 30) == {submission_id: (old,)}
    assert vault.hand_ins.expired(TUESDAY, 0) == {submission_id: (old,)}


def test_a_hand_in_that_no_longer_opens_expires_too(vault: Vault, tmp_path: Path) -> None:
    submission_id = vault.keep_submission(STAFF_REF, [extract_of("x", "Old")], MONDAY)
    ((name,),) = vault.hand_ins.waiting().values()
    (tmp_path / "submissions" / name).write_bytes(b"damaged")
    os.utime(tmp_path / "submissions" / name, (1_700_000_000, 1_700_000_000))  # 14 November 2023
    assert vault.hand_ins.expired(date(2023, 11, 15), 30) == {}
    assert vault.hand_ins.expired(MONDAY, 30) == {submission_id: (name,)}


def test_a_damaged_hand_in_stops_nobody_else(vault: Vault, tmp_path: Path) -> None:
    damaged = vault.keep_submission(STAFF_REF, [extract_of("x", "Damaged")], MONDAY)
    ((name,),) = vault.hand_ins.waiting().values()
    (tmp_path / "submissions" / name).write_bytes(b"")
    sound = vault.keep_submission("OTHER", [extract_of("x", "Sound")], MONDAY)
    with pytest.raises(SealBrokenError):
        vault.hand_ins.open(damaged)
    assert vault.hand_ins.open(sound).accounts.num_rows == 1


def test_a_hand_in_put_in_anothers_place_is_refused(vault: Vault, tmp_path: Path) -> None:
    vault.keep_submission(STAFF_REF, [extract_of("x", "Mine")], MONDAY)
    ((name,),) = vault.hand_ins.waiting().values()
    theirs = vault.submission_id_of("OTHER")
    for end in (".age", ".key"):
        waits = tmp_path / "submissions" / name
        waits.with_suffix(end).rename(tmp_path / "submissions" / f"{theirs}.1-00000000{end}")
    with pytest.raises(SealedContentError):
        vault.hand_ins.open(theirs)


def test_every_hand_in_has_a_key_of_its_own(vault: Vault, tmp_path: Path, keys: Keys) -> None:
    for name in ("One", "Two"):
        vault.keep_submission(STAFF_REF, [extract_of("x", name)], MONDAY)
    found = {vault.shelf.get(f"submissions/{path.name}") for path in (tmp_path / "submissions").glob("*.key")}
    assert len(found) == 2
    assert keys.service.encode() not in found
    for path in (tmp_path / "submissions").glob("*.age"):
        with pytest.raises(SealBrokenError):
            vault.shelf.get(f"submissions/{path.name}")


def test_a_hand_in_whose_key_is_gone_opens_for_nobody(vault: Vault, tmp_path: Path) -> None:
    submission_id = vault.keep_submission(STAFF_REF, [extract_of("x", CONTACT)], MONDAY)
    next((tmp_path / "submissions").glob("*.key")).unlink()
    with pytest.raises(SealBrokenError):
        vault.hand_ins.open(submission_id)


def test_a_forgotten_hand_in_is_gone_with_its_key(vault: Vault, tmp_path: Path) -> None:
    vault.keep_submission(STAFF_REF, [extract_of("x", CONTACT)], MONDAY)
    forget(vault, vault.hand_ins.waiting())
    assert list((tmp_path / "submissions").iterdir()) == []


def test_the_day_each_hand_in_came_is_known_by_its_name(vault: Vault) -> None:
    submission_id = vault.keep_submission(STAFF_REF, [extract_of("x", "One")], MONDAY)
    vault.keep_submission(STAFF_REF, [extract_of("x", "Two")], TUESDAY)
    first, second = vault.hand_ins.waiting()[submission_id]
    assert vault.hand_ins.received() == {first: MONDAY, second: TUESDAY}


def test_files_that_are_no_hand_ins_are_passed_over(vault: Vault, tmp_path: Path) -> None:
    submission_id = vault.keep_submission(STAFF_REF, [extract_of("x", "One")], MONDAY)
    for name in ("sub-x.age", "sub-0123456789ab.age", ".part-0123456789abcdef"):
        (tmp_path / "submissions" / name).write_bytes(b"")
    assert list(vault.hand_ins.waiting()) == [submission_id]
