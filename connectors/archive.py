"""What was handed in, as members that can be listed and read: a ZIP, a folder or one loose file.

Nothing is ever unpacked to a disk, and nothing is read before it is asked for.
"""

import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from connectors.export_errors import (
    ArchiveBrokenError,
    ArchiveLockedError,
    ArchiveTooLargeError,
    ArchiveUnsafeError,
    ExportUnreadableError,
    MemberBrokenError,
    MemberTooLargeError,
)
from connectors.member_paths import is_junk, plain
from connectors.zip_safety import BROKEN, Danger, is_too_large, refusal_of

MOST_ENTRIES = 200_000
LARGEST_MEMBER = 200 * 2**20
"""Bytes; no list of people is longer."""

_REFUSALS = {
    Danger.LOCKED: ArchiveLockedError,
    Danger.TOO_LARGE: ArchiveTooLargeError,
    Danger.UNSAFE: ArchiveUnsafeError,
}
_UTF8_NAME = 0x800
_ZIP_SIGNATURE = b"PK"
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # no platform uses another


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive: its name as written, which no message may quote, and its plain path."""

    name: str
    path: str


class Archive(Protocol):
    """Members by plain path; `position` is the 1-based place among the paths handed in.

    `name` is the plain name of the file or folder handed in: it may be looked at and never shown.
    """

    position: int
    name: str
    entries: tuple[Entry, ...]

    def read(self, entry: Entry, shown_as: str) -> bytes:
        """The member's bytes; `shown_as` is what an error may call it."""
        ...

    def close(self) -> None:
        """Nothing more can be read."""
        ...


def archives_at(path: Path) -> list[Path]:
    """The archives to open for one path handed in: the path itself and, in a folder, each ZIP in it."""
    try:
        inside = sorted(path.iterdir()) if path.is_dir() else []
        return [path, *(file for file in inside if _is_zip_file(file))]
    except OSError:
        raise ExportUnreadableError from None


def open_archive(path: Path, position: int) -> Archive:
    """The archive at this path, its directory checked; raises one of `export_errors` if it cannot be used."""
    try:
        if path.is_dir():
            return _Folder(path, position)
        with path.open("rb") as file:
            signature = file.read(2)
        return _Zip(path, position) if signature == _ZIP_SIGNATURE else _LooseFile(path, position)
    except OSError:
        raise ExportUnreadableError from None
    except BROKEN:
        raise ArchiveBrokenError from None


class _Zip:
    def __init__(self, path: Path, position: int) -> None:
        self.position = position
        self.name = plain(path.name)
        self._zip = zipfile.ZipFile(path)
        if refusal := refusal_of(self._zip.infolist(), MOST_ENTRIES):
            self._zip.close()
            raise _REFUSALS[refusal.danger](refusal.detail)
        self._infos = {info.filename: info for info in self._zip.infolist() if not info.is_dir()}
        named = ((name, plain(_as_written(info))) for name, info in self._infos.items())
        self.entries = tuple(Entry(name, path) for name, path in named if not is_junk(path))

    def read(self, entry: Entry, shown_as: str) -> bytes:
        info = self._infos[entry.name]
        if is_too_large(info, LARGEST_MEMBER):
            raise MemberTooLargeError(shown_as)
        if info.compress_type not in _COMPRESSIONS:
            raise MemberBrokenError(shown_as)
        try:
            return self._zip.read(info)
        except BROKEN:
            raise MemberBrokenError(shown_as) from None

    def close(self) -> None:
        self._zip.close()


class _Folder:
    def __init__(self, path: Path, position: int) -> None:
        self.position = position
        self.name = plain(path.name)
        self._path = path
        found = []
        for name in _files_below(path):
            found.append(Entry(name, plain(f"{path.name}/{name}")))
            if len(found) > MOST_ENTRIES:
                raise ArchiveTooLargeError(f"more than {MOST_ENTRIES:,} files")
        self.entries = tuple(entry for entry in found if not is_junk(entry.path))

    def read(self, entry: Entry, shown_as: str) -> bytes:
        return _read_file(self._path / entry.name, shown_as)

    def close(self) -> None:
        """A folder holds nothing open."""


class _LooseFile:
    def __init__(self, path: Path, position: int) -> None:
        self.position = position
        self.name = plain(path.name)
        self._path = path
        only = Entry(path.name, self.name)
        self.entries: tuple[Entry, ...] = (only,) if path.stat().st_size else ()

    def read(self, entry: Entry, shown_as: str) -> bytes:
        return _read_file(self._path.with_name(entry.name), shown_as)

    def close(self) -> None:
        """A loose file is opened only while it is read."""


def _read_file(path: Path, shown_as: str) -> bytes:
    try:
        if path.stat().st_size > LARGEST_MEMBER:
            raise MemberTooLargeError(shown_as)
        return path.read_bytes()
    except OSError:
        raise MemberBrokenError(shown_as) from None


def _files_below(root: Path) -> Iterator[str]:
    """Paths below the folder, in order; links are not followed, and its ZIPs are archives of their own."""
    for folder, below, files in os.walk(root, onerror=_raise, followlinks=False):
        below.sort()
        here = Path(folder)
        for file in sorted(files):
            path = here / file
            if path.is_symlink() or (here == root and _is_zip_file(path)):
                continue
            yield path.relative_to(root).as_posix()


def _raise(error: OSError) -> None:
    # A folder that cannot be listed is not an empty one; without this it would be passed over.
    raise error


def _is_zip_file(path: Path) -> bool:
    return path.suffix.lower() == ".zip" and path.is_file()


def _as_written(info: zipfile.ZipInfo) -> str:
    """The member's name; some programs write UTF-8 without saying so, and `zipfile` then reads cp437."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename
