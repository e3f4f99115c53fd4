"""Web pages that hold one table, as some systems write them under the name of a workbook (.xls)."""

from collections.abc import Sequence

from lxml import html

from connectors.encodings import decode
from connectors.rosters.errors import RosterDamaged, RosterHtml
from connectors.rosters.sheets import Sheet, check_size, table_of

_STRUCK = ".//s | .//strike | .//del | .//*[contains(translate(@style, ' ', ''), ':line-through')]"
_UNSEEN = "@hidden or contains(translate(@style, ' ', ''), 'display:none')"
_WIDEST_SPAN = 1_000  # what browsers follow
_BREAK = "\N{LINE SEPARATOR}"
_NOTE = "The file is a web page, whatever its name says: its one table was read"


def read_web_table(data: bytes) -> Sheet:
    """The one table of a web page. Raises RosterHtml where there is none, or more than one to choose from.

    A cell that spans several columns or rows is its upper left one, as in a workbook.
    """
    rows = _rows_of_the_table(decode(data).replace("\x00", ""))
    cells = table_of(_laid_out(rows))
    filled = [number for number, row in enumerate(rows, start=1) if row.text_content().strip()]
    return Sheet(
        cells,
        notes=[_NOTE],
        hidden=frozenset(number for number in filled if rows[number - 1].xpath(_UNSEEN)),
        struck=frozenset(number for number in filled if rows[number - 1].xpath(_STRUCK)),
    )


def _rows_of_the_table(text: str) -> list[html.HtmlElement]:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    page = html.document_fromstring(text.encode(), parser)
    if parser.error_log.filter_from_fatals():
        raise RosterDamaged("the web page it is cannot be read to its end")
    tables = [table for table in page.iter("table") if _is_of_data(table)]
    if len(tables) != 1:
        raise RosterHtml
    for line_break in tables[0].iter("br"):
        line_break.text = _BREAK  # and not its tail, which may hold characters that lxml does not take back
    return list(tables[0].iter("tr"))


def _is_of_data(table: html.HtmlElement) -> bool:
    """Whether a table has rows and columns, and is no frame round another table."""
    rows = list(table.iter("tr"))
    return (
        table.find(".//table") is None
        and len(rows) > 1
        and any(len(list(row.iterchildren("td", "th"))) > 1 for row in rows)
    )


def _laid_out(rows: Sequence[html.HtmlElement]) -> list[list[str]]:
    """The texts of the cells in a grid, empty where another cell spans."""
    free_from: list[int] = []  # by column, the first row that no cell further up reaches into
    laid: list[dict[int, str]] = []
    for number, row in enumerate(rows):
        place, texts = 0, {}
        for cell in row.iterchildren("td", "th"):
            while place < len(free_from) and free_from[place] > number:
                place += 1
            texts[place] = _text(cell)
            end = place + _span(cell, "colspan")
            free_from += [0] * (end - len(free_from))
            free_from[place:end] = [number + _span(cell, "rowspan")] * (end - place)
            place = end
        check_size(len(rows), len(free_from))
        laid.append(texts)
    return [[texts.get(place, "") for place in range(len(free_from))] for texts in laid]


def _span(cell: html.HtmlElement, name: str) -> int:
    said = cell.get(name, "1").strip()
    return max(1, min(int(said), _WIDEST_SPAN)) if said.isascii() and said.isdigit() else 1


def _text(cell: html.HtmlElement) -> str:
    """A cell's lines, each with single spaces: how a page is indented says nothing."""
    lines = (" ".join(line.split()) for line in cell.text_content().split(_BREAK))
    return "\n".join(filter(None, lines))
