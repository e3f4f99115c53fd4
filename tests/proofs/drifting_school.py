"""An invented school as one audit after another meets it: people come, go and rename, lists are made anew."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pyarrow as pa

from samples.candidates import Candidate, of_carer, of_pupil
from samples.contacts import as_contact, draw_contact, draw_since
from samples.disguise import DISGUISES, Shown
from samples.exports.layout import Contact
from samples.population import Person
from samples.roll import Pupil, draw_roll
from samples.school import IDENTITIES
from schemas.tables import ACCOUNTS, LINKS, NAMES, PEOPLE
from schemas.words import NameKind, Relation

FIRST = date(2026, 1, 5)
BETWEEN = timedelta(days=30)
STAFF = tuple(f"S{number:02}" for number in range(8))
ON_ROLL, ROLL = 60, 90
CONTACTS = 30
KNOWN_ONLINE = 6
"""Contacts of each member of staff, to begin with; and how many of them are families of the school."""
RELATIONS = {
    "instagram": (Relation.FOLLOWER, Relation.FOLLOWING),
    "facebook": (Relation.FRIEND, Relation.REQUEST_RECEIVED),
    "snapchat": (Relation.FRIEND,),
}
NAMES_ONLY = "facebook"
"""Its exports give no user names."""
RECOGNISABLE = ("exact", "nickname", "typo", "swapped", "accents", "decorated", "lower_case", "initial")
IDENTITY = IDENTITIES["csv"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A contact on one list of a member of staff's."""

    platform: str
    relation: Relation
    contact: Contact
    person: Person | None = None
    """Who of the school's families it is."""


@dataclass(frozen=True, slots=True)
class Roster:
    """PEOPLE, NAMES and LINKS of those on roll."""

    people: pa.Table
    names: pa.Table
    links: pa.Table


