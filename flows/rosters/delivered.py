"""What the school's own system last wrote into the folder that the roster is fetched from."""

import os
from dataclasses import dataclass
from pathlib import Path

from connectors.half_copied import is_junk_name
from flows.letterbox.looking import Letter, look_at
from flows.letterbox.ripeness import is_unfinished
from flows.workspace import Workspace
from schemas.errors import RosterError

TOGETHER = 3600 * 10**9
"""Nanoseconds. Files written within an hour of the newest are one roster: pupils, contacts, a second list."""


class RosterSourceUnreachable(RosterError):
    """The folder that the roster is fetched from cannot be reached."""

    code = "roster-source-unreachable"
    next_step = "See that it is there and that this account may open it. The last roster stays."


class RosterSourceEmpty(RosterError):
    """Nothing lies in the folder that the roster is fetched from."""

    code = "roster-source-empty"
    next_step = "See that the school's system writes its export there. The last roster stays."


class RosterStillArriving(RosterError):
    """The newest files in the folder that the roster is fetched from are still being written or fetched."""

    code = "roster-still-arriving"
    next_step = "Nothing is to be done if the next run reads them. The last roster stays."


@dataclass(frozen=True, slots=True)
class Delivery:
    """The newest files and folders there, and what stands for them: a keyed fingerprint, and when (ns)."""

    letters: tuple[Letter, ...]
    mark: str
    written: int

    @property
    def paths(self) -> list[Path]:
        """Where they lie. May quote a person."""
        return [each.path for each in self.letters]

    @property
    def is_whole(self) -> bool:
        """Whether none of it is half-copied, in somebody's hands or in a cloud."""
        return not any(map(is_unfinished, self.letters))


def delivered(workspace: Workspace, folder: Path) -> Delivery:
    """What was written there last. Raises `RosterSourceUnreachable` and `RosterSourceEmpty`."""
    letters = _lying(workspace, folder)
    if letters is None:
        raise RosterSourceUnreachable
    if not letters:
        raise RosterSourceEmpty
    newest = max(map(_written, letters))
    together = tuple(each for each in letters if _written(each) >= newest - TOGETHER)
    states = [part for each in together for part in (each.mark, each.state)]
    return Delivery(together, workspace.vault.fingerprint("delivery", *states), newest)


def _lying(workspace: Workspace, folder: Path) -> list[Letter] | None:
    """All that lies there, in the order of names; None where it cannot be looked at."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if not is_junk_name(entry.name))
        seen = [look_at(folder / name, "roster", workspace.vault.fingerprint) for name in names]
    except OSError:
        return None
    return [each for each in seen if each]


def _written(letter: Letter) -> int:
    return max(each.changed for each in letter.files)
