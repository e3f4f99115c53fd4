"""What is kept of an audit comes back to whom it is for, and says when a document of it was touched."""

import os
from pathlib import Path

import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.words import Reader
from tests.canary import find_canaries
from tests.vault.invented import CONTACT, NAMES_OF_ALL, STAFF_MEMBER, documents, identity, page
from vault.audits import STEP, ForReader, PersonsPage
from vault.documents import lock_pdf
from vault.errors import CannotBeKeptError, NothingKeptError, SealBrokenError, SealedContentError
from vault.keys import Keys
from vault.ledger import Draft
from vault.store import Vault

AUDIT = "run-0a1b2c3d4e5f"
ONE, DSLS = "sub-0123456789ab", "sub-ba9876543210"
RECEIPT, DSLS_RECEIPT = "r-0123456789", "r-9876543210"
FACTS = {
    "on": "2026-11-20",
    "pairs": {"dsl": ["0" * 32, "1" * 32], "second-reviewer": []},
    "outcomes": {ONE: ["checked", ""], DSLS: ["checked", ""]},
    "lines": {RECEIPT: {"1": []}, DSLS_RECEIPT: {}},
    "held": [RECEIPT, DSLS_RECEIPT],
}
SECOND = Reader.SECOND_REVIEWER


@pytest.fixture(scope="module")
def report() -> bytes:
    return lock_pdf(typst.compile(b"= Report", format="pdf"), "one two three four five")


def keep(vault: Vault, report: bytes, audit_id: str = AUDIT) -> None:
    draft = Draft()
    readers = [documents(report, about=CONTACT), documents(report, SECOND)]
    pages = [page(report, ONE, told=STAFF_MEMBER), page(report, DSLS, DSLS_RECEIPT, SECOND)]
    vault.audits.keep(draft, audit_id, readers, pages, FACTS)
    vault.commit(draft)


@pytest.fixture
def kept(vault: Vault, report: bytes) -> Vault:
    keep(vault, report)
    return vault


def refused(vault: Vault, readers: list[ForReader], pages: list[PersonsPage], audit_id: str = AUDIT) -> str:
    """Why it may not be kept."""
    with pytest.raises(CannotBeKeptError) as refusal:
        vault.audits.keep(Draft(), audit_id, readers, pages, FACTS)
    return refusal.value.message


def test_the_service_knows_days_and_opaque_ids(kept: Vault) -> None:
    facts = kept.audits.open(AUDIT)
    assert facts["on"] == FACTS["on"]
    assert facts["people"] == {ONE: [RECEIPT, "dsl"], DSLS: [DSLS_RECEIPT, "second-reviewer"]}
    assert kept.audits.ids() == [AUDIT]


def test_each_reader_gets_words_facts_and_pages_back(kept: Vault, keys: Keys, report: bytes) -> None:
    dsl, second = identity(keys), identity(keys, SECOND)
    assert kept.audits.words(AUDIT, Reader.DSL, dsl) == "one two three four five"
    assert kept.audits.about(AUDIT, Reader.DSL, dsl) == {"about": CONTACT}
    assert kept.audits.about(AUDIT, SECOND, second) == {"about": ""}
    assert kept.audits.person(AUDIT, RECEIPT, dsl)["slip"] == STAFF_MEMBER
    assert (
        kept.audits.page(AUDIT, RECEIPT, dsl) == kept.audits.page(AUDIT, RECEIPT, dsl, lifted=True) == report
    )


def test_nobody_but_the_reader_and_the_printed_key_opens_any_of_it(kept: Vault, keys: Keys) -> None:
    audits = kept.audits
    asked = [
        (audits.words, (AUDIT, Reader.DSL)),
        (audits.about, (AUDIT, Reader.DSL)),
        (audits.person, (AUDIT, RECEIPT)),
        (audits.page, (AUDIT, RECEIPT)),
    ]
    for ask, of in asked:
        assert ask(*of, identity(keys, Reader.BREAK_GLASS))
        for reader in (SECOND, Reader.SERVICE):
            with pytest.raises(SealBrokenError):
                ask(*of, identity(keys, reader))


def test_the_dsl_opens_nothing_of_their_own_page(kept: Vault, keys: Keys) -> None:
    for ask in (kept.audits.person, kept.audits.page):
        with pytest.raises(SealBrokenError):
            ask(AUDIT, DSLS_RECEIPT, identity(keys))
        assert ask(AUDIT, DSLS_RECEIPT, identity(keys, SECOND))


