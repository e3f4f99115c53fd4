"""What is known about a staff member and a roster person besides the match: family, colleagues, declarations.

Two records are one person only where the same full name and the same e-mail stand in both; a name alone is a
suggestion for somebody to confirm (a roster and a staff list number their people apart).
"""

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from policy.rules import Case
from schemas.words import Relation

Pair = tuple[str, str]
"""A staff_ref and a person_id."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What was declared of a pair: why, who agreed to it, when, and when it is looked at again."""

    reason: str
    agreed_by: str
    agreed_on: date | None
    review_on: date | None

    def is_due(self, today: date) -> bool:
        """Whether the day it was to be looked at again has passed."""
        return self.review_on is not None and self.review_on < today


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Pairs of staff_ref and person_id, and person_ids, of which something is known on that day."""

    today: date
    declared: dict[Pair, Declaration]
    own_family: frozenset[Pair]
    colleagues: frozenset[str]
    namesakes_of_colleagues: frozenset[str]

    def case(self, staff_ref: str, person_id: str, relation: Relation) -> Case:
        """All that the policy needs to know about one match."""
        pair = (staff_ref, person_id)
        declaration = self.declared.get(pair)
        return Case(
            relation=relation,
            declared=declaration is not None,
            declaration_review_due=declaration is not None and declaration.is_due(self.today),
            own_family=pair in self.own_family,
            colleague=person_id in self.colleagues,
            namesake_of_a_colleague=person_id in self.namesakes_of_colleagues,
        )


def circumstances(
    people: pa.Table,
    names: pa.Table,
    links: pa.Table,
    staff: pa.Table,
    declarations: pa.Table,
    *,
    today: date,
) -> Circumstances:
    """Read PEOPLE, NAMES, LINKS, STAFF and DECLARATIONS into what the rules ask about."""
    people_named = _people_by_name(names)
    email = {
        row["person_id"]: row["email"].casefold() for row in people.select(["person_id", "email"]).to_pylist()
    }
    children = _children_by_adult(links)
    own_family: set[Pair] = set()
    colleagues: set[str] = set()
    namesakes: set[str] = set()
    for member in staff.to_pylist():
        same_name = _namesakes_of(member, people_named) & children.keys()
        same_person = {
            person
            for person in same_name
            if member["email"] and email.get(person) == member["email"].casefold()
        }
        colleagues |= same_person
        namesakes |= same_name - same_person
        for person in same_person:
            own_family |= {(member["staff_ref"], one) for one in {person, *children[person]}}
    return Circumstances(
        today,
        _declared(declarations, people, people_named, today),
        frozenset(own_family),
        frozenset(colleagues),
        frozenset(namesakes - colleagues),
    )


def _declared(
    declarations: pa.Table, people: pa.Table, people_named: dict[str, set[str]], today: date
) -> dict[Pair, Declaration]:
    """Each declared pair with its declaration, one that is not due for review before one that is."""
    with_id: dict[str, set[str]] = defaultdict(set)
    for known in people.select(["person_id", "source_id"]).to_pylist():
        with_id[known["source_id"]].add(known["person_id"])
    declared: dict[Pair, Declaration] = {}
    for row in declarations.to_pylist():
        by_id, by_name = (
            with_id.get(row["roster_id"], set()),
            people_named.get(_plain(row["person_name"]), set()),
        )
        declaration = Declaration(*(row[name] for name in ("reason", "agreed_by", "agreed_on", "review_on")))
        for person in by_id if row["roster_id"] else by_name:
            pair = (row["staff_ref"], person)
            if pair not in declared or declared[pair].is_due(today):
                declared[pair] = declaration
    return declared


def _people_by_name(names: pa.Table) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in names.to_pylist():
        for written in (f"{row['forename']} {row['surname']}", row["full_name"]):
            if plain := _plain(written):
                found[plain].add(row["person_id"])
    return found


def _namesakes_of(member: dict[str, str], people_named: dict[str, set[str]]) -> set[str]:
    surnames = {member["surname"], member["former_surname"]} - {""}
    return {
        person
        for surname in surnames
        for person in people_named.get(_plain(f"{member['forename']} {surname}"), ())
    }


def _children_by_adult(links: pa.Table) -> dict[str, set[str]]:
    children: dict[str, set[str]] = defaultdict(set)
    for link in links.to_pylist():
        children[link["adult_id"]].add(link["child_id"])
    return children


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
