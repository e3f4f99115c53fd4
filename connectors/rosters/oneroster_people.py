"""The people of a OneRoster export with all their roles, and what the roles make of them."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from connectors.rosters.dates import month_comes_first, read_date
from connectors.rosters.list_cells import has_left
from connectors.rosters.named_files import Row
from connectors.rosters.names import is_nobody
from connectors.rosters.people import Mention, contact_keys
from connectors.rosters.relationships import Standing, standing_of
from connectors.rosters.written import Written
from schemas.words import Kind

SCHEME = "oneroster"
STANDINGS = {Kind.PUPIL: Standing.CHILD, Kind.PARENT_CARER: Standing.PARENT_CARER}

_DAYS = ("beginDate", "endDate")
_SEVERAL = re.compile(r"[,;|]")


class Role(NamedTuple):
    """One role of a person: what it says of who holds it, and the days it began and ends, where given.

    `is_deleted` is one that is marked as no longer there.
    """

    word: str
    standing: Standing | None
    begins: date | None
    ends: date | None
    is_deleted: bool


@dataclass(slots=True)
class Someone:
    """One row of users.csv, by its number, with all roles of that person.

    `is_gone` is a row that is marked as inactive or to be deleted.
    """

    row: Row
    number: int
    roles: list[Role]
    is_gone: bool
    has_unread_date: bool

    @property
    def key(self) -> str:
        """The source's own id."""
        return self.row.get("sourcedId", "")

    @property
    def agents(self) -> list[str]:
        """The ids of those this row names as related; the link may be written at either end."""
        named = (key.strip() for key in _SEVERAL.split(self.row.get("agentSourcedIds", "")))
        return [key for key in dict.fromkeys(named) if key and key != self.key]

    def roles_of(self, standing: Standing) -> list[Role]:
        """The roles of that standing the person holds or held."""
        return [role for role in self.roles if role.standing is standing and not role.is_deleted]

    def stands_as(self, standing: Standing) -> bool:
        """Whether any role says so."""
        return bool(self.roles_of(standing))

    @property
    def is_known(self) -> bool:
        """Whether the row names somebody and a role says what they are."""
        return not is_nobody(self.written) and any(role.standing is not None for role in self.roles)

    @property
    def written(self) -> Written:
        """The name cells."""
        return Written(
            forename=self.row.get("givenName", ""),
            middle=self.row.get("middleName", ""),
            surname=self.row.get("familyName", ""),
            preferred_forename=self.row.get("preferredGivenName", ""),
            preferred_surname=self.row.get("preferredFamilyName", ""),
        )

    def mention(self, kind: Kind) -> Mention:
        """The person as one of that kind; where no role says so, as who was known before."""
        row, roles = self.row, self.roles_of(STANDINGS[kind])
        ends = [role.ends for role in roles]
        is_staff = kind is Kind.PARENT_CARER and self.stands_as(Standing.STAFF)
        return Mention(
            written=self.written,
            row=self.number,
            source_id=self.key,
            email=row.get("email", ""),
            date_of_birth=row.get("birthDate", ""),
            year_group=row.get("grades", ""),
            starts=min((role.begins for role in roles if role.begins), default=None),
            ends=None if None in ends else max(filter(None, ends), default=None),
            contact=contact_keys(row.get("email", ""), (row.get("sms", ""), row.get("phone", ""))),
            staff_mark=self.key if is_staff else "",
            is_as_before=not roles,
        )


def people_of(
    users: Sequence[tuple[int, Row]], roles: Sequence[tuple[int, Row]], born: Mapping[str, str]
) -> list[Someone]:
    """Everybody of users.csv with their roles from either file, and their birth date from `born`."""
    reading = _Roles([row for _, row in (*roles, *users)])
    held: dict[str, list[Row]] = defaultdict(list)
    for _, role in roles:
        held[role.get("userSourcedId", "")].append(role)
    people = []
    for number, row in users:
        key = row.get("sourcedId", "")
        own = [reading.role(each, is_deleted=has_left(each)) for each in held[key] if key]
        if row.get("role"):
            own.append(reading.role(row, is_deleted=False))
        unread = any(map(_has_unread_date, (row, *held[key])))
        people.append(Someone(row | {"birthDate": born.get(key, "")}, number, own, has_left(row), unread))
    return people


class _Roles:
    """How the roles of one export are to be read."""

    def __init__(self, rows: Sequence[Row]) -> None:
        words = {row.get("role", "") for row in rows}
        self._standings = {word: standing_of(word, SCHEME) for word in words}
        self._month_first = month_comes_first(row.get(day, "") for row in rows for day in _DAYS)

    def role(self, row: Row, *, is_deleted: bool) -> Role:
        """The role that a row of either file gives."""
        begins, ends = (read_date(row.get(day, ""), month_first=self._month_first) for day in _DAYS)
        word = row.get("role", "")
        return Role(word, self._standings[word], begins, ends, is_deleted)


def _has_unread_date(row: Row) -> bool:
    return any(row.get(day) and read_date(row[day]) is None for day in _DAYS)
