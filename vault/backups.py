"""A workspace as one archive: what lies on its disk, sealed as it is, with nothing that opens it.

An archive is a tar file whose first member, `armslength-backup.json`, says its version, how many files
follow, and what they are:

workspace    every file but Prefect's history, locks, and whatever of the keys folder opens something
keys         the keys folder, whole: as confidential as the roster, and to be kept apart from the other
"""

import io
import json
import os
import secrets
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO

from schemas.errors import ConfigurationError
from vault.keys import BREAK_GLASS, LOCKED, PEOPLE, SERVICE
from vault.ledger import JOURNAL, Ledger
from vault.private_files import PART, new_private, settle, write_private

VERSION = 1
LABEL = "armslength-backup.json"
OPEN_NOTHING = {f"keys/{name}" for name in (*PEOPLE.values(), BREAK_GLASS, LOCKED)}
"""Of the keys folder what is locked with a passphrase, or public."""


class BackupTaken(ConfigurationError):
    """There is a file of that name already; nothing was written."""

    code = "backup-taken"
    next_step = "Name another file: an older backup is never written over."


class BackupInside(ConfigurationError):
    """The backup would lie in the workspace itself; nothing was written."""

    code = "backup-inside"
    next_step = "Name a place outside of it, best on another machine's disk."


class BackupUnreadable(ConfigurationError):
    """This is no backup that this version of Armslength can put back; nothing was put back."""

    code = "backup-unreadable"
    next_step = "Give whole archives of `armslength backup`, with the version that wrote them or a later one."


class BackupIncomplete(ConfigurationError):
    """A workspace's archive, or the service's keys to it, is missing; nothing was put back."""

    code = "backup-incomplete"
    next_step = "Give one archive of `armslength backup`, and one of `armslength backup --keys`."


class RestoreTaken(ConfigurationError):
    """There is something in this folder already; nothing was put back."""

    code = "restore-taken"
    next_step = "Name a new folder; move it into the old one's place once that is out of the way."


class Holds(StrEnum):
    """What an archive holds."""

    WORKSPACE = "workspace"
    KEYS = "keys"


@dataclass(frozen=True, slots=True)
class _Archive:
    holds: Holds
    tar: tarfile.TarFile
    files: tuple[tarfile.TarInfo, ...]

    @property
    def names(self) -> set[str]:
        """What it would put back, as paths inside the workspace."""
        return {each.name for each in self.files}


def back_up(folder: Path, out: Path, holds: Holds, left_out: Iterable[Path] = ()) -> int:
    """How many files the new archive `out` holds; all of one moment, since nobody changes anything meanwhile.

    `left_out` are folders inside that hold what people can read, such as exports that were not taken yet.
    Raises `BackupTaken`, `BackupInside`.
    """
    if out.exists():
        raise BackupTaken
    if out.resolve().is_relative_to(folder.resolve()):
        raise BackupInside
    part = out.with_name(PART + secrets.token_hex(8))
    try:
        with Ledger(folder).alone(), new_private(part) as file:
            others = [path.resolve() for path in left_out]
            names = sorted(_names(folder, holds, others))
            _write(file, folder, holds, names)
            file.flush()
            os.fsync(file.fileno())
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    settle(out.parent)
    return len(names)


def put_back(folder: Path, archives: Iterable[Path]) -> int:
    """How many files stand in the new folder, as they were in these archives: one of each kind, in any order.

    Where one file is in both, the workspace's archive has it. Every archive is looked through before anything
    is written. Raises `RestoreTaken`, `BackupUnreadable`, `BackupIncomplete`.
    """
    if folder.exists() and any(folder.iterdir()):
        raise RestoreTaken
    with ExitStack() as opened:
        given = [opened.enter_context(_opened(path)) for path in archives]
        by_kind = {each.holds: each for each in given}
        if len(by_kind) < len(given) or not _whole(by_kind):
            raise BackupIncomplete
        for each in (by_kind[holds] for holds in (Holds.KEYS, Holds.WORKSPACE) if holds in by_kind):
            _extract(each, folder)
        return len(set().union(*(each.names for each in given)))


def _names(folder: Path, holds: Holds, left_out: Sequence[Path]) -> Iterator[str]:
    """The files that belong into an archive, as paths inside the workspace."""
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not path.is_file() or _is_of_the_moment(path.name):
            continue
        if _belongs(name, holds) and not any(map(path.resolve().is_relative_to, left_out)):
            yield name


def _belongs(name: str, holds: Holds) -> bool:
    if name.startswith("keys/"):
        return holds is Holds.KEYS or name in OPEN_NOTHING
    return holds is Holds.WORKSPACE and not name.startswith("prefect/")


def _is_of_the_moment(name: str) -> bool:
    return name.startswith(PART) or name.endswith(".lock") or name == JOURNAL


def _write(file: BinaryIO, folder: Path, holds: Holds, names: Sequence[str]) -> None:
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
        label = json.dumps({"version": VERSION, "holds": holds, "files": len(names)}).encode()
        _add(tar, LABEL, label, 0)
        for name in names:
            path = folder / name
            _add(tar, name, path.read_bytes(), int(path.stat().st_mtime))


def _add(tar: tarfile.TarFile, name: str, data: bytes, changed: int) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mtime, member.mode = len(data), changed, 0o600
    tar.addfile(member, io.BytesIO(data))


@contextmanager
def _opened(path: Path) -> Iterator[_Archive]:
    """An archive of ours that is whole; `BackupUnreadable` for anything else."""
    with ExitStack() as opened:
        archive = None
        with suppress(tarfile.TarError, OSError):
            archive = _read(opened.enter_context(tarfile.open(path, mode="r:")))
        if archive is None:
            raise BackupUnreadable
        yield archive


def _read(tar: tarfile.TarFile) -> _Archive | None:
    """What the archive holds; None where we did not write it, or it is cut short."""
    try:
        label, *files = tar.getmembers()
        told = json.loads(_bytes_of(tar, label))
        holds = Holds(told["holds"])
        ours = label.name == LABEL and told["version"] == VERSION and all(map(_is_ours, files))
        whole = told["files"] == len(files) and all(len(_bytes_of(tar, each)) == each.size for each in files)
    except (tarfile.TarError, OSError, ValueError, KeyError, TypeError):
        return None
    return _Archive(holds, tar, tuple(files)) if ours and whole else None


def _is_ours(member: tarfile.TarInfo) -> bool:
    """Whether it is a file whose path leads to a place inside the workspace, on any system."""
    posix, windows = PurePosixPath(member.name), PureWindowsPath(member.name)
    leads_out = posix.is_absolute() or bool(windows.anchor) or ".." in windows.parts
    return member.isreg() and not leads_out


def _bytes_of(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(member)
    return file.read() if file else b""


def _whole(given: dict[Holds, _Archive]) -> bool:
    """Whether there is a workspace, and what opens what the service needs."""
    names = set().union(*(each.names for each in given.values()))
    return Holds.WORKSPACE in given and bool(names & {f"keys/{SERVICE}", f"keys/{LOCKED}"})


def _extract(archive: _Archive, folder: Path) -> None:
    for member in archive.files:
        write_private(folder / member.name, _bytes_of(archive.tar, member))
        os.utime(folder / member.name, (member.mtime, member.mtime))
