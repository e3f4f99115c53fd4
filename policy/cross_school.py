"""What the policy has to know where staff of one school are held against families of others.

No name of a member of staff, and none that they declared, leaves their school for it: marks do, and whoever
holds a roster can tell whether somebody on it has such a mark. A mark is a digest under a key that all
schools of the trust share: whoever could open a letter could try names out, and that is the area alone.
"""

import hmac
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from policy.circumstances import Circumstances, Declaration
from policy.staff_parents import Row, full_names, people_named, plain

Marks = frozenset[str]
Relative = Mapping[str, date | None]
"""The marks of whom a member of staff declared, each with the day on which that is looked at again."""


def name_mark(key: bytes, name: str) -> str:
    """32 hexadecimal digits that stand for a full name."""
    return _mark(key, "name", plain(name))


def name_marks(key: bytes, member: Row) -> Marks:
    """The marks of every full name of a row of STAFF."""
    return frozenset(name_mark(key, name) for name in full_names(member))


def sure_marks(key: bytes, member: Row) -> Marks:
    """The marks of every full name of a row of STAFF with the e-mail address; none where it has none."""
    return _sure(key, full_names(member), member["email"])


def declared_marks(key: bytes, declarations: pa.Table, staff_ref: str) -> dict[str, date | None]:
    """Whom a member of staff declared by name; of one declared twice, the later day."""
    declared: dict[str, date | None] = {}
    for row in declarations.to_pylist():
        if row["staff_ref"] != staff_ref or not plain(row["person_name"]):
            continue
        mark = name_mark(key, row["person_name"])
        declared[mark] = _later(declared.get(mark, date.min), row["review_on"])
    return declared


@dataclass(frozen=True)
class Families:
    """The families of several schools as PEOPLE, NAMES and LINKS; a person_id begins with its school's id."""

    people: pa.Table
    names: pa.Table
    links: pa.Table
    key: bytes
    """What marks are made with."""

    @cached_property
    def known_as(self) -> dict[str, frozenset[tuple[str, str]]]:
        """Each person's kind and full names, as `plain` writes them."""
        kinds = {
            row["person_id"]: row["kind"] for row in self.people.select(["person_id", "kind"]).to_pylist()
        }
        known: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for name, people in people_named(self.names).items():
            for person in people & kinds.keys():
                known[person].add((kinds[person], name))
        return {person: frozenset(names) for person, names in known.items()}

    def asked_already(self, school: str) -> set[str]:
        """The people of other schools who bear a full name of somebody of the same kind at this one.

        Its own audit asks about an account of that name. A family at two schools is not asked about twice,
        and the school is told nothing of it.
        """
        own = {
            name for person, names in self.known_as.items() if school_in(person) == school for name in names
        }
        return {person for person, names in self.known_as.items() if names & own}

    @cached_property
    def children_of(self) -> dict[str, set[str]]:
        """The children of each adult."""
        children: dict[str, set[str]] = defaultdict(set)
        for link in self.links.select(["child_id", "adult_id"]).to_pylist():
            children[link["adult_id"]].add(link["child_id"])
        return children

    @cached_property
    def by_mark(self) -> dict[str, set[str]]:
        """The people of each mark: that of a name, and that of a name with an e-mail address."""
        emails = {
            row["person_id"]: row["email"] for row in self.people.select(["person_id", "email"]).to_pylist()
        }
        marked: dict[str, set[str]] = defaultdict(set)
        for person, names in self.known_as.items():
            called = [name for _, name in names]
            for mark in {name_mark(self.key, each) for each in called} | _sure(
                self.key, called, emails[person]
            ):
                marked[mark].add(person)
        return marked

    def bearing(self, marks: Iterable[str]) -> frozenset[str]:
        """Everybody who bears one of these marks."""
        return frozenset().union(*(self.by_mark.get(mark, ()) for mark in marks))


def without_own(matches: pa.Table, families: Families, school: str) -> pa.Table:
    """MATCHES with people of other schools alone, but for those whom the school's own audit asks about."""
    already = families.asked_already(school)
    people = map(str, matches["person_id"].to_pylist())
    return matches.filter(
        pa.array([school_in(each) != school and each not in already for each in people], pa.bool_())
    )


@dataclass(frozen=True, slots=True)
class Staff:
    """What a school lets others know of its staff: marks, by opaque ids."""

    of: Mapping[str, Marks]
    """Of each submission's own person, with an e-mail address."""
    declared: Mapping[str, Relative]
    """Of each submission, of names."""
    colleagues: Marks
    """Of everybody who works there, with an e-mail address."""
    namesakes: Marks
    """The same of names alone."""


def circumstances_across(families: Families, staff: Staff, today: date) -> Circumstances:
    """What is known of a school's submissions and the families of all; a submission stands for its person.

    A name alone makes nobody a colleague or a relative here either: the same e-mail address does as well.
    """
    own = {one: families.bearing(marks) for one, marks in staff.of.items()}
    colleagues = families.bearing(staff.colleagues)
    return Circumstances(
        today,
        {
            (one, person): Declaration("", "", None, review_on)
            for one, declared in staff.declared.items()
            for mark, review_on in declared.items()
            for person in families.bearing([mark])
        },
        frozenset(
            (one, person)
            for one, adults in own.items()
            for adult in adults
            for person in (adult, *families.children_of.get(adult, ()))
        ),
        colleagues,
        families.bearing(staff.namesakes) - colleagues,
    )


def person_id(school: str, opaque: str) -> str:
    """What a person of a school is known by outside of it."""
    return f"{school}:{opaque}"


def all_of(school: str, people: pa.Table, names: pa.Table, links: pa.Table) -> bool:
    """Whether these tables are about people of that school and of no other."""
    ids = (people["person_id"], names["person_id"], links["child_id"], links["adult_id"])
    return all(school_in(str(each)) == school for column in ids for each in pc.unique(column).to_pylist())


def school_in(person_id: str) -> str:
    """The school of somebody known as `person_id` gives it."""
    return person_id.partition(":")[0]


def _sure(key: bytes, names: Iterable[str], email: str) -> Marks:
    address = email.strip().casefold()
    return frozenset(_mark(key, "name and e-mail", plain(name), address) for name in names if address)


def _mark(key: bytes, *parts: str) -> str:
    return hmac.new(key, json.dumps(parts).encode("ascii"), "sha256").hexdigest()[:32]


def _later(one: date | None, other: date | None) -> date | None:
    """The later day; None, which never comes, is the latest."""
    return None if one is None or other is None else max(one, other)
