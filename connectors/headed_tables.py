"""A table whose header is looked for: people save such files again, with other delimiters and orders.

Whose a table is shows in its first 4 KB; of one that is nobody's no more is read.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from connectors.contents import Rows, beginning_rows_of
from connectors.encodings import decode
from connectors.entries import Unreadable
from connectors.members import Member

_DELIMITERS = ",;\t"
_SEARCHED = 5  # rows in which the header may stand: Excel reads "sep=;" before it
_BETWEEN_WORDS = re.compile(r"[\W_]+")

Columns = frozenset[str]

SPILLS = Unreadable("more cells than columns; a cell with a comma in it needs quotation marks")


@dataclass(frozen=True, slots=True)
class HeadedRow:
    """One row that is not blank. `number` is the one a spreadsheet shows beside it.

    `spills` says that it holds text beyond the last column: a comma in a cell that was not quoted.
    """

    number: int
    cells: dict[str, str]
    spills: bool = False

    def first(self, columns: tuple[str, ...]) -> str:
        """The first of these cells that holds anything."""
        return next((text for column in columns if (text := self.cells.get(column, ""))), "")


@dataclass(frozen=True, slots=True)
class HeadedTable:
    """The columns, as `plain_words`, and the rows below them. `at` is the number of the header's row."""

    columns: Columns
    rows: tuple[HeadedRow, ...]
    at: int


def headed_table(
    member: Member, is_header: Callable[[Columns], bool], searched: int = _SEARCHED
) -> HeadedTable | None:
    """The table below the first row that `is_header` accepts, whatever stands between the cells."""
    for delimiter in _DELIMITERS:
        if _header_at(_beginning(member, delimiter)[:searched], is_header) is None:
            continue
        rows = member.rows(delimiter)  # with the header whole, should the beginning have cut it
        if (at := _header_at(rows[:searched], is_header)) is not None:
            return _table(rows, at)
    return None


def rows_like(member: Member, is_wanted: Callable[[Rows], bool]) -> Rows | None:
    """The rows of a table whose beginning `is_wanted` accepts, header first; blank rows are left out."""
    for delimiter in _DELIMITERS:
        if is_wanted(_filled(_beginning(member, delimiter))):
            return _filled(member.rows(delimiter))
    return None


def width(member: Member) -> int:
    """How many cells the first row has, by the likeliest delimiter."""
    return max(len((_filled(_beginning(member, each)) or [[]])[0]) for each in _DELIMITERS)


def plain_words(text: str) -> str:
    """The words of a heading, in lower case with single spaces: `Display_Name ` is `display name`."""
    return _BETWEEN_WORDS.sub(" ", text).strip().casefold()


def _beginning(member: Member, delimiter: str) -> Rows:
    return beginning_rows_of(decode(member.beginning), delimiter, member.path)


def _filled(rows: Rows) -> Rows:
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    return filled[1:] if _tells_delimiter(filled) else filled


def _tells_delimiter(rows: Rows) -> bool:
    """Whether the first row is the line by which Excel is told the delimiter; it shows no such row."""
    return bool(rows and rows[0]) and rows[0][0].casefold().startswith("sep=")


def _header_at(rows: Rows, is_header: Callable[[Columns], bool]) -> int | None:
    return next((at for at, row in enumerate(rows) if is_header(_columns(row))), None)


def _columns(row: list[str]) -> Columns:
    return frozenset(filter(None, map(plain_words, row)))


def _table(rows: Rows, at: int) -> HeadedTable:
    unshown = int(_tells_delimiter(rows))
    header = [plain_words(cell) for cell in rows[at]]
    while not header[-1]:  # a spreadsheet fills every row up to the longest
        header.pop()
    below = _below(header, rows[at + 1 :], at + 2 - unshown)
    return HeadedTable(_columns(header), tuple(below), at + 1 - unshown)


def _below(header: list[str], rows: Rows, first_number: int) -> Iterator[HeadedRow]:
    """The rows that are neither blank nor the header again, as where two files were put together."""
    columns = _columns(header)
    for number, row in enumerate(rows, start=first_number):
        cells = [cell.strip() for cell in row]
        if any(cells) and not _repeats(cells, columns):
            yield HeadedRow(number, _by_heading(header, cells), any(cells[len(header) :]))


def _repeats(cells: list[str], columns: Columns) -> bool:
    """Whether these are the headings; in most rows the first cell says that they are not."""
    return all(plain_words(cell) in columns for cell in cells if cell) and _columns(cells) == columns


def _by_heading(header: list[str], cells: list[str]) -> dict[str, str]:
    """The cells; of several below the same heading, the first that holds anything."""
    told = dict.fromkeys(header, "")
    for heading, cell in zip(header, cells, strict=False):
        told[heading] = told[heading] or cell
    return told
