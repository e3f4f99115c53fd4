"""SIMS reports of pupils, of contacts and of their relationships, joined to one row a pupil and contact.

`primary_id` is a person's id in SIMS, shared by all their roles. `multiple_id` is “person,n”: the adult of a
relationship, whose pupil goes by legal surname, preferred forename, birth date and UPN. A relationship of a
pupil who is not in the report of pupils is an applicant's or a leaver's; so does a parent come back who was
taken off a pupil.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product

import pandas as pd

from connectors.rosters.dates import read_date
from connectors.rosters.headers import NAME_FIELDS, Heading, read_heading
from connectors.rosters.list_cells import is_restricted
from connectors.rosters.people import Elsewhere, Gathered, Tie, Why
from connectors.rosters.relationships import responsibility_of
from connectors.rosters.sheets import Sheet
from connectors.rosters.written import folded

Record = dict[str, str]
"""One row of a report by heading; empty cells are missing."""

_IDS = ("primary id", "person id", "unique id")
_IDS_OF_ADULTS = frozenset({"multiple id", "person id", "unique id"})
"""Of a relationship; `primary_id` is its pupil's there."""

_OF_THE_PUPIL = frozenset({"upn", "former_upn", "date_of_birth", "year_group", "starts", "ends", "address"})
_OF_THE_LINK = frozenset({"relationship", "responsibility", "priority", "restricted"})
_SURNAMES = frozenset({"surname", "legal_surname", "preferred_surname"})
_FORENAMES = frozenset({"forename", "legal_forename", "preferred_forename"})
_ORDER = ("pupil id", "pupil ", "contact id", "contact ")
"""How the headings of a row a pupil and contact begin, from left to right; the relationship's come last."""

_RENAMED = {
    "p surname": "pupil legal surname",
    "p forename": "pupil preferred forename",
    "primary id": "pupil id",
    "adno": "pupil adno",
    "reg": "pupil reg",
}


@dataclass(slots=True)
class Families:
    """One row a pupil and contact, by headings that say whose each cell is.

    `unlisted` are relationships of adults nobody names, `of_others` the numbers of those whose pupil is not
    in the report of pupils.
    """

    rows: list[Record] = field(default_factory=list)
    unlisted: list[tuple[int, Record]] = field(default_factory=list)
    of_others: list[int] = field(default_factory=list)

    def sheet(self) -> Sheet:
        """The rows below their headings: the pupil's, the contact's, the relationship's."""
        headings = sorted(dict.fromkeys(heading for row in self.rows for heading in row), key=_rank)
        cells = [[row.get(heading, "") for heading in headings] for row in self.rows]
        return Sheet(pd.DataFrame([headings, *cells], dtype=str))

    def add_lost(self, said: Gathered) -> None:
        """Add to what the rows say what they cannot: whom nobody names, and relationships left out."""
        elsewhere = Elsewhere(said)
        places = {child.source_id: place for place, child in enumerate(said.children)}
        for number, link in self.unlisted:
            cells = {_said(heading).field: cell for heading, cell in link.items()}
            if (child := places.get(link.get("pupil id", ""))) is None:
                said.put_aside(Why.NOBODY, number)
                continue
            said.ties.append(
                Tie(
                    child=child,
                    adult=elsewhere.adult(link["contact id"], number),
                    relationship=cells.get("relationship", ""),
                    responsibility=responsibility_of(cells.get("responsibility", "")),
                    priority=cells.get("priority", ""),
                    restricted=is_restricted(cells),
                )
            )
        for number in self.of_others:
            said.put_aside(Why.UNKNOWN_CHILD, number)


