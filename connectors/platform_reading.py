"""What one platform's module makes of everything handed in: the files it claims, and those it cannot read."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from connectors.archive import Archive
from connectors.entries import DeclaredCount, PeopleList
from connectors.member_paths import spelled_out
from connectors.members import Export, Member, json_twin
from connectors.platforms import Platform
from connectors.tally import FiledList
from schemas.errors import HandedInError
from schemas.extract import Owner

Identity = tuple[int, str]
Content = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Claim:
    """One file that the platform recognised, and what it says."""

    archive: Archive
    path: str
    lists: tuple[FiledList, ...] = ()
    declared: tuple[DeclaredCount, ...] = ()
    owners: tuple[Owner, ...] = ()
    notes: tuple[str, ...] = ()
    same_as: "Claim | None" = None
    """The claim of the very same file, where it was handed in before."""

    def holds(self, name: str) -> int:
        """How many entries of the list of this name stand in the file."""
        lists = (self.same_as or self).lists
        return sum(len(each.entries) for each in lists if each.people.name == name)


@dataclass(frozen=True, slots=True)
class Unread:
    """One file on the platform's list that it could not read (`error`) or did not recognise (none)."""

    archive: Archive
    path: str
    error: HandedInError | None = None


@dataclass(slots=True)
class PlatformReading:
    """Every listed file of everything handed in, by what became of it."""

    platform: Platform
    claims: dict[Identity, Claim] = field(default_factory=dict)
    unread: dict[Identity, Unread] = field(default_factory=dict)
    opened: set[Identity] = field(default_factory=set)
    _given_away: dict[int, bool] = field(default_factory=dict)

    def knows(self, archive: Archive) -> bool:
        """Whether this archive is the platform's: it claims a file of it, or a path gives it away."""
        if any(claim.archive is archive for claim in self.claims.values()):
            return True
        if id(archive) not in self._given_away:
            self._given_away[id(archive)] = _gives_away(self.platform.SIGNS, archive)
        return self._given_away[id(archive)]

    @property
    def lists(self) -> list[FiledList]:
        """The lists of every claimed file."""
        return [each for claim in self.claims.values() for each in claim.lists]


def read_platform(platform: Platform, archives: Sequence[Archive]) -> PlatformReading:
    """Every file that the platform lists, asked the two questions; HTML only where its JSON was not read."""
    export = Export(archives, platform.MEMBERS)
    reading = PlatformReading(platform, opened=export.opened)
    as_json: set[tuple[int, str]] = set()
    contents: dict[Content, Claim] = {}
    for member in export.members():
        here = id(member.archive)
        if member.kind == "html" and (here, json_twin(member.path)) in as_json:
            continue
        try:
            claim = _claim(platform, member, contents)
        except HandedInError as error:
            reading.unread[member.identity] = Unread(member.archive, member.path, error)
            continue
        if claim is None:
            reading.unread[member.identity] = Unread(member.archive, member.path)
            continue
        reading.claims[member.identity] = claim
        if member.kind == "json":
            as_json.add((here, member.path))
    return reading


def _claim(platform: Platform, member: Member, contents: dict[Content, Claim]) -> Claim | None:
    """What the file says if it is the platform's. The very same file handed in again is read once."""
    layout = platform.layout(member)
    if layout is None:
        return None
    content = (member.path, hashlib.sha256(member.data).digest())
    if first := contents.get(content):
        note = f"{member.path} was handed in twice and read once"
        return Claim(member.archive, member.path, notes=(note,), same_as=first)
    contents[content] = _read(platform, member, layout)
    return contents[content]


def _read(platform: Platform, member: Member, layout: str) -> Claim:
    found = list(platform.read(member))
    return Claim(
        member.archive,
        member.path,
        tuple(
            FiledList(member.path, layout, people, tuple(people.entries))
            for people in found
            if isinstance(people, PeopleList)
        ),
        tuple(count for count in found if isinstance(count, DeclaredCount)),
        tuple(owner for owner in found if isinstance(owner, Owner)),
        tuple(member.notes),
    )


def _gives_away(signs: Sequence[str], archive: Archive) -> bool:
    paths = [path for sign in signs for path in spelled_out(sign)]
    known = "|".join(re.escape(path) + ("" if path.endswith("/") else "$") for path in paths)
    sign = re.compile(f"(?:^|/)(?:{known})".replace(r"\#", r"\d+"))
    return bool(paths) and any(sign.search(f"{archive.name}/{entry.path}") for entry in archive.entries)
