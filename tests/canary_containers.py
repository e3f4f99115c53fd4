"""What is inside some bytes: the members of a container, the text behind an encoding."""

import base64
import bz2
import lzma
import re
import shutil
import sqlite3
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pypdfium2
from pyarrow import parquet

MAX_DEPTH = 5
LARGEST = 256 * 1024 * 1024
"""Bytes that one compressed stream may grow to; a longer one is an error, not a clean file."""

UNREADABLE = (pa.ArrowException, lzma.LZMAError, OSError, ValueError)
"""What is raised for bytes that begin like a container and are none, or a damaged one."""

Contents = Iterator[tuple[str, bytes]]

_DEFLATED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
_ZIP_MEMBER = re.compile(rb"PK\x03\x04[\s\S]{26}")
_INDENT = re.compile(rb"\n[ \t]+")
_BASE64_RUN = re.compile(rb"[A-Za-z0-9+/]{24,}")
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_ARROW_STREAM = b"\xff\xff\xff\xff"


def contents(data: bytes, path: Path | None = None) -> Contents:
    """Everything found one level down, with the kind of what holds it. `path` is where the data was read."""
    for kind, recognised, read in _KINDS:
        if recognised(data):
            yield from ((kind, inner) for inner in read(data))
    if data.startswith(b"SQLite format 3\0"):
        yield "sqlite", _sqlite(data, path)
    yield from _deflated(data)
    yield from _zip_members(data)
    yield from _base64(data)


def _deflated(data: bytes) -> Contents:
    """gzip and zlib streams wherever they begin, so also those of a PDF or of a database's cell."""
    for start in _DEFLATED.finditer(data):
        kind = "gzip" if start[0].startswith(b"\x1f") else "zlib"
        yield from ((kind, inner) for inner in _inflated(data, start.start(), zlib.MAX_WBITS | 32))


def _zip_members(data: bytes) -> Contents:
    """Names and deflated members of any ZIP, also without its end; stored members stand there plainly."""
    for start in _ZIP_MEMBER.finditer(data):
        method, name_length, extra_length = struct.unpack("<4xH16xHH", start[0][4:])
        name_end = start.end() + name_length
        yield "zip name", data[start.end() : name_end]
        if method == zipfile.ZIP_DEFLATED:
            yield from (("zip", inner) for inner in _inflated(data, name_end + extra_length, -zlib.MAX_WBITS))


def _inflated(data: bytes, start: int, window: int) -> Iterator[bytes]:
    stream = zlib.decompressobj(window)
    try:
        inner = stream.decompress(memoryview(data)[start:], LARGEST)
    except zlib.error:  # a few bytes that only looked like a header
        return
    if stream.unconsumed_tail:
        raise ValueError(f"a compressed stream is longer than {LARGEST} bytes")
    yield inner


def _base64(data: bytes) -> Contents:
    """What the base64 in the data says, at each of the four places where a run's first group may begin.

    Lines are joined, escaped line ends too. Runs too short to be told from words are left to `Needles`.
    """
    unescaped = _INDENT.sub(b"\n", data).replace(b"\\n", b"").replace(b"\\r", b"")
    runs = _BASE64_RUN.findall(unescaped.translate(_URL_SAFE, delete=b"\r\n\\"))
    for skipped in range(4):
        decoded = [_decoded(run[skipped:]) for run in runs]
        # A long run may be a file, which is recognised by its first bytes.
        yield from (("base64", blob) for blob in decoded if len(blob) >= 512)
        if short := b"\n".join(blob for blob in decoded if len(blob) < 512):
            yield "base64", short


def _decoded(run: bytes) -> bytes:
    whole = run[: len(run) - (len(run) % 4 == 1)]
    return base64.b64decode(whole + b"=" * (-len(whole) % 4))


def _arrow_file(data: bytes) -> Iterator[bytes]:
    yield _plain(pa.ipc.open_file(data).read_all())


def _arrow_stream(data: bytes) -> Iterator[bytes]:
    try:
        yield _plain(pa.ipc.open_stream(data).read_all())
    except (pa.ArrowException, OSError):  # four bytes that only looked like a header
        return


def _parquet(data: bytes) -> Iterator[bytes]:
    yield _plain(parquet.read_table(BytesIO(data)))


def _plain(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def _pdf(data: bytes) -> Iterator[bytes]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:  # locked, or no PDF after all
        return
    with closing(document):
        pages = (page.get_textpage().get_text_bounded() for page in document)
        yield "\n".join([*pages, *document.get_metadata_dict().values()]).encode("utf-8", "replace")


def _sqlite(data: bytes, path: Path | None) -> bytes:
    """Every cell of every table as one text; the raw bytes, with freed pages, are searched beside it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "copy.db")
        copy.write_bytes(data)
        wal = path.with_name(path.name + "-wal") if path else None
        if wal and wal.exists():
            shutil.copyfile(wal, copy.with_name("copy.db-wal"))
        with closing(sqlite3.connect(copy)) as database:
            database.text_factory = bytes
            return b"\n".join(_cells(database))


def _cells(database: sqlite3.Connection) -> Iterator[bytes]:
    tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        name = table.decode().replace('"', '""')
        for row in database.execute(f'SELECT * FROM "{name}"'):  # noqa: S608 - a table's own name, quoted
            yield from (cell for cell in row if isinstance(cell, bytes))


_KINDS: list[tuple[str, Callable[[bytes], bool], Callable[[bytes], Iterator[bytes]]]] = [
    ("parquet", lambda data: data.startswith(b"PAR1") and data.endswith(b"PAR1"), _parquet),
    ("arrow", lambda data: data.startswith(b"ARROW1"), _arrow_file),
    ("arrow", lambda data: data.startswith(_ARROW_STREAM), _arrow_stream),
    ("pdf", lambda data: b"%PDF-" in data[:1024], _pdf),
    ("bzip2", lambda data: data[4:10] == b"1AY&SY", lambda data: iter([bz2.decompress(data)])),
    ("xz", lambda data: data.startswith(b"\xfd7zXZ\0"), lambda data: iter([lzma.decompress(data)])),
]
