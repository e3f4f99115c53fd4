"""What is inside some bytes: members of a container, the text behind an encoding. Nothing is unpickled."""

import base64
import bz2
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from sqlite3 import Error as SqliteError
from typing import NamedTuple

import pyarrow as pa
from pyarrow import parquet

from vault.scanning.databases import cells

MAX_DEPTH = 5
LARGEST = 256 * 1024 * 1024
"""Bytes that one compressed stream may grow to; a longer one is an error, not a clean file."""

UNREADABLE = (pa.ArrowException, lzma.LZMAError, OSError, ValueError, SqliteError)
"""What is raised for bytes that begin like a container and are none, or a damaged one."""

Contents = Iterator[tuple[str, bytes]]


class Container(NamedTuple):
    """A kind of file: what it is called, how it is known by its bytes, and what is in it."""

    kind: str
    recognised: Callable[[bytes], bool]
    read: Callable[[bytes], Iterator[bytes]]


_DEFLATED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
_BZIPPED = re.compile(rb"BZh[1-9]1AY&SY")
_XZ = re.compile(rb"\xfd7zXZ\0")
_ZIP_MEMBER = re.compile(rb"PK\x03\x04[\s\S]{26}")
_INDENT = re.compile(rb"\n[ \t]+")
_BASE64_RUN = re.compile(rb"[A-Za-z0-9+/]{24,}")
_HEX_RUN = re.compile(rb"(?:[0-9A-Fa-f]{2}){16,}")
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_ARROW_STREAM = b"\xff\xff\xff\xff"


def contents(data: bytes, path: Path | None = None, more: tuple[Container, ...] = ()) -> Contents:
    """Everything found one level down, with the kind of what holds it. `path` is where the data was read."""
    for kind, recognised, read in (*CONTAINERS, *more):
        if recognised(data):
            yield from ((kind, inner) for inner in read(data))
    if data.startswith(b"SQLite format 3\0"):
        yield "sqlite", b"\n".join(cells(data, _beside(path)))
    yield from _deflated(data)
    yield from _zip_members(data)
    yield from (("bzip2", inner) for inner in _unpacked(data, _BZIPPED, bz2.BZ2Decompressor))
    yield from (("xz", inner) for inner in _unpacked(data, _XZ, lzma.LZMADecompressor))
    yield from _base64(data)
    yield from _hexadecimal(data)


def _beside(path: Path | None) -> bytes:
    """The write-ahead log that stands beside a database; nothing where there is none."""
    try:
        return path.with_name(f"{path.name}-wal").read_bytes() if path else b""
    except FileNotFoundError:
        return b""


def _deflated(data: bytes) -> Contents:
    """Gzip and zlib streams wherever they begin, so also those of a PDF or of a database's cell."""
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


def _unpacked(
    data: bytes,
    starts: re.Pattern[bytes],
    stream: type[bz2.BZ2Decompressor] | type[lzma.LZMADecompressor],
) -> Iterator[bytes]:
    for start in starts.finditer(data):
        unpacking = stream()
        inner = unpacking.decompress(data[start.start() :], LARGEST)
        if len(inner) == LARGEST and not unpacking.eof:
            raise ValueError(f"a compressed stream is longer than {LARGEST} bytes")
        yield inner


def _base64(data: bytes) -> Contents:
    """What the base64 in the data says, at each of the four places where a run's first group may begin.

    Lines are joined, escaped line ends too. Runs too short to be told from words are left to `Needles`.
    """
    unescaped = _INDENT.sub(b"\n", data).replace(b"\\n", b"").replace(b"\\r", b"")
    runs = _BASE64_RUN.findall(unescaped.translate(_URL_SAFE, delete=b"\r\n\\"))
    for skipped in range(4):
        yield from _long_and_short("base64", [_decoded(run[skipped:]) for run in runs])


def _decoded(run: bytes) -> bytes:
    whole = run[: len(run) - (len(run) % 4 == 1)]
    return base64.b64decode(whole + b"=" * (-len(whole) % 4))


def _hexadecimal(data: bytes) -> Contents:
    """What hexadecimal digits say; plain text among them is found by `Needles` already."""
    yield from _long_and_short("hexadecimal", [bytes.fromhex(run.decode()) for run in _HEX_RUN.findall(data)])


def _long_and_short(kind: str, decoded: list[bytes]) -> Contents:
    """A long run may be a file, which is recognised by its first bytes; the short ones go together."""
    yield from ((kind, blob) for blob in decoded if len(blob) >= 512)
    if short := b"\n".join(blob for blob in decoded if len(blob) < 512):
        yield kind, short


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
    # A line break first, so that this is not taken for another file to be opened.
    return b"\n" + sink.getvalue().to_pybytes()


CONTAINERS = (
    Container("parquet", lambda data: data.startswith(b"PAR1") and data.endswith(b"PAR1"), _parquet),
    Container("arrow", lambda data: data.startswith(b"ARROW1"), _arrow_file),
    Container("arrow", lambda data: data.startswith(_ARROW_STREAM), _arrow_stream),
)
