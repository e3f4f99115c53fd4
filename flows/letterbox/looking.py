"""What lies in the hand-in folder: for each member of staff, the files and folders in theirs.

Nothing that somebody wrote is opened for it. What stands for a file outside of its folder is a keyed
fingerprint: of whose it is and what it is called, and of what the system says of its size and last change.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from connectors.half_copied import is_junk_name
from flows.letterbox.errors import HandInUnreachable
from vault.others_files import Found, Kind, files_of, is_going, kind_of

ANSWER = "receipt.txt"
"""What we leave in a person's folder; what is called so is never taken."""

Fingerprint = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Letter:
    """A file that was put there, or a folder with all that is in it."""

    path: Path
    mark: str
    state: str
    files: tuple[Found, ...]

    @property
    def is_going(self) -> bool:
        """Whether it is what is left of a folder that was being deleted."""
        return is_going(self.path.name)


@dataclass(frozen=True, slots=True)
class Box:
    """One person's folder, and what lies in it in the order of its names."""

    staff_ref: str
    path: Path
    mark: str
    letters: tuple[Letter, ...]
    is_whole: bool = True
    """Whether all that lies in it could be looked at."""


@dataclass
class Look:
    """All that lay there at one moment."""

    boxes: list[Box] = field(default_factory=list)
    left_alone: int = 0
    """What is nobody's folder and, in people's folders, links and pipes."""
    closed: int = 0
    """Folders of people, and folders in them, that could not be looked into."""


def look(folder: Path, people: Mapping[str, str], fingerprint: Fingerprint) -> Look:
    """What lies there now. `people` are staff references by their case-folded form.

    Raises `HandInUnreachable`. What goes while it is looked at is not there.
    """
    seen = Look()
    entries = _entries(folder)
    if entries is None:
        raise HandInUnreachable
    for entry in entries:
        staff_ref = people.get(entry.name.strip().casefold())
        if staff_ref is not None and kind_of(Path(entry.path)) is Kind.FOLDER:
            _look_into(Path(entry.path), staff_ref, fingerprint, seen)
        elif not is_junk_name(entry.name):
            seen.left_alone += 1
    return seen


def look_at(path: Path, staff_ref: str, fingerprint: Fingerprint) -> Letter | None:
    """What lies there now; None for what is nothing to read: gone, empty folders, links."""
    try:
        files = tuple(each for each in files_of(path) if not is_junk_name(each.name))
    except FileNotFoundError:
        return None
    if not files and not is_going(path.name):
        return None
    told = [os.fsencode(f"{each.name} {each.size} {each.changed}").hex() for each in files]
    mark = fingerprint("letter", staff_ref, os.fsencode(path.name).hex())
    return Letter(path, mark, fingerprint("letter's state", *told), files)


def _look_into(path: Path, staff_ref: str, fingerprint: Fingerprint, seen: Look) -> None:
    entries = _entries(path)
    if entries is None:
        seen.closed += 1
        return
    letters, closed = [], 0
    for entry in entries:
        if entry.name == ANSWER or (is_junk_name(entry.name) and not is_going(entry.name)):
            continue
        if not kind_of(Path(entry.path)):
            seen.left_alone += 1
            continue
        try:
            letter = look_at(Path(entry.path), staff_ref, fingerprint)
        except OSError:  # a folder inside it that is closed to us
            closed += 1
            continue
        letters += [letter] if letter else []
    mark = fingerprint("letter box", staff_ref, os.fsencode(path.name).hex())
    seen.boxes.append(Box(staff_ref, path, mark, tuple(letters), is_whole=not closed))
    seen.closed += closed


def _entries(folder: Path) -> list[os.DirEntry[str]] | None:
    """What the folder holds, in the order of names; None where it cannot be looked into."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return None
