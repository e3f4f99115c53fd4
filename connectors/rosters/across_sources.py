"""Which people of several rosters are one person. Whom one roster keeps apart stay apart.

What is decided and what it costs: docs/decisions/0010-who-is-one-person.md.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, combinations

from connectors.rosters.joining import Group, Joining, Shared
from connectors.rosters.relationships import Standing, meaning_of, standing_of
from connectors.rosters.told_apart import are_two, marks_of
from schemas.words import Kind


@dataclass(slots=True)
class Listed:
    """One person of one roster, as far as they are compared with those of others.

    Names are folded: `called` are all of them, `full_names` those that say who somebody is. `ways` are
    digests of e-mail addresses and telephone numbers; `beside` are children by their place among all people,
    each with the relationship as written.
    """

    roster: int
    person_id: str
    kind: Kind
    title: str = ""
    upns: frozenset[str] = frozenset()
    birth_date: date | None = None
    called: list[str] = field(default_factory=list)
    full_names: list[str] = field(default_factory=list)
    middles: set[str] = field(default_factory=set)
    ways: list[str] = field(default_factory=list)
    beside: list[tuple[int, str]] = field(default_factory=list)


def same_people(people: Sequence[Listed]) -> list[Group]:
    """Places of `people` by person, in their order.

    One person by one id and a name; one child by UPN, or by full name and birth date; one adult by full name
    and e-mail or telephone, or by full name beside one child. Never two people of one roster, and nobody
    whose UPNs, birth dates, titles or relationships contradict each other.
    """
    joining = Joining(len(people))

    def join(may_be_one: Callable[[list[Listed]], bool], shared: Shared) -> None:
        def is_one(groups: list[Group]) -> bool:
            members = [people[place] for place in chain.from_iterable(groups)]
            rosters = {member.roster for member in members}
            return len(rosters) == len(members) and may_be_one(members)

        joining.join_where(is_one, shared)

    join(_agree, _by_id(people))
    join(_agree_on_birth, _by_upn(people))
    join(_agree, _by_birth_date(people))
    join(_agree, _by_way(people))
    child_at = {place: number for number, group in enumerate(joining.groups()) for place in group}
    join(
        lambda members: _agree(members) and _agree_on_children(members, child_at), _by_child(people, child_at)
    )
    return joining.groups()


def _by_id(people: Sequence[Listed]) -> Shared:
    for place, one in enumerate(people):
        for name in one.called:
            yield place, (one.kind, one.person_id, name)


def _by_upn(people: Sequence[Listed]) -> Shared:
    for place, one in enumerate(people):
        for upn in one.upns:
            yield place, upn


def _by_birth_date(people: Sequence[Listed]) -> Shared:
    for place, one in enumerate(people):
        if one.birth_date and one.kind is Kind.PUPIL:
            for name in one.full_names:
                yield place, (name, one.birth_date)


def _by_way(people: Sequence[Listed]) -> Shared:
    for place, one in enumerate(people):
        for way in one.ways if one.kind is Kind.PARENT_CARER else ():
            for name in one.full_names:
                yield place, (name, way)


def _by_child(people: Sequence[Listed], child_at: dict[int, int]) -> Shared:
    for place, one in enumerate(people):
        for child, _ in one.beside:
            for name in one.full_names:
                yield place, (name, child_at[child])


def _agree(members: list[Listed]) -> bool:
    """Whether nothing tells these apart: two birth dates, two UPNs, a title, a generation, a middle name."""
    if members[0].kind is Kind.PUPIL:
        upns = [member.upns for member in members if member.upns]
        return len(_birth_dates(members)) < 2 and not any(a.isdisjoint(b) for a, b in combinations(upns, 2))
    return not are_two(
        marks_of(member.title, member.middles, [meaning_of(word) for _, word in member.beside])
        for member in members
    )


def _agree_on_birth(members: list[Listed]) -> bool:
    """Whether children of one UPN are one: born on one day or, where a birth date is missing, of one name."""
    days = _birth_dates(members)
    if len(days) == 1 and all(member.birth_date for member in members):
        return True
    return len(days) < 2 and bool(set.intersection(*(set(member.full_names) for member in members)))


def _birth_dates(members: list[Listed]) -> set[date]:
    return {member.birth_date for member in members if member.birth_date}


def _agree_on_children(members: list[Listed], child_at: dict[int, int]) -> bool:
    """Whether no child has one of these as a parent and another as a relative."""
    standings: dict[int, set[Standing]] = defaultdict(set)
    for member in members:
        for child, word in member.beside:
            if standing := standing_of(word):
                standings[child_at[child]].add(standing)
    return all(len(found) < 2 for found in standings.values())
