"""Keys are made once, kept by their owner alone, and missed or damaged with a clear word."""

import sys
from pathlib import Path

import pytest

from vault.ciphertext import seal, unseal
from vault.errors import KeysDamagedError, KeysExistError, KeysMissingError, KeysReadableError
from vault.keys import DSL, REFERENCE, SERVICE, Keys, load_keys, make_keys

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists instead of modes")
FILES = [SERVICE, REFERENCE, DSL]


def test_keys_are_the_same_when_loaded_again(tmp_path: Path) -> None:
    made = make_keys(tmp_path / "keys")
    loaded = load_keys(tmp_path / "keys")
    assert loaded == made
    assert unseal(seal(b"x", made), loaded) == b"x"


def test_every_workspace_has_keys_of_its_own(some_keys: Keys, other_keys: Keys) -> None:
    assert some_keys.service != other_keys.service
    assert some_keys.reference != other_keys.reference
    assert some_keys.dsl_passphrase != other_keys.dsl_passphrase


@posix_only
def test_only_their_owner_may_read_them(tmp_path: Path) -> None:
    make_keys(tmp_path / "keys")
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}


@posix_only
@pytest.mark.parametrize("name", FILES)
def test_a_key_that_others_may_read_is_not_used(tmp_path: Path, name: str) -> None:
    make_keys(tmp_path)
    (tmp_path / name).chmod(0o640)
    with pytest.raises(KeysReadableError) as refusal:
        load_keys(tmp_path)
    assert refusal.value.code == "keys-readable-by-others"
    assert name in refusal.value.message


@pytest.mark.parametrize("name", FILES)
def test_a_missing_key_is_named(tmp_path: Path, name: str) -> None:
    make_keys(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(KeysMissingError, match=name) as refusal:
        load_keys(tmp_path)
    assert (refusal.value.code, refusal.value.exit_code) == ("keys-missing", 5)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xfe\x00", b"two\nlines\n"])
def test_a_damaged_key_is_named(tmp_path: Path, name: str, content: bytes) -> None:
    make_keys(tmp_path)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(KeysDamagedError, match=name) as refusal:
        load_keys(tmp_path)
    assert refusal.value.code == "keys-damaged"


@pytest.mark.parametrize("name", [SERVICE, REFERENCE])
def test_a_key_with_one_character_changed_is_damaged(tmp_path: Path, name: str) -> None:
    make_keys(tmp_path)
    text = (tmp_path / name).read_text(encoding="ascii")
    (tmp_path / name).write_text(text[:20] + "!" + text[21:], encoding="ascii")
    with pytest.raises(KeysDamagedError, match=name):
        load_keys(tmp_path)


def test_an_identity_with_the_comments_of_age_keygen_is_read(tmp_path: Path) -> None:
    made = make_keys(tmp_path)
    with (tmp_path / SERVICE).open("r+", encoding="ascii") as file:
        identity = file.read()
        file.seek(0)
        file.write(f"# created: 2026-01-05\n{identity}")
    assert load_keys(tmp_path) == made


@pytest.mark.parametrize("name", FILES)
def test_keys_are_never_overwritten(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"kept")
    with pytest.raises(KeysExistError):
        make_keys(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_bytes() == b"kept"


def test_no_key_shows_in_a_traceback(some_keys: Keys) -> None:
    assert repr(some_keys) == "Keys()"
