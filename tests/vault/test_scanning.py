"""The scanner finds every leak that is planted for it, and nothing where nothing is."""

import bz2
import gzip
import lzma
import pickle
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from vault.scanning.databases import cells
from vault.scanning.find import Scanner
from vault.scanning.planted import NAMES, found_in, plant

NAME = "Zoë Łucja Marchbanks"
MORE_WAYS = {
    "every letter as a number": "".join(f"&#{ord(letter)};" for letter in NAME).encode(),
    "html's own names": b"Zo&euml; \xc5\x81ucja Marchbanks",
    "every letter escaped for json": "".join(f"\\u{ord(letter):04x}" for letter in NAME).encode(),
    "every byte escaped for urls": "".join(f"%{byte:02X}" for byte in NAME.encode()).encode(),
    "pickle of protocol 0": pickle.dumps({"name": NAME}, protocol=0),
    "pickle with frames": pickle.dumps([NAME] * 3 + ["x" * 100_000], protocol=4),
    "bzip2 in the middle": b"log " + bz2.compress(NAME.encode()),
    "xz in the middle": b"log " + lzma.compress(NAME.encode()),
    "hexadecimal of gzip": gzip.compress(NAME.encode()).hex().upper().encode(),
}


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return Scanner([NAME, *NAMES])


def test_all_twelve_planted_leaks_are_found(scanner: Scanner, tmp_path: Path) -> None:
    assert plant(tmp_path) == found_in(tmp_path, scanner) == 12


def test_a_scanner_that_does_not_look_for_them_finds_none_of_the_twelve(tmp_path: Path) -> None:
    plant(tmp_path)
    assert found_in(tmp_path, Scanner(["Padraig Wintergreen"])) == 0


def test_no_planted_name_stands_plainly_in_more_than_the_freed_page(tmp_path: Path) -> None:
    plant(tmp_path)
    plain = {path.name for path in tmp_path.iterdir() for name in NAMES if name.encode() in path.read_bytes()}
    assert plain == {"freed.db"}


@pytest.mark.parametrize("way", MORE_WAYS)
def test_a_name_is_found_through_what_hides_it(scanner: Scanner, way: str) -> None:
    assert {leak.canary for leak in scanner.find(MORE_WAYS[way])} == {NAME}


def rows(folder: Path, *values: str) -> Iterator[tuple[bytes, bytes]]:
    """The bytes of a database and of its log after each value was written."""
    path = folder / "live.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE log (message TEXT)")
        for value in values:
            database.execute("INSERT INTO log VALUES (?)", [value])
            yield path.read_bytes(), path.with_name("live.db-wal").read_bytes()


def test_a_database_is_read_as_its_log_makes_it(tmp_path: Path) -> None:
    long = ["first " * 2000, "second " * 2000, "third " * 2000]
    for number, (data, wal) in enumerate(rows(tmp_path, *long), 1):
        assert list(cells(data, wal)) == [each.encode() for each in long[:number]]


def test_what_a_log_did_not_commit_is_not_taken_for_written(tmp_path: Path) -> None:
    *_, (data, wal) = rows(tmp_path, "first", "second " * 2000)
    assert list(cells(data, wal[:-4096])) == [b"first"]


def test_a_log_of_an_earlier_round_is_not_read(tmp_path: Path) -> None:
    *_, (data, wal) = rows(tmp_path, "first")
    assert list(cells(data, wal[:16] + b"another." + wal[24:])) == []
