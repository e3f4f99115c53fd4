"""What a table in text holds: its columns' names if it has a header we know, its rows, each column's shapes.

The first row of a table without a header is a person. So a row is the header only if most of its words are
known and none of its cells is a value; and even then a column is shown only if all its words are known.
"""

import io
from collections import Counter
from itertools import chain, islice, repeat
from typing import Any

from connectors.contents import rows_of
from connectors.peeking.shapes import shape_of
from connectors.peeking.words import share_known, shown_name

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
_SEARCHED = 20
"""Rows in which a header may stand: LinkedIn writes a note before it."""
_MOST_COLUMNS = 200
_ENOUGH_KNOWN = 0.5
_VALUES = frozenset({"url", "e-mail", "number", "date"})

Row = list[str]


def table_of(text: str) -> dict[str, Any]:
    """The table as JSON: `delimiter`, `rows`, `header_row` (none without a header we know) and `columns`."""
    delimiter = _delimiter(text)
    rows = rows_of(text, delimiter, "")
    at = _header_at(rows)
    below = [row for row in rows[at + 1 if at is not None else 0 :] if any(row)]
    answer: dict[str, Any] = {
        "format": "table",
        "delimiter": _DELIMITERS[delimiter],
        "header_row": None if at is None else at + 1,
        "rows": len(below),
        "columns_in_a_row": dict(sorted(Counter(len(row) for row in below).most_common(5))),
    }
    header = [] if at is None else rows[at]
    width = max([len(header), *(len(row) for row in below)])
    return answer if width > _MOST_COLUMNS else answer | {"columns": _columns(header, below)}


def header_known(text: str) -> bool:
    """Whether the text begins as a table does whose header we know."""
    return any(_header_at(rows_of(_beginning(text), each, "")) is not None for each in _DELIMITERS)


def _delimiter(text: str) -> str:
    """The one by which a header is known, else the one that makes most of the first rows."""
    beginning = _beginning(text)
    tables = {each: rows_of(beginning, each, "") for each in _DELIMITERS}
    known = (each for each, rows in tables.items() if _header_at(rows) is not None)
    widest = max(tables, key=lambda each: sum(len(row) - 1 for row in tables[each] if row))
    return next(known, widest)


def _beginning(text: str) -> str:
    return "".join(islice(io.StringIO(text), _SEARCHED))


def _header_at(rows: list[Row]) -> int | None:
    widest = max((len(row) for row in rows[:_SEARCHED]), default=0)
    searched = rows[:_SEARCHED] if widest > 1 else rows[:1]
    return next((at for at, row in enumerate(searched) if _is_header(row, widest)), None)


def _is_header(row: Row, widest: int) -> bool:
    cells = [cell.strip() for cell in row if cell.strip()]
    if len(cells) < min(2, widest) or not _VALUES.isdisjoint(map(shape_of, cells)):
        return False
    named = sum(shown_name(cell) is not None for cell in cells)
    return named * 2 > len(cells) and share_known(cells) > _ENOUGH_KNOWN


def _columns(header: Row, rows: list[Row]) -> list[dict[str, Any]]:
    """Each column in its place; an unknown one, like one without a header, has no name."""
    shapes: list[Counter[str]] = [Counter() for _ in header]
    for row in rows:
        shapes += [Counter() for _ in range(len(row) - len(shapes))]
        for counter, cell in zip(shapes, row, strict=False):
            counter[shape_of(cell)] += 1
    names = chain(map(shown_name, map(str.strip, header)), repeat(None))
    return [
        {"column": name, "types": dict(sorted(counter.items()))}
        for name, counter in zip(names, shapes, strict=False)
    ]