def test_a_lifted_page_is_the_persons_own(vault: Vault, keys: Keys, report: bytes) -> None:
    instead = lock_pdf(typst.compile(b"= Instead", format="pdf"), "one two three four five")
    held = PersonsPage(ONE, RECEIPT, Reader.DSL, instead, report, {})
    draft = Draft()
    vault.audits.keep(draft, AUDIT, [], [held], FACTS)
    vault.commit(draft)
    assert vault.audits.page(AUDIT, RECEIPT, identity(keys)) == instead
    assert vault.audits.page(AUDIT, RECEIPT, identity(keys), lifted=True) == report


def test_what_is_sealed_of_people_is_alike_in_size(vault: Vault, keys: Keys, report: bytes) -> None:
    draft, told = Draft(), ["", "x" * 300, "é" * (STEP // 4)]
    receipts = [f"r-{number:010x}" for number in range(len(told))]
    pages = [
        page(report, f"sub-{each[2:]:0>12}", each, told=of) for each, of in zip(receipts, told, strict=True)
    ]
    vault.audits.keep(draft, AUDIT, [], pages, FACTS)
    vault.commit(draft)
    # Opened, since age itself adds a random length to what it seals.
    opened = [vault.shelf.get(f"audits/{AUDIT}/people/{each}.age", identity(keys)) for each in receipts]
    assert len({len(each) for each in opened}) == 1


def test_an_untouched_audit_has_no_changed_documents(kept: Vault) -> None:
    assert kept.audits.changed_documents(AUDIT) == []


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0), change=st.integers(1, 255))
def test_any_changed_byte_of_a_document_shows(
    kept: Vault, report: bytes, tmp_path: Path, place: int, change: int
) -> None:
    changed = bytearray(report)
    changed[place % len(report)] ^= change
    (tmp_path / "audits" / AUDIT / "second-overview.pdf").write_bytes(changed)
    assert kept.audits.changed_documents(AUDIT) == ["second-overview.pdf"]


def test_a_missing_document_shows(kept: Vault, tmp_path: Path) -> None:
    (tmp_path / "audits" / AUDIT / "overview.pdf").unlink()
    assert kept.audits.changed_documents(AUDIT) == ["overview.pdf"]


def test_documents_made_again_replace_the_readers_own_and_no_others(
    kept: Vault, keys: Keys, report: bytes, tmp_path: Path
) -> None:
    again = lock_pdf(typst.compile(b"= Again", format="pdf"), "one two three four five")
    draft = Draft()
    kept.audits.replace_documents(draft, AUDIT, documents(again, about="again"))
    kept.commit(draft)
    assert (tmp_path / "audits" / AUDIT / "overview.pdf").read_bytes() == again
    assert (tmp_path / "audits" / AUDIT / "second-overview.pdf").read_bytes() == report
    assert kept.audits.about(AUDIT, Reader.DSL, identity(keys)) == {"about": "again"}
    assert kept.audits.changed_documents(AUDIT) == []
    assert kept.audits.open(AUDIT)["people"].keys() == {ONE, DSLS}


def test_a_person_is_taken_out_with_the_documents_that_tell_of_them(
    kept: Vault, keys: Keys, tmp_path: Path
) -> None:
    draft = Draft()
    assert kept.audits.without_person(draft, AUDIT, ONE, ["1" * 32]) == 1
    kept.commit(draft)
    left = {path.name for path in (tmp_path / "audits" / AUDIT).rglob("*") if path.is_file()}
    assert not {"overview.pdf", f"{RECEIPT}.age", f"{RECEIPT}.page.age", f"{RECEIPT}.own.age"} & left
    assert {"second-overview.pdf", f"{DSLS_RECEIPT}.age", "open.html"} <= left
    assert not [each for each in (ONE, RECEIPT) if each in str(kept.audits.open(AUDIT))]
    assert DSLS in kept.audits.open(AUDIT)["outcomes"]
    assert kept.audits.open(AUDIT)["pairs"] == {"dsl": ["0" * 32], "second-reviewer": []}
    assert kept.audits.changed_documents(AUDIT) == []
    again = Draft()
    assert kept.audits.without_person(again, AUDIT, ONE) == 0
    assert again == Draft()


