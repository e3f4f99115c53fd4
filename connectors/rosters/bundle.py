"""The files of a roster: one file, a folder or a zip. Only what is asked for is opened."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from connectors.rosters.errors import (
    RosterDamaged,
    RosterLocked,
    RosterNotFound,
    RosterTooLarge,
    RosterUnreadable,
    RosterUnsafe,
)
from connectors.zip_safety import BROKEN, Danger, is_too_large, refusal_of

MOST_BYTES = 512 * 1024 * 1024
"""The most one member may hold: a trust of 100,000 pupils stays far below."""

MOST_MEMBERS = 20_000

_NOT_OURS = ("__macosx/", ".", "~$", "thumbs.db", "desktop.ini")
_OF_A_DOCUMENT = {"[Content_Types].xml", "mimetype", "Index/Document.iwa"}
REFUSALS = {Danger.LOCKED: RosterLocked, Danger.TOO_LARGE: RosterTooLarge, Danger.UNSAFE: RosterUnsafe}


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
    """The files of the roster at `path` by name; a file that is no zip is its own one member.

    Zips of files that lie in a folder are opened, too.
    """
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.is_file() and not file.is_symlink())
        if len(files) == 1:  # a folder round one file, as browsers unpack a zip
            return members_of(files[0])
        return _ours([member for file in files for member in _in_a_folder(path, file)])
    if not path.is_file():
        raise RosterNotFound
    entries = _entries_of(path)
    if entries is not None:
        return _ours([_packed(path, entry) for entry in entries])
    return [Member(path.name.lower(), _reader(path))]


def _in_a_folder(folder: Path, file: Path) -> list[Member]:
    """A file of a folder as members: what a zip of files holds (a child's export of its own), or itself."""
    name = file.relative_to(folder).as_posix().lower()
    entries = _entries_of(file)
    if entries is None:
        return [Member(name, _reader(file))]
    packed = [_packed(file, entry) for entry in entries]
    return [Member(f"{name}/{member.name}", member.read) for member in packed]


def _ours(members: list[Member]) -> list[Member]:
    if len(members) > MOST_MEMBERS:
        raise RosterTooLarge
    return [
        m for m in members if not m.name.startswith(_NOT_OURS[0]) and not m.file_name.startswith(_NOT_OURS)
    ]


def _reader(file: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            data = file.read_bytes() if file.stat().st_size <= MOST_BYTES else None
        except OSError:
            raise RosterUnreadable from None
        if data is None:
            raise RosterTooLarge
        return data

    return read


def _entries_of(path: Path) -> list[zipfile.ZipInfo] | None:
    """What a zip of files holds; None for any other file, also a document that is a zip inside (.xlsx)."""
    if not zipfile.is_zipfile(path):
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except BROKEN:
        entries = None
    if entries is None:
        raise RosterDamaged("its zip cannot be unpacked")
    if _OF_A_DOCUMENT & {entry.filename for entry in entries}:
        return None
    if refusal := refusal_of(entries, MOST_MEMBERS):
        raise REFUSALS[refusal.danger](refusal.detail)
    return sorted((entry for entry in entries if not entry.is_dir()), key=lambda entry: entry.filename)


def _packed(path: Path, entry: zipfile.ZipInfo) -> Member:
    def read() -> bytes:
        if is_too_large(entry, MOST_BYTES):
            raise RosterTooLarge
        try:
            with zipfile.ZipFile(path) as archive:
                data = archive.read(entry)
        except BROKEN:
            data = None
        if data is None:
            raise RosterDamaged("its zip cannot be unpacked")
        return data

    return Member(entry.filename.replace("\\", "/").lower(), read)
