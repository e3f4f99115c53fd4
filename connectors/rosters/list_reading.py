"""A list while it is read: who was named so far, and which children its rows refer to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from connectors.rosters.list_cells import Cells, ContactKeys, Table, mention
from connectors.rosters.names import names_of
from connectors.rosters.notes import counted
from connectors.rosters.one_cell import Named
from connectors.rosters.people import Elsewhere, Gathered, Mention, Tie, Why
from connectors.rosters.written import folded
from schemas.words import Observed, Responsibility


@dataclass(frozen=True, slots=True)
class Bond:
    """What a row says about how an adult stands to a child."""

    relationship: str = ""
    responsibility: Responsibility = Responsibility.UNKNOWN
    presumed: bool = False
    priority: str = ""
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """An adult's child named by ids or by names, to be found once the whole list is read."""

    adult: int
    bond: Bond
    row: int
    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(slots=True)
class Household:
    """Children and adults that share a family number."""

    children: list[int] = field(default_factory=list)
    adults: list[tuple[int, Bond]] = field(default_factory=list)


@dataclass
class Reading:
    """What a list has said so far."""

    said: Gathered
    references: list[Reference] = field(default_factory=list)
    households: dict[str, Household] = field(default_factory=lambda: defaultdict(Household))
    carried_down: int = 0
    _keys: ContactKeys = field(default_factory=ContactKeys)

    def add_children(self, named: Sequence[Named], cells: Cells, row: int) -> range:
        """The places of the children a row names."""
        return self._add(self.said.children, named, cells, row)

    def add_adults(self, named: Sequence[Named], cells: Cells, row: int) -> range:
        """The places of the adults some cells of a row name."""
        return self._add(self.said.adults, named, cells, row)

    def _add(self, mentions: list[Mention], named: Sequence[Named], cells: Cells, row: int) -> range:
        start = len(mentions)
        mentions += [mention(person, cells, row, self._keys) for person in named]
        if len(named) > 1:
            self.said.observe(Observed.SHARED_CELL, row)
        return range(start, len(mentions))

    def leave_out(self, row: int) -> None:
        """Remember that `row` is of somebody who is no longer there."""
        self.said.observe(Observed.LEFT, row)

    def account_for_dates(self, table: Table) -> None:
        """Remember which rows of a table that was read had a day that is none."""
        for row in table.unread_dates:
            self.said.observe(Observed.UNREAD_DATE, row)

    def tie(self, children: Iterable[int], adult: int, bond: Bond) -> None:
        """Remember that `adult` belongs to each of `children`."""
        said = bond.relationship, bond.responsibility, bond.presumed, bond.priority, bond.restricted
        for child in children:
            self.said.ties.append(Tie(child, adult, *said))

    def finished(self) -> Gathered:
        """Everything the list says, references followed."""
        if self.references:
            _follow(self)
        for household in self.households.values():
            for adult, bond in household.adults:
                self.tie(household.children, adult, bond)
        _join_bare_names(self.said)
        if self.carried_down:
            rows = counted(self.carried_down, "row", "rows")
            self.said.notes.append(f"{rows} without a child read as of the child above")
        return self.said


def _follow(reading: Reading) -> None:
    """Tie each reference's adult to the children it names; set the row aside where one is not in the list.

    An id that nobody has stands for a child who is elsewhere, so that the link is seen to lead nowhere.
    """
    said = reading.said
    by_id = {key: place for place, child in enumerate(said.children) for key in _ids(child)}
    by_name = _children_by_name(said.children, range(len(said.children)))
    elsewhere = Elsewhere(said)
    for reference in reading.references:
        named = [by_name[name][0] for name in map(folded, reference.names) if len(by_name.get(name, ())) == 1]
        children = [by_id[key] for key in map(folded, reference.ids) if key in by_id] or named
        unknown = [] if named else [key for key in reference.ids if folded(key) not in by_id]
        children += [elsewhere.child(key, reference.row) for key in unknown]
        reading.tie(dict.fromkeys(children), reference.adult, reference.bond)
        if unknown or not children:
            said.put_aside(Why.UNKNOWN_CHILD, reference.row)


def _ids(child: Mention) -> Iterator[str]:
    return (folded(key) for key in (child.source_id, child.upn) if key)


def _children_by_name(children: Sequence[Mention], places: Iterable[int]) -> dict[str, list[int]]:
    """Places of children by every full name of theirs; those of one child (a row for each contact) once."""
    by_name: dict[str, dict[tuple[str, ...], int]] = defaultdict(dict)
    for place in places:
        child = children[place]
        one_child = (child.source_id, child.upn, child.date_of_birth, *child.written)
        for name in names_of(child.written):
            both = f"{name.forename} {name.surname}" if name.forename or name.surname else name.full_name
            by_name[folded(both)].setdefault(one_child, place)
    return {name: list(found.values()) for name, found in by_name.items()}


def _join_bare_names(said: Gathered) -> None:
    """Take a child without id or birth date for the one child of that name who has them (another sheet's)."""
    bare = {
        place for place, child in enumerate(said.children) if not (child.date_of_birth or any(_ids(child)))
    }
    if not bare or len(bare) == len(said.children):
        return
    by_name = _children_by_name(
        said.children, (place for place in range(len(said.children)) if place not in bare)
    )
    stands_for = {}
    for place in bare:
        names = (folded(f"{n.forename} {n.surname}") for n in names_of(said.children[place].written))
        found = {other for name in names for other in by_name.get(name, ())}
        if len(found) == 1:
            stands_for[place] = found.pop()
    kept = [place for place in range(len(said.children)) if place not in stands_for]
    moved = {place: number for number, place in enumerate(kept)}
    said.children = [said.children[place] for place in kept]
    for tie in said.ties:
        tie.child = moved[stands_for.get(tie.child, tie.child)]