class DriftingSchool:
    """Everything about the school that changes between one audit and the next."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)  # noqa: S311 - invented people
        self.today = FIRST
        self.roll = [pupil for pupil in draw_roll(seed, ROLL, FIRST) if pupil.ends is None]
        self.on_roll = set(range(ON_ROLL))
        self.renamed: dict[str, str] = {}
        """Former surnames that the roster has learnt since, by person_id."""
        self.lists = {staff: self._first_entries() for staff in STAFF}

    def drift(self) -> None:
        """A month passes."""
        self.today += BETWEEN
        for joins in (True, False):
            self._change_roll(joins=joins)
        for staff, entries in self.lists.items():
            kept = [self._drifted(each) for each in entries if self.rng.random() > 0.02]
            self.lists[staff] = kept + [self._entry(known=self.rng.random() < 0.3) for _ in range(2)]

    def handing_in(self) -> set[str]:
        """Who takes part this time: not everybody, and not always the same."""
        return {staff for staff in STAFF if self.rng.random() < 0.85}

    def roster(self) -> Roster:
        """The roster as it is today, in an order of its own."""
        people, names, links = {}, [], set()
        for place in sorted(self.on_roll):
            pupil = self.roll[place]
            child = of_pupil(pupil, IDENTITY)
            family = [(f"p-{pupil.key}", child), *self._adults(pupil)]
            for person_id, candidate in family:
                if person_id not in people:
                    people[person_id] = candidate.kind.value
                    names += self._names(person_id, candidate.person)
            links |= {(f"p-{pupil.key}", person_id) for person_id, _ in family[1:]}
        self.rng.shuffle(names)
        return Roster(
            table(PEOPLE, [{"person_id": each, "kind": kind} for each, kind in people.items()]),
            table(NAMES, names),
            table(LINKS, [{"child_id": child, "adult_id": adult} for child, adult in sorted(links)]),
        )

    def accounts(self, handing_in: set[str]) -> pa.Table:
        """ACCOUNTS of those who take part; the staff_ref stands for the submission."""
        rows = []
        for staff in sorted(handing_in):
            entries = self.rng.sample(self.lists[staff], len(self.lists[staff]))
            rows += [_row(staff, number, each) for number, each in enumerate(entries)]
        return table(ACCOUNTS, rows)

    def _first_entries(self) -> list[Entry]:
        return [self._entry(known=number < KNOWN_ONLINE) for number in range(CONTACTS)]

    def _entry(self, *, known: bool) -> Entry:
        platform = self.rng.choice(sorted(RELATIONS))
        relation = self.rng.choice(RELATIONS[platform])
        if not known:
            return Entry(platform, relation, draw_contact(self.rng, platform, self.today))
        pupil = self.roll[self.rng.choice(sorted(self.on_roll))]
        family = [("", of_pupil(pupil, IDENTITY)), *self._adults(pupil)]
        person = self.rng.choice(family)[1].person
        shown = self._shown(person)
        return Entry(platform, relation, as_contact(self.rng, platform, person, shown, self.today), person)

    def _shown(self, person: Person) -> Shown:
        as_written = DISGUISES[self.rng.choice(RECOGNISABLE)](person, self.rng)
        return as_written or Shown(person.forename, person.surname)

    def _drifted(self, entry: Entry) -> Entry:
        """The entry a month later: mostly as it was; now and then renamed, moved or dated anew."""
        match self.rng.choices(("same", "name", "handle", "list", "day"), (80, 6, 3, 6, 5))[0]:
            case "name" if entry.person:
                forename, surname = self._shown(entry.person)
                return replace(entry, contact=replace(entry.contact, forename=forename, surname=surname))
            case "handle":
                return replace(entry, contact=replace(entry.contact, handle=f"{entry.contact.handle}_"))
            case "list":
                return replace(entry, relation=self.rng.choice(RELATIONS[entry.platform]))
            case "day":
                since = draw_since(self.rng, entry.platform, self.today)
                return replace(entry, contact=replace(entry.contact, since=since))
        return entry

    def _change_roll(self, *, joins: bool) -> None:
        others = sorted(set(range(len(self.roll))) - self.on_roll if joins else self.on_roll)
        changing = set(self.rng.sample(others, min(2, len(others))))
        self.on_roll = self.on_roll | changing if joins else self.on_roll - changing

    def _adults(self, pupil: Pupil) -> list[tuple[str, Candidate]]:
        return [
            (f"a-{link.carer.key}", of_carer(link.carer, pupil.family, IDENTITY))
            for link in pupil.links
            if link.is_parent_carer
        ]

    def _names(self, person_id: str, person: Person) -> Iterator[dict[str, str]]:
        """The names of a person; a former surname may come to be known later than the person."""
        yield _name(person_id, NameKind.LEGAL, person.forename, person.middle, person.surname)
        if person.preferred:
            yield _name(person_id, NameKind.PREFERRED, person.preferred, "", person.surname)
        if person_id not in self.renamed and self.rng.random() < 0.01:
            self.renamed[person_id] = self.rng.choice(self.roll).person.surname
        if former := self.renamed.get(person_id):
            yield _name(person_id, NameKind.FORMER, person.forename, person.middle, former)


def table(schema: pa.Schema, rows: list[dict[str, object]]) -> pa.Table:
    """The rows with an empty text, no day or 0 in every cell not given."""
    blank = {"string": "", "int32": 0, "date32[day]": None}
    filled = [
        {each.name: row.get(each.name, blank.get(str(each.type), [])) for each in schema} for row in rows
    ]
    return pa.Table.from_pylist(filled, schema=schema)


def _name(person_id: str, kind: NameKind, forename: str, middle: str, surname: str) -> dict[str, str]:
    return {
        "person_id": person_id,
        "name_kind": kind.value,
        "forename": forename,
        "middle": middle,
        "surname": surname,
        "full_name": f"{forename} {surname}",
    }


def _row(staff: str, number: int, entry: Entry) -> dict[str, object]:
    return {
        "submission_id": staff,
        "account_id": number,
        "platform": entry.platform,
        "relation": entry.relation.value,
        "display_name": entry.contact.display_name,
        "handle": "" if entry.platform == NAMES_ONLY else entry.contact.handle,
        "since": datetime.fromtimestamp(entry.contact.since, UTC).date(),
    }
