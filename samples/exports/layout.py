"""What a layout is: how one generation of one platform writes down who is connected to whom."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Flag, auto

from schemas.words import Relation

MARKER = "DO-NOT-READ"
"""Stands in everything that no reader has any business with."""


class Shows(Flag):
    """What of a contact a list shows."""

    NOTHING = 0
    """An id only."""
    NAME = auto()
    HANDLE = auto()
    EMAIL = auto()
    BOTH = NAME | HANDLE


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody in a list. `forename` and `surname` are as shown there; `since` is seconds since 1970, UTC."""

    forename: str
    surname: str
    handle: str
    since: int
    email: str = ""
    company: str = ""
    position: str = ""

    @property
    def display_name(self) -> str:
        """The name as the account shows it."""
        return f"{self.forename} {self.surname}".strip()

    @property
    def when(self) -> datetime:
        """`since` in UTC."""
        return datetime.fromtimestamp(self.since, UTC)


@dataclass(frozen=True, slots=True)
class Profile:
    """Whose export it is."""

    handle: str
    forename: str
    surname: str
    email: str = ""
    bio: str = ""

    @property
    def display_name(self) -> str:
        """Forename and surname."""
        return f"{self.forename} {self.surname}"


People = Mapping[Relation, Sequence[Contact]]


@dataclass(frozen=True, slots=True)
class Export:
    """One person's account on one platform on the day the archive was made.

    `noise` is that archive's own number: ids and random parts of file names come from it.
    """

    owner: Profile
    people: People
    made: date
    noise: int = 0

    def list_of(self, relation: Relation) -> Sequence[Contact]:
        """The people of one relation; empty where there are none."""
        return self.people.get(relation, ())


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive. `listed` are the lists of people; the rest must stay closed."""

    path: str
    content: bytes
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Layout:
    """One generation of one platform's export.

    `seen` says how sure its shape is: "V" seen in a genuine export, "P" in a public parser, "D" in the
    platform's own code or documentation, "U" nowhere: our guess. `until` is the last day it was written.
    `loose`: a list out of its archive can still be told for what it is. `zipped`: it comes in an archive at
    all. `parts`: large accounts get several ZIPs. `handle`: how this platform writes a handle out.
    """

    slug: str
    platform: str
    seen: str
    shows: Mapping[Relation, Shows]
    members: Callable[[Export], Iterator[Member]]
    archive: Callable[[Export, int], str]
    until: date | None = None
    loose: bool = True
    zipped: bool = True
    parts: bool = False
    handle: Callable[[str], str] = str

    def made(self, today: date) -> date:
        """The day an archive of this layout can have been made, today at the latest."""
        return min(today, self.until) if self.until else today


def neighbour(path: str, text: str = MARKER) -> Member:
    """A file that no reader may open: its text, true to its format, holds the marker."""
    return Member(path, text.encode(), listed=False)


def picture(path: str) -> Member:
    """A photograph, or what passes for one."""
    return Member(path, b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + MARKER.encode() + b"\xff\xd9", listed=False)
