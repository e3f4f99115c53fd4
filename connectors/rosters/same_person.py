"""Which mentions are one person. Nobody is ever joined on a name and a relationship alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from connectors.rosters.people import Mention, Tie
from connectors.rosters.written import folded

Group = list[int]
"""Places of mentions that are one person."""

Beside = frozenset[tuple[str, str]]
"""The children, by id, beside whom an adult is mentioned, each with the word for the relationship."""


def same_children(mentions: Sequence[Mention]) -> list[Group]:
    """Places of `mentions` by child: one child where id, UPN, birth date and names all agree."""
    by_key: dict[tuple[str, ...], Group] = defaultdict(list)
    for place, child in enumerate(mentions):
        key = (child.source_id, child.upn, folded(child.date_of_birth), *map(folded, child.written))
        by_key[key].append(place)
    return list(by_key.values())


def same_adults(mentions: Sequence[Mention], ties: Sequence[Tie], child_at: Mapping[int, str]) -> list[Group]:
    """Places of `mentions` by adult.

    One adult where the source gives one id and one name; where a row is repeated in full under one child; or
    where the same full name comes with the same e-mail, telephone or address. Two of one name under one child
    with different relationships (a father and a grandfather) stay two.
    """
    named = _named_beside(mentions, ties, child_at)
    joined = _Joined(len(mentions))
    for bucket in _buckets(mentions, named):
        for group in _by_relationship(bucket, named):
            joined.join(group)
    return joined.groups()


def _named_beside(
    mentions: Sequence[Mention], ties: Sequence[Tie], child_at: Mapping[int, str]
) -> list[Beside]:
    """For each mention the children it stands beside, each with its relationship."""
    beside: list[set[tuple[str, str]]] = [set() for _ in mentions]
    for tie in ties:
        beside[tie.adult].add((child_at[tie.child], folded(tie.relationship)))
    return [frozenset(children) for children in beside]


def _buckets(mentions: Sequence[Mention], named: Sequence[Beside]) -> Iterable[Group]:
    buckets: dict[tuple[object, ...], Group] = defaultdict(list)
    for place, adult in enumerate(mentions):
        names = tuple(map(folded, adult.written))
        if adult.source_id:
            buckets["id", adult.source_id, names].append(place)
            continue
        if named[place]:
            buckets["repeated", named[place], names, folded(adult.title), adult.contact].append(place)
        if name := _telling_name(adult):
            for key in adult.contact:
                buckets["name and contact", name, key].append(place)
    return buckets.values()


def _telling_name(adult: Mention) -> str:
    """The name that, with a way to reach them, says who an adult is; empty where it says too little.

    With a mere initial the title is part of it: Mr J Smith is not Mrs J Smith.
    """
    written = adult.written
    forename, surname = folded(written.forename), folded(written.surname)
    if not forename and not surname:
        whole = folded(written.full_name)
        return whole if " " in whole else ""
    title = folded(adult.title)
    if len(forename) < 2:
        return f"{title} {forename} {surname}" if title and surname else ""
    return f"{forename} {surname}" if surname else ""


def _by_relationship(bucket: Group, named: Sequence[Beside]) -> Iterable[Group]:
    beside = {pair for place in bucket for pair in named[place]}
    if len({child for child, _ in beside}) == len(beside):
        return [bucket]
    apart: dict[frozenset[str], Group] = defaultdict(list)
    for place in bucket:
        apart[frozenset(relationship for _, relationship in named[place])].append(place)
    return apart.values()


class _Joined:
    """Places joined into groups (union-find)."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def join(self, places: Group) -> None:
        for place in places[1:]:
            self._above[self._top(place)] = self._top(places[0])

    def groups(self) -> list[Group]:
        by_top: dict[int, Group] = defaultdict(list)
        for place in range(len(self._above)):
            by_top[self._top(place)].append(place)
        return list(by_top.values())

    def _top(self, place: int) -> int:
        while self._above[place] != place:
            self._above[place] = self._above[self._above[place]]
            place = self._above[place]
        return place