def join_families(
    pupils: Sequence[Record], adults: Mapping[str, Record], links: Sequence[Record]
) -> Families:
    """The families that reports of pupils (there may be none), of adults by id and of relationships make."""
    families = Families()
    register = [_owned(pupil, "pupil") for pupil in pupils]
    finder = _Finder(register)
    alone: dict[int | None, None] = dict.fromkeys(range(len(register)))
    for number, link in enumerate(map(_of_link, links), start=2):
        place = finder.place_of(link)
        if place is None and register:
            families.of_others.append(number)
            continue
        of_link = _part_of(link, "pupil")
        pupil = of_link if place is None else register[place]
        contact = _owned(adults.get(link.get("contact id", ""), {}), "contact") | link
        row = pupil | {heading: cell for heading, cell in contact.items() if heading not in of_link}
        if _names_somebody(row):
            families.rows.append(row)
            alone.pop(place, None)
        elif "contact id" in link:
            families.unlisted.append((number, row))
        elif place is None:
            families.rows.append(pupil)
    families.rows += (pupil for place, pupil in enumerate(register) if place in alone)
    return families


def person_of(record: Record) -> str:
    """The id of the person whose record it is."""
    return next((record[name] for name in _IDS if record.get(name)), "")


def adult_of(link: Record) -> str:
    """The id of the adult of a relationship; empty where a part of “person,n” is empty or 0: no adult."""
    if "multiple id" not in link:
        return link.get("person id", "") or link.get("unique id", "")
    person, _, number = (part.strip() for part in link["multiple id"].partition(","))
    return "" if "0" in (person, number) else person


def _of_link(link: Record) -> Record:
    """A relationship by headings that say whose each cell is; only its pupil's where it has no adult."""
    cells = {_owner_of(heading): cell for heading, cell in link.items() if heading not in _IDS_OF_ADULTS}
    if adult := adult_of(link):
        return cells | {"contact id": adult}
    return _part_of(cells, "pupil") if "multiple id" in link else cells


@lru_cache(maxsize=1024)
def _owner_of(heading: str) -> str:
    """A heading of a report of relationships with its owner before it."""
    said = _said(heading)
    if said.owner or said.field in _OF_THE_LINK:
        return heading
    if heading in _RENAMED or heading.startswith("p "):
        return _RENAMED.get(heading, f"pupil {heading[2:]}")
    return f"{'pupil' if said.field in _OF_THE_PUPIL else 'contact'} {heading}"


def _owned(record: Record, owner: str) -> Record:
    """A person's cells with `owner` before each heading, the id in SIMS first."""
    known = {f"{owner} id": person} if (person := person_of(record)) else {}
    return known | {
        heading if _said(heading).owner else f"{owner} {heading}": cell
        for heading, cell in record.items()
        if heading not in _IDS
    }


def _part_of(cells: Record, owner: str) -> Record:
    return {heading: cell for heading, cell in cells.items() if heading.startswith(f"{owner} ")}


def _names_somebody(link: Record) -> bool:
    return any(_said(heading).field in NAME_FIELDS for heading in _part_of(link, "contact"))


@lru_cache(maxsize=1024)
def _said(heading: str) -> Heading:
    return read_heading(heading)


def _rank(heading: str) -> int:
    return next((rank for rank, start in enumerate(_ORDER) if heading.startswith(start)), len(_ORDER))


class _Finder:
    """Finds the pupil of a relationship by id, by UPN, or by names and birth date, where just one fits."""

    def __init__(self, register: Sequence[Record]) -> None:
        self._places: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for place, pupil in enumerate(register):
            for key in dict.fromkeys(_keys(pupil)):
                self._places[key].append(place)

    def place_of(self, link: Record) -> int | None:
        """The place of the pupil; None where none or several may be meant."""
        found = (self._places.get(key, []) for key in _keys(link))
        return next((places[0] for places in found if len(places) == 1), None)


def _keys(record: Record) -> Iterator[tuple[str, ...]]:
    """What a pupil may be found by, the surest first."""
    fields: dict[str, str] = {
        _said(heading).field: cell for heading, cell in _part_of(record, "pupil").items()
    }
    if person := record.get("pupil id"):
        yield "id", person
    if upn := fields.get("upn"):
        yield "upn", folded(upn)
    if born := read_date(fields.get("date_of_birth", "")):
        surnames = {folded(cell) for name, cell in fields.items() if name in _SURNAMES}
        forenames = {folded(cell) for name, cell in fields.items() if name in _FORENAMES}
        for surname, forename in product(sorted(surnames), sorted(forenames)):
            yield "names", surname, forename, born.isoformat()
