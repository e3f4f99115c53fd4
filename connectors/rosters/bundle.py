"""The files of a roster: one file, a folder or a zip. Only what is asked for is opened."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from connectors.rosters.errors import RosterDamaged, RosterLocked, RosterMissing, RosterTooLarge

MOST_BYTES = 512 * 1024 * 1024
"""The most one member may hold: a trust of 100,000 pupils stays far below."""

MOST_MEMBERS = 20_000

_NOT_OURS = ("__macosx/", ".", "~$", "thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Member:
    """One file. `name` is its lower-case path inside folder or zip, for choosing, never for saying."""

    name: str
    read: Callable[[], bytes]

    @property
    def file_name(self) -> str:
        """The last part of the path."""
        return PurePosixPath(self.name).name


def members_of(path: Path) -> list[Member]:
    """The files of the roster at `path` by name; a file that is no zip is its own one member."""
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.is_file() and not file.is_symlink())
        if len(files) == 1:  # a folder round one file, as browsers unpack a zip
            return members_of(files[0])
        return _ours([Member(file.relative_to(path).as_posix().lower(), _reader(file)) for file in files])
    if not path.is_file():
        raise RosterMissing
    if _is_plain_zip(path):
        return _ours(list(_packed(path)))
    return [Member(path.name.lower(), _reader(path))]


def _ours(members: list[Member]) -> list[Member]:
    if len(members) > MOST_MEMBERS:
        raise RosterTooLarge
    return [
        m for m in members if not m.name.startswith(_NOT_OURS[0]) and not m.file_name.startswith(_NOT_OURS)
    ]


def _reader(file: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        if file.stat().st_size > MOST_BYTES:
            raise RosterTooLarge
        return file.read_bytes()

    return read


def _is_plain_zip(path: Path) -> bool:
    """Whether a file is a zip of files, not a document (a workbook, a text) that is a zip inside."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
    return not (names & {"[Content_Types].xml", "mimetype", "Index/Document.iwa"})


def _packed(path: Path) -> Iterator[Member]:
    with zipfile.ZipFile(path) as archive:
        entries = sorted(
            (entry for entry in archive.infolist() if not entry.is_dir()), key=lambda e: e.filename
        )
    for entry in entries:
        yield Member(entry.filename.replace("\\", "/").lower(), _unpacker(path, entry))


def _unpacker(path: Path, entry: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        if entry.flag_bits & 1:
            raise RosterLocked
        try:
            with zipfile.ZipFile(path) as archive, archive.open(entry) as packed:
                data = packed.read(MOST_BYTES + 1)
        except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError):
            data = None
        if data is None:
            raise RosterDamaged("its zip cannot be unpacked")
        if len(data) > MOST_BYTES:
            raise RosterTooLarge
        return data

    return read
