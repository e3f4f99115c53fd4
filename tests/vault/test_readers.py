"""A person's keys open with that person's words and with nothing else, and show nothing of themselves."""

import json
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st
from pyrage import decrypt, encrypt, x25519

from schemas.words import Reader
from vault.ciphertext import new_identity, recipient_of
from vault.errors import KeysDamagedError, WrongPassphraseError
from vault.passphrases import five_words
from vault.readers import (
    ROUNDS,
    PersonKeys,
    as_typed,
    is_printed_key,
    make_person_keys,
    person_keys,
    relock,
    unlock,
)

WORDS = "yo-yo marmalade t-shirt unwind quarry"
FEW = 10


@pytest.fixture(scope="module")
def dsl() -> PersonKeys:
    return make_person_keys(Reader.DSL, WORDS, rounds=FEW)


def altered(person: PersonKeys, **changes: Any) -> bytes:
    return json.dumps(json.loads(person.to_json()) | changes).encode()


def test_a_person_opens_what_was_sealed_to_them(dsl: PersonKeys) -> None:
    sealed = encrypt(b"x", [x25519.Recipient.from_str(dsl.recipient)])
    unlocked = unlock(dsl, WORDS)
    assert decrypt(sealed, [x25519.Identity.from_str(unlocked.identity)]) == b"x"
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), dsl.opening)
    assert unlocked.opening.public_key() == public


def test_keys_are_the_same_when_read_again(dsl: PersonKeys) -> None:
    assert person_keys(dsl.to_json()) == dsl


def test_six_hundred_thousand_rounds_unless_told_otherwise() -> None:
    person = make_person_keys(Reader.DSL, WORDS)
    assert person.locked.rounds == ROUNDS == 600_000
    assert unlock(person_keys(person.to_json()), WORDS).identity


def test_nobody_has_the_keys_of_another() -> None:
    people = [make_person_keys(Reader.DSL, WORDS, rounds=FEW) for _ in range(3)]
    assert len({person.recipient for person in people}) == 3
    assert len({person.opening for person in people}) == 3
    assert len({person.locked.ciphertext for person in people}) == 3


@pytest.mark.parametrize(
    "typed",
    [
        WORDS.upper(),
        f"  {WORDS}\n",
        WORDS.replace(" ", "\u00a0"),
        WORDS.replace(" ", " \t "),
        "".join(chr(ord(letter) + 0xFEE0) if letter.isalpha() else letter for letter in WORDS),
    ],
    ids=["capitals", "spaces around", "no-break spaces", "tabs between", "full-width letters"],
)
def test_the_words_open_whatever_keyboard_types_them(dsl: PersonKeys, typed: str) -> None:
    assert unlock(dsl, typed).identity == unlock(dsl, WORDS).identity


@pytest.mark.parametrize(
    "guess", ["", " ", WORDS[:-1], f"{WORDS} s", WORDS.replace(" ", ""), WORDS.replace("-", " "), "\ud800"]
)
def test_nothing_else_opens_them(dsl: PersonKeys, guess: str) -> None:
    with pytest.raises(WrongPassphraseError) as refusal:
        unlock(dsl, guess)
    assert (refusal.value.code, refusal.value.exit_code) == ("wrong-passphrase", 5)
    assert refusal.value.__cause__ is None
    assert refusal.value.__context__ is None


def test_a_new_passphrase_opens_the_same_keys_and_the_old_one_nothing(dsl: PersonKeys) -> None:
    new = five_words()
    changed = relock(dsl, unlock(dsl, WORDS), new, rounds=FEW)
    assert (changed.recipient, changed.opening) == (dsl.recipient, dsl.opening)
    assert unlock(changed, new).identity == unlock(dsl, WORDS).identity
    assert changed.locked.salt != dsl.locked.salt
    with pytest.raises(WrongPassphraseError):
        unlock(changed, WORDS)


