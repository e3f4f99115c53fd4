"""The vault keeps, opens and forgets, and nobody reads over its shoulder."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest
import typst

from schemas.words import Answer, Reader
from tests.canary import find_canaries
from tests.vault.invented import (
    CONTACT,
    NAMES_OF_ALL,
    PARENT,
    PUPIL,
    STAFF_MEMBER,
    STAFF_REF,
    documents,
    extract_of,
    identity,
    names,
    page,
    people,
    staff,
)
from vault.audit_log import Entry, Event
from vault.documents import lock_pdf
from vault.errors import (
    CannotBeKeptError,
    LogBrokenError,
    NothingKeptError,
    SealBrokenError,
    SealedContentError,
    SecondCopyError,
    TombstonesDamagedError,
)
from vault.keys import Keys
from vault.ledger import Draft
from vault.private_files import others_may_read
from vault.register import Pair, finding_file, hold_file
from vault.store import Gone, Vault

MONDAY, TUESDAY, WEDNESDAY = date(2026, 1, 12), date(2026, 1, 13), date(2026, 1, 14)
AUDIT = "run-0a1b2c3d4e5f"
RECEIPT, OTHERS_RECEIPT = "r-0123456789", "r-9876543210"
PAIR, OTHERS_PAIR = "0123456789abcdef" * 2, "fedcba9876543210" * 2
FACTS = {"on": "2026-01-12", "outcomes": {}, "lines": {}, "held": []}
READERS = (Reader.DSL, Reader.BREAK_GLASS)


@pytest.fixture(scope="module")
def report() -> bytes:
    return lock_pdf(typst.compile(b"= Report", format="pdf"), "one two three four five")


def fill(vault: Vault, report: bytes) -> None:
    """One of everything, about one person, and some of it about another."""
    submission_id = vault.keep_submission(STAFF_REF, [extract_of("instagram", CONTACT)], MONDAY)
    other = vault.keep_submission("OTHER", [extract_of("instagram", "A Third")], MONDAY)
    vault.keep_roster(
        {"people": people("p1", email=PARENT), "names": names(PUPIL, PARENT)},
        {"odd": [PUPIL]},
        (report, b"<!doctype html>"),
        staff(STAFF_MEMBER),
    )
    vault.keep_incident(f"KeyError: {CONTACT!r}", submission_id)
    vault.keep_incident(f"KeyError: {CONTACT!r}")
    vault.keep_incident("KeyError: 'A Third'", other)
    draft = Draft()
    vault.remember(draft, {vault.fingerprint(PUPIL): vault.fingerprint(PARENT)}, MONDAY)
    made = {each: {"instagram": MONDAY} for each in (submission_id, other)}
    vault.export_days.remember(draft, made, on=MONDAY, since=MONDAY)
    vault.participation.record(draft, vault.fingerprint(STAFF_REF), Answer.YES, MONDAY)
    pages = [page(report, submission_id, RECEIPT, told=STAFF_MEMBER), page(report, other, OTHERS_RECEIPT)]
    vault.audits.keep(draft, AUDIT, [documents(report, about=CONTACT)], pages, FACTS)
    pairs = {PAIR: Pair(submission_id, Reader.DSL, {}), OTHERS_PAIR: Pair(other, Reader.DSL, {})}
    vault.register.keep(draft, pairs)
    for pair, quoted in ((PAIR, CONTACT), (OTHERS_PAIR, "A Third")):
        draft.write(finding_file(pair), vault.shelf.sealed(quoted.encode(), READERS))
        draft.write(hold_file(pair), vault.shelf.sealed(quoted.encode(), READERS))
    for receipt in (RECEIPT, OTHERS_RECEIPT):
        draft.write(f"released/{receipt}.pdf", report)
    vault.commit(draft, Entry(datetime(2026, 1, 12, tzinfo=UTC), Event.RELEASED, Reader.DSL, (AUDIT,)))


def files(folder: Path) -> set[str]:
    """Every file of a workspace by name, but for keys and the lock."""
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return {name for name in found if not name.startswith(("keys/", "journal"))}


def about(vault: Vault, submission_id: str) -> list[object]:
    """Whatever is known of a submission."""
    audits = [vault.audits.open(each)["people"] for each in vault.audits.ids()]
    return [
        *vault.hand_ins.waiting().get(submission_id, ()),
        *(pair for pair, each in vault.register.pairs().items() if each.submission_id == submission_id),
        *(people[submission_id] for people in audits if submission_id in people),
        *vault.export_days.before(submission_id),
    ]


def test_a_submissions_id_is_stable_and_opaque(vault: Vault, other_keys: Keys, tmp_path: Path) -> None:
    submission_id = vault.submission_id_of(STAFF_REF)
    assert submission_id == vault.submission_id_of(STAFF_REF)
    assert submission_id != vault.submission_id_of(STAFF_REF + " ")
    assert submission_id != Vault(tmp_path, other_keys).submission_id_of(STAFF_REF)
    assert submission_id.startswith("sub-")
    assert len(submission_id) == 16


def test_what_is_told_of_a_hand_in_is_about_its_submission(vault: Vault) -> None:
    arrived = Entry(datetime(2026, 1, 12, tzinfo=UTC), Event.SUBMISSION_RECEIVED, "staff")
    submission_id = vault.keep_submission(STAFF_REF, [], MONDAY, told=[arrived])
    (line,) = vault.log.entries()
    assert (line.entry.what, line.entry.about) == (Event.SUBMISSION_RECEIVED, (submission_id,))


def test_a_change_that_fails_is_not_told_either(vault: Vault) -> None:
    told = Entry(datetime(2026, 1, 12, tzinfo=UTC), Event.RELEASED, Reader.DSL)
    with pytest.raises(TypeError):
        vault.commit(Draft({"x.age": "no bytes"}), told)  # type: ignore[dict-item]
    assert list(vault.log.entries()) == []


def test_whoever_withdraws_is_gone_from_everything_and_nobody_else_is(
    vault: Vault, report: bytes, tmp_path: Path
) -> None:
    fill(vault, report)
    gone, stays = vault.submission_id_of(STAFF_REF), vault.submission_id_of("OTHER")
    of_other, before = about(vault, stays), files(tmp_path)
    assert vault.forget_person(gone, TUESDAY) == Gone(1, 1, 1, held=0, damaged=0, told=True)
    assert about(vault, gone) == []
    assert about(vault, stays) == of_other
    went = before - files(tmp_path)
    assert {finding_file(PAIR), hold_file(PAIR), f"released/{RECEIPT}.pdf"} <= went
    assert {f"audits/{AUDIT}/people/{RECEIPT}{end}" for end in (".age", ".page.age", ".own.age")} <= went
    assert not {finding_file(OTHERS_PAIR), hold_file(OTHERS_PAIR), f"released/{OTHERS_RECEIPT}.pdf"} & went
    assert [name.split(".")[1] for name in files(tmp_path) if name.startswith("incidents/")] == [stays]


def test_a_damaged_audit_keeps_nobody_from_leaving_and_loses_everybodys_pages(
    vault: Vault, report: bytes, tmp_path: Path
) -> None:
    """Whose page is whose stood in the damaged file alone."""
    fill(vault, report)
    (tmp_path / "audits" / AUDIT / "audit.age").write_bytes(b"age-encryption.org/v1")
    gone = vault.forget_person(vault.submission_id_of(STAFF_REF), TUESDAY)
    assert (gone.pairs, gone.pages, gone.damaged) == (1, 0, 1)
    of_audits = {name for name in files(tmp_path) if name.startswith(("audits/", "released/"))}
    left = {f"audits/{AUDIT}/{name}" for name in ("audit.age", "open.html", "words.age", "about.age")}
    assert of_audits == left | {"audits/audit.lock"} & of_audits
    assert finding_file(OTHERS_PAIR) in files(tmp_path)


def test_a_broken_log_keeps_nobody_from_leaving_and_stays_broken(
    vault: Vault, report: bytes, tmp_path: Path
) -> None:
    fill(vault, report)
    (segment,) = (tmp_path / "log").iterdir()
    segment.write_bytes(segment.read_bytes()[:-1])
    broken, gone = segment.read_bytes(), vault.submission_id_of(STAFF_REF)
    told = Entry(datetime(2026, 1, 13, tzinfo=UTC), Event.WITHDRAWN, "staff", (gone,))
    assert not vault.forget_person(gone, TUESDAY, told).told
    assert about(vault, gone) == []
    assert segment.read_bytes() == broken
    assert not vault.log.verify().holds
    with pytest.raises(LogBrokenError):
        vault.commit(Draft({"memory.age": b""}), told)


def test_a_hold_on_a_pair_of_somebody_who_left_is_no_new_withdrawal_at_every_start(
    vault: Vault, report: bytes, tmp_path: Path, keys: Keys, second_copy: Path
) -> None:
    fill(vault, report)
    draft, gone = Draft(), vault.submission_id_of(STAFF_REF)
    pairs = vault.register.pairs()
    vault.register.keep(draft, pairs | {PAIR: replace(pairs[PAIR], hold_review="2026-02-01")})
    vault.commit(draft)
    assert vault.forget_person(gone, TUESDAY).held == 1
    before = {name: (tmp_path / name).read_bytes() for name in files(tmp_path)}
    again = Vault(tmp_path, keys, second_copy)
    assert {name: (tmp_path / name).read_bytes() for name in files(tmp_path)} == before
    assert about(again, gone) == [PAIR]


def test_whoever_comes_back_after_withdrawing_is_another(vault: Vault) -> None:
    first = vault.keep_submission(STAFF_REF, [extract_of("x", "One")], MONDAY)
    vault.forget_person(first, TUESDAY)
    second = vault.keep_submission(STAFF_REF, [extract_of("x", "Two")], TUESDAY)
    assert first != second
    assert list(vault.hand_ins.waiting()) == [second]
    vault.forget_person(second, TUESDAY)
    assert vault.submission_id_of(STAFF_REF) not in {first, second}


def test_a_backup_put_back_brings_nobody_back(
    vault: Vault, report: bytes, tmp_path: Path, keys: Keys, second_copy: Path
) -> None:
    fill(vault, report)
    gone = vault.submission_id_of(STAFF_REF)
    shutil.copytree(tmp_path, tmp_path.with_name("backup"), dirs_exist_ok=True)
    vault.forget_person(gone, TUESDAY)
    shutil.rmtree(tmp_path)
    shutil.copytree(tmp_path.with_name("backup"), tmp_path)
    restored = Vault(tmp_path, keys, second_copy)
    assert about(restored, gone) == []
    assert finding_file(PAIR) not in files(tmp_path)
    assert [line.entry.what for line in restored.log.entries()][-1] is Event.WITHDRAWN
    assert restored.tombstones.all() == {gone: TUESDAY}


@pytest.mark.parametrize(
    ("on", "answer"), [(MONDAY, Answer.DECLINED), (TUESDAY, Answer.DECLINED), (WEDNESDAY, Answer.YES)]
)
def test_whoever_a_backup_brought_back_has_declined_unless_they_answered_since(
    vault: Vault, tmp_path: Path, keys: Keys, second_copy: Path, on: date, answer: Answer
) -> None:
    """The backup does not know of Tuesday's withdrawal; the file of answers may be newer than the rest."""
    listed = staff(STAFF_MEMBER, "Somebody Else")
    listed = listed.set_column(0, listed.schema.field("staff_ref"), pa.array([STAFF_REF, "OTHER"]))
    vault.keep_tables("staff", {"staff": listed}, {})
    for each in (STAFF_REF, "OTHER"):
        draft = Draft()
        vault.participation.record(draft, vault.person_id_of(each), Answer.YES, on)
        vault.commit(draft)
    vault.tombstones.bury(Draft(), [vault.submission_id_of(STAFF_REF)], TUESDAY)
    restored = Vault(tmp_path, keys, second_copy).participation
    assert restored.answer_of(vault.person_id_of(STAFF_REF)) is answer
    assert restored.answer_of(vault.person_id_of("OTHER")) is Answer.YES


