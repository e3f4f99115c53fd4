"""Excel workbooks (.xlsx, .xlsm; ECMA-376): values by calamine; the XML says what is hidden and struck."""

import io
import posixpath
import zipfile
from typing import NamedTuple

import pandas as pd
from lxml import etree
from python_calamine import load_workbook

from connectors.rosters.sheets import Sheet, check_size, place_of, table_of
from connectors.rosters.xml_streams import attribute, elements, local_name

_BOOK = "xl/workbook.xml"
_WITHOUT_DIGITS = dict.fromkeys(map(ord, "0123456789"))
_WITHOUT_LETTERS = dict.fromkeys(map(ord, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
_RELATIONS = "xl/_rels/workbook.xml.rels"


class _Part(NamedTuple):
    """A part of the workbook: what it is (worksheet, styles, sharedStrings…) and its path."""

    kind: str
    path: str


class _Struck(NamedTuple):
    """The numbers of the cell styles and of the shared texts that are struck through."""

    styles: frozenset[str]
    texts: frozenset[str]

    def through(self, cells: "list[etree._Element]") -> bool:
        """Whether one of the cells is struck through, in whole or in part."""
        return any(
            cell.get("s", "0") in self.styles
            or (cell.get("t") == "s" and cell.findtext("{*}v", "") in self.texts)
            or (cell.get("t") == "inlineStr" and _strikes(cell))
            for cell in cells
        )


def read_xlsx(data: bytes) -> list[Sheet]:
    """All sheets of a workbook in its order. Raises what the libraries that read it raise."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = _parts(archive)
        struck = _Struck(_struck_styles(archive, parts), _struck_texts(archive, parts))
        with archive.open(_BOOK) as stream:
            listed = [(parts[attribute(each, "id")], each.get("state")) for each in elements(stream, "sheet")]
        marked = {
            place: _marked(archive, part.path, struck, is_hidden=state in ("hidden", "veryHidden"))
            for place, (part, state) in enumerate(listed)
            if part.kind == "worksheet"  # not a chart or a dialogue
        }
    book = load_workbook(io.BytesIO(data))
    for place, sheet in marked.items():
        sheet.name = book.sheet_names[place]
        sheet.cells = table_of(book.get_sheet_by_index(place).to_python(skip_empty_area=False))
    return list(marked.values())


def _parts(archive: zipfile.ZipFile) -> dict[str, _Part]:
    """The workbook's parts by relation id."""
    with archive.open(_RELATIONS) as stream:
        return {
            relation.get("Id", ""): _Part(
                relation.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/"),
            )
            for relation in elements(stream, "Relationship")
        }


def _struck_styles(archive: zipfile.ZipFile, parts: dict[str, _Part]) -> frozenset[str]:
    fonts: set[str] = set()
    styles: set[str] = set()
    for path in (part.path for part in parts.values() if part.kind == "styles"):
        with archive.open(path) as stream:
            for part in elements(stream, "fonts", "cellXfs"):  # in this order
                if local_name(part) == "fonts":
                    fonts = {str(number) for number, font in enumerate(part) if _strikes(font)}
                else:
                    styles = {str(number) for number, each in enumerate(part) if each.get("fontId") in fonts}
    return frozenset(styles)


def _struck_texts(archive: zipfile.ZipFile, parts: dict[str, _Part]) -> frozenset[str]:
    """The shared texts of which a part is struck through."""
    texts: set[str] = set()
    for path in (part.path for part in parts.values() if part.kind == "sharedStrings"):
        if b"strike" in archive.read(path):
            with archive.open(path) as stream:
                texts |= {str(number) for number, each in enumerate(elements(stream, "si")) if _strikes(each)}
    return frozenset(texts)


def _strikes(element: "etree._Element") -> bool:
    return any(each.get("val", "1") in ("1", "true") for each in element.iter("{*}strike"))


def _marked(archive: zipfile.ZipFile, path: str, struck: _Struck, *, is_hidden: bool) -> Sheet:
    """A sheet without its cells yet: what its rows look like. Raises RosterTooLarge."""
    hidden: set[int] = set()
    through: set[int] = set()
    rows: set[str] = set()
    columns: set[str] = set()  # as the cells call them: a library goes by that, too
    number = 0
    is_any_struck = any(struck) or b"strike" in archive.read(path)
    with archive.open(path) as stream:
        for row in elements(stream, "row"):
            number = int(row.get("r", number + 1))
            filled = [cell for cell in row if len(cell)]
            if not filled:
                continue
            references = " ".join([cell.get("r", "") for cell in filled])
            columns.update(references.translate(_WITHOUT_DIGITS).split())
            rows.update(references.translate(_WITHOUT_LETTERS).split())
            if row.get("hidden") in ("1", "true"):
                hidden.add(number)
            if is_any_struck and struck.through(filled):
                through.add(number)
    check_size(max(map(int, rows), default=0), max(map(place_of, columns), default=0) + 1)
    return Sheet(pd.DataFrame(), hidden=frozenset(hidden), struck=frozenset(through), is_hidden=is_hidden)