@pytest.mark.parametrize(
    "unlocked", [typst.compile(b"= Report", format="pdf"), b"PK\x03\x04 a workbook", b""]
)
def test_what_is_not_locked_is_refused(vault: Vault, report: bytes, unlocked: bytes) -> None:
    assert "not locked" in refused(vault, [documents(unlocked)], [])
    assert "not locked" in refused(vault, [], [page(unlocked, ONE)])
    assert "not locked" in refused(vault, [], [PersonsPage(ONE, RECEIPT, Reader.DSL, report, unlocked, {})])


@pytest.mark.parametrize(
    "name", ["../overview.pdf", "/overview.pdf", "Jane Smith.pdf", "a/b/c.pdf", "findings.age", "x.exe", ""]
)
def test_a_documents_name_says_nothing_and_leads_nowhere(vault: Vault, report: bytes, name: str) -> None:
    assert "Jane" not in refused(vault, [ForReader(Reader.DSL, {name: report}, "words", {})], [])


@pytest.mark.parametrize("audit_id", ["", "..", "../lists", "a/b", "Jane Smith"])
def test_an_audits_id_leads_nowhere_else(vault: Vault, report: bytes, keys: Keys, audit_id: str) -> None:
    audits, dsl = vault.audits, identity(keys)
    for attempt in (
        lambda: audits.open(audit_id),
        lambda: audits.forget(Draft(), audit_id),
        lambda: audits.changed_documents(audit_id),
        lambda: audits.words(audit_id, Reader.DSL, dsl),
        lambda: audits.page(audit_id, RECEIPT, dsl),
        lambda: audits.without_person(Draft(), audit_id, ONE),
        lambda: audits.keep(Draft(), audit_id, [documents(report)], [], {}),
    ):
        with pytest.raises(NothingKeptError):
            attempt()


@pytest.mark.parametrize("receipt", ["", "..", "../audit", "r-012345678", STAFF_MEMBER])
def test_a_receipt_leads_nowhere_else(kept: Vault, report: bytes, keys: Keys, receipt: str) -> None:
    for ask in (kept.audits.person, kept.audits.page):
        with pytest.raises(NothingKeptError):
            ask(AUDIT, receipt, identity(keys))
    with pytest.raises(NothingKeptError):
        kept.audits.keep(Draft(), "run-000000000000", [], [page(report, ONE, receipt)], {})


def test_an_audit_is_written_once(kept: Vault, report: bytes) -> None:
    assert "once" in refused(kept, [documents(report)], [])
    assert kept.audits.open(AUDIT)["people"].keys() == {ONE, DSLS}


def test_what_belongs_to_another_audit_is_refused(kept: Vault, keys: Keys, tmp_path: Path) -> None:
    (tmp_path / "audits" / AUDIT).rename(tmp_path / "audits" / "run-000000000000")
    dsl = identity(keys)
    for attempt in (
        lambda: kept.audits.open("run-000000000000"),
        lambda: kept.audits.words("run-000000000000", Reader.DSL, dsl),
        lambda: kept.audits.person("run-000000000000", RECEIPT, dsl),
    ):
        with pytest.raises(SealedContentError):
            attempt()


def test_one_persons_part_in_anothers_place_is_refused(kept: Vault, keys: Keys, tmp_path: Path) -> None:
    people = tmp_path / "audits" / AUDIT / "people"
    (people / f"{RECEIPT}.age").rename(people / "r-0000000000.age")
    with pytest.raises(SealedContentError):
        kept.audits.person(AUDIT, "r-0000000000", identity(keys))


def test_nothing_of_a_forgotten_audit_is_left(kept: Vault, tmp_path: Path) -> None:
    for _ in range(2):
        draft = Draft()
        kept.audits.forget(draft, AUDIT)
        kept.commit(draft)
    assert kept.audits.ids() == []
    assert kept.sweep() == 2, "the audit's folder and that of its people"
    assert list((tmp_path / "audits").iterdir()) == []


def test_a_sweep_leaves_a_whole_audit_alone(kept: Vault) -> None:
    assert kept.sweep(older_than=-1) == 0
    assert kept.audits.changed_documents(AUDIT) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has access lists instead of modes")
def test_nothing_of_an_audit_can_be_read_where_it_lies(kept: Vault, tmp_path: Path) -> None:
    assert find_canaries(tmp_path, [*NAMES_OF_ALL, "one two three four five"]) == []
