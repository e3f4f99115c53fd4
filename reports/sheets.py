"""Sheets of a workbook in which every text is text: nothing written here can become a formula."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl.cell import Cell, MergedCell
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooter, HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from reports.plain_text import shown_in_a_cell

Value = str | int | float | date | None

HEADER_FILL = PatternFill("solid", fgColor="0B4F60")
FACE = "Calibri"
BODY_FONT = Font(name=FACE, size=11)
HEADER_FONT = Font(name=FACE, size=11, bold=True, color="FFFFFF")
TITLE_FONT = Font(name=FACE, size=16, bold=True, color="0B4F60")
LINE_HEIGHT = 15.0  # points
TALLEST_ROW = 409.0  # the most that a row of a workbook may have
TEXT = Alignment(wrap_text=True, vertical="top", horizontal="left")
FIGURE = Alignment(vertical="top", horizontal="center")
THIN = Border(bottom=Side(style="thin", color="C9D2DA"))
WORDS, FIGURES = "Armslength words", "Armslength figures"
DAY = "d mmm yyyy"


def new_book() -> Workbook:
    """A workbook without sheets that knows the styles of its cells."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, alignment in ((WORDS, TEXT), (FIGURES, FIGURE)):
        book.add_named_style(NamedStyle(name, font=BODY_FONT, border=THIN, alignment=alignment))
    return book


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading, its width in characters, and the number format of its figures.

    Of `choices` the reader of the sheet picks one for each row; none is picked for them.
    """

    heading: str
    width: int = 14
    format: str = "General"
    choices: tuple[str, ...] = ()


def as_bytes(book: Workbook) -> bytes:
    """The workbook as XLSX, and nothing of it anywhere but in memory."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        _InMemory(book, archive).write_data()
    return file.getvalue()


class _InMemory(ExcelWriter):
    """As openpyxl writes; only that it would put every sheet, as it is, into a temporary file first."""

    def write_worksheet(self, ws: Worksheet) -> None:
        """Add the sheet to the archive."""
        ws._drawing = SpreadsheetDrawing()  # type: ignore[attr-defined]  # not in its stubs, as below
        sheet = io.BytesIO()
        writer = WorksheetWriter(ws, out=sheet)
        writer.write()
        ws._rels = writer._rels  # type: ignore[attr-defined]
        self._archive.writestr(ws.path[1:], sheet.getvalue())  # type: ignore[attr-defined]
        self.manifest.append(ws)


def table_sheet(
    book: Workbook, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]
) -> Worksheet:
    """A sheet with one table: its header stays in view, can be filtered and is repeated in print."""
    sheet: Worksheet = book.create_sheet(title)
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
        header = write(sheet, 1, place, column.heading)
        header.font, header.fill = HEADER_FONT, HEADER_FILL
    for number, row in enumerate(rows, start=2):
        for place, (column, value) in enumerate(zip(columns, row, strict=True), start=1):
            cell = write(sheet, number, place, value)
            if isinstance(value, date) or column.format != "General":
                cell.number_format = DAY if isinstance(value, date) else column.format
        sheet.row_dimensions[number].height = _height(columns, row)
    _offer_choices(sheet, columns)
    sheet.row_dimensions[1].height = 2 * LINE_HEIGHT
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    return sheet


def _offer_choices(sheet: Worksheet, columns: Sequence[Column]) -> None:
    """A drop-down in every row of a column that has choices."""
    for place, column in enumerate(columns, start=1):
        if column.choices and sheet.max_row > 1:
            offered = DataValidation("list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
            offered.errorTitle, offered.error = column.heading, f"One of: {', '.join(column.choices)}."
            letter = get_column_letter(place)
            offered.add(f"{letter}2:{letter}{sheet.max_row}")
            sheet.add_data_validation(offered)


def text_sheet(book: Workbook, title: str, heading: str, paragraphs: Iterable[str]) -> Worksheet:
    """A sheet with a heading and paragraphs below it."""
    sheet: Worksheet = book.create_sheet(title)
    sheet.column_dimensions["A"].width = 110
    title_cell = write(sheet, 1, 1, heading)
    title_cell.font, title_cell.border = TITLE_FONT, Border()
    sheet.row_dimensions[1].height = 2 * LINE_HEIGHT
    for number, paragraph in enumerate(paragraphs, start=3):
        write(sheet, number, 1, paragraph).border = Border()
        sheet.row_dimensions[number].height = _height([Column("", 110)], [paragraph]) + LINE_HEIGHT / 2
    return sheet


def write(sheet: Worksheet, row: int, column: int, value: Value) -> Cell | MergedCell:
    """The cell with that value; a text is stored as text whatever it begins with."""
    cell = sheet.cell(row, column)
    cell.style = FIGURES if isinstance(value, int | float) else WORDS
    text = shown_in_a_cell(value).text if isinstance(value, str) else ""
    if text:
        cell.value = text
        cell.data_type = "s"  # openpyxl would take "=1+1" for a formula and "#N/A" for an error
        cell.quotePrefix = True
    elif not isinstance(value, str):
        cell.value = value
    return cell


def _height(columns: Sequence[Column], row: Sequence[Value]) -> float:
    """High enough for the longest text of a row once it is wrapped; not every program works this out."""
    pairs = zip(columns, row, strict=True)
    lines = max(1 + int(1.1 * len(str(value)) / column.width) for column, value in pairs)
    return min(LINE_HEIGHT * lines, TALLEST_ROW)


def print_set_up(sheet: Worksheet, header: str) -> None:
    """A4 on its side, as wide as the paper and as long as it takes; `header` stands on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    top, bottom = HeaderFooterItem(), HeaderFooterItem()
    # There, an & begins a command.
    top.center.text = shown_in_a_cell(header, 200).text.replace("&", "&&") or None
    bottom.left.text = "Confidential: safeguarding"
    bottom.right.text = "&A, page &P of &N"
    sheet.HeaderFooter = HeaderFooter(oddHeader=top, oddFooter=bottom)
