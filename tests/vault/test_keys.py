"""Keys are made once, kept by their owner alone, and missed or damaged with a clear word."""

import sys
from pathlib import Path

import pytest

from schemas.words import Reader
from tests.flows.passphrases import SECRETS
from tests.vault.invented import identity
from vault.ciphertext import recipient_of, seal, unseal
from vault.errors import (
    KeysDamagedError,
    KeysExistError,
    KeysMissingError,
    KeysReadableError,
    SealBrokenError,
)
from vault.keys import (
    BREAK_GLASS,
    FILES,
    LOG,
    PEOPLE,
    REFERENCE,
    SERVICE,
    Keys,
    Secrets,
    load_keys,
    make_keys,
)

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists instead of modes")
LINES = [SERVICE, REFERENCE, LOG, BREAK_GLASS]


def test_keys_are_the_same_when_loaded_again(tmp_path: Path) -> None:
    made = make_keys(tmp_path / "keys", SECRETS)
    assert load_keys(tmp_path / "keys") == made


@pytest.mark.parametrize("reader", Reader)
def test_what_is_sealed_to_a_reader_opens_for_that_reader_alone(some_keys: Keys, reader: Reader) -> None:
    sealed = seal(b"x", some_keys.recipients([reader]))
    assert unseal(sealed, identity(some_keys, reader)) == b"x"
    for other in set(Reader) - {reader}:
        with pytest.raises(SealBrokenError):
            unseal(sealed, identity(some_keys, other))


def test_recipients_come_in_the_order_of_their_readers(some_keys: Keys) -> None:
    readers = [Reader.BREAK_GLASS, Reader.DSL, Reader.SERVICE]
    found = some_keys.recipients(readers)
    assert found == [recipient_of(identity(some_keys, reader)) for reader in readers]


def test_every_workspace_has_keys_of_its_own(some_keys: Keys, other_keys: Keys) -> None:
    assert not {*some_keys.recipients(Reader)} & {*other_keys.recipients(Reader)}
    assert some_keys.reference != other_keys.reference
    assert some_keys.log != other_keys.log


def test_what_people_are_handed_is_another_each_time_and_stands_in_no_file(tmp_path: Path) -> None:
    one, other = Secrets(rounds=1_000), Secrets(rounds=1_000)
    handed = [
        each
        for secrets in (one, other)
        for each in (secrets.dsl, secrets.second_reviewer, secrets.break_glass)
    ]
    assert len(set(handed)) == 6
    make_keys(tmp_path, one)
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert not [secret for secret in handed if secret.encode() in written]


def test_a_passphrase_is_given_by_its_reader() -> None:
    assert SECRETS.of(Reader.DSL) == SECRETS.dsl
    assert SECRETS.of(Reader.SECOND_REVIEWER) == SECRETS.second_reviewer


@posix_only
def test_only_their_owner_may_read_them(tmp_path: Path) -> None:
    make_keys(tmp_path / "keys", SECRETS)
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}


@posix_only
@pytest.mark.parametrize("name", FILES)
def test_a_key_that_others_may_read_is_not_used(tmp_path: Path, name: str) -> None:
    make_keys(tmp_path, SECRETS)
    (tmp_path / name).chmod(0o640)
    with pytest.raises(KeysReadableError) as refusal:
        load_keys(tmp_path)
    assert refusal.value.code == "keys-readable-by-others"
    assert name in refusal.value.message


@pytest.mark.parametrize("name", FILES)
def test_a_missing_key_is_named(tmp_path: Path, name: str) -> None:
    make_keys(tmp_path, SECRETS)
    (tmp_path / name).unlink()
    with pytest.raises(KeysMissingError, match=name) as refusal:
        load_keys(tmp_path)
    assert (refusal.value.code, refusal.value.exit_code) == ("keys-missing", 5)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xfe\x00", b"two\nlines\n"])
def test_a_damaged_key_is_named(tmp_path: Path, name: str, content: bytes) -> None:
    make_keys(tmp_path, SECRETS)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(KeysDamagedError, match=name) as refusal:
        load_keys(tmp_path)
    assert refusal.value.code == "keys-damaged"


@pytest.mark.parametrize("name", LINES)
def test_a_key_with_one_character_changed_is_damaged(tmp_path: Path, name: str) -> None:
    make_keys(tmp_path, SECRETS)
    text = (tmp_path / name).read_text(encoding="ascii")
    (tmp_path / name).write_text(text[:20] + "!" + text[21:], encoding="ascii")
    with pytest.raises(KeysDamagedError, match=name):
        load_keys(tmp_path)


def test_one_persons_keys_in_anothers_place_are_damaged(tmp_path: Path) -> None:
    make_keys(tmp_path, SECRETS)
    dsl, second = (tmp_path / PEOPLE[reader] for reader in (Reader.DSL, Reader.SECOND_REVIEWER))
    dsl.write_bytes(second.read_bytes())
    with pytest.raises(KeysDamagedError, match=PEOPLE[Reader.DSL]):
        load_keys(tmp_path)


def test_an_identity_with_the_comments_of_age_keygen_is_read(tmp_path: Path) -> None:
    made = make_keys(tmp_path, SECRETS)
    with (tmp_path / SERVICE).open("r+", encoding="ascii") as file:
        identity_line = file.read()
        file.seek(0)
        file.write(f"# created: 2026-01-05\n{identity_line}")
    assert load_keys(tmp_path) == made


@pytest.mark.parametrize("name", FILES)
def test_keys_are_never_overwritten(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"kept")
    with pytest.raises(KeysExistError):
        make_keys(tmp_path, SECRETS)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_bytes() == b"kept"


def test_no_key_shows_in_a_traceback(some_keys: Keys) -> None:
    assert repr(some_keys) == "Keys()"
    assert repr(SECRETS) == "Secrets(rounds=1000)"
