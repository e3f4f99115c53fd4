"""What is known of a staff member and a roster person besides the match: family, colleagues, declarations."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from policy.rules import Case
from policy.staff_parents import Pair, StaffParents, people_named, plain
from schemas.words import Relation


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
    also_staff: StaffParents,
    declarations: pa.Table,
    *,
    today: date,
) -> Circumstances:
    """Read PEOPLE, NAMES, LINKS, DECLARATIONS and the staff who are parents into what the rules ask about.

    Where several members of staff may be one parent (two of one name), the parent is a colleague all the
    same, but nobody's own family.
    """
    children = _children_by_adult(links)
    times = Counter(person for _, person in also_staff.same)
    own_family = {
        (staff_ref, one)
        for staff_ref, person in also_staff.same
        if times[person] == 1
        for one in (person, *children[person])
    }
    return Circumstances(
        today,
        _declared(declarations, people, people_named(names), today),
        frozenset(own_family),
        frozenset(times),
        frozenset(person for _, person in also_staff.namesakes) - times.keys(),
    )


def _declared(
    declarations: pa.Table, people: pa.Table, named: dict[str, set[str]], today: date
) -> dict[Pair, Declaration]:
    """Each declared pair with its declaration, one that is not due for review before one that is."""
    with_id: dict[str, set[str]] = defaultdict(set)
    for known in people.select(["person_id", "source_id"]).to_pylist():
        with_id[known["source_id"]].add(known["person_id"])
    declared: dict[Pair, Declaration] = {}
    for row in declarations.to_pylist():
        by_id, by_name = (
            with_id.get(row["roster_id"], set()),
            named.get(plain(row["person_name"]), set()),
        )
        declaration = Declaration(*(row[name] for name in ("reason", "agreed_by", "agreed_on", "review_on")))
        for person in by_id if row["roster_id"] else by_name:
            pair = (row["staff_ref"], person)
            if pair not in declared or declared[pair].is_due(today):
                declared[pair] = declaration
    return declared


def _children_by_adult(links: pa.Table) -> dict[str, set[str]]:
    children: dict[str, set[str]] = defaultdict(set)
    for link in links.to_pylist():
        children[link["adult_id"]].add(link["child_id"])
    return children
