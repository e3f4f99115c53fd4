"""Lists kept by hand or made by a report: CSV files and Excel workbooks, mapped by an alias table.

Shapes read: a row a child with parents beside it; a row a child and one contact (SIMS reports, whose
headings come twice); a row a person with a column that says who they are, or a sheet for children and one
for parents. A sheet may hold several such lists, and lines of its own between the people.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from connectors.rosters.columns import Layout, lay_out_list
from connectors.rosters.errors import RosterEmpty, RosterNoHeader, RosterWithoutChildren
from connectors.rosters.family_rows import read_families
from connectors.rosters.list_cells import Table
from connectors.rosters.list_reading import Reading
from connectors.rosters.mapping import Mapping
from connectors.rosters.notes import counted
from connectors.rosters.people import Gathered, Why
from connectors.rosters.person_rows import read_people
from connectors.rosters.sections import Section, cut, divide, kind_of, without_ticks
from connectors.rosters.sheets import Sheet
from schemas.words import Observed

_NOT_KEPT = frozenset({"phone", "address"})
"""Fields that only tell namesakes apart while the list is read."""


class _List(NamedTuple):
    """One list of a sheet, what its columns amount to, and who it says its people are."""

    table: Table
    layout: Layout
    kind: str


def read(source: str, sheets: Sequence[Sheet], mapping: Mapping | None = None) -> Gathered:
    """What the sheets of one list say together, their columns read by their headings or by a mapping.

    Raises RosterNoHeader where no sheet has a row of column names, MappingDoesNotFit where one has others
    than the mapping.
    """
    filled = [sheet for sheet in sheets if sheet.width and (sheet.cells != "").to_numpy().any()]
    if not filled:
        raise RosterEmpty
    reading = Reading(Gathered(source))
    for sheet in sheets:
        reading.said.notes += sheet.notes
    current = [sheet for sheet in filled if kind_of(sheet.name) != "left"]
    if len(current) < len(filled):
        sheets_left = counted(len(filled) - len(current), "sheet", "sheets")
        reading.said.notes.append(f"{sheets_left} of leavers not read")
        reading.said.observe(Observed.LEFT)
    if not current:
        raise RosterWithoutChildren("its only sheets are of leavers")
    lists = [each for sheet in current for each in _lists(reading, sheet, len(filled), mapping)]
    if not lists:
        raise RosterNoHeader
    for table, layout, kind in lists:
        _read_table(reading, table, layout, kind)
    return reading.finished()


def _lists(reading: Reading, sheet: Sheet, sheets: int, mapping: Mapping | None) -> Iterator[_List]:
    """The lists of a sheet; none where nothing on it names columns."""
    sections, above = cut(sheet.cells, mapping.header_in(sheet.cells) if mapping else None)
    for row in above:
        reading.said.put_aside(Why.NO_CHILD, row)
    if not sections and sheets > 1:
        reading.said.notes.append("A sheet without a row of column names was not read")
    for place, section in enumerate(sections):
        kind = section.kind or kind_of(sheet.name)
        if mapping:
            section.header, layout = mapping.applied(sheet.cells, section)
        else:
            layout = lay_out_list(without_ticks(section), kind)
        _account_for(reading.said, section, layout)
        if place == 0:
            _observe_rows(reading.said, sheet, section.header.row)
        cells = _people_of(reading, section, layout)
        yield _List(Table(cells, [layout.child, *layout.adults]), layout, kind)


def _people_of(reading: Reading, section: Section, layout: Layout) -> pd.DataFrame:
    """The rows of people: without lines between them (“Owl class”), and without those below “Leavers”."""
    divided = divide(section.cells, {0, *layout.child.places.values()})
    for row in divided.lines:
        reading.said.put_aside(Why.NO_CHILD, row)
    for row in divided.left:
        reading.leave_out(row)
    return divided.cells


def _read_table(reading: Reading, table: Table, layout: Layout, kind: str) -> None:
    if kind == "left":
        for row in table.rows:
            reading.leave_out(row)
    elif kind == "staff":
        reading.said.staff += len(table)
        reading.said.notes.append("A sheet of staff was counted and not read")
    elif layout.child.owner == "person":
        read_people(reading, table, kind)
    else:
        read_families(reading, table, layout)


def _observe_rows(said: Gathered, sheet: Sheet, header_row: int) -> None:
    """Remember which rows a reader of the file would see otherwise than we do; 0 is a hidden sheet."""
    rows = {
        Observed.HIDDEN: sheet.hidden,
        Observed.STRUCK_THROUGH: sheet.struck,
        Observed.RAGGED_ROW: sheet.ragged_below(header_row),
    }
    for what, numbers in rows.items():
        for row in sorted(numbers):
            if row == 0 or row > header_row + 1:
                said.observe(what, row)


def _account_for(said: Gathered, section: Section, layout: Layout) -> None:
    """Add which columns are kept and which are not; a heading we do not know is called by its place."""
    kept: list[str] = []
    dropped: list[str] = []
    for place, heading in enumerate(section.header.headings):
        is_read = place not in layout.unread and heading.field not in _NOT_KEPT
        if heading.words:
            (kept if is_read else dropped).append(heading.words)
        elif section.is_used(place):
            dropped.append(f"column {place + 1}")
            said.observe(Observed.UNKNOWN_HEADING, section.header.row + 1)
    words = Counter(
        heading.words
        for heading in section.header.headings
        if heading.field and heading.field not in _NOT_KEPT
    )
    for _ in range(words.total() - len(words)):
        said.observe(Observed.REPEATED_HEADING, section.header.row + 1)
    said.columns_kept = tuple(dict.fromkeys([*said.columns_kept, *kept]))
    said.columns_dropped = tuple(
        name for name in dict.fromkeys([*said.columns_dropped, *dropped]) if name not in said.columns_kept
    )
