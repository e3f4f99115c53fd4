"""Which files are looked into: those that a platform lists, and those called like a list of people.

Everything else stays closed; of it only the path is shown.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from connectors.archive import Archive, Entry
from connectors.member_paths import AllowList, wrapper
from connectors.members import File, Member
from connectors.peeking.formats import is_looked_into
from connectors.peeking.words import UNKNOWN, shown_path, vocabulary, words_of
from connectors.platforms import Platform, platforms
from schemas.errors import HandedInError

Identity = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """How the platforms know one file: who lists it, and as which layout of its own each recognises it."""

    platforms: tuple[dict[str, Any], ...] = ()

    @property
    def is_recognised(self) -> bool:
        """Whether some platform knows the file's layout."""
        return any(each["layout"] for each in self.platforms)

    @property
    def told(self) -> str:
        """`recognised`, `listed` (but laid out in a way we do not know), or `unlisted`."""
        if self.is_recognised:
            return "recognised"
        return "listed" if self.platforms else "unlisted"


def standing_of(file: File) -> Standing:
    """The standing of a file. A pattern that fits any name says nothing of a file that is not recognised."""
    known = (_known(name, platforms()[name], Member(file, name)) for name in file.paths)
    return Standing(tuple(each for each in known if each["layout"] or not _fits_anything(each["listed_as"])))


def only_on_request(archives: Sequence[Archive]) -> set[Identity]:
    """The files that some platform opens only with the person's explicit word."""
    listed = AllowList({name: platform.ON_REQUEST for name, platform in platforms().items()})
    return {
        (id(archive), entry.name)
        for archive in archives
        for folders in [wrapper([each.path for each in archive.entries])]
        for entry in archive.entries
        if listed.listed(entry.path, folders)
    }


def names_people(path: str) -> bool:
    """Whether a path is called like a list of people, and no step of it like anything else people keep."""
    *folders, file = path.split("/")
    stem, _, ending = file.rpartition(".")
    return (
        is_looked_into(ending)
        and vocabulary().closed.isdisjoint(words_of(path))
        and any(not vocabulary().people.isdisjoint(words_of(step)) for step in (stem, *_whole(folders[-1:])))
    )


def path_of(archive: Archive, entry: Entry) -> str:
    """The path below what was handed in: the name of the folder itself is the person's own."""
    return entry.path if archive.is_loose else entry.path.removeprefix(f"{archive.name}/")


def _known(name: str, platform: Platform, member: Member) -> dict[str, Any]:
    known = {"platform": name, "listed_as": re.sub(r"\d+", "#", member.path), "layout": None}
    try:
        return known | {"layout": platform.layout(member)}
    except HandedInError as error:
        return known | {"error": error.code}


def _fits_anything(pattern: str) -> bool:
    return "*" in pattern or re.fullmatch(r"file\.\w+", pattern) is not None


def _whole(folders: list[str]) -> Iterator[str]:
    """The folders of which every word is known."""
    return (folder for folder in folders if UNKNOWN not in shown_path(folder))