@pytest.mark.parametrize("folder", ["submissions", "audits"])
def test_some_files_of_a_backup_put_back_bring_nobody_back(
    vault: Vault, report: bytes, tmp_path: Path, keys: Keys, second_copy: Path, folder: str
) -> None:
    fill(vault, report)
    gone = vault.submission_id_of(STAFF_REF)
    shutil.copytree(tmp_path / folder, tmp_path.with_name("backup"), dirs_exist_ok=True)
    vault.forget_person(gone, TUESDAY)
    shutil.copytree(tmp_path.with_name("backup"), tmp_path / folder, dirs_exist_ok=True)
    assert about(Vault(tmp_path, keys, second_copy), gone) == []


def test_a_damaged_list_of_those_who_withdrew_stops_everything(
    vault: Vault, tmp_path: Path, keys: Keys, second_copy: Path
) -> None:
    vault.forget_person(vault.submission_id_of(STAFF_REF), TUESDAY)
    second_copy.write_bytes(b"sub-0123456789ab")
    with pytest.raises(TombstonesDamagedError):
        Vault(tmp_path, keys, second_copy)


def test_where_a_withdrawal_cannot_be_noted_elsewhere_nothing_is_deleted(tmp_path: Path, keys: Keys) -> None:
    (tmp_path / "in the way").write_bytes(b"")
    vault = Vault(tmp_path, keys, tmp_path / "in the way" / "tombstones")
    submission_id = vault.keep_submission(STAFF_REF, [extract_of("x", "One")], MONDAY)
    with pytest.raises(SecondCopyError):
        vault.forget_person(submission_id, TUESDAY)
    assert list(vault.hand_ins.waiting()) == [submission_id]


