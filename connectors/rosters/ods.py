"""OpenDocument spreadsheets (.ods): values by calamine; the XML says what is hidden and struck through."""

import io
import zipfile
from typing import IO

import pandas as pd
from lxml import etree
from python_calamine import load_workbook

from connectors.rosters.errors import RosterLocked
from connectors.rosters.sheets import Sheet, check_size, table_of
from connectors.rosters.xml_streams import attribute, attributes, elements, local_name

_PARTS = "META-INF/manifest.xml"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def read_ods(data: bytes) -> list[Sheet]:
    """All sheets of a document in its order. Raises RosterLocked, and what the libraries raise."""
    document = _Document()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if _is_locked(archive):
            raise RosterLocked
        for name in ("styles.xml", "content.xml"):
            if name in archive.namelist():
                with archive.open(name) as stream:
                    document.read(stream)
    book = load_workbook(io.BytesIO(data))
    for sheet, name in zip(document.sheets, book.sheet_names, strict=True):
        sheet.name = name
        sheet.cells = table_of(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
    return document.sheets


def _is_locked(archive: zipfile.ZipFile) -> bool:
    """Whether its parts are encrypted, each for itself or all as one, which the list of them says."""
    return _PARTS in archive.namelist() and b"encryption-data" in archive.read(_PARTS)


class _Document:
    """The sheets of a document without their cells: what their rows look like, as they stream by."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self._struck: set[str] = set()
        self._undisplayed: set[str] = set()
        self._begin_sheet()

    def read(self, stream: IO[bytes]) -> None:
        for element in elements(stream, "style", "table-row", "table"):
            match local_name(element):
                case "style":
                    self._learn(element)
                case "table-row":
                    self._add_row(element)
                case _:
                    self._end_sheet(element)

    def _begin_sheet(self) -> None:
        self._hidden: set[int] = set()
        self._through: set[int] = set()
        self._row = self._last = self._widest = 0

    def _learn(self, style: "etree._Element") -> None:
        """Remember a style that strikes text through, by itself or by its parent, or that hides a sheet."""
        name = attribute(style, "name")
        looks = {key: value for part in style for key, value in attributes(part)}
        line = looks.get("text-line-through-style") or looks.get("text-line-through-type", "")
        if line not in ("", "none") or (not line and attribute(style, "parent-style-name") in self._struck):
            self._struck.add(name)
        if looks.get("display") == "false":
            self._undisplayed.add(name)

    def _add_row(self, row: "etree._Element") -> None:
        times = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
        first, self._row = self._row + 1, self._row + times
        width, filled = _filled(row)
        if not filled:
            return
        self._last, self._widest = self._row, max(self._widest, width)
        check_size(self._last, self._widest)
        rows = range(first, self._row + 1)
        if row.get(f"{_TABLE}visibility", "visible") != "visible":
            self._hidden.update(rows)
        if self._struck and any(map(self._is_struck, filled)):
            self._through.update(rows)

    def _is_struck(self, cell: "etree._Element") -> bool:
        spans = (span.get(f"{_TEXT}style-name") for span in cell.iter(f"{_TEXT}span"))
        return cell.get(f"{_TABLE}style-name") in self._struck or any(each in self._struck for each in spans)

    def _end_sheet(self, table: "etree._Element") -> None:
        parent = table.getparent()
        if parent is None or local_name(parent) != "spreadsheet":  # a table kept from a linked document
            return
        self.sheets.append(
            Sheet(
                pd.DataFrame(),
                hidden=frozenset(self._hidden),
                struck=frozenset(self._through),
                is_hidden=attribute(table, "style-name") in self._undisplayed,
            )
        )
        self._begin_sheet()


def _filled(row: "etree._Element") -> "tuple[int, list[etree._Element]]":
    """How far the filled cells of a row reach, and these cells."""
    place = width = 0
    filled = []
    for cell in row:
        place += int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        if cell.get(f"{_OFFICE}value-type"):
            width = place
            filled.append(cell)
    return width, filled
