"""OneRoster 1.1 and 1.2 as CSV files: bulk exports of people, their roles and who is whose agent.

Of the files only manifest, users, roles and demographics are opened; userProfiles, which holds passwords,
never is. Sources: IMS Global's CSV binding, version 1.2.1, and samples of several vendors.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from connectors.rosters.bundle import Member
from connectors.rosters.dates import read_date
from connectors.rosters.errors import OneRosterDelta, OneRosterIncomplete, RosterEmpty
from connectors.rosters.list_cells import has_left
from connectors.rosters.names import is_nobody
from connectors.rosters.notes import counted
from connectors.rosters.people import Gathered, Mention, Tie, Why
from connectors.rosters.reference import rows_of, words_of
from connectors.rosters.relationships import Standing, standing_of
from connectors.rosters.sheets import read_csv
from connectors.rosters.written import Written

_SCHEME = "oneroster"
_SEVERAL = re.compile(r"[,;]")

Row = dict[str, str]
"""One row of a file by the standard's column names; columns it does not have are missing."""


@dataclass(slots=True)
class Someone:
    """One person with all their roles, each with the days it began and ended."""

    row: Row
    number: int
    roles: list[tuple[str, date | None, date | None]] = field(default_factory=list)

    @property
    def standings(self) -> set[Standing | None]:
        """What the roles say."""
        return {standing_of(role, _SCHEME) for role, _, _ in self.roles}

    @property
    def agents(self) -> list[str]:
        """The ids of those this person is related to; the link may be written at either end."""
        return [key.strip() for key in _SEVERAL.split(self.row.get("agentSourcedIds", "")) if key.strip()]

    def roles_of(self, *standings: Standing) -> list[tuple[str, date | None, date | None]]:
        """The roles of these standings, in the order of `standings`."""
        return [
            role for standing in standings for role in self.roles if standing_of(role[0], _SCHEME) is standing
        ]


def recognises(members: Sequence[Member]) -> bool:
    """Whether there is a list of users among the files."""
    return any(member.file_name == "users.csv" for member in members)


def read(members: Sequence[Member]) -> Gathered:
    """What a bulk export says.

    Raises OneRosterDelta for an export of changes and OneRosterIncomplete where roles are nowhere to be
    found.
    """
    files = {member.file_name: member for member in members}
    manifest = {row.get("propertyName", ""): row.get("value", "") for row in _rows(files, "manifest.csv")}
    if manifest.get("file.users", "").casefold() == "delta":
        raise OneRosterDelta
    users, roles = _rows(files, "users.csv"), _rows(files, "roles.csv")
    if not users:
        raise RosterEmpty
    if not roles and "role" not in users[0]:
        raise OneRosterIncomplete("neither users.csv nor roles.csv gives anybody a role")
    said = Gathered(f"oneroster-{_version(manifest, users[0])}", scheme=_SCHEME)
    said.columns_kept, said.columns_dropped = _columns(files["users.csv"])
    born = {
        row.get("userSourcedId") or row.get("sourcedId", ""): row for row in _rows(files, "demographics.csv")
    }
    people = _people(said, users, roles)
    for someone in people:
        someone.row["birthDate"] = born.get(someone.row.get("sourcedId", ""), {}).get("birthDate", "")
    _gather(said, people)
    return said


def _rows(files: Mapping[str, Member], name: str) -> list[Row]:
    """The rows of a file, needed columns only (passwords go here); none where there is no such file."""
    data = files[name].read() if name in files else b""
    if not data.strip():
        return []
    header, *rows = read_csv(data).cells.to_numpy().tolist()
    known = {place: column for place, cell in enumerate(header) if (column := _needed().get(_plain(cell)))}
    return [{column: row[place].strip() for place, column in known.items()} for row in rows if any(row)]


