"""Old Excel workbooks (.xls, BIFF), as some management systems still write them: read by xlrd."""

import io
from collections.abc import Iterator
from datetime import date, datetime, time

import xlrd
from xlrd.sheet import Sheet as OldSheet

from connectors.rosters.errors import RosterLocked
from connectors.rosters.sheets import Sheet, check_size, table_of

_NOTHING = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR)


def read_xls(data: bytes) -> list[Sheet]:
    """All sheets of a workbook in its order. Raises RosterLocked, and what xlrd raises."""
    book = _opened(data)
    if book is None:
        raise RosterLocked
    struck = {number for number, font in enumerate(book.font_list) if font.struck_out}
    return [_sheet(book, sheet, struck) for sheet in book.sheets()]


def _opened(data: bytes) -> xlrd.Book | None:
    """The workbook; None where a password protects it."""
    unheard = io.StringIO()  # xlrd's remarks quote what it reads
    try:
        return xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=unheard)
    except xlrd.XLRDError as error:
        if "encrypted" not in str(error):
            raise
    return None


def _sheet(book: xlrd.Book, sheet: OldSheet, struck_fonts: set[int]) -> Sheet:
    check_size(sheet.nrows, sheet.ncols)
    rows = [
        [*_values(book, sheet, row), *[""] * (sheet.ncols - sheet.row_len(row))] for row in range(sheet.nrows)
    ]
    filled = [number for number, row in enumerate(rows) if any(each != "" for each in row)]
    return Sheet(
        table_of(rows),
        sheet.name,
        hidden=frozenset(row + 1 for row in filled if _is_hidden(sheet, row)),
        struck=frozenset(
            row + 1 for row in filled if struck_fonts and struck_fonts & set(_fonts(book, sheet, row))
        ),
        is_hidden=sheet.visibility != 0,
    )


def _values(book: xlrd.Book, sheet: OldSheet, row: int) -> Iterator[object]:
    for kind, value in zip(sheet.row_types(row), sheet.row_values(row), strict=True):
        match kind:
            case xlrd.XL_CELL_DATE:
                yield _moment(value, book.datemode)
            case xlrd.XL_CELL_BOOLEAN:
                yield bool(value)
            case xlrd.XL_CELL_ERROR:
                yield ""
            case _:
                yield value


def _moment(value: float, datemode: int) -> date | time | float:
    """A date or a time of day; the number itself where it is no date Excel knows."""
    try:
        moment: datetime = xlrd.xldate_as_datetime(value, datemode)
    except (ValueError, OverflowError, xlrd.xldate.XLDateError):
        return value
    return moment.time() if value < 1 else moment


def _is_hidden(sheet: OldSheet, row: int) -> bool:
    return row in sheet.rowinfo_map and bool(sheet.rowinfo_map[row].hidden)


def _fonts(book: xlrd.Book, sheet: OldSheet, row: int) -> Iterator[int]:
    """The fonts of a row's filled cells, also of parts of their texts."""
    for column, cell in enumerate(sheet.row(row)):
        if cell.ctype not in _NOTHING:
            yield book.xf_list[cell.xf_index].font_index
            yield from (number for _, number in sheet.rich_text_runlist_map.get((row, column), ()))