def test_only_the_latest_list_is_kept(vault: Vault, tmp_path: Path) -> None:
    vault.keep_tables("roster", {"people": people("p1"), "names": names("Old Name")}, {"source": "ctf"})
    vault.keep_tables("roster", {"people": people("p2"), "names": names("New Name")}, {"source": "csv"})
    bundle = vault.open_tables("roster")
    assert bundle.facts == {"source": "csv"}
    assert bundle.tables["names"]["full_name"].to_pylist() == ["New Name"]
    assert [path.name for path in (tmp_path / "lists").iterdir()] == ["roster.age"]


def test_a_roster_its_page_and_its_staff_list_are_kept_together(
    vault: Vault, report: bytes, tmp_path: Path
) -> None:
    kept = vault.keep_roster({"names": names("Old")}, {}, (report, b"<html>"), staff("Inkpen"))
    assert kept == tmp_path / "roster" / "quality.pdf"
    assert (kept.read_bytes(), kept.with_name("open.html").read_bytes()) == (report, b"<html>")
    vault.keep_roster({"names": names("New")}, {}, (report, b"<html>"), None)
    assert vault.open_tables("staff").tables["staff"]["surname"].to_pylist() == ["Inkpen"]


def test_a_page_that_is_not_locked_is_kept_nowhere_and_the_roster_neither(vault: Vault) -> None:
    unlocked = typst.compile(b"= Page", format="pdf")
    with pytest.raises(CannotBeKeptError):
        vault.keep_roster({"names": names("Old Name")}, {}, (unlocked, b""), None)
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
def test_an_incident_can_always_be_kept_and_its_reader_opens_it(
    vault: Vault, keys: Keys, detail: str
) -> None:
    incident_id = vault.keep_incident(detail)
    assert len(incident_id) == 8
    assert vault.open_incident(incident_id, identity(keys)) == detail.replace("\ud800", "\\ud800")


