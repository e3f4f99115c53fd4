"""A table whose header is looked for: people save such files again, with other delimiters and orders."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from connectors.contents import rows_of
from connectors.members import Member

_DELIMITERS = ",;\t"
_SEARCHED = 5  # rows in which the header may stand: Excel writes "sep=;" before it
_BEGINNING = 2**14  # characters that hold those rows
_BETWEEN_WORDS = re.compile(r"[\W_]+")

Columns = frozenset[str]


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
    """The columns, as `plain_words`, and the rows below them."""

    columns: Columns
    rows: tuple[HeadedRow, ...]


def headed_table(member: Member, is_header: Callable[[Columns], bool]) -> HeadedTable | None:
    """The table below the first row that `is_header` accepts, whatever stands between the cells."""
    for delimiter in _DELIMITERS:
        beginning = rows_of(member.text[:_BEGINNING], delimiter, member.path)
        for at, row in enumerate(beginning[:_SEARCHED]):
            header = [plain_words(cell) for cell in row]
            columns = frozenset(filter(None, header))
            if is_header(columns):
                return HeadedTable(columns, tuple(_below(header, member.rows(delimiter), at)))
    return None


def plain_words(text: str) -> str:
    """The words of a heading, in lower case with single spaces: `Display_Name ` is `display name`."""
    return _BETWEEN_WORDS.sub(" ", text).strip().casefold()


def _below(header: list[str], rows: list[list[str]], at: int) -> Iterator[HeadedRow]:
    for number, row in enumerate(rows[at + 1 :], start=at + 2):
        cells = [cell.strip() for cell in row]
        if any(cells):
            yield HeadedRow(
                number,
                dict.fromkeys(header, "") | dict(zip(header, cells, strict=False)),
                any(cells[len(header) :]),
            )
