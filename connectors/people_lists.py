"""The relationships a school knows of and has agreed to: its declarations."""

from pathlib import Path

import pyarrow as pa

from connectors.list_files import days_of, refuse_rows, sheets_of, table_of
from connectors.rosters.errors import DeclarationsRefused
from connectors.rosters.written import tidy
from schemas.tables import DECLARATIONS

_COLUMNS = ("staff_ref", "person", "roster_id", "reason", "agreed_by", "agreed_on", "review_on")

Row = dict[str, str]


def read_declarations(path: Path) -> pa.Table:
    """The DECLARATIONS table of a list of declared relationships; it may be empty below its header.

    Raises DeclarationsRefused where a row does not say who, or about whom, or has a date that is none: a
    relationship the school knows of must not be asked about through a slip.
    """
    rows = _rows(path)
    refuse_rows(DeclarationsRefused, "no staff_ref", (n for n, row in rows.items() if not row["staff_ref"]))
    nobody = (n for n, row in rows.items() if not row["person"] and not row["roster_id"])
    refuse_rows(DeclarationsRefused, "neither person nor roster_id", nobody)
    dates = [
        days_of({number: row[column] for number, row in rows.items()}, column, DeclarationsRefused)
        for column in _COLUMNS[5:]
    ]
    texts = [[row[name] for row in rows.values()] for name in _COLUMNS[:5]]
    return table_of(DECLARATIONS, [*texts, *dates])


def _rows(path: Path) -> dict[int, Row]:
    """The rows that hold anything, by the number a reader counts; missing columns are empty."""
    header, *rows = sheets_of(path, DeclarationsRefused)[0].cells.to_numpy().tolist()
    places = {column: place for place, cell in enumerate(header) if (column := _plain(cell)) in _COLUMNS}
    if _COLUMNS[0] not in places:
        raise DeclarationsRefused(f"no column {_COLUMNS[0]}")
    return {
        number: {column: tidy(row[places[column]]) if column in places else "" for column in _COLUMNS}
        for number, row in enumerate(rows, start=2)
        if any(cell.strip() for cell in row)
    }


def _plain(heading: str) -> str:
    return "_".join(heading.strip().casefold().replace("-", " ").replace("_", " ").split())
