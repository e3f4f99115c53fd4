"""The columns of a list put into blocks: one for the child, one for each adult beside the child."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from connectors.rosters.headers import NAME_FIELDS, Heading

_OF_THE_CHILD = frozenset(
    {
        *("upn", "former_upn", "date_of_birth", "year_group", "starts", "ends", "current", "status"),
        *("family", "kind", "staff_link"),
    }
)
_OF_AN_ADULT = frozenset({"relationship", "responsibility", "priority", "restricted", "staff_mark"})
_OPENS_AN_ADULT = _OF_AN_ADULT | {"title", "id"}


@dataclass(slots=True)
class Block:
    """The columns that describe one person of a row, by field.

    `owner` is how the header calls them; `key` tells Parent 1 from Parent 2, and is empty where only the
    position of the columns says that they are another adult's.
    """

    owner: str
    places: dict[str, int] = field(default_factory=dict)
    key: str = ""

    @property
    def names_somebody(self) -> bool:
        """Whether there is a column with a name."""
        return bool(NAME_FIELDS & self.places.keys())

    def read_details_as_names(self) -> None:
        """Look for names under “Mum's details” where no other column has them."""
        details = self.places.pop("details", None)
        if details is not None and not self.names_somebody:
            self.places["full_name"] = details


@dataclass(slots=True)
class Layout:
    """What a list's columns amount to. `unread` are the places of columns nothing is taken from."""

    child: Block
    adults: list[Block]
    unread: list[int]


def lay_out_list(headings: Sequence[Heading], kind: str) -> Layout:
    """The layout of a list, of one row a person where a column or the sheet (`kind`) says who people are."""
    layout = lay_out(headings)
    if not layout.adults and ("kind" in layout.child.places or kind):
        return lay_out_people(headings)
    return layout


def lay_out(headings: Sequence[Heading]) -> Layout:
    """The blocks of a header, by its words and, where words repeat or name no owner, by position.

    Columns without an owner are the child's until a name comes again: from there they are an adult's
    (“Forename, Surname, …, Title, Forename, Surname, Relationship”). Behind an adult's own columns they are
    that adult's.
    """
    building = _Building(headings)
    for place, heading in enumerate(headings):
        building.add(place, heading)
    for block in (building.child, *building.adults):
        block.read_details_as_names()
    adults = [block for block in building.adults if block.names_somebody]
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
        self._repeats = Counter((heading.block, heading.field) for heading in headings)
        self._child_is_named = any(h.owner == "child" and h.field in NAME_FIELDS for h in headings)
        self.child = Block("child")
        self.adults: list[Block] = []
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
        self._current = self._adult_called(heading)
        return self._current

    def _adult_called(self, heading: Heading) -> Block:
        """The adult a heading means: of “Parent, Parent” the first that has no such column yet."""
        mine = [block for block in self.adults if block.key == heading.block]
        free = [block for block in mine if heading.field not in block.places]
        if not mine and self._waits_for_a_name(heading.field):
            self._current.owner, self._current.key = heading.owner, heading.block
            return self._current
        if self._current in free and not self._is_said_of_each(heading):
            return self._current
        return free[0] if free else self._added(Block(heading.owner, key=heading.block))

    def _waits_for_a_name(self, what: str) -> bool:
        """Whether “Relationship, Priority” came before the name they belong to."""
        current = self._current
        is_open = current is not self.child and not current.key and not current.names_somebody
        return is_open and what not in current.places

    def _is_said_of_each(self, heading: Heading) -> bool:
        times = self._repeats[heading.block, heading.field]
        return times == max(n for (block, _), n in self._repeats.items() if block == heading.block)

    def _added(self, block: Block) -> Block:
        self.adults.append(block)
        return block

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
            or (what in NAME_FIELDS and self._child_is_named and not self._completes_the_child(what))
            or (what in _OPENS_AN_ADULT and self._names_come_again(place))
        )
        return self._next_adult() if begins else self.child

    def _completes_the_child(self, what: str) -> bool:
        """Whether “First name” stands beside “Child's surname”."""
        owned = {heading.field for heading in self._headings if heading.owner == "child"}
        halves = {"forename", "surname"}
        return what in halves and not {what, "full_name"} & owned and bool(halves & owned)

    def _names_come_again(self, place: int) -> bool:
        names = NAME_FIELDS & self.child.places.keys()
        return any(heading.field in names and not heading.owner for heading in self._headings[place:])

    def _next_adult(self) -> Block:
        self._current = self._added(Block("contact"))
        return self._current
