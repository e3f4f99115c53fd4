"""What a member's bytes say: text, JSON, a page or rows. Each refuses what it cannot read whole.

`where` is the member's canonical path, the only thing of it that an error quotes.
"""

import codecs
import csv
import io
import json

from lxml import etree

from connectors.export_errors import MemberBrokenError, MemberUnsafeError

Element = etree._Element
Rows = list[list[str]]
_LARGEST_CELL = 2**20
_TEXT = etree.XPath("string()", smart_strings=False)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def text_of(data: bytes, where: str) -> str:
    """The text: UTF-8, with or without a byte order mark, or UTF-16 with one; anything else is refused."""
    try:
        return data.decode("utf-16" if data.startswith(_UTF16) else "utf-8-sig")
    except UnicodeError:
        raise MemberBrokenError(where) from None


def resaved_text_of(data: bytes) -> tuple[str, bool]:
    """The text of a file that may have been saved again, and whether that was in Windows' old encoding."""
    try:
        return text_of(data, ""), False
    except MemberBrokenError:
        return data.decode("cp1252", errors="replace"), True


def json_of(text: str, where: str) -> object:
    """What the JSON says. One that ends early is refused, as is one that no program writes.

    That is: nested or numbered beyond reason, or with one key twice, where the first value would be lost.
    """
    try:
        return json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError:
        raise MemberBrokenError(where) from None
    except (RecursionError, ValueError):  # also a number of more than 4,300 digits
        raise MemberUnsafeError(where) from None


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError
    return made


def page_of(data: bytes, where: str) -> Element:
    """The page's root. One nested so deeply that the parser stopped is refused, never read in part."""
    text = text_of(data, where).replace("\0", "\ufffd")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        page = etree.fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        raise MemberBrokenError(where) from None
    if page is None:
        raise MemberBrokenError(where)
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise MemberUnsafeError(where)
    return page


def words_in(element: Element) -> str:
    """All the text inside an element."""
    return str(_TEXT(element)).strip()


def ends_early(data: bytes) -> bool:
    """Whether a page lacks its closing tag, as one does that was not downloaded to its end."""
    return b"</html>" not in data[-2000:].lower()


def rows_of(text: str, delimiter: str, where: str) -> Rows:
    """The rows of cells, real quoting honoured; blank lines are empty rows."""
    rows = beginning_rows_of(text, delimiter, where)
    if text.count('"') % 2 and any("\n" in cell for row in rows for cell in row):
        raise MemberBrokenError(where)  # a quotation mark that is never closed swallows people
    return rows


def beginning_rows_of(text: str, delimiter: str, where: str) -> Rows:
    """The rows of a text that may be cut anywhere, also between quotation marks: the last may be half."""
    usual = csv.field_size_limit(_LARGEST_CELL)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise MemberUnsafeError(where) from None
    finally:
        csv.field_size_limit(usual)  # the limit is the whole process's
