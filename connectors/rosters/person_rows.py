"""Lists with one row a person, children and adults alike, or on sheets of their own."""

import re

from connectors.rosters.list_cells import Cells, Table, has_left, is_restricted, people_of
from connectors.rosters.list_reading import Bond, Reading, Reference
from connectors.rosters.one_cell import Named, people_in
from connectors.rosters.people import Why
from connectors.rosters.relationships import Standing, responsibility_of, standing_of

_SEVERAL = re.compile(r"[;,\n]")


def read_people(reading: Reading, table: Table, kind: str) -> None:
    """Add the people of a table to `reading`; `kind` is who its sheet says they are where no column does.

    Each row holds two blocks of cells: the person, and the child they belong to.
    """
    for row, (person, child) in table:
        said = person.get("kind", "") or kind
        match standing_of(said):
            case Standing.STAFF:
                reading.said.staff += 1
            case Standing.PROFESSIONAL:
                reading.said.put_aside(Why.NO_PARENT, row)
            case _ if has_left(person):
                reading.leave_out(row)
            case Standing.CHILD:
                _add_children(reading, person, row)
            case None if not person.get("relationship"):
                reading.said.put_aside(Why.NO_KIND, row)
            case _:
                _add_adults(reading, person, child, row, said)
    reading.account_for_dates(table)


def _add_children(reading: Reading, cells: Cells, row: int) -> None:
    children = reading.add_children(people_of(cells), cells, row)
    if not children:
        reading.said.put_aside(Why.NOBODY, row)
    elif family := cells.get("family"):
        reading.households[family].children += children


def _add_adults(reading: Reading, cells: Cells, child: Cells, row: int, said: str) -> None:
    named = people_of(cells)
    if not named:
        reading.said.put_aside(Why.NOBODY, row)
    ids = tuple(
        part.strip() for key in ("id", "upn") for part in _SEVERAL.split(child.get(key, "")) if part.strip()
    )
    names = tuple(f"{p.written.forename} {p.written.surname}" for p in _children_named(child))
    for person, adult in zip(named, reading.add_adults(named, cells, row), strict=True):
        bond = _bond(cells, person, said)
        if ids or names:
            reading.references.append(Reference(adult, bond, row, ids, names))
        elif family := cells.get("family"):
            reading.households[family].adults.append((adult, bond))


def _bond(cells: Cells, person: Named, said: str) -> Bond:
    """How an adult stands to the child: the cell's word, the one beside the name, or the row's."""
    word = cells.get("relationship", "") or person.relationship or ("" if said == "contact" else said)
    return Bond(
        relationship=word,
        responsibility=responsibility_of(cells.get("responsibility", "")),
        presumed=said == "contact" and not word,
        priority=cells.get("priority", ""),
        restricted=person.restricted or is_restricted(cells),
    )


def _children_named(child: Cells) -> list[Named]:
    return (
        people_of(child) if child.get("forename") else people_in(child.get("full_name", "").replace(",", ";"))
    )
