"""The people and relationships of School Data Sync 2.1."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from connectors.rosters.dates import day_comes_first, read_date
from connectors.rosters.named_files import Row
from connectors.rosters.names import is_nobody
from connectors.rosters.people import Elsewhere, Gathered, Mention, Tie, Why, contact_keys
from connectors.rosters.relationships import Standing, standing_of
from connectors.rosters.written import Written
from schemas.words import Observed

SCHEME = "sds"
Rows = Sequence[tuple[int, Row]]

_DAYS = ("roleStartDate", "roleEndDate")
_NO_ROLE = "other"
"""What Microsoft takes a relationship for where none is given."""


@dataclass(slots=True)
class Someone:
    """One row of users.csv, by its number, with the roles of that person; a mere contact has none."""

    row: Row
    number: int
    roles: list[Row] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The source's own id."""
        return self.row.get("sourcedId", "")

    @property
    def is_pupil(self) -> bool:
        """Whether any role says so."""
        return any(_is_pupils(role) for role in self.roles)

    def mention(self, *, month_first: bool) -> Mention:
        """The person, with the days of their roles as a pupil."""
        row, roles = self.row, [role for role in self.roles if _is_pupils(role)]
        starts, ends = (
            [read_date(role.get(day, ""), month_first=month_first) for role in roles] for day in _DAYS
        )
        return Mention(
            written=written(row),
            row=self.number,
            source_id=self.key,
            email=row.get("email", ""),
            date_of_birth=row.get("birthDate", ""),
            year_group=next((role["grade"] for role in roles if role.get("grade")), ""),
            starts=min(filter(None, starts), default=None),
            ends=None if None in ends else max(filter(None, ends), default=None),
            contact=contact_keys(row.get("email", ""), (row.get("phone", ""), row.get("sms", ""))),
            staff_mark=self.key if self.roles and not roles else "",
        )


def _is_pupils(role: Row) -> bool:
    return standing_of(role.get("role", ""), SCHEME) is Standing.CHILD


def written(row: Row) -> Written:
    """The name cells of a user."""
    return Written(
        forename=row.get("givenName", ""),
        middle=row.get("middleName", ""),
        surname=row.get("familyName", ""),
        preferred_forename=row.get("preferredGivenName", ""),
        preferred_surname=row.get("preferredFamilyName", ""),
    )


def gather(said: Gathered, users: Rows, roles: Rows, relationships: Rows, born: Mapping[str, str]) -> None:
    """Add the pupils by their roles, and the adults by the relationships that name them."""
    held: dict[str, list[Row]] = defaultdict(list)
    for _, role in roles:
        held[role.get("userSourcedId", "")].append(role)
    people = [
        Someone(row | {"birthDate": born.get(key, "")}, number, held[key])
        for number, row in users
        for key in [row.get("sourcedId", "")]
    ]
    # Microsoft's own samples put the month first, so the other order has to show itself
    month_first = not day_comes_first(role.get(day, "") for _, role in roles for day in _DAYS)
    reading = _Reading(said, people, month_first=month_first)
    for _, row in relationships:
        reading.relate(row)
    for someone in people:
        reading.account_for(someone)


class _Reading:
    """People put into `Gathered`: the pupils at once, each adult when a relationship names them.

    Where two rows have one id, both are who it stands for: that is for the expectations to judge.
    """

    def __init__(self, said: Gathered, people: Sequence[Someone], *, month_first: bool) -> None:
        self._said = said
        self._month_first = month_first
        self._elsewhere = Elsewhere(said)
        self._people: dict[str, list[Someone]] = defaultdict(list)
        self._children: dict[str, list[int]] = defaultdict(list)
        self._adults: dict[str, list[int]] = {}
        for someone in people:
            self._people[someone.key].append(someone)
            if someone.is_pupil and not is_nobody(written(someone.row)):
                self._children[someone.key].append(len(said.children))
                said.children.append(someone.mention(month_first=month_first))

    def relate(self, row: Row) -> None:
        """Tie the people a row of relationships.csv names; what is odd is noticed of who is known."""
        pupil, contact = row.get("userSourcedId", ""), row.get("relationshipUserSourcedId", "")
        word = row.get("relationshipRole") or _NO_ROLE
        pairs = product(self._children_of(pupil, contact), self._adults_of(contact, pupil))
        self._said.ties += [Tie(child, adult, word) for child, adult in pairs]

    def account_for(self, someone: Someone) -> None:
        """Count the staff; notice whoever could not be read."""
        self._said.staff += bool(someone.roles) and not someone.is_pupil
        if is_nobody(written(someone.row)):
            self._said.put_aside(Why.NOBODY, someone.number)
        elif not someone.roles and someone.key not in self._adults:
            self._said.put_aside(Why.NO_KIND, someone.number)
        if any(role.get(day) and read_date(role[day]) is None for role in someone.roles for day in _DAYS):
            self._said.observe(Observed.UNREAD_DATE, someone.number)

    def _children_of(self, key: str, beside: str) -> list[int]:
        if not key:
            self._said.observe(Observed.NO_CHILD, self._row(beside))
            return []
        if key not in self._people:
            return [self._elsewhere.child(key, self._row(beside))]
        if not any(someone.is_pupil for someone in self._people[key]):
            self._said.observe(Observed.UNKNOWN_CHILD, self._row(key))
        return self._children[key]

    def _adults_of(self, key: str, beside: str) -> list[int]:
        if not key:
            self._said.observe(Observed.NOBODY, self._row(beside))
            return []
        if key not in self._people:
            return [self._elsewhere.adult(key, self._row(beside))]
        if any(someone.is_pupil for someone in self._people[key]):
            self._said.observe(Observed.PUPIL_AS_CONTACT, self._row(key))
            return []
        if key not in self._adults:
            grown = [someone for someone in self._people[key] if not is_nobody(written(someone.row))]
            first = len(self._said.adults)
            self._said.adults += [someone.mention(month_first=self._month_first) for someone in grown]
            self._adults[key] = list(range(first, len(self._said.adults)))
        return self._adults[key]

    def _row(self, key: str) -> int:
        """The row of users.csv, or 0 where there is none."""
        return self._people[key][0].number if key in self._people else 0
