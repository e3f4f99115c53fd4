"""The tables of words in `data/reference/roster/`, read once."""

import csv
from functools import cache

from schemas.places import REFERENCE


@cache
def rows_of(table: str) -> tuple[dict[str, str], ...]:
    """The rows of `data/reference/roster/<table>.csv` by column name."""
    with (REFERENCE / "roster" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def words_of(table: str, key: str, value: str) -> dict[str, str]:
    """Two columns of a table as a dictionary."""
    return {row[key]: row[value] for row in rows_of(table)}