def _columns(users: Member) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The columns of users.csv that are kept and those that are not; unknown ones by their place."""
    header, written = (
        read_csv(users.read()).cells.iloc[0].tolist(),
        words_of("oneroster_columns", "written", "column"),
    )
    kept = [_needed()[_plain(cell)] for cell in header if _plain(cell) in _needed()]
    dropped = [
        written.get(_plain(cell), f"column {place}")
        for place, cell in enumerate(header, start=1)
        if cell.strip() and _plain(cell) not in _needed()
    ]
    return tuple(kept), tuple(dropped)


@cache
def _needed() -> dict[str, str]:
    return {row["written"]: row["column"] for row in rows_of("oneroster_columns") if row["kept"] == "yes"}


def _plain(heading: str) -> str:
    return "".join(character for character in heading.casefold() if character.isalnum())


def _version(manifest: Mapping[str, str], user: Row) -> str:
    said = manifest.get("oneroster.version", "")
    return said[:3] if said.startswith(("1.1", "1.2")) else ("1.1" if "role" in user else "1.2")


def _people(said: Gathered, users: Sequence[Row], roles: Sequence[Row]) -> list[Someone]:
    """Everybody who is not marked as gone, with their roles from either file."""
    held: dict[str, list[Row]] = defaultdict(list)
    for role in roles:
        if not has_left(role):
            held[role.get("userSourcedId", "")].append(role)
    people = [Someone(row, number) for number, row in enumerate(users, start=2)]
    present = [someone for someone in people if not has_left(someone.row)]
    if gone := len(people) - len(present):
        said.notes.append(f"{counted(gone, 'person', 'people')} marked as inactive or to be deleted not read")
    for someone in present:
        rows = [*held[someone.row.get("sourcedId", "")], *([someone.row] if someone.row.get("role") else [])]
        someone.roles = [
            (row.get("role", ""), read_date(row.get("beginDate", "")), read_date(row.get("endDate", "")))
            for row in rows
        ]
    return present


def _gather(said: Gathered, people: Sequence[Someone]) -> None:
    """Sort people by role: pupils, parents and carers, staff; one person may be the last two at once."""
    children: dict[int, Someone] = {}
    adults: dict[int, Someone] = {}
    for someone in people:
        standings = someone.standings
        said.staff += Standing.STAFF in standings
        if not standings:
            said.put_aside(Why.NO_KIND, someone.number)
        elif is_nobody(_written(someone.row)):
            said.put_aside(Why.NOBODY, someone.number)
        elif Standing.CHILD in standings:
            children[len(said.children)] = someone
            said.children.append(_mention(someone, Standing.CHILD))
        elif Standing.PARENT_CARER in standings:
            adults[len(said.adults)] = someone
            said.adults.append(_mention(someone, Standing.PARENT_CARER))
    _tie(said, people, children, adults)
    relatives = sum(
        someone.roles_of(Standing.PARENT_CARER)[0][0].casefold() == "relative" for someone in adults.values()
    )
    if relatives:
        yes = counted(relatives, "relative", "relatives")
        said.notes.append(
            f"{yes} taken as parents or carers: OneRoster does not say who has parental responsibility"
        )


def _tie(
    said: Gathered, people: Sequence[Someone], children: Mapping[int, Someone], adults: Mapping[int, Someone]
) -> None:
    """Tie agents to pupils, whichever end names the other; a pupil's teacher is no parent."""
    child_at = {someone.row.get("sourcedId", ""): place for place, someone in children.items()}
    adult_at = {someone.row.get("sourcedId", ""): place for place, someone in adults.items()}
    pairs = dict.fromkeys(
        pair
        for someone in people
        for other in someone.agents
        for pair in ((someone.row.get("sourcedId", ""), other), (other, someone.row.get("sourcedId", "")))
    )
    for one, other in pairs:
        if one in child_at and other in adult_at:
            word = adults[adult_at[other]].roles_of(Standing.PARENT_CARER)[0][0]
            said.ties.append(Tie(child_at[one], adult_at[other], word))
    unused = sum(one in child_at and other not in adult_at for one, other in pairs)
    if unused:
        said.notes.append(f"{counted(unused, 'link', 'links')} left out: the other end is no parent or carer")


def _mention(someone: Someone, standing: Standing) -> Mention:
    row, roles = someone.row, someone.roles_of(standing)
    starts = [begun for _, begun, _ in roles if begun]
    ends = [ended for _, _, ended in roles]
    return Mention(
        written=_written(row),
        row=someone.number,
        source_id=row.get("sourcedId", ""),
        email=row.get("email", ""),
        date_of_birth=row.get("birthDate", ""),
        year_group=row.get("grades", ""),
        starts=min(starts, default=None),
        ends=None if None in ends else max(day for day in ends if day),
    )


def _written(row: Row) -> Written:
    return Written(
        forename=row.get("givenName", ""),
        middle=row.get("middleName", ""),
        surname=row.get("familyName", ""),
        preferred_forename=row.get("preferredGivenName", ""),
        preferred_surname=row.get("preferredFamilyName", ""),
    )
