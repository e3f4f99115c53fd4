"""Whether a name stands where IT may read: every byte of the workspace, of Prefect's home, of our temp files.

The names are opened in memory with the service's key. The scanner must first find twelve leaks planted for
it, in a private folder that goes at once; otherwise its silence means nothing and is not reported as one.
The answer holds counts, kinds of place and encodings. It never holds a name.
"""

import os
import stat
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flows.health.names import sought
from flows.workspace import Workspace, state_folder
from schemas.errors import ConfigurationError
from vault.private_files import private_folder
from vault.scanning.containers import UNREADABLE
from vault.scanning.find import Scanner
from vault.scanning.planted import NAMES, found_in, plant

PREFECT = "prefect's home"
WORKSPACE = "workspace"
STATE = "state folder"
TEMPORARY = "temporary files"
LARGEST = 1024**3
"""Bytes of a file that is still read; a larger one counts as not read."""
MOST_TEMPORARY = 256 * 1024**2
"""Bytes of this account's temporary files that are read, the newest first; the rest is counted."""


class ScannerBlind(ConfigurationError):
    """The scanner did not find all the leaks that were planted for it, so what it says means nothing."""

    code = "scanner-blind"
    next_step = "This is our own fault: please report the code and the words in brackets."


class NobodyToLookFor(ConfigurationError):
    """Nobody is kept in this workspace yet, so there is no name to look for."""

    code = "nobody-to-look-for"
    next_step = "Load the roster and the staff list first."


class NamesFound(ConfigurationError):
    """A name stands where IT may read it."""

    code = "names-found"
    next_step = "Tell the DSL, remove the places named here, and report how it happened, without the name."


class ScanUnfinished(ConfigurationError):
    """Some of what IT may read could not be searched, so nobody can say that no name is in it."""

    code = "scan-unfinished"
    next_step = "Run it again while no audit and no server runs; look at files that stay unread by hand."


@dataclass
class Scan:
    """What was searched and what was found, without a name."""

    planted: int
    planted_found: int
    names: int
    names_of: int
    submissions_unopened: int
    files: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)
    left_out: int = 0
    leaks: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How many files, by the kind of place and the way of writing."""
    paths: set[str] = field(default_factory=set)
    """Files inside the workspace that hold a name, where their own path holds none."""

    def answer(self) -> dict[str, Any]:
        """As JSON."""
        leaks = [
            {"place": place, "encoding": way, "files": count}
            for (place, way), count in sorted(self.leaks.items())
        ]
        return {
            "version": 1,
            "planted": self.planted,
            "planted_found": self.planted_found,
            "names": {"looked_for": self.names, "of": self.names_of},
            "submissions_unopened": self.submissions_unopened,
            "files": dict(self.files),
            "unread": dict(self.unread),
            "temporary_left_out": self.left_out,
            "leaks": leaks,
            "paths": sorted(self.paths),
        }

    def check(self) -> None:
        """Raise `NamesFound` or `ScanUnfinished` where the silence is not clean."""
        if self.leaks:
            raise NamesFound(f"{self.leaks.total()} places")
        # Temporary files are anybody's: one that is damaged is told, and says nothing of this workspace.
        unread = self.unread.total() - self.unread[TEMPORARY]
        if unread or self.submissions_unopened:
            raise ScanUnfinished(f"{unread} files, {self.submissions_unopened} submissions")


def scan(workspace: Workspace) -> Scan:
    """Search everything IT may read. Raises `ScannerBlind` and `NobodyToLookFor`."""
    people = sought(workspace)
    if not people.names:
        raise NobodyToLookFor
    scanner = Scanner([*people.names, *NAMES])
    planted = tried_out(scanner)
    result = Scan(planted, planted, len(people.names), people.of, people.unopened)
    for place, files in _places(workspace, result):
        for path in files:
            _search(scanner, place, path, workspace.folder, result)
    return result


def in_words(result: Scan) -> str:
    """The same, to be read."""
    lines = [
        f"The scanner found {result.planted_found} of the {result.planted} leaks planted for it.",
        f"Looked for {result.names} of {result.names_of} names, ways of writing them, handles and addresses.",
        *(f"Searched {count} files: {place}." for place, count in sorted(result.files.items())),
        *(
            f"Could not be searched: {count} files: {place}."
            for place, count in sorted(result.unread.items())
        ),
        *(
            f"{count} files hold a name: {place}, as {way}."
            for (place, way), count in sorted(result.leaks.items())
        ),
        *(f"  {path}" for path in sorted(result.paths)),
    ]
    if result.left_out:
        lines.append(f"Left out: {result.left_out} older or larger temporary files of this account.")
    if not result.leaks:
        lines.append("No name was found in what was searched.")
    return "\n".join(lines)


def tried_out(scanner: Scanner) -> int:
    """How many leaks were planted for the scanner, all of which it has just found; else `ScannerBlind`."""
    with tempfile.TemporaryDirectory(prefix="armslength-") as folder:
        private_folder(Path(folder))
        planted = plant(Path(folder))
        found = found_in(Path(folder), scanner)
    if found < planted:
        raise ScannerBlind(f"{found} of {planted}")
    return planted


def _places(workspace: Workspace, result: Scan) -> Iterator[tuple[str, Iterable[Path]]]:
    prefect = workspace.prefect_home
    yield PREFECT, _files(prefect)
    yield WORKSPACE, (path for path in _files(workspace.folder) if prefect not in path.parents)
    yield STATE, _files(state_folder())
    yield TEMPORARY, _temporary(workspace, result)


def _files(folder: Path) -> Iterator[Path]:
    """Every ordinary file; links are not followed, and what is neither has no bytes of its own."""
    return (Path(at, name) for at, _, names in os.walk(folder) for name in names if _is_file(Path(at, name)))


def _is_file(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return False


def _temporary(workspace: Workspace, result: Scan) -> list[Path]:
    """This account's files in the temp folder, newest first, as many as are read; the others are counted."""
    sizes: dict[Path, tuple[float, int]] = {}
    for path in _files(Path(tempfile.gettempdir())):
        try:
            known = path.lstat()
        except FileNotFoundError:  # gone meanwhile
            continue
        is_ours = sys.platform == "win32" or known.st_uid == os.getuid()
        if is_ours and workspace.folder.resolve() not in path.resolve().parents:
            sizes[path] = (known.st_mtime, known.st_size)
    taken, room = [], MOST_TEMPORARY
    for path, (_, size) in sorted(sizes.items(), key=lambda each: each[1], reverse=True):
        room -= size
        if room < 0:
            break
        taken.append(path)
    result.left_out = len(sizes) - len(taken)
    return taken


def _search(scanner: Scanner, place: str, path: Path, folder: Path, result: Scan) -> None:
    try:
        ways = {leak.encoding for leak in scanner.in_file(path)} if path.lstat().st_size <= LARGEST else None
    except FileNotFoundError:  # an unfinished write or a temp file that has gone since
        return
    except UNREADABLE:
        ways = None
    result.files[place] += 1
    if ways is None:
        result.unread[place] += 1
        return
    top = {TEMPORARY: Path(tempfile.gettempdir()), STATE: state_folder()}.get(place, folder)
    inside = path.relative_to(top).as_posix()
    in_path = {f"name > {way}" for _, way in scanner.in_words(inside)}
    result.leaks.update((place, way) for way in ways | in_path)
    if ways and not in_path and top == folder:
        result.paths.add(inside)
