"""Whether a file that somebody puts somewhere is all there yet, by its name and its end alone."""

import zipfile
from pathlib import Path, PurePosixPath

from connectors.member_paths import is_junk, plain

_BEING_WRITTEN = (".crdownload", ".part", ".partial", ".download", ".opdownload", ".tmp", ".!ut", ".filepart")
"""How browsers and programs that copy name what they have not finished."""
_OPEN_ELSEWHERE = ("~$", "~syncthing~")
_ZIP = b"PK\x03\x04"


def is_junk_name(name: str) -> bool:
    """Whether an operating system or a program that synchronises left this behind: it is nobody's export."""
    path = plain(name)
    return is_junk(path) or is_junk(f"{path}/") or any(step.startswith(".") for step in path.split("/"))


def is_being_written(name: str) -> bool:
    """Whether the name is one that a file bears only until it is whole."""
    steps = PurePosixPath(plain(name)).parts
    return any(step.endswith(_BEING_WRITTEN) or step.startswith(_OPEN_ELSEWHERE) for step in steps)


def is_cut_short(path: Path) -> bool:
    """Whether the file begins as a ZIP and lacks the directory that every ZIP ends with."""
    with path.open("rb") as file:
        begins = file.read(len(_ZIP)) == _ZIP
        return begins and not zipfile.is_zipfile(file)
