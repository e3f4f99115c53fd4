"""What an archive's paths look like from afar, looked at once for all platforms."""

import re
from dataclasses import dataclass

from connectors.archive import Archive

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Landmarks:
    """The distinct folders, each with a slash at its end, and the paths, a line each.

    `names` are those of the files, with `#` for digits.
    """

    folders: str
    files: str
    names: frozenset[str]

    def may_hold(self, path: str) -> bool:
        """Whether some file has this path's name; most archives are told apart by that alone."""
        return path.rpartition("/")[2] in self.names


def landmarks_of(archive: Archive) -> Landmarks:
    """The landmarks of an archive, whose own name stands before each path."""
    paths = [f"{archive.name}/{entry.path}" for entry in archive.entries]
    parts = [path.rpartition("/") for path in paths]
    folders = "\n".join({folder + slash for folder, slash, _ in parts})
    names = frozenset(_DIGITS.sub("#", name) for name in {name for _, _, name in parts})
    return Landmarks(folders, "\n".join(paths), names)
