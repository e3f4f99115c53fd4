"""Lists kept by hand or made by a report: CSV files and Excel workbooks, mapped by an alias table.

Shapes read: a row a child with parents beside it; a row a child and one contact (SIMS reports, whose
headings come twice); a row a person with a column that says who they are, or a sheet for children and one
for parents.
"""

from collections.abc import Sequence

from connectors.rosters.columns import Layout, lay_out, lay_out_people
from connectors.rosters.errors import RosterEmpty, RosterNoHeader, RosterWithoutChildren
from connectors.rosters.family_rows import read_families
from connectors.rosters.headers import Header, find_header
from connectors.rosters.list_cells import Table
from connectors.rosters.list_reading import Reading
from connectors.rosters.notes import counted
from connectors.rosters.people import Gathered
from connectors.rosters.person_rows import read_people
from connectors.rosters.reference import words_of
from connectors.rosters.sheets import Sheet
from connectors.rosters.written import folded

_NOT_KEPT = frozenset({"phone", "address"})
"""Fields that only tell namesakes apart while the list is read."""


def read(source: str, sheets: Sequence[Sheet]) -> Gathered:
    """What the sheets of one list say together.

    Raises RosterNoHeader where no sheet has a row of column names.
    """
    filled = [sheet for sheet in sheets if sheet.width and (sheet.cells != "").to_numpy().any()]
    if not filled:
        raise RosterEmpty
    reading = Reading(Gathered(source))
    for sheet in sheets:
        reading.said.notes += sheet.notes
    current = [sheet for sheet in filled if _kind_of(sheet.name) != "left"]
    if len(current) < len(filled):
        sheets_left = counted(len(filled) - len(current), "sheet", "sheets")
        reading.said.notes.append(f"{sheets_left} of leavers not read")
    if not current:
        raise RosterWithoutChildren("its only sheets are of leavers")
    tables = [table for sheet in current if (table := _table(reading, sheet, len(filled)))]
    if not tables:
        raise RosterNoHeader
    for rows, layout, kind in tables:
        _read_table(reading, rows, layout, kind)
    return reading.finished()


def _table(reading: Reading, sheet: Sheet, sheets: int) -> tuple[Table, Layout, str] | None:
    """A sheet with its layout and who it says its people are; None where it is not to be read."""
    kind = _kind_of(sheet.name)
    header = find_header(sheet.cells.head(25).to_numpy().tolist())
    if header is None:
        if sheets > 1:
            reading.said.notes.append("A sheet without a row of column names was not read")
        return None
    layout = lay_out(header.headings)
    if not layout.adults and ("kind" in layout.child.places or kind):
        layout = lay_out_people(header.headings)
    _account_for(reading.said, sheet, header, layout)
    return Table(sheet.cells, header.row), layout, kind


def _kind_of(name: str) -> str:
    """Who a sheet's name says is on it: left, staff, parent, contact, child or nobody in particular."""
    words = words_of("sheet_words", "word", "meaning")
    said = [words[word] for word in folded(name).split() if word in words]
    return "left" if "left" in said else (said[0] if len(set(said)) == 1 else "")


def _read_table(reading: Reading, table: Table, layout: Layout, kind: str) -> None:
    if kind == "staff":
        reading.said.staff += len(table)
        reading.said.notes.append("A sheet of staff was counted and not read")
    elif layout.child.owner == "person":
        read_people(reading, table, layout, kind)
    else:
        read_families(reading, table, layout)


def _account_for(said: Gathered, sheet: Sheet, header: Header, layout: Layout) -> None:
    """Add which columns are kept and which are not; a heading we do not know is called by its place."""
    kept: list[str] = []
    dropped: list[str] = []
    for place, heading in enumerate(header.headings):
        is_read = place not in layout.unread and heading.field not in _NOT_KEPT
        if heading.words:
            (kept if is_read else dropped).append(heading.words)
        elif sheet.cells[place].iloc[header.row :].ne("").any():
            dropped.append(f"column {place + 1}")
    said.columns_kept = tuple(dict.fromkeys([*said.columns_kept, *kept]))
    said.columns_dropped = tuple(
        name for name in dict.fromkeys([*said.columns_dropped, *dropped]) if name not in said.columns_kept
    )
