"""Folders and files that only their owner can open, written whole or not at all.

The one module that knows POSIX from Windows. On POSIX folders are 0700 and files 0600. On Windows a folder
made here gets an access list that names its owner alone, which its files inherit; an existing folder keeps
the list it has. The Windows half follows Microsoft's pages on `icacls` and `whoami`; it was never run.
"""

import errno
import functools
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from vault.errors import FolderNotOursError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PART = ".part-"
STALE = 600.0
"""Seconds after which an unfinished write is taken for abandoned."""
HELD_BY_ANOTHER = frozenset({errno.EAGAIN, errno.EACCES, errno.EDEADLK})
"""What the systems answer when somebody else has the lock; a disk without locks answers otherwise."""


def restrict_umask() -> None:
    """From now on nothing this process makes, libraries' files included, is open to others (POSIX)."""
    os.umask(0o077)


def private_folder(path: Path) -> Path:
    """A folder only its owner can enter, made together with every parent that was missing."""
    missing = [folder for folder in (path, *path.parents) if not folder.is_dir()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)
        if sys.platform == "win32":
            _grant_to_us_alone(folder)
    if sys.platform != "win32":
        _take_from_others(path)
    return path


def write_private(path: Path, data: bytes) -> None:
    """The file holds either what it held before or all of `data`, whenever the process or the power stops.

    Until it is whole, the data stands beside it under a name that says nothing (`PART` and random digits).
    A missing folder is made private; one that is there stays as it is.
    """
    part = write_part(path, data)
    try:
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    settle(path.parent)


def write_part(path: Path, data: bytes) -> Path:
    """The data, whole and on the disk, beside `path` and not yet in its place; where that fails, nothing."""
    if not path.parent.is_dir():
        private_folder(path.parent)
    part = path.with_name(PART + secrets.token_hex(8))
    try:
        with new_private(part) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part


def new_private(path: Path) -> BinaryIO:
    """A new file that only its owner can open, to be written; one that is there already is an error."""
    return open(path, "xb", opener=_owner_only)


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """Whether this process alone holds the lock until the block ends; one that dies lets go of it."""
    private_folder(path.parent)
    with open(path, "ab", opener=_owner_only) as file:
        yield _locked(file.fileno())


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Wait until this process alone holds the lock, and hold it until the block ends."""
    private_folder(path.parent)
    with open(path, "ab", opener=_owner_only) as file:
        while not _locked(file.fileno()):
            time.sleep(0.02)
        yield


def _locked(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in HELD_BY_ANOTHER:
            raise
        return False
    return True


def remove_files(paths: Iterable[Path]) -> None:
    """None of the files is left; one that was gone already is no error."""
    folders = set()
    for path in paths:
        path.unlink(missing_ok=True)
        folders.add(path.parent)
    for folder in folders:
        settle(folder)


def sweep(folder: Path, older_than: float = STALE) -> int:
    """How many unfinished writes, left in the folder by a killed process, were removed from it.

    `older_than` is in seconds and spares the writes that are under way.
    """
    stale = [path for path in folder.glob(f"{PART}*") if is_stale(path, older_than)]
    remove_files(stale)
    return len(stale)


def is_stale(path: Path, older_than: float = STALE) -> bool:
    """Whether nothing was written there for `older_than` seconds."""
    try:
        return time.time() - path.stat().st_mtime > older_than
    except FileNotFoundError:  # finished or removed meanwhile
        return False


def others_may_read(path: Path) -> bool:
    """Whether another account may open the file or folder. Windows is not asked: always False there."""
    return sys.platform != "win32" and bool(path.stat().st_mode & 0o077)


def _owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _take_from_others(folder: Path) -> None:
    try:
        folder.chmod(0o700)
    except PermissionError:
        raise FolderNotOursError from None


def settle(folder: Path) -> None:
    """Make a rename or a removal in the folder survive a power cut. Windows has no counterpart."""
    if sys.platform == "win32" or not folder.is_dir():
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _grant_to_us_alone(folder: Path) -> None:
    # https://learn.microsoft.com/windows-server/administration/windows-commands/icacls
    grant = f"*{_our_sid()}:(OI)(CI)F"
    command = [_system("icacls"), str(folder), "/inheritance:r", "/grant:r", grant, "/q"]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own words and a folder of ours


@functools.cache
def _our_sid() -> str:
    # Answers one line of CSV: "domain\account","S-1-5-21-..."
    command = [_system("whoami"), "/user", "/fo", "csv", "/nh"]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - fixed words
    return answer.stdout.strip().rsplit(",", 1)[-1].strip('"')


def _system(program: str) -> str:
    return str(Path(os.environ["SYSTEMROOT"], "System32", f"{program}.exe"))
