"""A table of text as a reader sees it: every cell a string, no header assumed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

import numpy as np
import pandas as pd

from connectors.rosters.errors import RosterTooLarge

_MOST_CELLS = 20_000_000
_ERRORS = frozenset({"#N/A", "#REF", "#VALUE", "#NAME", "#DIV/0", "#NULL", "#NUM"})


@dataclass(slots=True)
class Sheet:
    """One table. `cells` has a string, possibly empty, in each cell; row 0 is the file's first row.

    `name` is the sheet's own, for choosing how to read it, never for saying. `hidden` and `struck` are the
    filled rows (counted from 1) that a reader does not see or sees struck through; 0 in `hidden` is a hidden
    sheet beside this one. `lengths` says how many cells each row of a text file was written with.
    """

    cells: pd.DataFrame
    name: str = ""
    notes: list[str] = field(default_factory=list)
    hidden: frozenset[int] = frozenset()
    struck: frozenset[int] = frozenset()
    lengths: Sequence[int] = ()
    is_hidden: bool = False

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.cells.columns)

    def ragged_below(self, header_row: int) -> list[int]:
        """The filled rows (from 1) below the header with fewer cells than it, or text under no heading."""
        filled = (self.cells != "").to_numpy()
        headed = np.flatnonzero(np.any(filled[max(0, header_row - 1) : header_row + 1], axis=0))
        width = int(headed.max(initial=-1)) + 1
        is_ragged = np.any(filled[:, width:], axis=1)
        if self.lengths:
            is_ragged |= np.any(filled, axis=1) & (np.array(self.lengths) < width)
        return [int(row) + 1 for row in np.flatnonzero(is_ragged) if row > header_row]


def table_of(rows: Sequence[Sequence[object]]) -> pd.DataFrame:
    """Rows of equally many values as text; no columns where no value is anything."""
    texts = [
        [each if type(each) is str and each[:1] != "#" else text_of(each) for each in row] for row in rows
    ]
    return pd.DataFrame(texts if any(map(any, texts)) else [], dtype=str)


def text_of(value: object) -> str:
    """A cell's value as a reader sees it; a workbook's own errors (#N/A) are nothing."""
    match value:
        case None:
            text = ""
        case bool():
            text = "yes" if value else "no"
        case datetime() if value.time() == time():
            text = value.date().isoformat()
        case date() | time():
            text = value.isoformat()
        case float() if value.is_integer():
            text = str(int(value))
        case _:
            text = str(value)
    return "" if text.rstrip("!?") in _ERRORS else text


def check_size(rows: int, columns: int) -> None:
    """Raise RosterTooLarge before a table that reaches further than any list is laid out in memory."""
    if rows * columns > _MOST_CELLS:
        raise RosterTooLarge("a sheet's cells reach further than any list's")


def letters_of(place: int) -> str:
    """The letters a spreadsheet calls a column by: A for the first (0), AA for the twenty-seventh."""
    before, last = divmod(place, 26)
    return (letters_of(before - 1) if before else "") + chr(ord("A") + last)


def place_of(letters: str) -> int:
    """The place of the column called by these letters, counted from 0."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
