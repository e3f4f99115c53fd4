"""Lists with one row a child and its adults beside it, or one row a child and one contact."""

from collections.abc import Sequence
from dataclasses import replace

from connectors.rosters.columns import Block, Layout
from connectors.rosters.list_cells import (
    Cells,
    Table,
    has_left,
    is_restricted,
    people_of,
    says_something_else,
)
from connectors.rosters.list_reading import Bond, Reading, Reference
from connectors.rosters.one_cell import Named
from connectors.rosters.people import Why
from connectors.rosters.relationships import responsibility_of
from schemas.words import Observed

_BOND_CELLS = ("relationship", "responsibility", "priority", "restricted")
_SAID_OF_BONDS = frozenset({"relationship", "responsibility"})


def read_families(reading: Reading, table: Table, layout: Layout) -> None:
    """Add the families of a table to `reading`.

    Where each row has one contact, a row without a child belongs to the child of the row directly above
    (cells merged downwards). Where parents stand side by side, or a row is empty in between, it is set
    aside: nobody can say whose it is.
    """
    families = _Families(reading, layout.adults)
    for row, (child, *adults) in table:
        if has_left(child):
            reading.leave_out(row)
            families.forget()
        else:
            families.read(row, child, adults)
    reading.account_for_dates(table)


class _Families:
    """The rows of a list, read one after the other."""

    def __init__(self, reading: Reading, blocks: Sequence[Block]) -> None:
        self._reading = reading
        self._bonds = [_Bonds(block) for block in blocks]
        self._is_grouped = len(blocks) == 1
        self._above: tuple[int, range] = (0, range(0))

    def forget(self) -> None:
        """Whose the row above is must not be carried further down."""
        self._above = (0, range(0))

    def read(self, row: int, child: Cells, adults: Sequence[Cells]) -> None:
        """Add the people of one row."""
        children = self._reading.add_children(people_of(child), child, row)
        ids = () if children else tuple(child[key] for key in ("id", "upn") if child.get(key))
        if not children and not ids:
            children = self._carried_down(row, child, adults)
            if not children:
                self._reading.said.put_aside(Why.NO_CHILD, row)
                return
        link = child.get("staff_link", "")
        for bonds, cells in zip(self._bonds, adults, strict=True):
            if cells:
                said = {"staff_mark": link, **cells} if link else cells  # which parent, their name will tell
                self._add_adults(bonds, said, row, children or ids)
        self._above = (row, children)

    def _carried_down(self, row: int, child: Cells, adults: Sequence[Cells]) -> range:
        """The children of the row above, where only the adult is written anew."""
        last, children = self._above
        if not (self._is_grouped and last + 1 == row and children and adults[0]) or says_something_else(
            child
        ):
            return range(0)
        self._reading.carried_down += 1
        return children

    def _add_adults(self, bonds: "_Bonds", cells: Cells, row: int, children: range | tuple[str, ...]) -> None:
        """Add the adults of one block and tie them to the row's children, known by place or only by id."""
        named = people_of(cells)
        if not named and says_something_else(cells):
            self._reading.said.observe(Observed.NOBODY, row)
        places = self._reading.add_adults(named, cells, row)
        for person, adult in zip(named, places, strict=True):
            bond = bonds.of(cells, person)
            if isinstance(children, tuple):
                self._reading.references.append(Reference(adult, bond, row, ids=children))
            else:
                self._reading.tie(children, adult, bond)


class _Bonds(dict[tuple[str | None, ...], Bond]):
    """How the adults of one block stand to their children, by the cells that say so: few differ."""

    def __init__(self, block: Block) -> None:
        super().__init__()
        self._by_header = "" if block.owner == "contact" else block.owner
        self._says_nothing = not self._by_header and not _SAID_OF_BONDS & block.places.keys()

    def of(self, cells: Cells, person: Named) -> Bond:
        """The cell's word, the one beside the name, or the column's."""
        said = (*map(cells.get, _BOND_CELLS), person.relationship)
        bond = self.get(said) or self.setdefault(said, self._read(cells, person))
        return replace(bond, restricted=True) if person.restricted else bond

    def _read(self, cells: Cells, person: Named) -> Bond:
        return Bond(
            relationship=cells.get("relationship", "") or person.relationship or self._by_header,
            responsibility=responsibility_of(cells.get("responsibility", "")),
            presumed=self._says_nothing and not person.relationship,
            priority=cells.get("priority", ""),
            restricted=is_restricted(cells),
        )
