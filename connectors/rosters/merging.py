"""Several rosters given together as one, so that nobody is on it twice and no two people share an id."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import reduce
from typing import Any, NamedTuple

import pyarrow as pa

from connectors.rosters.across_sources import Listed, same_people
from connectors.rosters.assembly import Roster
from connectors.rosters.changes import Tables, lay_over
from connectors.rosters.dates import read_date
from connectors.rosters.errors import RosterChangesOnly
from connectors.rosters.identity import family_of, opaque
from connectors.rosters.joining import Group
from connectors.rosters.names import Name, distinct
from connectors.rosters.rows import table_of
from connectors.rosters.written import folded
from schemas.tables import CONTACT_KEYS, LINKS, NAMES, OBSERVATIONS, PEOPLE
from schemas.words import Kind, NameKind

Row = dict[str, Any]
"""One row of PEOPLE."""


class RosterTables(NamedTuple):
    """PEOPLE, NAMES, LINKS, CONTACT_KEYS and OBSERVATIONS of several rosters.

    For changes to be laid over them: `lists_links` is what all of the rosters showed of themselves
    (`Roster.lists_links`), and `apart` are the families of sources of which there is one roster, and nobody
    on it is on another, too. Of any other family changes would not find the people they are of.
    """

    people: pa.Table
    names: pa.Table
    links: pa.Table
    contact_keys: pa.Table
    observations: pa.Table
    lists_links: frozenset[Kind] = frozenset()
    apart: frozenset[str] = frozenset()


class _Part(NamedTuple):
    """One of several rosters: its family, its tables, and the place of each of its people among everybody."""

    family: str
    tables: RosterTables
    places: dict[str, int]


def merge_rosters(rosters: Sequence[Roster]) -> RosterTables:
    """The roster of all these together, each person once and with an id of their own.

    Whoever is on roll in any of them is on roll, from the first to the last day that any knows of (a child
    may be at two schools). They keep all their names, and the id they have in the first roster that lists
    them. Changes are laid over the roster of the same source before them. Raises RosterChangesOnly where
    there is none.
    """
    laid: list[tuple[str, RosterTables]] = []
    for roster in rosters:
        family = family_of(roster.source)
        at = max((at for at, (other, _) in enumerate(laid) if other == family), default=None)
        if not roster.is_changes:
            laid.append((family, _tables_of(roster)))
        elif at is None:
            raise RosterChangesOnly
        else:
            laid[at] = family, _laid_over(laid[at][1], roster)
    return _together(laid)


def _tables_of(roster: Roster) -> RosterTables:
    tables = (roster.people, roster.names, roster.links, roster.contact_keys, roster.observations)
    return RosterTables(*tables, roster.lists_links)


def _laid_over(base: RosterTables, changes: Roster) -> RosterTables:
    earlier = Tables(base.people, base.names, base.links, base.contact_keys)
    tables = lay_over(earlier, changes, base.lists_links)
    observations = pa.concat_tables([base.observations, changes.observations])
    return RosterTables(*tables, observations, base.lists_links)


def _together(rosters: Sequence[tuple[str, RosterTables]]) -> RosterTables:
    if len(rosters) == 1:
        family, tables = rosters[0]
        return tables._replace(apart=frozenset({family}))
    rows: list[Row] = []
    parts: list[_Part] = []
    for family, tables in rosters:
        own = tables.people.to_pylist()
        places = {row["person_id"]: at for at, row in enumerate(own, start=len(rows))}
        parts.append(_Part(family, tables, places))
        rows += own
    groups = same_people(_listed(parts, rows))
    ids = _ids(groups, rows)
    people = [_one_row([rows[place] for place in group], ids[group[0]]) for group in groups]
    return RosterTables(
        pa.Table.from_pylist(people, PEOPLE),
        table_of(NAMES, _names(parts, groups, ids)),
        table_of(LINKS, dict.fromkeys(_links(parts, ids))),
        table_of(CONTACT_KEYS, dict.fromkeys(_contact_keys(parts, ids))),
        pa.concat_tables([OBSERVATIONS.empty_table(), *(part.tables.observations for part in parts)]),
        frozenset(Kind).intersection(*(part.tables.lists_links for part in parts)),
        _apart(parts, groups),
    )


def _apart(parts: Sequence[_Part], groups: Sequence[Group]) -> frozenset[str]:
    """The families of which there is one roster, and nobody on it is on another."""
    times = Counter(part.family for part in parts)
    joined = {place for group in groups if len(group) > 1 for place in group}
    return frozenset(
        part.family for part in parts if times[part.family] == 1 and joined.isdisjoint(part.places.values())
    )


def _listed(parts: Sequence[_Part], rows: Sequence[Row]) -> list[Listed]:
    """Everybody as far as they are compared, by their place."""
    everybody: list[Listed] = []
    for number, part in enumerate(parts):
        own = [_compared(number, rows[place]) for place in part.places.values()]
        everybody += own
        for person_id, kind, forename, middle, surname, whole in _tuples(part.tables.names):
            one = everybody[part.places[person_id]]
            plain, family = folded(forename), folded(surname)
            one.called.append(f"{plain} {family}".strip() or folded(whole))
            one.middles |= {folded(middle)} - {""}
            if kind != NameKind.PART and (full := _full_name(plain, family, folded(whole))):
                one.full_names.append(full)
        for person_id, kind, key in _tuples(part.tables.contact_keys):
            if kind != "address":
                everybody[part.places[person_id]].ways.append(f"{kind}:{key}")
        for child_id, adult_id, relationship, *_ in _tuples(part.tables.links):
            if child_id in part.places and adult_id in part.places:
                beside = (part.places[child_id], relationship)
                everybody[part.places[adult_id]].beside.append(beside)
    return everybody


def _compared(roster: int, row: Row) -> Listed:
    return Listed(
        roster,
        row["person_id"],
        Kind(row["kind"]),
        row["title"],
        frozenset(_upn(row[cell]) for cell in ("upn", "former_upn") if row[cell]),
        read_date(row["date_of_birth"]),
    )


def _upn(cell: str) -> str:
    return "".join(cell.split()).upper()


def _full_name(forename: str, surname: str, whole: str) -> str:
    """A name that says who somebody is: not an initial, a forename or a surname alone."""
    if forename or surname:
        return f"{forename} {surname}" if len(forename) > 1 and surname else ""
    return whole if whole.find(" ") > 1 else ""


def _ids(groups: Sequence[Group], rows: Sequence[Row]) -> dict[int, str]:
    """The id of the person at each place; whoever only shares it (two rooms number from 1) gets another."""
    taken: set[str] = set()
    ids: dict[int, str] = {}
    for group in groups:
        person_id = _free(rows[group[0]]["person_id"], taken)
        taken.add(person_id)
        ids |= dict.fromkeys(group, person_id)
    return ids


def _free(person_id: str, taken: Collection[str]) -> str:
    while person_id in taken:
        person_id = opaque("another roster", person_id)
    return person_id


def _one_row(rows: Sequence[Row], person_id: str) -> Row:
    return reduce(_both, rows) | {"person_id": person_id}


def _both(one: Row, other: Row) -> Row:
    """One person of two rosters: on roll where either says so."""
    starts = [day for day in (one["starts"], other["starts"]) if day]
    ends = (one["ends"], other["ends"])
    filled = {cell: value or other[cell] for cell, value in one.items()}
    return filled | {"starts": min(starts, default=None), "ends": None if None in ends else max(ends)}


def _names(
    parts: Sequence[_Part], groups: Sequence[Group], ids: Mapping[int, str]
) -> Iterator[tuple[str, ...]]:
    """Rows of NAMES: all names of everybody, each once."""
    names: dict[str, list[Name]] = defaultdict(list)
    for part in parts:
        for person_id, kind, *cells in _tuples(part.tables.names):
            names[ids[part.places[person_id]]].append(Name(NameKind(kind), *cells))
    for group in groups:
        own = names[ids[group[0]]]
        for name in own if len(group) == 1 else distinct(own):
            yield ids[group[0]], *name


def _links(parts: Sequence[_Part], ids: Mapping[int, str]) -> Iterator[tuple[str, ...]]:
    """Rows of LINKS: a pair in the words of the first roster that has it, restricted where any says so.

    Whom a roster refers to and does not list is nobody whom another lists.
    """
    taken = frozenset(ids.values())
    first: dict[tuple[str, ...], int] = {}
    restricted: set[tuple[str, ...]] = set()
    rows: list[tuple[str, ...]] = []
    for number, part in enumerate(parts):
        for *ends, relationship, responsibility, priority, is_restricted in _tuples(part.tables.links):
            pair = tuple(ids[part.places[end]] if end in part.places else _free(end, taken) for end in ends)
            restricted |= {pair} if is_restricted else set()
            if first.setdefault(pair, number) == number:
                rows.append((*pair, relationship, responsibility, priority))
    for row in rows:
        yield *row, "yes" if row[:2] in restricted else ""


def _contact_keys(parts: Sequence[_Part], ids: Mapping[int, str]) -> Iterator[tuple[str, ...]]:
    for part in parts:
        for person_id, *key in _tuples(part.tables.contact_keys):
            yield ids[part.places[person_id]], *key


def _tuples(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    return zip(*(column.to_pylist() for column in table.columns), strict=True)
