"""Every cell of an SQLite database, read in memory: no copy of it is made on any disk.

Formats: https://www.sqlite.org/fileformat2.html, sections 1.3 (the header) and 4.1 (the write-ahead log).
"""

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing

_ROLLBACK = b"\x01\x01"
"""Both versions in the header, as a database without a write-ahead log has them."""
_VERSIONS = slice(18, 20)
_WAL_HEADER = 32
_FRAME_HEADER = 24


def cells(data: bytes, wal: bytes = b"") -> Iterator[bytes]:
    """Every text and blob of every table, with what the write-ahead log adds. Freed pages are in the bytes.

    Raises `sqlite3.Error` for a database that is damaged or was written to while it was read.
    """
    whole = _with_log(bytearray(data), wal)
    whole[_VERSIONS] = _ROLLBACK
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(bytes(whole))
        database.text_factory = bytes
        # A table without a first page is computed by some module, and holds nothing of its own.
        named = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
        for (table,) in database.execute(named).fetchall():
            name = table.decode().replace('"', '""')
            for row in database.execute(f'SELECT * FROM "{name}"'):  # noqa: S608 - a table's own name, quoted
                yield from (cell for cell in row if isinstance(cell, bytes))


def _with_log(data: bytearray, wal: bytes) -> bytearray:
    """The database with the log's committed pages in their places."""
    waiting: list[tuple[int, bytes]] = []
    for number, size, page in _frames(wal):
        waiting.append((number, page))
        if not size:  # a transaction ends with the frame that says how many pages there are now
            continue
        data.extend(bytes(max(0, size * len(page) - len(data))))
        for at, content in waiting:
            data[(at - 1) * len(content) : at * len(content)] = content
        del data[size * len(page) :]
        waiting = []
    return data


def _frames(wal: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Each frame's page number, the database's size where it ends a transaction, and the page."""
    if len(wal) < _WAL_HEADER:
        return
    (page_size,) = struct.unpack_from(">8xI", wal)
    salts = wal[16:24]
    for start in range(_WAL_HEADER, len(wal) - _FRAME_HEADER - page_size + 1, _FRAME_HEADER + page_size):
        number, size, written = struct.unpack_from(">II8s", wal, start)
        if written != salts:  # what is left of an earlier round of the log
            return
        yield number, size, wal[start + _FRAME_HEADER : start + _FRAME_HEADER + page_size]
