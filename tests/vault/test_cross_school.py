"""What passes between a school and its trust's area, and what a school keeps of it."""

import stat
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from schemas.words import Reader
from tests.flows.passphrases import SECRETS
from vault.ciphertext import new_identity, recipient_of
from vault.cross_school import (
    AREA_KEYS,
    FAMILIES,
    Letter,
    Mailbox,
    address_of,
    card_of,
    load_area_keys,
    make_area_keys,
    opened_letter,
    school_of,
    school_signer,
    sealed_letter,
)
from vault.errors import (
    AreaOutOfReachError,
    CannotBeKeptError,
    KeysDamagedError,
    KeysExistError,
    KeysMissingError,
    KeysReadableError,
    SealBrokenError,
)
from vault.keys import Keys, make_keys
from vault.ledger import Draft
from vault.shelf import Shelf
from vault.trust_share import Answered, Kept, TrustShare, answered_in

READER, SIGNER = new_identity(), Ed25519PrivateKey.generate()
SENDER, PLACE, BODY = address_of(SIGNER), "inbox/0f/families", b"who is at which school"
LETTER = sealed_letter(PLACE, BODY, [recipient_of(READER)], SIGNER)
SUB, OTHER = "sub-0123456789ab", "sub-ba9876543210"
DAY = date(2026, 11, 20)

posix = pytest.mark.skipif(sys.platform == "win32", reason="file modes are POSIX's")


def test_a_letter_opens_for_its_reader_at_its_place_from_its_sender():
    assert opened_letter(PLACE, LETTER, READER, SENDER) == BODY


@pytest.mark.parametrize(
    ("place", "reader", "sender"),
    [
        ("outbox/0f/families", READER, SENDER),
        ("inbox/0f/told", READER, SENDER),
        (PLACE, new_identity(), SENDER),
        (PLACE, READER, address_of(Ed25519PrivateKey.generate())),
        (PLACE, READER, "no address"),
    ],
    ids=["a school's outbox", "other facts", "another reader", "another sender", "no sender"],
)
def test_at_another_place_for_another_reader_or_from_another_sender_it_is_no_letter(
    place: str, reader: str, sender: str
):
    with pytest.raises(SealBrokenError) as refused:
        opened_letter(place, LETTER, reader, sender)
    assert (refused.value.__cause__, refused.value.detail) == (None, "")


@given(st.integers(0, len(LETTER) - 1), st.integers(1, 255))
def test_a_letter_with_a_changed_byte_is_refused(place: int, by: int):
    changed = bytearray(LETTER)
    changed[place] ^= by
    with pytest.raises(SealBrokenError):
        opened_letter(PLACE, bytes(changed), READER, SENDER)


def test_the_keys_of_an_area_are_made_once_and_read_again(tmp_path: Path):
    made = make_area_keys(tmp_path)
    assert load_area_keys(tmp_path) == made
    assert card_of(str(made.card)) == made.card
    assert made.identity not in repr(made)
    with pytest.raises(KeysExistError):
        make_area_keys(tmp_path)


@posix
def test_the_keys_of_an_area_that_others_may_read_are_not_used(tmp_path: Path):
    make_area_keys(tmp_path)
    (tmp_path / AREA_KEYS).chmod(0o640)
    with pytest.raises(KeysReadableError):
        load_area_keys(tmp_path)


@pytest.mark.parametrize("text", [b"", b"[]", b"\xff", b'{"identity": "x", "signing": "", "log": ""}'])
def test_a_damaged_key_file_of_an_area_is_refused(tmp_path: Path, text: bytes):
    with pytest.raises(KeysMissingError):
        load_area_keys(tmp_path)
    make_area_keys(tmp_path)
    (tmp_path / AREA_KEYS).write_bytes(text)
    with pytest.raises(KeysDamagedError):
        load_area_keys(tmp_path)


@given(st.text())
def test_no_other_text_is_a_card(text: str):
    assert card_of(text) is None


def test_a_school_signs_with_what_its_own_keys_make_and_nobody_elses(tmp_path: Path):
    schools = [make_keys(tmp_path / name, SECRETS) for name in ("a", "b")]
    addresses = [address_of(school_signer(keys)) for keys in (*schools, *schools)]
    assert addresses[:2] == addresses[2:]
    assert len({school_of(each) for each in addresses}) == 2


@pytest.fixture
def mailbox(tmp_path: Path) -> Mailbox:
    box = Mailbox(tmp_path, "inbox", "0f" * 16)
    box.folder.mkdir(parents=True)
    return box


def stems(box: Mailbox) -> list[str]:
    return [each.stem for each in box.letters()]


def test_a_letter_takes_the_place_of_those_of_its_stem_and_of_no_other(mailbox: Mailbox):
    mailbox.put({FAMILIES: b"1", SUB: b"2"})
    before = mailbox.letters()
    mailbox.put({SUB: b"3"})
    assert stems(mailbox) == [FAMILIES, SUB]
    assert [mailbox.read(each) for each in mailbox.letters()] == [b"1", b"3"]
    mailbox.remove(before)
    assert stems(mailbox) == [SUB], "who removes what they read never removes what came since"
    assert mailbox.read(before[0]) is None


