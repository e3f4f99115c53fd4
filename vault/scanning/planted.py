"""Leaks made on purpose: a silence is believed only of a scanner that has just found all of these.

Nobody is called as these names are. Each stands in a file of its own, hidden as a real leak would be.
"""

import base64
import gzip
import json
import pickle
import sqlite3
import unicodedata
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from secrets import token_hex
from urllib.parse import quote

import pyarrow as pa
from pyarrow import parquet

from vault.private_files import write_private
from vault.scanning.find import Scanner

FILLER = b"The register was taken at nine. " * 40
_BEGINNINGS = ("Zöqual", "Wëxbert", "Yrsandüth", "Qofimïr", "Ulquéna", "Xantivö")
_ENDS = ("Vrenzalby", "Oxquorne")
NAMES = tuple(f"{beginning} {end}" for end in _ENDS for beginning in _BEGINNINGS)
"""One for each of the ways."""


def _as_prefect_keeps_a_result(name: str) -> bytes:
    pickled = base64.encodebytes(pickle.dumps({"text": FILLER, "name": name}))
    return json.dumps({"result": pickled.decode()}).encode()


def _parquet(name: str) -> bytes:
    sink = pa.BufferOutputStream()
    table = pa.table({"name": [f"Pupil {number * 7919 % 1000}" for number in range(500)] + [name]})
    parquet.write_table(table, sink, compression="zstd", use_dictionary=False, write_statistics=False)
    return sink.getvalue().to_pybytes()


WAYS: dict[str, Callable[[str], bytes]] = {
    "utf-16": lambda name: name.encode("utf-16-le"),
    "letters taken apart": lambda name: unicodedata.normalize("NFD", name.upper()).encode(),
    "json in json": lambda name: json.dumps(json.dumps({"name": name})).encode(),
    "url": lambda name: quote(f"/people/{name}").encode(),
    "html": lambda name: "".join(f"&#x{ord(letter):x};" for letter in name).encode(),
    "hexadecimal": lambda name: name.encode().hex().upper().encode(),
    "base64": lambda name: base64.encodebytes(b"1" + FILLER + name.encode()),
    "pickle": _as_prefect_keeps_a_result,
    "gzip": lambda name: gzip.compress(FILLER + name.encode()),
    "parquet": _parquet,
}


def plant(folder: Path) -> int:
    """Write every leak into a folder of our own; how many there are."""
    for number, (name, way) in enumerate(zip(NAMES, WAYS.values(), strict=False)):
        write_private(folder / f"{number}.bin", way(name))
    *_, in_log, in_freed_page = NAMES
    _write_ahead_log(folder, in_log)
    _freed_page(folder, in_freed_page)
    return len(NAMES)


def found_in(folder: Path, scanner: Scanner) -> int:
    """How many of the planted names the scanner finds there."""
    return len({leak.canary for leak in scanner.find(folder)} & set(NAMES))


def _write_ahead_log(folder: Path, name: str) -> None:
    """A database whose only row stands in its -wal, as both lie there while a server runs."""
    made, kept = folder / "making.db", folder / "log.db"
    with closing(sqlite3.connect(made, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE log (message BLOB)")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        # Compressed and longer than a page: only the log put together with the database shows it whole.
        message = gzip.compress(token_hex(8192).encode() + name.encode())
        database.execute("INSERT INTO log VALUES (?)", [message])
        write_private(kept, made.read_bytes())
        write_private(kept.with_name("log.db-wal"), made.with_name("making.db-wal").read_bytes())
    made.unlink()


def _freed_page(folder: Path, name: str) -> None:
    with closing(sqlite3.connect(folder / "freed.db", isolation_level=None)) as database:
        database.execute("PRAGMA secure_delete = OFF")
        database.execute("CREATE TABLE log (message TEXT)")
        database.execute("INSERT INTO log VALUES (?)", [name])
        database.execute("DELETE FROM log")