def test_an_empty_passphrase_locks_nothing(dsl: PersonKeys) -> None:
    with pytest.raises(ValueError, match="empty passphrase"):
        make_person_keys(Reader.DSL, " \n", rounds=FEW)
    with pytest.raises(ValueError, match="empty passphrase"):
        relock(dsl, unlock(dsl, WORDS), "", rounds=FEW)


@pytest.mark.parametrize("reader", [Reader.SERVICE, Reader.BREAK_GLASS])
def test_only_a_person_has_a_passphrase(reader: Reader) -> None:
    with pytest.raises(ValueError, match="has no passphrase"):
        make_person_keys(reader, WORDS, rounds=FEW)


def test_the_keys_of_one_reader_do_not_pass_for_anothers(dsl: PersonKeys) -> None:
    disguised = replace(dsl, reader=Reader.SECOND_REVIEWER)
    with pytest.raises(WrongPassphraseError):
        unlock(disguised, WORDS)


def test_a_public_key_put_in_by_somebody_else_is_noticed(dsl: PersonKeys) -> None:
    other = make_person_keys(Reader.DSL, WORDS, rounds=FEW)
    for swapped in (replace(dsl, recipient=other.recipient), replace(dsl, opening=other.opening)):
        with pytest.raises(KeysDamagedError, match="somebody else's"):
            unlock(person_keys(swapped.to_json()), WORDS)


@pytest.mark.parametrize("part", ["salt", "rounds", "nonce", "ciphertext"])
def test_a_lock_with_anything_changed_does_not_open(dsl: PersonKeys, part: str) -> None:
    value = getattr(dsl.locked, part)
    changed = value + 1 if isinstance(value, int) else bytes([value[0] ^ 1]) + value[1:]
    with pytest.raises(WrongPassphraseError):
        unlock(replace(dsl, locked=replace(dsl.locked, **{part: changed})), WORDS)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 100_000,
        b'{"version": 1, "reader": []}',
    ],
)
def test_what_is_no_key_file_is_damaged(data: bytes) -> None:
    with pytest.raises(KeysDamagedError) as refusal:
        person_keys(data)
    assert refusal.value.__context__ is None


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 2},
        {"reader": "service"},
        {"recipient": "age1short"},
        {"recipient": 3},
        {"opening": "BAAA"},
        {"opening": "?"},
        {"locked": {}},
    ],
)
def test_a_key_file_with_a_part_changed_is_damaged(dsl: PersonKeys, changes: dict[str, Any]) -> None:
    with pytest.raises(KeysDamagedError):
        person_keys(altered(dsl, **changes))


@pytest.mark.parametrize(
    "change", [{"rounds": 0}, {"rounds": 10**12}, {"rounds": True}, {"nonce": "AAAA"}, {"salt": None}]
)
def test_a_lock_that_cannot_be_tried_is_damaged(dsl: PersonKeys, change: dict[str, Any]) -> None:
    locked = json.loads(dsl.to_json())["locked"] | change
    with pytest.raises(KeysDamagedError):
        person_keys(altered(dsl, locked=locked))


def test_no_private_key_stands_in_the_file_or_shows_in_a_traceback(dsl: PersonKeys) -> None:
    unlocked = unlock(dsl, WORDS)
    assert repr(unlocked) == "Unlocked()"
    for shown in (repr(dsl), dsl.to_json().decode()):
        assert "AGE-SECRET-KEY" not in shown
        assert unlocked.identity not in shown
    assert "locked" not in repr(dsl)


def test_the_printed_key_is_known_by_its_public_half() -> None:
    identity = new_identity()
    recipient = recipient_of(identity)
    assert is_printed_key(identity, recipient)
    for typed in ("", identity[:-1], identity.replace(identity[20], "!", 1), new_identity(), recipient):
        assert not is_printed_key(typed, recipient)


@given(st.text(max_size=60))
def test_words_typed_twice_over_are_the_same_words(passphrase: str) -> None:
    assert as_typed(f" {passphrase}\t") == as_typed(passphrase)
