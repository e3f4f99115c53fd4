"""Invented rosters, from folders of data, as the tables the roster connectors make."""

import csv
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from schemas.tables import ACCOUNTS, LINKS, NAMES, PEOPLE

ROSTERS = Path(__file__).parent / "rosters"
Roster = tuple[pa.Table, pa.Table, pa.Table]


def table(rows: list[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    """A table of the schema; text that is not given is empty, dates are missing."""
    blank = {field.name: None if field.type == pa.date32() else "" for field in schema}
    known = [{**blank, **{key: row[key] for key in row if key in blank}} for row in rows]
    return pa.Table.from_pylist(known, schema=schema)


def read_roster(case: str) -> Roster:
    """PEOPLE, NAMES and LINKS of a folder: a line of `people.csv` is a person and their legal name."""
    people = [
        {"source": "csv", "source_id": row["person_id"], "source_row": number, "name_kind": "legal", **row}
        for number, row in enumerate(_lines(case, "people"), start=2)
    ]
    links = [{"responsibility": "yes", **row} for row in _lines(case, "links")]
    names = [row for row in people if row["full_name"] or row["forename"]] + _lines(case, "names")
    return table(people, PEOPLE), table(names, NAMES), table(links, LINKS)


def _lines(case: str, part: str) -> list[dict[str, Any]]:
    path = ROSTERS / case / f"{part}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture
def family() -> Roster:
    """Four children with an adult each, nothing wrong with any of them."""
    return read_roster("ordinary")


def accounts_of(*rows: dict[str, Any]) -> pa.Table:
    """ACCOUNTS of one submission, numbered from 0."""
    usual = {"submission_id": "sub-1", "platform": "instagram", "relation": "follower"}
    return table([{**usual, "account_id": number, **row} for number, row in enumerate(rows)], ACCOUNTS)
