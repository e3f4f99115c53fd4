"""A source that is a set of CSV files, told by their names, whose columns are those of a written standard."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from connectors.encodings import decode
from connectors.rosters.bundle import Member
from connectors.rosters.delimited import read_csv
from connectors.rosters.errors import RosterMixed
from connectors.rosters.reference import rows_of

_HEADER_BYTES = 4096
_DELIMITERS = re.compile(r"[,;\t|]")

Row = dict[str, str]
"""One row of a file by the standard's column names; columns it does not have are missing."""


class Table(NamedTuple):
    """What is needed of a file, each row with its number as a reader counts.

    `kept` and `dropped` are its columns in the standard's words, those the standard does not know by place;
    `ragged` are the rows with more or fewer cells than the header.
    """

    rows: Sequence[tuple[int, Row]] = ()
    kept: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    ragged: Sequence[int] = ()


class _Column(NamedTuple):
    name: str
    kept: str
    """`yes`; `keyed` where only a digest is made of it; `no`."""


class NamedFiles:
    """The files of a source. What is dropped (passwords, for one) is gone before anybody sees a row.

    `columns` is the reference table that says how the columns may be written and which are needed.
    """

    def __init__(self, members: Sequence[Member], columns: str) -> None:
        self._members = members
        self._columns = _columns(columns)

    def __contains__(self, name: str) -> bool:
        return any(member.file_name == name for member in self._members)

    def table(self, name: str) -> Table:
        """The file called `name` in whatever folder; an empty one where it is missing or blank.

        Raises RosterMixed where there are several: two schools' exports must be given one by one.
        """
        data = self._bytes(name)
        if not data.strip():
            return Table()
        sheet = read_csv(data)
        header, *rows = sheet.cells.to_numpy().tolist()
        written = [self._columns.get(plain(cell)) for cell in header]
        needed = [
            (place, column.name) for place, column in enumerate(written) if column and column.kept != "no"
        ]
        return Table(
            rows=[(number, _cells(row, needed)) for number, row in enumerate(rows, start=2) if any(row)],
            kept=tuple(column.name for column in written if column and column.kept == "yes"),
            dropped=tuple(
                column.name if column else f"column {place}"
                for place, (cell, column) in enumerate(zip(header, written, strict=True), start=1)
                if cell.strip() and (column is None or column.kept != "yes")
            ),
            ragged=sheet.ragged_below(0),
        )

    def headings(self, name: str) -> set[str]:
        """The headings of the file called `name`, plain; more than its first line is not read as text."""
        first = decode(self._bytes(name)[:_HEADER_BYTES]).partition("\n")[0]
        return {plain(cell) for cell in _DELIMITERS.split(first)}

    def _bytes(self, name: str) -> bytes:
        found = [member for member in self._members if member.file_name == name]
        if len(found) > 1:
            raise RosterMixed
        return found[0].read() if found else b""


def _cells(row: Sequence[str], needed: Sequence[tuple[int, str]]) -> Row:
    """The cells of a row; of a column that comes under two headings the first that says anything."""
    cells: Row = {}
    for place, column in needed:
        cells[column] = cells.get(column) or row[place].strip()
    return cells


@cache
def _columns(table: str) -> dict[str, _Column]:
    return {row["written"]: _Column(row["column"], row["kept"]) for row in rows_of(table)}


def plain(heading: str) -> str:
    """A heading without case, spaces and punctuation."""
    return "".join(character for character in heading.casefold() if character.isalnum())
