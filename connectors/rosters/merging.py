"""Several rosters given together as one, so that nobody is on it twice and no two people share an id."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from connectors.rosters.assembly import Roster
from connectors.rosters.identity import opaque
from connectors.rosters.written import folded
from schemas.tables import LINKS, NAMES, PEOPLE

Row = dict[str, Any]


class RosterTables(NamedTuple):
    """PEOPLE, NAMES and LINKS of several rosters."""

    people: pa.Table
    names: pa.Table
    links: pa.Table


def merge_rosters(rosters: Sequence[Roster]) -> RosterTables:
    """PEOPLE, NAMES and LINKS of several rosters given together, each person with an id of their own.

    One person stands in two rosters where both give the same id to the same name (the same source's two
    files); whoever only shares an id (two rooms that number from 1) gets another.
    """
    people: dict[str, Row] = {}
    known_names: dict[str, set[str]] = {}
    names: dict[tuple[str, ...], None] = {}
    links: dict[tuple[str, ...], None] = {}
    for roster in rosters:
        ids = _ids(roster, people, known_names)
        names |= {(ids[who], *rest): None for who, *rest in _tuples(roster.names)}
        links |= {(ids[child], ids[adult], *rest): None for child, adult, *rest in _tuples(roster.links)}
    rows = list(people.values())
    return RosterTables(pa.Table.from_pylist(rows, PEOPLE), _table(names, NAMES), _table(links, LINKS))


def _ids(roster: Roster, people: dict[str, Row], known_names: dict[str, set[str]]) -> dict[str, str]:
    """The id each person of `roster` has among `people`, to whom they are added."""
    ids = {}
    own_names = _names_by_person(roster.names)
    for row in roster.people.to_pylist():
        was = person_id = row["person_id"]
        while person_id in people and known_names[person_id].isdisjoint(own_names[was]):
            person_id = opaque("another roster", person_id)
        ids[was] = person_id
        known_names.setdefault(person_id, own_names[was])
        people[person_id] = (
            _both(people[person_id], row) if person_id in people else {**row, "person_id": person_id}
        )
    return ids


def _both(one: Row, other: Row) -> Row:
    """One person of two rosters: on roll where either says so."""
    starts = [day for day in (one["starts"], other["starts"]) if day]
    ends = (one["ends"], other["ends"])
    filled = {cell: value or other[cell] for cell, value in one.items()}
    return filled | {"starts": min(starts, default=None), "ends": None if None in ends else max(ends)}


def _names_by_person(names: pa.Table) -> dict[str, set[str]]:
    by_person: dict[str, set[str]] = defaultdict(set)
    for person_id, _, forename, _, surname, full_name in _tuples(names):
        by_person[person_id].add(folded(f"{forename} {surname}") or folded(full_name))
    return by_person


def _tuples(table: pa.Table) -> list[tuple[str, ...]]:
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def _table(rows: dict[tuple[str, ...], None], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    return pa.table([pa.array(column, pa.string()) for column in columns], schema=schema)
