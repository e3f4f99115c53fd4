"""The lists a school keeps for us (staff, declarations) as tables of text; a fault is said of that list."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa

from connectors.rosters.dates import read_date
from connectors.rosters.errors import (
    RosterDamaged,
    RosterEmpty,
    RosterHtml,
    RosterLocked,
    RosterPdf,
    RosterPicture,
    RosterTooLarge,
    RosterUnknownFormat,
)
from connectors.rosters.file_kinds import kind_of
from connectors.rosters.notes import listed
from connectors.rosters.sheet_files import read_sheets
from connectors.rosters.sheets import Sheet
from schemas.errors import RosterError

_TROUBLES: dict[type[RosterError], str] = {
    RosterDamaged: "it is damaged or cut short",
    RosterEmpty: "it is empty",
    RosterHtml: "it is a web page without a table of its own",
    RosterLocked: "it is protected by a password",
    RosterPdf: "it is a PDF, which holds a picture of a table and no table",
    RosterPicture: "it is a picture, which holds no table",
    RosterTooLarge: "it is too large for such a list",
    RosterUnknownFormat: "it is neither a CSV file nor an Excel workbook",
}
"""What the readers shared with the roster find, said of the list at hand."""


def sheets_of(path: Path, refused: type[RosterError]) -> list[Sheet]:
    """The sheets that hold anything, the file's first one first. Raises `refused`."""
    data = _bytes_of(path, refused)
    sheets: list[Sheet] = []
    trouble = ""
    try:
        sheets = read_sheets(data, kind_of(data))
    except RosterError as error:
        trouble = _TROUBLES.get(type(error), "it cannot be read")
    if trouble:
        raise refused(trouble)
    return [sheet for sheet in sheets if sheet.width]


def refuse_rows(refused: type[RosterError], what: str, rows: Iterable[int]) -> None:
    """Raise `refused` where there is any such row, by the numbers a reader counts."""
    if numbers := list(rows):
        raise refused(f"{what} in {listed(numbers)}")


def days_of(cells: dict[int, str], column: str, refused: type[RosterError]) -> list[date | None]:
    """The days of a column by row number, None where a cell is empty; `refused` is raised for any other."""
    days = {number: read_date(cell) for number, cell in cells.items()}
    refuse_rows(
        refused, f"no date under {column}", (n for n, cell in cells.items() if cell and days[n] is None)
    )
    return list(days.values())


def table_of(schema: pa.Schema, columns: Sequence[Sequence[object]]) -> pa.Table:
    """The columns as a table of that schema."""
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )


def _bytes_of(path: Path, refused: type[RosterError]) -> bytes:
    try:
        data = path.read_bytes() if path.is_file() else None
    except OSError:  # its message names the file
        data = None
    if data is None:
        raise refused("it cannot be opened")
    return data
