"""What one platform's module makes of everything handed in: the files it claims, and those it cannot read."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from connectors.archive import Archive
from connectors.entries import DeclaredCount, Made, Named, PeopleList
from connectors.export_errors import MemberTooCostlyError
from connectors.landmarks import Landmarks, landmarks_of
from connectors.member_paths import spelled_out
from connectors.members import HandIn, Member, json_twin
from connectors.platforms import Platform
from connectors.tally import FiledList
from schemas.errors import HandedInError
from schemas.extract import Owner

Identity = tuple[int, str]
Content = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Claim:
    """One file that the platform recognised, and what it says."""

    archive: Archive
    path: str
    lists: tuple[FiledList, ...] = ()
    declared: tuple[DeclaredCount, ...] = ()
    owners: tuple[Owner, ...] = ()
    made: tuple[Made, ...] = ()
    named: tuple[Named, ...] = ()
    notes: tuple[str, ...] = ()
    digest: str = ""
    """The hex SHA-256 of the file, or, where it was not read to its end, of the lists in it."""
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
    twins: set[Identity] = field(default_factory=set)
    """HTML files that stayed closed because their JSON was read."""
    _landmarks: dict[int, Landmarks] = field(default_factory=dict)
    """By archive; shared among the readings of a hand-in."""
    _given_away: dict[int, bool] = field(default_factory=dict)
    _as_json: set[tuple[int, str]] = field(default_factory=set)
    _contents: dict[Content, Claim] = field(default_factory=dict)

    def take(self, member: Member) -> None:
        """Ask the platform of one more file it lists."""
        if member.kind == "html" and (id(member.archive), json_twin(member.path)) in self._as_json:
            self.twins.add(member.identity)
            return
        try:
            claim = self._claim(member)
        except MemoryError:
            self._pass_over(member, MemberTooCostlyError(member.path))
        except HandedInError as error:
            self._pass_over(member, error)
        else:
            self._keep(member, claim)

    def _pass_over(self, member: Member, error: HandedInError | None) -> None:
        self.unread[member.identity] = Unread(member.archive, member.path, error)

    def _keep(self, member: Member, claim: Claim | None) -> None:
        if claim is None:
            self._pass_over(member, None)
            return
        self.claims[member.identity] = claim
        if member.kind == "json":
            self._as_json.add((id(member.archive), member.path))

    def _claim(self, member: Member) -> Claim | None:
        """What the file says if it is the platform's. The very same file handed in again counts once."""
        layout = self.platform.layout(member)
        if layout is None:
            return None
        claim = _read(self.platform, member, layout)
        if not (member.is_whole or claim.lists):
            return claim
        first = self._contents.setdefault((member.path, claim.digest), claim)
        if first is claim:
            return claim
        note = f"{member.path} was handed in twice and read once"
        return Claim(member.archive, member.path, notes=(note,), same_as=first)

    def claimed(self, archive: Archive) -> bool:
        """Whether the platform recognised a file of this archive."""
        return any(claim.archive is archive for claim in self.claims.values())

    def failed_at(self, archive: Archive) -> bool:
        """Whether the platform could not read a file of this archive."""
        return any(unread.archive is archive for unread in self.unread.values())

    def knows(self, archive: Archive) -> bool:
        """Whether this archive is the platform's: it claims a file of it, or a path gives it away."""
        if self.claimed(archive):
            return True
        if id(archive) not in self._given_away:
            if id(archive) not in self._landmarks:
                self._landmarks[id(archive)] = landmarks_of(archive)
            self._given_away[id(archive)] = _gives_away(self.platform.SIGNS, self._landmarks[id(archive)])
        return self._given_away[id(archive)]

    @property
    def lists(self) -> list[FiledList]:
        """The lists of every claimed file."""
        return [each for claim in self.claims.values() for each in claim.lists]


def read_platforms(platforms: Mapping[str, Platform], hand_in: HandIn) -> dict[str, PlatformReading]:
    """Every listed file, shown to each platform that lists it; HTML only where its JSON was not read."""
    landmarks: dict[int, Landmarks] = {}
    readings = {name: PlatformReading(platform, _landmarks=landmarks) for name, platform in platforms.items()}
    for file in hand_in.files():
        for name in file.paths:
            readings[name].take(Member(file, name))
    return readings


def _read(platform: Platform, member: Member, layout: str) -> Claim:
    found = list(platform.read(member))
    lists = tuple(
        FiledList(member.path, layout, people, tuple(people.entries))
        for people in found
        if isinstance(people, PeopleList)
    )
    return Claim(
        member.archive,
        member.path,
        lists,
        tuple(count for count in found if isinstance(count, DeclaredCount)),
        tuple(owner for owner in found if isinstance(owner, Owner)),
        tuple(made for made in found if isinstance(made, Made)),
        tuple(named for named in found if isinstance(named, Named)),
        tuple(member.notes),
        _digest(member, lists),
    )


def _digest(member: Member, lists: Sequence[FiledList]) -> str:
    told = [(each.people.name, each.entries) for each in lists]
    data = member.data if member.is_whole else repr(told).encode("utf-8", "replace")
    return hashlib.sha256(data).hexdigest()


def _gives_away(signs: Sequence[str], landmarks: Landmarks) -> bool:
    """Whether a folder or file of the archive, or it itself, is called as only the platform's are."""
    paths = [path for sign in signs for path in spelled_out(sign)]
    folders = [path for path in paths if path.endswith("/")]
    files = [path for path in paths if path not in folders and landmarks.may_hold(path)]
    return _stands_in(folders, landmarks.folders, "") or _stands_in(files, landmarks.files, "$")


def _stands_in(paths: Sequence[str], written: str, end: str) -> bool:
    known = "|".join(map(re.escape, paths)).replace(r"\#", r"\d+")
    return bool(paths) and re.search(f"(?:^|/)(?:{known}){end}", written, re.MULTILINE) is not None
