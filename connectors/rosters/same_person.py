"""Which mentions are one person. Nobody is ever joined on a name and a relationship alone.

Two people taken for one are worse than one person taken for two: the first gives somebody the children, the
e-mail and the answers of another, the second asks a question twice. What is decided and what it costs:
docs/decisions/0010-who-is-one-person.md.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

from connectors.rosters.folding import Cells, FoldedNames
from connectors.rosters.joining import Group, Joining, Shared, one_at_most
from connectors.rosters.people import Gathered, Mention
from connectors.rosters.relationships import meaning_of
from connectors.rosters.told_apart import are_two, marks_of
from connectors.rosters.written import Written, folded

Beside = tuple[str, str]
"""A child, by id, beside whom an adult is mentioned, and what the adult is to them."""

_MIDDLE = Written._fields.index("middle")

Keys = Callable[[int], Iterator[Hashable]]
"""What the mention at a place shares with others that may be the same person."""


def same_children(mentions: Sequence[Mention], names: FoldedNames) -> list[Group]:
    """Places of `mentions` by child, in their order.

    One child where UPN, birth date and names all agree; with one source id and one name, also where UPN or
    birth date is left out in some rows.
    """
    by_name: dict[tuple[str, Cells], Group] = defaultdict(list)
    for place, child in enumerate(mentions):
        by_name[child.source_id, names[child.written]].append(place)
    groups: list[Group] = []
    for (source_id, _), places in by_name.items():
        if len(places) == 1 or (source_id and _are_one_at_most(mentions, places)):
            groups.append(places)
        else:
            groups += _by_upn_and_birth_date(mentions, places)
    return sorted(groups)


def _are_one_at_most(mentions: Sequence[Mention], places: Group) -> bool:
    upns = {mentions[place].upn for place in places} - {""}
    birth_dates = {folded(mentions[place].date_of_birth) for place in places} - {""}
    return len(upns) < 2 and len(birth_dates) < 2


def _by_upn_and_birth_date(mentions: Sequence[Mention], places: Group) -> Iterable[Group]:
    apart: dict[tuple[str, str], Group] = defaultdict(list)
    for place in places:
        apart[mentions[place].upn, folded(mentions[place].date_of_birth)].append(place)
    return apart.values()


def same_adults(said: Gathered, child_at: Sequence[str], names: FoldedNames) -> list[Group]:
    """Places of `said.adults` by adult, in their order; `child_at` gives each child's id by its place.

    One adult where the source gives one id and one name; where one full name comes with one e-mail or
    telephone; and where it comes with one address, or beside one child in one relationship, and no two have
    ways of their own to reach them. Nobody is joined across what tells two of a name apart, or beside one
    child in two relationships.
    """
    adults = _Adults(said, child_at, names)
    groups: list[Group] = []
    for group in adults.joined(range(len(said.adults))):
        if len(group) == 1 or not adults.are_several(group):
            groups.append(group)
        else:
            groups += adults.joined(group, {place: adults.side(place) for place in group})
    return sorted(groups)


class _Adults:
    """The adults of a source, as far as they are compared."""

    def __init__(self, said: Gathered, child_at: Sequence[str], names: FoldedNames) -> None:
        self._mentions = said.adults
        self._names = [names[adult.written] for adult in said.adults]
        self._homes = [tuple(filter(_is_address, adult.contact)) for adult in said.adults]
        self._telling = list(map(_telling_name, said.adults, self._names))
        self._beside: list[tuple[Beside, ...]] = [()] * len(said.adults)
        meanings = {word: meaning_of(word, said.scheme) for word in {tie.relationship for tie in said.ties}}
        for tie in said.ties:
            self._beside[tie.adult] += ((child_at[tie.child], meanings[tie.relationship]),)

    def joined(self, places: Sequence[int], sides: Mapping[int, Hashable] | None = None) -> list[Group]:
        """Groups of `places` that may be one person; of one side, where there are sides."""

        def shared(keys: Keys) -> Shared:
            for at, place in enumerate(places):
                for key in keys(place):
                    yield at, key if sides is None else (sides[place], key)

        joining = Joining(len(places))
        joining.join(shared(self._sure))
        joining.join_where(one_at_most(lambda at: self._has_own_way(places[at])), shared(self._home))
        joining.join_where(one_at_most(lambda at: self._has_way(places[at])), shared(self._child))
        return [[places[at] for at in group] for group in joining.groups()]

    def are_several(self, places: Group) -> bool:
        """Whether something tells those at `places` apart. One source id may stand beside one child twice."""
        if are_two(marks_of(*said) for said in set(map(self._said_of, places))):
            return True
        beside = {pair for place in places for pair in self._beside[place]}
        return not self._mentions[places[0]].source_id and len({child for child, _ in beside}) < len(beside)

    def side(self, place: int) -> Hashable:
        """What tells the adult at `place` from namesakes."""
        return marks_of(*self._said_of(place)), frozenset(meaning for _, meaning in self._beside[place])

    def _said_of(self, place: int) -> tuple[str, Cells, tuple[str, ...]]:
        """Title, middle names and what the adult is to whom: all that tells namesakes apart."""
        meanings = tuple([meaning for _, meaning in self._beside[place]])
        return self._mentions[place].title, (self._names[place][_MIDDLE],), meanings

    def _sure(self, place: int) -> Iterator[Hashable]:
        adult, name = self._mentions[place], self._telling[place]
        if adult.source_id:
            yield adult.source_id, self._names[place]
        elif name:
            for way in adult.contact.difference(self._homes[place]):
                yield name, way
        elif beside := self._beside[place]:  # a row repeated in full
            yield frozenset(beside), self._names[place], folded(adult.title), adult.contact

    def _home(self, place: int) -> Iterator[Hashable]:
        if (homes := self._homes[place]) and (name := self._telling[place]):
            for home in homes:
                yield name, home

    def _child(self, place: int) -> Iterator[Hashable]:
        if name := self._telling[place]:
            for beside in self._beside[place]:
                yield name, beside

    def _has_way(self, place: int) -> bool:
        return bool(self._mentions[place].contact)

    def _has_own_way(self, place: int) -> bool:
        """Whether a telephone or e-mail is given, which may be theirs alone."""
        return len(self._homes[place]) < len(self._mentions[place].contact)


def _is_address(way: str) -> bool:
    return way.startswith("address")


def _telling_name(adult: Mention, name: Cells) -> str:
    """The name that, with a way to reach them or a child, says who somebody is; empty where it does not.

    With a mere initial the title is part of it: Mr J Smith is not Mrs J Smith. It is never the full forename
    of somebody else: Mr J Smith may be John, or his brother. A source's own ids are never doubted.
    """
    forename, _, surname, *_, whole = name
    if adult.source_id or not (forename or surname):
        return "" if adult.source_id or whole.find(" ") < 2 else whole
    if not (forename and surname):
        return ""
    if len(forename) > 1:
        return f"{forename} {surname}"
    return f"{title} {forename} {surname}" if (title := folded(adult.title)) else ""
