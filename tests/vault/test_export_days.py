"""The days of exports are kept by opaque ids, for as long as reports are, and no longer."""

from datetime import date

import pytest

from tests.vault.invented import STAFF_REF, extract_of
from vault.errors import CannotBeKeptError
from vault.ledger import Draft
from vault.store import Vault

MONDAY = date(2026, 1, 12)
TUESDAY = date(2026, 1, 13)


def remember(vault: Vault, made: dict[str, dict[str, date]], *, on: date, since: date) -> None:
    draft = Draft()
    vault.export_days.remember(draft, made, on=on, since=since)
    vault.commit(draft)


def test_the_day_an_export_was_made_outlives_its_audit_and_not_its_owners_wish(vault: Vault) -> None:
    submission_id = vault.keep_submission(STAFF_REF, [extract_of("x", "One")], MONDAY)
    remember(vault, {submission_id: {"x": MONDAY}}, on=TUESDAY, since=MONDAY)
    draft = Draft()
    vault.hand_ins.forget(draft, vault.hand_ins.waiting())
    vault.commit(draft)
    assert vault.export_days.before(submission_id) == {"x": MONDAY}
    vault.forget_person(submission_id, TUESDAY)
    assert vault.export_days.before(submission_id) == {}


def test_the_days_of_one_person_go_alone(vault: Vault) -> None:
    one, other = vault.submission_id_of("ONE"), vault.submission_id_of("OTHER")
    remember(vault, {one: {"x": MONDAY}, other: {"x": TUESDAY}}, on=TUESDAY, since=MONDAY)
    vault.forget_person(one, TUESDAY)
    assert (vault.export_days.before(one), vault.export_days.before(other)) == ({}, {"x": TUESDAY})


def test_days_are_replaced_by_newer_audits_and_go_with_old_ones(vault: Vault) -> None:
    one, other = vault.submission_id_of("ONE"), vault.submission_id_of("OTHER")
    remember(vault, {one: {"x": MONDAY, "facebook": MONDAY}}, on=MONDAY, since=MONDAY)
    remember(vault, {one: {"x": TUESDAY}, other: {}}, on=TUESDAY, since=MONDAY)
    assert vault.export_days.before(one) == {"x": TUESDAY, "facebook": MONDAY}
    remember(vault, {}, on=TUESDAY, since=TUESDAY)
    assert vault.export_days.before(one) == {"x": TUESDAY}


def test_days_are_kept_of_opaque_ids_alone(vault: Vault) -> None:
    with pytest.raises(CannotBeKeptError) as refusal:
        remember(vault, {STAFF_REF: {"x": MONDAY}}, on=MONDAY, since=MONDAY)
    assert STAFF_REF not in refusal.value.message
