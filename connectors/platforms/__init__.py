"""One file a platform; the file's name is the platform's. There is no list to edit."""

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from connectors.coverage import Coverage
from connectors.entries import Found
from connectors.members import Member


class Platform(Protocol):
    """What a platform's module says: which files may be opened, and two questions about each of them."""

    TITLE: str
    """The platform's name as people write it."""
    MEMBERS: tuple[str, ...]
    """Patterns of every path that may ever be opened."""
    ON_REQUEST: tuple[str, ...]
    """Patterns of paths that are opened only with the person's explicit word."""
    LOOSE: tuple[str, ...]
    """Kinds of file, as `*.csv`, that may be opened whatever they are called, if handed in by themselves."""
    ARCHIVE_NAMES: tuple[str, ...]
    """Regexes of what its archives are called, in lower case: `handle` is the owner's, the day it was made is
    `year`, `month` and `day`, or `seconds` of the Unix clock, `part` the number of one of several."""
    SIGNS: tuple[str, ...]
    """Patterns of paths, and of folders (with a slash at the end; an archive is one), that give it away."""
    EXPECTED: tuple[str, ...]
    """Names of the lists that a whole export holds, so that a missing one is noted."""
    ASKS_FOR_DATES: bool
    """Whether the platform asks for a range of dates, which silently shortens its lists."""
    COVERAGE: Coverage
    """What can be checked, what cannot and why, and what a member of staff can do instead."""

    def layout(self, member: Member) -> str | None:
        """Is this file yours, and of which generation? None if it is not."""
        ...

    def read(self, member: Member) -> Iterator[Found]:
        """What does it say? Asked only of a file whose layout was recognised."""
        ...


@cache
def platforms() -> dict[str, Platform]:
    """Every platform by its name, in alphabetical order."""
    names = sorted(found.name for found in pkgutil.iter_modules(__path__))
    return {name: cast("Platform", import_module(f"{__name__}.{name}")) for name in names}
