"""Lists with one row a child and its adults beside it, or one row a child and one contact."""

from connectors.rosters.columns import Block, Layout
from connectors.rosters.list_cells import Cells, Table, has_left, mention, people_of
from connectors.rosters.list_reading import Bond, Reading, Reference
from connectors.rosters.people import Why
from connectors.rosters.relationships import responsibility_of


def read_families(reading: Reading, table: Table, layout: Layout) -> None:
    """Add the families of a table to `reading`.

    Where each row has one contact, a row without a child belongs to the child above (cells merged
    downwards). Where parents stand side by side, such a row is set aside: nobody can say whose it is.
    """
    above: list[int] = []
    is_grouped = len(layout.adults) == 1
    for row, (child, *adults) in table.rows(layout.child, *layout.adults):
        if has_left(child):
            reading.left += 1
            above = []
            continue
        named = people_of(child)
        reading.shared_cells += len(named) > 1
        children = reading.add_children(mention(person, child, row) for person in named)
        ids = tuple(child[key] for key in ("id", "upn") if child.get(key))
        if not children and not ids:
            if not (is_grouped and above and any(adults[0].values())):
                reading.said.put_aside(Why.NO_CHILD, row)
                continue
            children = above
            reading.carried_down += 1
        for block, cells in zip(layout.adults, adults, strict=True):
            _add_adults(reading, block, cells, row, children or ids)
        above = children
    reading.unread_dates += table.unread_dates


def _add_adults(
    reading: Reading, block: Block, cells: Cells, row: int, children: "list[int] | tuple[str, ...]"
) -> None:
    """Add the adults of one block and tie them to the row's children, known by place or only by id."""
    named = people_of(cells)
    reading.shared_cells += len(named) > 1
    for person in named:
        adult = reading.add_adult(mention(person, cells, row))
        bond = _bond(block, cells, person.relationship)
        if isinstance(children, tuple):
            reading.references.append(Reference(adult, bond, row, ids=children))
        else:
            reading.tie(children, adult, bond)


def _bond(block: Block, cells: Cells, label: str) -> Bond:
    """How an adult stands to the child: the cell's word, the label before the name, or the column's."""
    by_header = "" if block.owner == "contact" else block.owner
    says_nothing = not by_header and not {"relationship", "responsibility"} & block.places.keys()
    return Bond(
        relationship=cells.get("relationship", "") or label or by_header,
        responsibility=responsibility_of(cells.get("responsibility", "")),
        presumed=says_nothing and not label,
    )
