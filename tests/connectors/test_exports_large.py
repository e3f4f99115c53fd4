"""Archives far larger than memory: their lists are read, and of their media and chats not one byte.

The media are holes in a sparse file, and no header stands before them, so that opening one is an error.
"""

import json
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

import psutil
import pytest

from connectors.exports import ExportReader
from tests.connectors.exports_by_hand import FOLLOWERS, FOLLOWING, followers
from tests.hostile import raw_zip
from tests.hostile.measured_reading import peak_of

MEGABYTE = 2**20
MOST_MEMORY = 300 * MEGABYTE
MOST_READ = 4 * MEGABYTE
"""Bytes of anything, the archive's directory and lists included."""
TOO_LARGE = 0xFFFFFFFF
"""What stands in a directory where the number needs more than four bytes."""
FILM = "your_instagram_activity/media/stories/film_{}.mp4"
HANDLES = [f"somebody.{number}" for number in range(1000)]
LISTS = {FOLLOWERS: followers(*HANDLES), FOLLOWING: json.dumps({"relationships_following": []})}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in which a file may have holes; large files are gone after the test."""
    hole = tmp_path / "hole"
    with hole.open("wb") as file:
        file.seek(64 * MEGABYTE)
        file.write(b"\0")
    blocks = getattr(hole.stat(), "st_blocks", None)
    if blocks is None or 512 * blocks > MEGABYTE:
        pytest.skip("this file system has no sparse files, so a large archive would fill it")
    yield tmp_path
    for file in tmp_path.iterdir():
        file.unlink()


@pytest.fixture
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ExportReader]:
    """A reader whose child is started, so that what it has read so far is not about us."""
    with ExportReader() as reader:
        reader.read([tmp_path_factory.mktemp("nothing")])
        yield reader


def child_of(reader: ExportReader) -> psutil.Process:
    assert reader._child._process is not None
    return psutil.Process(reader._child._process.pid)


def bytes_read_by(process: psutil.Process) -> int:
    """How many bytes it ever asked the system for; 0 where the system does not tell."""
    if not hasattr(process, "io_counters"):
        return 0
    told = process.io_counters()
    return int(getattr(told, "read_chars", told.read_bytes))


def with_holes(path: Path, films: int, size: int, lists: Mapping[str, str]) -> Path:
    """A ZIP of a first page, that many films of that many bytes each, and then the lists."""
    first = raw_zip.Record(b"start_here.html", b"<html></html>")
    directory = bytearray(in_directory(first, 0))
    with path.open("wb") as file:
        file.write(raw_zip.local_header(first) + first.body)
        for number in range(films):
            film = raw_zip.Record(FILM.format(number).encode(), method=raw_zip.STORED)
            directory += in_directory(film, file.tell(), size)
            file.seek(len(raw_zip.local_header(film)) + size, 1)
        for name, text in lists.items():
            record = raw_zip.Record(name.encode(), text.encode())
            directory += in_directory(record, file.tell())
            file.write(raw_zip.local_header(record) + record.body)
        file.write(directory + end_of(1 + films + len(lists), len(directory), file.tell()))
    return path


def in_directory(record: raw_zip.Record, offset: int, size: int | None = None) -> bytes:
    """The entry in the directory; numbers too large for it follow in a field of their own (ZIP64)."""
    packed = len(record.body) if size is None else size
    whole = len(record.content) if size is None else size
    if max(packed, whole, offset) < TOO_LARGE:
        record.central |= {"packed_size": packed, "size": whole}
        return raw_zip.central_header(record, offset)
    record.central |= {
        "packed_size": TOO_LARGE,
        "size": TOO_LARGE,
        "needs": 45,
        "extra": struct.pack("<2H3Q", 1, 24, whole, packed, offset),
    }
    return raw_zip.central_header(record, TOO_LARGE)


def end_of(entries: int, size: int, offset: int) -> bytes:
    if offset < TOO_LARGE:
        return raw_zip.end_record(entries, size, offset)
    return raw_zip.zip64_end(entries, size, offset) + raw_zip.end_record(entries, size, TOO_LARGE)


@pytest.mark.parametrize(
    ("films", "size"),
    [
        pytest.param(200, 10 * MEGABYTE, id="2 GB in 200 films"),
        pytest.param(2, 2**31 + 1, id="4 GB in 2 films, the lists behind them"),
        pytest.param(1, 5 * 2**30, id="5 GB in one film"),
    ],
)
def test_the_lists_are_read_in_little_memory_and_no_film_is_opened(
    reader: ExportReader, folder: Path, films: int, size: int
):
    child = child_of(reader)
    before = bytes_read_by(child)
    reading = reader.read([with_holes(folder / "a.zip", films, size, LISTS)])
    assert reading.problems == ()
    assert reading.extracts[0].accounts["handle"].to_pylist() == HANDLES
    assert reading.extracts[0].unopened == 1 + films
    assert peak_of(child) < MOST_MEMORY
    assert bytes_read_by(child) - before < MOST_READ


def test_a_list_that_has_no_more_than_a_film_has_cannot_be_read(
    reader: ExportReader, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    """What shows in the test above that no film was opened."""
    monkeypatch.setitem(globals(), "FILM", FOLLOWING.replace("following.", "following_{}."))
    reading = reader.read([with_holes(folder / "a.zip", 1, MEGABYTE, {FOLLOWERS: LISTS[FOLLOWERS]})])
    assert [problem.error.code for problem in reading.problems] == ["member-broken"]


def test_contacts_that_stand_before_chats_of_hundreds_of_megabytes_are_read_alone(
    reader: ExportReader, tmp_path: Path
):
    """The sum of the file is wrong, so that reading it to its end is an error."""
    chats = raw_zip.flood(
        b"DataExport_2026-11-16/result.json", messages(), 300, contacts(), b'{"id": 0}]}]}}'
    )
    assert chats.central["size"] > 300 * MEGABYTE
    chats.central["crc"] ^= 1
    made = raw_zip.write(tmp_path / "a.zip", [chats])
    child = child_of(reader)
    before = bytes_read_by(child)
    reading = reader.read([made])
    assert reading.problems == ()
    assert reading.extracts[0].accounts["display_name"].to_pylist() == HANDLES
    assert peak_of(child) < MOST_MEMORY
    assert bytes_read_by(child) - before < min(MOST_READ, made.stat().st_size / 4)


def contacts() -> bytes:
    """What Telegram writes before the first message."""
    listed = [{"first_name": name, "last_name": "", "date_unixtime": "1680674828"} for name in HANDLES]
    written = json.dumps({"about": "", "contacts": {"about": "", "list": listed}})
    return f'{written[:-1]}, "chats": {{"list": [{{"messages": ['.encode()


def messages() -> bytes:
    """More than 1 MB of messages, no two alike, so that they deflate as text does."""
    of_one = "".join(
        json.dumps({"id": number, "type": "message", "text": f"The {number * number}th thing to say."}) + ", "
        for number in range(15_000)
    )
    return of_one.encode()
