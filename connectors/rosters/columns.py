"""The columns of a list put into blocks: one for the child, one for each adult beside the child."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from connectors.rosters.headers import NAME_FIELDS, Heading

_OF_THE_CHILD = frozenset(
    {"upn", "date_of_birth", "year_group", "starts", "ends", "status", "family", "kind"}
)
_OF_AN_ADULT = frozenset({"relationship", "responsibility"})
_OPENS_AN_ADULT = _OF_AN_ADULT | {"title", "id"}


@dataclass(slots=True)
class Block:
    """The columns that describe one person of a row, by field. `owner` is how the header calls them."""

    owner: str
    places: dict[str, int] = field(default_factory=dict)

    @property
    def names_somebody(self) -> bool:
        """Whether there is a column with a name."""
        return bool(NAME_FIELDS & self.places.keys())


@dataclass(slots=True)
class Layout:
    """What a list's columns amount to. `unread` are the places of columns nothing is taken from."""

    child: Block
    adults: list[Block]
    unread: list[int]


def lay_out(headings: Sequence[Heading]) -> Layout:
    """The blocks of a header, by its words and, where words repeat or name no owner, by position.

    Columns without an owner are the child's until a name comes again: from there they are an adult's
    (“Forename, Surname, …, Title, Forename, Surname, Relationship”). Behind an adult's own columns they are
    that adult's.
    """
    building = _Building(headings)
    for place, heading in enumerate(headings):
        building.add(place, heading)
    adults = [block for block in building.adults.values() if block.names_somebody]
    read = {place for block in (building.child, *adults) for place in block.places.values()}
    return Layout(building.child, adults, [place for place in range(len(headings)) if place not in read])


def lay_out_people(headings: Sequence[Heading]) -> Layout:
    """The blocks of a list of one row a person: the person, in place of the child, and their child."""
    person, child = Block("person"), Block("child")
    for place, heading in enumerate(headings):
        if heading.field and heading.owner in ("", "child"):
            (child if heading.owner else person).places.setdefault(heading.field, place)
    read = {*person.places.values(), *child.places.values()}
    return Layout(person, [child], [place for place in range(len(headings)) if place not in read])


class _Building:
    def __init__(self, headings: Sequence[Heading]) -> None:
        self._headings = headings
        self._child_is_named = any(h.owner == "child" and h.field in NAME_FIELDS for h in headings)
        self.child = Block("child")
        self.adults: dict[str, Block] = {}
        self._current = self.child

    def add(self, place: int, heading: Heading) -> None:
        if not heading.field:
            return
        what = heading.field
        if what == "kind" and self._current is not self.child:  # “Type: Parent” behind a contact's name
            what = "relationship"
        block = self._owned(heading) if heading.owner else self._by_position(place, what)
        block.places.setdefault(what, place)

    def _owned(self, heading: Heading) -> Block:
        if heading.owner == "child":
            self._current = self.child
            return self.child
        key, count = heading.block, 1
        while key in self.adults and heading.field in self.adults[key].places:  # “Parent, Parent”
            count += 1
            key = f"{heading.block} again {count}"
        self._current = self.adults.setdefault(key, Block(heading.owner))
        return self._current

    def _by_position(self, place: int, what: str) -> Block:
        if what in _OF_THE_CHILD:
            return self.child
        if self._is_name_of_the_child(what):
            self._current = self.child
        elif self._current is self.child:
            return self._beside_the_child(place, what)
        elif what in self._current.places:
            return self._next_adult()
        return self._current

    def _is_name_of_the_child(self, what: str) -> bool:
        return what in NAME_FIELDS and not self._child_is_named and not self.child.names_somebody

    def _beside_the_child(self, place: int, what: str) -> Block:
        if not (self._child_is_named or self.child.names_somebody):
            return self.child
        begins = (
            what in self.child.places
            or what in _OF_AN_ADULT
            or (what in NAME_FIELDS and self._child_is_named)
            or (what in _OPENS_AN_ADULT and self._names_come_again(place))
        )
        return self._next_adult() if begins else self.child

    def _names_come_again(self, place: int) -> bool:
        names = NAME_FIELDS & self.child.places.keys()
        return any(heading.field in names and not heading.owner for heading in self._headings[place:])

    def _next_adult(self) -> Block:
        key = f"by position {len(self.adults)}"
        self._current = self.adults.setdefault(key, Block("contact"))
        return self._current
