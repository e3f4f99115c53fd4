"""Lines of school.toml written by a command; every other line stays, comments too."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from flows.school import School, SchoolUnreadable, read_school
from vault.private_files import write_private


def write_lines(school_toml: Path, part: str, lines: Mapping[str, date | str | bool]) -> School:
    """Write these lines into that part of the file; the setting as it is described then.

    Raises `SchoolUnreadable` for a file that is not as it should be before or after.
    """
    read_school(school_toml)
    text = school_toml.read_bytes().decode("utf-8")
    write_private(school_toml, _changed(text, part, lines).encode("utf-8"))
    return read_school(school_toml)


def _changed(text: str, part: str, lines: Mapping[str, date | str | bool]) -> str:
    document = None
    try:
        document = tomlkit.parse(text)
        table: Any = document.setdefault(part, tomlkit.table())
        for name, value in lines.items():
            table[name] = value
    except TOMLKitError:  # its text quotes the line
        document = None
    if document is None:
        raise SchoolUnreadable("it is not TOML")
    return tomlkit.dumps(document)
