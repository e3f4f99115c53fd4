"""A sheet cut where its columns are named: the pages of one report, or several lists one below another."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from connectors.rosters.headers import (
    NAME_FIELDS,
    Header,
    Heading,
    find_header,
    header_at,
    is_owner_alone,
    read_heading,
)
from connectors.rosters.reference import rows_of, words_of
from connectors.rosters.relationships import responsibility_of
from connectors.rosters.written import folded
from schemas.words import Responsibility

ROWS_SEARCHED = 25
_FEWEST_CELLS = 3  # a row of fewer above the column names is a title
_LONGEST_TITLE = 3  # words: “Leavers since September”, but no sentence on leavers


@dataclass(slots=True)
class Section:
    """One list of a sheet: its column names and the rows below them.

    `headed` are the columns whose name is not empty; `kind` is who the line above says they are.
    """

    header: Header
    headed: frozenset[int]
    cells: pd.DataFrame
    kind: str = ""

    def is_used(self, place: int) -> bool:
        """Whether a column has a name or anything below it."""
        return place in self.headed or bool((self.cells[place] != "").any())


class Cut(NamedTuple):
    """The lists of a sheet, and the rows (from 1) above the first column names that may be people."""

    sections: list[Section]
    above: list[int]


class Divided(NamedTuple):
    """The rows of people, and by number (from 1) the lines between them and who stands below “Leavers”."""

    cells: pd.DataFrame
    lines: list[int]
    left: list[int]


def cut(cells: pd.DataFrame, known: Header | None = None) -> Cut:
    """The lists of a sheet, in order; none where no row names columns. `known` is the first such row."""
    first = known or find_header(cells.head(ROWS_SEARCHED).to_numpy().tolist())
    if first is None:
        return Cut([], [])
    found = [first, *_headers_below(cells, first)]
    headers = [
        each for place, each in enumerate(found) if not place or each.headings != found[place - 1].headings
    ]
    filled = (cells != "").sum(axis=1)
    titles = _titles(cells, filled, found)
    named = {row - up for row, _, height in found for up in range(height)}
    is_person = (filled > 0) & ~cells.index.isin([*titles, *named])
    ends = [following.row for following in headers[1:]] + [len(cells)]
    sections = [
        Section(
            header,
            frozenset(_headed(cells, header)),
            cells[is_person & (cells.index > header.row) & (cells.index < end)],
            _kind_of_title(titles.get(header.row - header.height, "")),
        )
        for header, end in zip(headers, ends, strict=True)
    ]
    above = filled.iloc[: first.row - first.height + 1]
    return Cut(sections, [int(row) + 1 for row in above.index[above >= _FEWEST_CELLS]])


def without_ticks(section: Section) -> list[Heading]:
    """The headings of a list; “Primary guardian” above a mere yes or no in every row names nobody."""
    return [
        Heading(words=heading.words)
        if is_owner_alone(heading) and _are_ticks(section.cells[place])
        else heading
        for place, heading in enumerate(section.header.headings)
    ]


def _are_ticks(column: "pd.Series[str]") -> bool:
    said = {cell.strip() for cell in column.unique()} - {""}
    return bool(said) and all(responsibility_of(cell) is not Responsibility.UNKNOWN for cell in said)


def divide(cells: pd.DataFrame, places: AbstractSet[int]) -> Divided:
    """The rows of a list apart from lines that stand between people, alone in one of the columns `places`."""
    lines = _lines(cells, places) if len(cells.columns) >= _FEWEST_CELLS else {}
    left = list(_below_leavers(cells.index.tolist(), lines)) if lines else []
    kept = cells[~cells.index.isin([*lines, *left])]
    return Divided(kept, [row + 1 for row in lines], [row + 1 for row in left])


def _below_leavers(rows: Sequence[int], lines: Mapping[int, str]) -> Iterator[int]:
    has_left = False
    for row in rows:
        if row in lines:
            has_left = _kind_of_title(lines[row]) == "left"
        elif has_left:
            yield row


def kind_of(name: str) -> str:
    """Who a sheet's name says is on it: left, staff, parent, contact, child or nobody in particular."""
    words = words_of("sheet_words", "word", "meaning")
    said = [words[word] for word in folded(name).split() if word in words]
    return "left" if "left" in said else (said[0] if len(set(said)) == 1 else "")


def _kind_of_title(title: str) -> str:
    return kind_of(title) if len(title.split()) <= _LONGEST_TITLE else ""


def _lines(cells: pd.DataFrame, places: AbstractSet[int]) -> dict[int, str]:
    """The only cell of each row that is a line between people, by row."""
    single = cells[(cells != "").sum(axis=1) == 1]
    found: dict[int, str] = {}
    for row, texts in zip(single.index, single.to_numpy().tolist(), strict=True):
        place = next(place for place, text in enumerate(texts) if text)
        if place in places and _is_line(texts[place]):
            found[int(row)] = texts[place]
    return found


def _is_line(text: str) -> bool:
    """Whether the only cell of a row (“Owl class”, “Page 2”, “Ducks”) is no name."""
    words = folded(text).split()
    return len(words) < 2 or any(word in _line_words() or not word.isalpha() for word in words)


def _headed(cells: pd.DataFrame, header: Header) -> Iterator[int]:
    names = cells.iloc[header.row - header.height + 1 : header.row + 1]
    return (int(place) for place in cells.columns[(names != "").any(axis=0)])


def _headers_below(cells: pd.DataFrame, first: Header) -> Iterator[Header]:
    """The rows below the first header that name columns, too."""
    own = zip(cells.iloc[first.row].tolist(), first.headings, strict=True)
    words = _plain_headings().union(cell for cell, heading in own if cell and heading.field in NAME_FIELDS)
    places = {place for column in cells for place in _places_of(words, cells[column]) if place > first.row}
    for place in sorted(places):
        above = max(0, place - 1)
        rows = cells.iloc[above : place + 1].to_numpy().tolist()
        if found := header_at(rows, place - above):
            yield found[1]._replace(row=place)


def _places_of(words: Iterable[str], column: "pd.Series[str]") -> list[int]:
    """Where a column holds one of `words`, found without a Python string for each cell."""
    texts = pa.array(column)
    is_one = pc.is_in(texts, value_set=pa.array(words, texts.type))
    return [int(place) for place in is_one.to_numpy(zero_copy_only=False).nonzero()[0]]


@cache
def _plain_headings() -> frozenset[str]:
    """Headings for a name as they may be written, for a quick look at every cell."""
    named = [row["words"] for row in rows_of("column_aliases") if row["part"] in ("field", "owner")]
    plain = [words for words in named if _heads_names(words)]
    return frozenset(
        way for words in plain for way in (words, words.title(), words.upper(), words.capitalize())
    )


def _heads_names(words: str) -> bool:
    heading = read_heading(words)
    return heading.field in NAME_FIELDS and heading.owner in ("", "child")


def _titles(cells: pd.DataFrame, filled: "pd.Series[int]", headers: Sequence[Header]) -> dict[int, str]:
    """Lines directly above column names, and rows that repeat the first titles, with their text."""
    single = cells[filled == 1]
    texts = {
        int(row): "".join(text) for row, text in zip(single.index, single.to_numpy().tolist(), strict=True)
    }
    first = {text for row, text in texts.items() if row < headers[0].row}
    above = {header.row - header.height for header in headers}
    return {
        row: text
        for row, text in texts.items()
        if text in first or (row in above and cells.loc[row, 0] and _is_line(text))
    }


@cache
def _line_words() -> frozenset[str]:
    return frozenset(row["words"] for row in rows_of("line_words"))
