"""The two lists a school keeps for us: its staff, and the relationships it knows of."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa

from connectors.rosters.dates import read_date
from connectors.rosters.errors import (
    DeclarationsRefused,
    RosterDamaged,
    RosterEmpty,
    RosterHtml,
    RosterLocked,
    RosterOldWorkbook,
    RosterPdf,
    RosterTooLarge,
    RosterUnknownFormat,
    StaffListRefused,
)
from connectors.rosters.file_kinds import FileKind, kind_of
from connectors.rosters.notes import listed
from connectors.rosters.sheets import Sheet, read_csv, read_workbook
from connectors.rosters.written import tidy
from schemas.errors import RosterError
from schemas.tables import DECLARATIONS, STAFF

_STAFF = ("staff_ref", "forename", "surname", "former_surname", "email", "role", "start", "end", "accounts")
_DECLARED = ("staff_ref", "person", "roster_id", "reason", "agreed_by", "agreed_on", "review_on")

_TROUBLES: dict[type[RosterError], str] = {
    RosterDamaged: "it is damaged or cut short",
    RosterEmpty: "it is empty",
    RosterHtml: "it is a web page, whatever its name says",
    RosterLocked: "it is protected by a password",
    RosterOldWorkbook: "it is an old Excel workbook, .xls",
    RosterPdf: "it is a PDF, which holds a picture of a table and no table",
    RosterTooLarge: "it is too large for such a list",
    RosterUnknownFormat: "it is neither a CSV file nor an Excel workbook",
}
"""What the readers shared with the roster find, said of the list at hand."""

Row = dict[str, str]


def read_staff_list(path: Path) -> pa.Table:
    """The STAFF table of a staff list: CSV (or a workbook's first sheet), columns in any order and case.

    Raises StaffListRefused where it is empty, lacks a column, or a row has no staff_ref of its own, no
    name, or a date that is none: a member of staff must not go unchecked, or be taken for another, through
    a slip.
    """
    rows = _rows(path, _STAFF, _STAFF[:3], StaffListRefused)
    if not rows:
        raise StaffListRefused("it lists nobody")
    refs = Counter(row["staff_ref"].casefold() for row in rows.values())
    _refuse(StaffListRefused, "no staff_ref", (n for n, row in rows.items() if not row["staff_ref"]))
    _refuse(
        StaffListRefused,
        "staff_ref twice",
        (n for n, row in rows.items() if refs[row["staff_ref"].casefold()] > 1),
    )
    _refuse(
        StaffListRefused,
        "no name",
        (n for n, row in rows.items() if not row["forename"] and not row["surname"]),
    )
    starts, ends = (_days(rows, column, StaffListRefused) for column in ("start", "end"))
    people = list(rows.values())
    texts = [[row[name] for row in people] for name in STAFF.names[:6]]
    handles = [[part for piece in row["accounts"].split(";") if (part := piece.strip())] for row in people]
    return _table(STAFF, [*texts, starts, ends, handles])


def read_declarations(path: Path) -> pa.Table:
    """The DECLARATIONS table of a list of declared relationships; it may be empty below its header.

    Raises DeclarationsRefused where a row does not say who, or about whom, or has a date that is none: a
    relationship the school knows of must not be asked about through a slip.
    """
    rows = _rows(path, _DECLARED, _DECLARED[:1], DeclarationsRefused)
    _refuse(DeclarationsRefused, "no staff_ref", (n for n, row in rows.items() if not row["staff_ref"]))
    nobody = (n for n, row in rows.items() if not row["person"] and not row["roster_id"])
    _refuse(DeclarationsRefused, "neither person nor roster_id", nobody)
    dates = [_days(rows, column, DeclarationsRefused) for column in _DECLARED[5:]]
    texts = [[row[name] for row in rows.values()] for name in _DECLARED[:5]]
    return _table(DECLARATIONS, [*texts, *dates])


def _rows(
    path: Path, columns: Sequence[str], needed: Sequence[str], refused: type[RosterError]
) -> dict[int, Row]:
    """The rows that hold anything, by the number a reader counts; missing columns are empty."""
    header, *rows = _first_sheet(_bytes_of(path, refused), refused).cells.to_numpy().tolist()
    places = {column: place for place, cell in enumerate(header) if (column := _plain(cell)) in columns}
    if missing := [column for column in needed if column not in places]:
        raise refused(f"no column {', '.join(missing)}")
    return {
        number: {column: tidy(row[places[column]]) if column in places else "" for column in columns}
        for number, row in enumerate(rows, start=2)
        if any(cell.strip() for cell in row)
    }


def _bytes_of(path: Path, refused: type[RosterError]) -> bytes:
    try:
        data = path.read_bytes() if path.is_file() else None
    except OSError:  # its message names the file
        data = None
    if data is None:
        raise refused("it cannot be opened")
    return data


def _first_sheet(data: bytes, refused: type[RosterError]) -> Sheet:
    """The first sheet that holds anything; what is wrong with the file is not said of the roster."""
    sheets: list[Sheet] = []
    trouble = ""
    try:
        sheets = _sheets(data)
    except RosterError as error:
        trouble = _TROUBLES.get(type(error), "it cannot be read")
    if trouble:
        raise refused(trouble)
    return next(sheet for sheet in sheets if sheet.width)


def _sheets(data: bytes) -> list[Sheet]:
    match kind_of(data):
        case FileKind.WORKBOOK:
            return read_workbook(data)
        case FileKind.TEXT:
            return [read_csv(data)]
        case FileKind.XML:
            raise RosterUnknownFormat


def _plain(heading: str) -> str:
    return "_".join(heading.strip().casefold().replace("-", " ").replace("_", " ").split())


def _refuse(refused: type[RosterError], what: str, rows: Iterable[int]) -> None:
    if numbers := list(rows):
        raise refused(f"{what} in {listed(numbers)}")


def _days(rows: dict[int, Row], column: str, refused: type[RosterError]) -> list[date | None]:
    days = {number: read_date(row[column]) for number, row in rows.items()}
    _refuse(
        refused, f"no date under {column}", (n for n, row in rows.items() if row[column] and days[n] is None)
    )
    return list(days.values())


def _table(schema: pa.Schema, columns: Sequence[Sequence[object]]) -> pa.Table:
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )
