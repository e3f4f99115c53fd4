"""The number of a workspace's format, and what an upgrade does to a workspace of an earlier one."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path

from flows.school import TEMPLATE, read_school
from schemas.errors import ConfigurationError
from vault.ledger import Draft, Ledger

FORMAT = 1
"""What this version writes. One higher where an earlier version could misread what a later one wrote."""
FILE = "format"

_SECTION = re.compile(r"^\[([a-z_]+)\]", re.MULTILINE)
_TO_FILL_IN = re.compile(r"= <\w+>")


class WorkspaceNewer(ConfigurationError):
    """A newer version of Armslength has changed this workspace, and this one could misread it."""

    code = "workspace-newer"
    next_step = "Install that version again, or put back a backup from before it with this one."


def format_of(folder: Path) -> int:
    """The number that stands in the workspace; 0 where it was made before there was one.

    Raises `WorkspaceNewer` for anything this version does not know.
    """
    file = folder / FILE
    text = file.read_text(encoding="ascii", errors="replace").strip() if file.is_file() else "0"
    if text not in map(str, range(FORMAT + 1)):
        raise WorkspaceNewer
    return int(text)


def as_written() -> bytes:
    """What stands in the file of a workspace of this version."""
    return f"{FORMAT}\n".encode()


def upgrade(folder: Path) -> list[str]:
    """What was done, a line each: whatever stands in school.toml stays as it is, and sections may join it.

    What older versions have sealed is read as it is. Raises `WorkspaceNewer`, `SchoolUnreadable`.
    """
    ledger, draft = Ledger(folder), Draft()
    with ledger.alone():
        before = format_of(folder)
        read_school(folder / "school.toml")
        text = (folder / "school.toml").read_text(encoding="utf-8")
        there = tomllib.loads(text)
        missing = {name: told for name, told in _sections().items() if name not in there}
        if missing:
            draft.write("school.toml", "\n".join([text.rstrip("\n"), "", *missing.values()]).encode())
        if before < FORMAT:
            draft.write(FILE, as_written())
        ledger.commit(draft)
    said = [f"school.toml has a new section [{name}]: nothing in it is switched on." for name in missing]
    if before < FORMAT:
        said.append(f"The workspace is of format {FORMAT} now.")
    return said or ["There was nothing to do."]


def _sections() -> dict[str, str]:
    """The sections of a new school.toml that need nothing filled in, each with its lines."""
    text = TEMPLATE.read_text(encoding="utf-8")
    begins = [*(each.start() for each in _SECTION.finditer(text)), len(text)]
    told = [text[begin:end].rstrip("\n") + "\n" for begin, end in pairwise(begins)]
    return {_SECTION.findall(each)[0]: each for each in told if not _TO_FILL_IN.search(each)}