@posix
def test_a_letter_is_for_the_mailboxs_group_as_well_and_for_nobody_else(mailbox: Mailbox):
    mailbox.put({FAMILIES: b"1"})
    (mailbox.folder / f"{SUB}.dsl.00000000.age").touch(mode=0o600)
    mailbox.let_the_other_side_read()
    modes = {stat.S_IMODE(path.stat().st_mode) for path in mailbox.folder.iterdir()}
    assert modes == {0o640}


def test_what_is_no_letter_is_left_alone(mailbox: Mailbox):
    for name in (
        "families.age",
        "notes.txt",
        ".part-00ff",
        "sub-x.00000000.age",
        "families.00000000.age.bak",
    ):
        (mailbox.folder / name).touch()
    assert mailbox.letters() == []


def test_a_letter_grows_old_by_the_day_it_was_put_there(mailbox: Mailbox):
    mailbox.put({FAMILIES: b"1"})
    today = datetime.now(UTC).date()
    assert mailbox.older_than(today) == []
    assert mailbox.older_than(today + timedelta(days=1)) == mailbox.letters()


@pytest.mark.parametrize(
    "use",
    [
        Mailbox.letters,
        lambda box: box.put({FAMILIES: b"1"}),
        lambda box: box.remove([Letter(FAMILIES, "families.00000000.age")]),
    ],
)
def test_a_mailbox_that_cannot_be_used_is_said_without_its_path(
    tmp_path: Path, use: Callable[[Mailbox], object]
):
    (tmp_path / "inbox").touch()
    with pytest.raises(AreaOutOfReachError) as refused:
        use(Mailbox(tmp_path, "inbox", "0f" * 16))
    assert (refused.value.__cause__, refused.value.__context__) == (None, None)
    assert str(tmp_path) not in str(refused.value)


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return make_keys(tmp_path / "keys", SECRETS)


@pytest.fixture
def shelf(tmp_path: Path, keys: Keys) -> Shelf:
    return Shelf(tmp_path, keys)


def kept(shelf: Shelf, state: Kept) -> TrustShare:
    share, draft = TrustShare(shelf), Draft()
    share.keep(draft, state)
    for answered in (Answered(SUB, Reader.DSL), Answered(OTHER, Reader.SECOND_REVIEWER)):
        draft.write(answered.file, b"sealed")
    draft.write("cross-school/workbook.xlsx", b"locked")
    shelf.ledger.commit(draft)
    return share


STATE = Kept(
    yes={SUB: DAY, OTHER: DAY},
    handed_over=(SUB,),
    handed_over_on=DAY,
    answered={SUB: DAY, OTHER: DAY},
    told={"on": "2026-11-20", "settings": 2},
    dismissed={"find-0123456789ab": {"about": SUB, "on": "2026-11-20", "kinds": []}},
)


def test_what_is_kept_is_read_again_and_nothing_is_kept_before(shelf: Shelf):
    assert TrustShare(shelf).kept() == Kept()
    assert kept(shelf, STATE).kept() == STATE


def test_of_whoever_is_forgotten_nothing_is_left_and_the_workbooks_go_too(shelf: Shelf):
    share, draft = kept(shelf, STATE), Draft()
    share.forget(draft, [SUB])
    shelf.ledger.commit(draft)
    left = share.kept()
    assert (left.yes, left.answered) == ({OTHER: DAY}, {OTHER: DAY})
    assert (left.handed_over, left.dismissed) == ((), {})
    assert share.answers() == [Answered(OTHER, Reader.SECOND_REVIEWER)]
    assert not (shelf.folder / "cross-school" / "workbook.xlsx").exists()


def test_whoever_has_nothing_here_changes_nothing_by_leaving(shelf: Shelf):
    share, draft = kept(shelf, STATE), Draft()
    share.forget(draft, ["sub-ffffffffffff"])
    assert (draft.writes, draft.removals) == ({}, set())


@pytest.mark.parametrize(("days", "left"), [(0, 2), (1, 0)])
def test_what_is_older_than_its_day_is_gone(shelf: Shelf, days: int, left: int):
    share, draft, day = kept(shelf, STATE), Draft(), DAY + timedelta(days=days)
    share.forget_before(draft, yes=day, answers=day, dismissed=day)
    shelf.ledger.commit(draft)
    assert len(share.answers()) == len(share.kept().yes) == len(share.kept().answered) == left
    assert bool(share.kept().dismissed) == bool(left)


def test_only_a_submissions_id_is_kept_of_anybody(shelf: Shelf):
    with pytest.raises(CannotBeKeptError):
        TrustShare(shelf).keep(Draft(), Kept(yes={"INKPEN-B-0417": DAY}))


def test_a_file_tells_whom_it_answers_and_who_reads_it():
    assert answered_in(Answered(SUB, Reader.DSL).file) == Answered(SUB, Reader.DSL)
    assert answered_in("cross-school/workbook.xlsx") is None
    assert answered_in(f"cross-school/{SUB}.service.age") is None
