"""What would make a document or an answer harmful, looked for in its bytes, and told in words of ours."""

import io
import re
import unicodedata
import zipfile
from html.parser import HTMLParser

import openpyxl
import pikepdf
import pypdfium2

ACTIVE = frozenset(
    [
        *("/JavaScript", "/JS", "/Launch", "/URI", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/AA"),
        *("/EmbeddedFile", "/RichMedia", "/Movie", "/Sound", "/Rendition", "/XFA", "/OpenAction"),
    ]
)
"""What makes a PDF run, fetch or hold something (ISO 32000-2, 12.6.4)."""
CATEGORIES = {
    "Cc": "a control byte",
    "Cs": "half a character",
    "Zl": "a break of lines",
    "Zp": "a break of lines",
}
REVERSALS = frozenset("\u202a\u202b\u202c\u202d\u202e")
ISOLATES = frozenset("\u2066\u2067\u2068\u2069")
"""Our pages set them around a name; an extraction of their text gives them back at random."""


def in_text(text: str) -> set[str]:
    """Of text that a terminal shows: lines are the only control, and their order is the order of reading."""
    isolates = {"an isolate"} if ISOLATES & set(text) else set()
    return _controls(text) | isolates


def in_pdf(pdf: bytes) -> set[str]:
    """Of an unlocked PDF."""
    found = set()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                names = {
                    str(value) for value in dict(thing.items()).values() if isinstance(value, pikepdf.Name)
                }
                found |= ACTIVE & (set(thing.keys()) | names)
    return found | _controls(text_of_pdf(pdf))


def text_of_pdf(pdf: bytes) -> str:
    """What is printed, in the order of reading."""
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def in_workbook(xlsx: bytes) -> set[str]:
    """Of an unlocked workbook."""
    found = set()
    with zipfile.ZipFile(io.BytesIO(xlsx)) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8")
            found |= {"a formula"} if re.search(r"<(?:\w+:)?f[ >/]", text) else set()
            found |= {"a link outwards"} if "TargetMode" in text or "<hyperlink" in text else set()
            found |= {"a document type"} if "<!DOCTYPE" in text or "<!ENTITY" in text else set()
            found |= (
                {"a part that acts"} if re.search(r"vba|externalLink|connections|ddeLink", name) else set()
            )
            found |= in_text(text.replace("\t", ""))
    for sheet in openpyxl.load_workbook(io.BytesIO(xlsx)).worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            found |= {"a formula"} if cell.data_type not in {"s", "inlineStr", "n", "d"} else set()
            text = isinstance(cell.value, str)
            found |= {"a text that is typed again as a formula"} if text and not cell.quotePrefix else set()
    return found


def cells_of(xlsx: bytes) -> set[object]:
    """What all cells of all sheets hold."""
    sheets = openpyxl.load_workbook(io.BytesIO(xlsx)).worksheets
    return {cell.value for sheet in sheets for row in sheet.iter_rows() for cell in row}


def in_html(page: bytes, harmless: bytes) -> set[str]:
    """Of a page, beside one that was made the same way with harmless words in it."""
    ours, theirs = _Shape(), _Shape()
    ours.feed(page.decode("utf-8"))
    theirs.feed(harmless.decode("utf-8"))
    return {"other elements"} if ours.shape != theirs.shape else set()


class _Shape(HTMLParser):
    """The elements and attributes of a page, and the scripts and styles in it; not its other text."""

    def __init__(self) -> None:
        super().__init__()
        self.shape: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.shape.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.shape.append(tag)

    def handle_comment(self, data: str) -> None:
        self.shape.append(f"comment {data}")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "style" or (self.cdata_elem == "script" and not data.startswith("{")):
            self.shape.append(data)


def _controls(text: str) -> set[str]:
    kinds = {unicodedata.category(each) for each in set(text) - {"\r", "\n"}}
    return {CATEGORIES[kind] for kind in kinds & set(CATEGORIES)} | (
        {"a reversal"} if REVERSALS & set(text) else set()
    )
