"""Tables of text from CSV files and Excel workbooks: every cell a string, no header assumed."""

import csv
import io
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

import pandas as pd
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from connectors.encodings import decode
from connectors.rosters.bundle import MOST_BYTES
from connectors.rosters.errors import RosterDamaged, RosterEmpty, RosterTooLarge
from connectors.rosters.notes import counted
from connectors.zip_safety import BROKEN, is_too_large

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 50
_WIDEST = 2_000
_ERRORS = frozenset({"#N/A", "#REF", "#VALUE", "#NAME", "#DIV/0", "#NULL", "#NUM"})


@dataclass(slots=True)
class Sheet:
    """One table. `cells` has a string, possibly empty, in each cell; row 0 is the file's first row.

    `name` is the sheet's own, for choosing how to read it, never for saying.
    """

    cells: pd.DataFrame
    name: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.cells.columns)


def read_csv(data: bytes) -> Sheet:
    """The table of a delimited text file in any encoding, whatever its delimiter."""
    text = decode(data).replace("\x00", "")
    first, _, rest = text.partition("\n")
    hint = first.strip(' "\r').casefold()
    if hint.startswith("sep=") and len(hint) == 5:  # Excel's own
        text, delimiter = f"\n{rest}", hint[4]
    else:
        delimiter = _delimiter(text)
    if not text.strip(f'{delimiter}\r\n" '):
        raise RosterEmpty
    return Sheet(_frame(text, delimiter).fillna(""))


def _frame(text: str, delimiter: str) -> pd.DataFrame:
    try:
        width = max(map(len, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)))
        frame = _parsed(text, delimiter, width) if width <= _WIDEST else None
    except (csv.Error, pd.errors.ParserError):
        frame = None  # the message quotes the row, so the sentence below is all that leaves
    if frame is None:
        raise RosterDamaged("it is no table, or a quotation mark opens a cell and never closes it")
    return frame


def _parsed(text: str, delimiter: str, width: int) -> pd.DataFrame:
    return pd.read_csv(
        io.StringIO(text, newline=""),
        sep=delimiter,
        header=None,
        names=range(width),
        dtype=str,
        keep_default_na=False,
        skip_blank_lines=False,
    )


def _delimiter(text: str) -> str:
    """The delimiter that cuts most of the first rows into the same number of cells, and into most cells."""
    sample = "\n".join(text.splitlines()[:_SAMPLE_ROWS])

    def evenness(delimiter: str) -> int:
        try:
            widths = Counter(len(row) for row in csv.reader(io.StringIO(sample), delimiter=delimiter))
        except csv.Error:
            return 0  # a cell beyond any size: reading it says what is wrong
        widths.pop(1, None)
        return max((count * (width - 1) for width, count in widths.items()), default=0)

    return max(_DELIMITERS, key=evenness)


def read_workbook(data: bytes) -> list[Sheet]:
    """The visible sheets of an Excel workbook (.xlsx), dates as ISO text.

    Hidden sheets are left out and said; hidden and struck-through rows are read and said.
    """
    book = _open(data)
    hidden = sum(sheet.sheet_state != "visible" for sheet in book.worksheets)
    sheets = [_sheet(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not any(sheet.width for sheet in sheets):
        raise RosterEmpty
    if hidden:
        sheets[0].notes.insert(0, f"{counted(hidden, 'hidden sheet was', 'hidden sheets were')} not read")
    return sheets


def _open(data: bytes) -> Workbook:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except BROKEN:
        entries = []
    if sum(entry.file_size for entry in entries) > MOST_BYTES or any(map(_is_too_large, entries)):
        raise RosterTooLarge
    try:
        with warnings.catch_warnings(action="ignore"):  # of charts and validations it cannot keep
            book = load_workbook(io.BytesIO(data), data_only=True)
    except Exception:  # noqa: BLE001 - a broken workbook fails in as many ways as the library has lines
        book = None  # its message quotes what it choked on, so the sentence below is all that leaves
    if book is None:
        raise RosterDamaged("the workbook does not open")
    return book


def _is_too_large(entry: zipfile.ZipInfo) -> bool:
    return is_too_large(entry, MOST_BYTES)


def _sheet(sheet: Worksheet) -> Sheet:
    rows = [[_text(cell.value) for cell in row] for row in sheet.iter_rows()]
    read = Sheet(pd.DataFrame(rows, dtype=str), sheet.title)
    hidden = sum(row.hidden for row in sheet.row_dimensions.values())
    struck = sum(_is_struck(row) for row in sheet.iter_rows())
    if hidden:
        read.notes.append(f"{counted(hidden, 'hidden row was', 'hidden rows were')} read like any other")
    if struck:
        read.notes.append(
            f"{counted(struck, 'row', 'rows')} struck through and read like any other: "
            "put leavers on a sheet called Leavers, or give them a leaving date"
        )
    return read


def _is_struck(row: Iterable[Cell | MergedCell]) -> bool:
    return any(cell.has_style and cell.font.strike and cell.value is not None for cell in row)


def _text(value: object) -> str:
    """A cell's value as a reader sees it; the workbook's own errors (#N/A) are nothing."""
    match value:
        case None:
            text = ""
        case bool():
            text = "yes" if value else "no"
        case datetime() if value.time() == time():
            text = value.date().isoformat()
        case date() | time():
            text = value.isoformat()
        case float() if value.is_integer():
            text = str(int(value))
        case _:
            text = str(value)
    return "" if text.rstrip("!?") in _ERRORS else text
