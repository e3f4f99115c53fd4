"""Lists with one row a person, children and adults alike, or on sheets of their own."""

import re

from connectors.rosters.columns import Layout
from connectors.rosters.list_cells import Cells, Table, has_left, mention, people_of
from connectors.rosters.list_reading import Bond, Reading, Reference
from connectors.rosters.one_cell import Named, people_in
from connectors.rosters.people import Why
from connectors.rosters.relationships import Standing, responsibility_of, standing_of

_SEVERAL = re.compile(r"[;,\n]")


def read_people(reading: Reading, table: Table, layout: Layout, kind: str) -> None:
    """Add the people of a table to `reading`; `kind` is who the sheet says they are where no column does."""
    for row, (person, child) in table.rows(layout.child, layout.adults[0]):
        said = person.get("kind", "") or kind
        match standing_of(said):
            case Standing.STAFF:
                reading.said.staff += 1
            case Standing.PROFESSIONAL:
                reading.said.put_aside(Why.NO_PARENT, row)
            case _ if has_left(person):
                reading.left += 1
            case Standing.CHILD:
                _add_children(reading, person, row)
            case None if not person.get("relationship"):
                reading.said.put_aside(Why.NO_KIND, row)
            case _:
                _add_adults(reading, person, child, row, said)
    reading.unread_dates += table.unread_dates


def _add_children(reading: Reading, cells: Cells, row: int) -> None:
    children = reading.add_children(mention(person, cells, row) for person in people_of(cells))
    if not children:
        reading.said.put_aside(Why.NOBODY, row)
    elif family := cells.get("family"):
        reading.households[family].children += children


def _add_adults(reading: Reading, cells: Cells, child: Cells, row: int, said: str) -> None:
    named = people_of(cells)
    if not named:
        reading.said.put_aside(Why.NOBODY, row)
    word = cells.get("relationship", "") or ("" if said == "contact" else said)
    bond = Bond(
        word, responsibility_of(cells.get("responsibility", "")), presumed=said == "contact" and not word
    )
    ids = tuple(
        part.strip() for key in ("id", "upn") for part in _SEVERAL.split(child.get(key, "")) if part.strip()
    )
    names = tuple(f"{p.written.forename} {p.written.surname}" for p in _children_named(child))
    for person in named:
        adult = reading.add_adult(mention(person, cells, row))
        if ids or names:
            reading.references.append(Reference(adult, bond, row, ids, names))
        elif family := cells.get("family"):
            reading.households[family].adults.append((adult, bond))


def _children_named(child: Cells) -> list[Named]:
    return (
        people_of(child) if child.get("forename") else people_in(child.get("full_name", "").replace(",", ";"))
    )
