"""A shelf gives back what was put there, and to its readers alone."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.words import Reader
from tests.vault.invented import identity
from vault.errors import NothingKeptError, SealBrokenError
from vault.keys import Keys
from vault.shelf import Shelf


@pytest.fixture
def shelf(tmp_path: Path, keys: Keys) -> Shelf:
    return Shelf(tmp_path, keys)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300))
def test_what_is_put_away_comes_back(shelf: Shelf, data: bytes) -> None:
    shelf.put("folder/name.age", data)
    assert shelf.get("folder/name.age") == data


def test_what_stood_there_before_is_replaced(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put("name.age", b"old")
    shelf.put("name.age", b"new")
    assert shelf.get("name.age") == b"new"
    assert [path.name for path in tmp_path.glob("*.age")] == ["name.age"]


def test_what_is_for_others_does_not_open_for_the_service(shelf: Shelf, keys: Keys) -> None:
    shelf.put("name.age", b"data", (Reader.DSL, Reader.BREAK_GLASS))
    with pytest.raises(SealBrokenError):
        shelf.get("name.age")
    for reader in (Reader.DSL, Reader.BREAK_GLASS):
        assert shelf.get("name.age", identity(keys, reader)) == b"data"


def test_what_is_sealed_is_what_would_be_put_away(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "name.age").write_bytes(shelf.sealed(b"data"))
    assert shelf.get("name.age") == b"data"


def test_what_was_never_there_is_missed_by_its_code(shelf: Shelf) -> None:
    with pytest.raises(NothingKeptError) as refusal:
        shelf.get("name.age")
    assert (refusal.value.code, refusal.value.__cause__) == ("nothing-kept", None)
