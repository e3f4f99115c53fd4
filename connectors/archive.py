"""What was handed in, as members that can be listed and read: a ZIP, a folder or one loose file.

Nothing is ever unpacked to a disk, and nothing is read before it is asked for.
"""

import io
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from connectors.export_errors import (
    ArchiveBrokenError,
    ArchiveLockedError,
    ArchiveNotZipError,
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
LARGEST_STREAM = 8 * 2**30
"""Bytes of a member that is read only in part, as it comes: Telegram keeps contacts beside all messages."""

_REFUSALS = {
    Danger.LOCKED: ArchiveLockedError,
    Danger.TOO_LARGE: ArchiveTooLargeError,
    Danger.UNSAFE: ArchiveUnsafeError,
}
_UTF8_NAME = 0x800
_ZIP_SIGNATURE = b"PK"
_OTHER_ARCHIVES = (b"\x1f\x8b", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\xfd7zXZ\0", b"BZh")
_LONGEST_SIGNATURE = max(map(len, _OTHER_ARCHIVES))
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # no platform uses another


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive: its name as written, which no message may quote, and its plain path."""

    name: str
    path: str
    size: int | None = None
    """Bytes, where the archive's directory tells it."""
    changed: tuple[int, ...] | None = None
    """Year, month, day and time of the last change, where the archive's directory tells it."""


class Archive(Protocol):
    """Members by plain path; `position` is the 1-based place among the paths handed in.

    `number` counts from 0 over every archive of everything handed in, those inside folders too. `name` is the
    plain name of the file or folder handed in: it may be looked at and never shown.
    """

    position: int
    number: int
    name: str
    entries: tuple[Entry, ...]
    is_loose: bool
    """Whether it is one file, handed in by itself."""

    def read(self, entry: Entry, shown_as: str) -> bytes:
        """The member's bytes; `shown_as` is what an error may call it."""
        ...

    def stream(self, entry: Entry, shown_as: str) -> io.BufferedReader:
        """The member's bytes as they are read, for a member larger than `read` takes."""
        ...

    def close(self) -> None:
        """Nothing more can be read."""
        ...


def archives_at(path: Path) -> list[Path]:
    """The archives to open for one path handed in: the path itself and, in a folder, each ZIP in it."""
    try:
        inside = sorted(path.iterdir()) if path.is_dir() else []
        return [path, *(file for file in inside if _is_zip_file(file) and not file.is_symlink())]
    except OSError:
        raise ExportUnreadableError from None


def open_archive(path: Path, position: int, number: int = 0) -> Archive:
    """The archive at this path, its directory checked; raises one of `export_errors` if it cannot be used."""
    try:
        if path.is_dir():
            return _Folder(path, position, number)
        if not path.is_file():  # a pipe would be waited for
            raise ExportUnreadableError
        with path.open("rb") as file:
            beginning = file.read(_LONGEST_SIGNATURE)
        if beginning.startswith(_OTHER_ARCHIVES):
            raise ArchiveNotZipError
        opened = _Zip if beginning.startswith(_ZIP_SIGNATURE) else _LooseFile
        return opened(path, position, number)
    except OSError:
        raise ExportUnreadableError from None
    except BROKEN:
        raise ArchiveBrokenError from None


class _Zip:
    is_loose = False

    def __init__(self, path: Path, position: int, number: int) -> None:
        self.position = position
        self.number = number
        self.name = plain(path.name)
        self._zip = zipfile.ZipFile(path)
        if refusal := refusal_of(self._zip.infolist(), MOST_ENTRIES):
            self._zip.close()
            raise _REFUSALS[refusal.danger](refusal.detail)
        self._infos = {info.filename: info for info in self._zip.infolist() if not info.is_dir()}
        found = (
            Entry(name, plain(_as_written(info)), info.file_size, info.date_time)
            for name, info in self._infos.items()
        )
        self.entries = tuple(entry for entry in found if not is_junk(entry.path))

    def read(self, entry: Entry, shown_as: str) -> bytes:
        with self._opened(entry, LARGEST_MEMBER, shown_as) as file:
            return file.read()

    def stream(self, entry: Entry, shown_as: str) -> io.BufferedReader:
        return self._opened(entry, LARGEST_STREAM, shown_as)

    def _opened(self, entry: Entry, largest: int, shown_as: str) -> io.BufferedReader:
        info = self._infos[entry.name]
        if is_too_large(info, largest):
            raise MemberTooLargeError(shown_as)
        if info.compress_type not in _COMPRESSIONS:
            raise MemberBrokenError(shown_as)
        try:
            return io.BufferedReader(_Checked(self._zip.open(info), shown_as))
        except BROKEN:
            raise MemberBrokenError(shown_as) from None

    def close(self) -> None:
        self._zip.close()


class _Folder:
    is_loose = False

    def __init__(self, path: Path, position: int, number: int) -> None:
        self.position = position
        self.number = number
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

    def stream(self, entry: Entry, shown_as: str) -> io.BufferedReader:
        return _open_file(self._path / entry.name, LARGEST_STREAM, shown_as)

    def close(self) -> None:
        """A folder holds nothing open."""


class _LooseFile:
    is_loose = True

    def __init__(self, path: Path, position: int, number: int) -> None:
        self.position = position
        self.number = number
        self.name = plain(path.name)
        self._path = path
        only = Entry(path.name, self.name)
        self.entries: tuple[Entry, ...] = (only,) if path.stat().st_size else ()

    def read(self, entry: Entry, shown_as: str) -> bytes:
        return _read_file(self._path.with_name(entry.name), shown_as)

    def stream(self, entry: Entry, shown_as: str) -> io.BufferedReader:
        return _open_file(self._path.with_name(entry.name), LARGEST_STREAM, shown_as)

    def close(self) -> None:
        """A loose file is opened only while it is read."""


class _Checked(io.RawIOBase):
    """A member of a ZIP as it is inflated; damage found on the way is an error of ours."""

    def __init__(self, member: IO[bytes], shown_as: str) -> None:
        super().__init__()
        self._member = member
        self._shown_as = shown_as

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        try:
            data = self._member.read(len(into))
        except BROKEN:
            raise MemberBrokenError(self._shown_as) from None
        into[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._member.close()
        super().close()


def _open_file(path: Path, largest: int, shown_as: str) -> io.BufferedReader:
    try:
        if path.stat().st_size > largest:
            raise MemberTooLargeError(shown_as)
        return path.open("rb")
    except OSError:
        raise ExportUnreadableError from None


def _read_file(path: Path, shown_as: str) -> bytes:
    try:
        with _open_file(path, LARGEST_MEMBER, shown_as) as file:
            return file.read()
    except OSError:
        raise MemberBrokenError(shown_as) from None


def _files_below(root: Path) -> Iterator[str]:
    """Paths below the folder, in order; links are not followed, and its ZIPs are archives of their own."""
    for folder, below, files in os.walk(root, onerror=_raise, followlinks=False):
        below.sort()
        here = Path(folder)
        for file in sorted(files):
            path = here / file
            if path.is_symlink() or not path.is_file() or (here == root and _is_zip_file(path)):
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