def test_an_incident_of_the_second_reviewers_opens_for_nobody_else(vault: Vault, keys: Keys) -> None:
    incident_id = vault.keep_incident("detail", "sub-0123456789ab", Reader.SECOND_REVIEWER)
    assert vault.open_incident(incident_id, identity(keys, Reader.SECOND_REVIEWER)) == "detail"
    for reader in (Reader.DSL, Reader.SERVICE):
        with pytest.raises(SealBrokenError):
            vault.open_incident(incident_id, identity(keys, reader))


@pytest.mark.parametrize("incident_id", ["", "00000000", "../memory", "*", "0000000g", "????????"])
def test_an_incident_that_is_none_is_refused(vault: Vault, keys: Keys, incident_id: str) -> None:
    vault.keep_incident("detail")
    with pytest.raises(NothingKeptError):
        vault.open_incident(incident_id, identity(keys))


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
    fingerprints, draft = {vault.fingerprint("p1"): vault.fingerprint("p1", PUPIL)}, Draft()
    vault.remember(draft, fingerprints, MONDAY)
    vault.commit(draft)
    memory = vault.remembered()
    assert memory is not None
    assert (memory.on, memory.fingerprints) == (MONDAY, fingerprints)
    for refused in ({PUPIL: vault.fingerprint("x")}, {vault.fingerprint("x"): PUPIL}):
        with pytest.raises(CannotBeKeptError) as refusal:
            vault.remember(Draft(), refused, TUESDAY)
        assert PUPIL not in refusal.value.message


def test_nothing_in_the_workspace_can_be_read(vault: Vault, report: bytes, tmp_path: Path) -> None:
    fill(vault, report)
    assert find_canaries(tmp_path, NAMES_OF_ALL) == []
    # The same scanner finds the same names where they are meant to be read.
    opened = [
        str(vault.hand_ins.open(vault.submission_id_of(STAFF_REF))),
        str([table.to_pylist() for table in vault.open_tables("roster").tables.values()]),
    ]
    assert {leak.canary for leak in find_canaries(opened, NAMES_OF_ALL)} == set(NAMES_OF_ALL)


@pytest.mark.skipif(os.name == "nt", reason="Windows has access lists instead of modes")
def test_nobody_else_may_open_any_file_or_folder_of_the_workspace(
    vault: Vault, report: bytes, tmp_path: Path
) -> None:
    fill(vault, report)
    assert [path for path in tmp_path.rglob("*") if others_may_read(path)] == []


def test_other_keys_open_none_of_it(vault: Vault, report: bytes, other_keys: Keys, tmp_path: Path) -> None:
    fill(vault, report)
    submission_id = vault.submission_id_of(STAFF_REF)
    stranger = Vault(tmp_path, other_keys)
    attempts: list[Callable[[], object]] = [
        lambda: stranger.hand_ins.open(submission_id),
        lambda: stranger.open_tables("staff"),
        lambda: stranger.audits.open(AUDIT),
        stranger.register.pairs,
        stranger.remembered,
    ]
    for attempt in attempts:
        with pytest.raises(SealBrokenError):
            attempt()


def test_a_sweep_clears_what_killed_writes_left_everywhere(
    vault: Vault, report: bytes, tmp_path: Path
) -> None:
    fill(vault, report)
    before = files(tmp_path)
    folders = [tmp_path, *(path for path in tmp_path.rglob("*") if path.is_dir())]
    for folder in folders:
        (folder / ".part-0123456789abcdef").write_bytes(b"ciphertext")
    assert vault.sweep() == 0
    assert vault.sweep(older_than=-1) == len(folders)
    assert files(tmp_path) == before
