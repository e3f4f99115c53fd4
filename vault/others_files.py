"""Files that somebody else may change at any moment: told apart, looked through for being whole, and deleted.

The one module that knows how the systems tell a link from a file, and a file from its mere place in a cloud.
The Windows half follows Microsoft's page on file attributes, the macOS half `chflags(2)`; neither was run.
"""

import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import islice
from pathlib import Path
from secrets import token_hex

from vault.private_files import PART

GOING = ".going-"
MOST_FILES = 200_000
"""In one folder that was handed in; no export has more."""
DEEPEST = 50
"""Folders in one another; what lies deeper was not meant well, and is not looked at."""

# https://learn.microsoft.com/windows/win32/fileio/file-attribute-constants: what must be fetched to be read.
_FETCHED_WHEN_READ = stat.FILE_ATTRIBUTE_OFFLINE | 0x00040000 | 0x00400000
_LINKS = (0xA000000C, 0xA0000003)  # IO_REPARSE_TAG_SYMLINK and _MOUNT_POINT, a junction
_DATALESS = 0x40000000  # SF_DATALESS of macOS: iCloud keeps the contents
_SMALL = 4096  # bytes; file systems keep what is small beside its name, in no block of its own


class Kind(Enum):
    """What is looked at. Links, pipes and devices are neither."""

    FILE = auto()
    FOLDER = auto()


@dataclass(frozen=True, slots=True)
class Found:
    """A file, where it lies below what was looked at, and what the system said of it."""

    name: str
    """Its path from there, with forward slashes; "" for what was looked at itself. May quote a person."""
    path: Path
    size: int
    changed: int
    """When it was last written, in nanoseconds of whatever clock its disk has."""
    is_elsewhere: bool
    """Whether its contents would have to be fetched from a cloud or a tape first."""


def kind_of(path: Path) -> Kind | None:
    """What lies there; None for anything else, and where nothing does or nobody may ask."""
    try:
        return _kind(path.lstat())
    except OSError:
        return None


def files_of(path: Path) -> Iterator[Found]:
    """The file there, or all files below the folder there, in a fixed order; links are passed over.

    A folder of too many ends after `MOST_FILES`. Raises the system's own errors.
    """
    return islice(_files([("", path)]), MOST_FILES)


def is_elsewhere(status: os.stat_result) -> bool:
    """Whether a file is here by its name alone: its contents are in a cloud or on a tape."""
    if getattr(status, "st_file_attributes", 0) & _FETCHED_WHEN_READ:
        return True
    if getattr(status, "st_flags", 0) & _DATALESS:
        return True
    return status.st_size > _SMALL and getattr(status, "st_blocks", 1) == 0


def can_be_opened(path: Path) -> bool:
    """Whether this account may read the file now. A link is not followed, and a pipe not waited for."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        os.close(os.open(path, flags))
    except OSError:
        return False
    return True


def delete(path: Path) -> bool:
    """Whether the file or folder is gone now, with all that is below it; what a link leads to stays.

    A folder is renamed first, to `GOING` and random digits: one that is half gone, because this process was
    killed or was not allowed to go on, is never taken for a whole one.
    """
    try:
        if _kind(path.lstat()) is Kind.FOLDER:
            going = path if is_going(path.name) else path.rename(path.with_name(GOING + token_hex(8)))
            shutil.rmtree(going)
        else:
            path.unlink()
    except FileNotFoundError:
        return not os.path.lexists(path)
    except (OSError, RecursionError):  # closed to us, or nested as nothing that was meant well
        return False
    return True


def is_going(name: str) -> bool:
    """Whether a folder of that name is one that was being deleted."""
    return name.startswith(GOING)


def leave(path: Path, text: str) -> bool:
    """Whether the text stands there now, for everybody who may read the folder, whole or not at all.

    A link in its place is replaced, and what it leads to stays as it is.
    """
    part = path.with_name(f"{PART}{token_hex(8)}")
    try:
        with part.open("x", encoding="utf-8") as file:
            file.write(text)
        part.chmod(stat.S_IMODE(path.parent.stat().st_mode) & 0o666)
        part.replace(path)
    except OSError:
        delete(part)
        return False
    return True


def _files(ahead: list[tuple[str, Path]]) -> Iterator[Found]:
    """Those at these places, the last one first."""
    while ahead:
        name, path = ahead.pop()
        status = path.lstat()  # what a folder's own list says of a file lags behind on Windows
        kind = _kind(status)
        if kind is Kind.FILE:
            yield _found(name, path, status)
        elif kind is Kind.FOLDER and name.count("/") < DEEPEST:
            inside = sorted(path.iterdir(), reverse=True)
            ahead += [(f"{name}/{each.name}" if name else each.name, each) for each in inside]


def _found(name: str, path: Path, status: os.stat_result) -> Found:
    return Found(name, path, status.st_size, status.st_mtime_ns, is_elsewhere(status))


def _kind(status: os.stat_result) -> Kind | None:
    if stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) in _LINKS:
        return None
    if stat.S_ISDIR(status.st_mode):
        return Kind.FOLDER
    return Kind.FILE if stat.S_ISREG(status.st_mode) else None
