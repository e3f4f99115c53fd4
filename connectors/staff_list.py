"""The staff list as the school has it: from SIMS, Arbor, a payroll, the single central record, or by hand.

What its headings mean stands in `data/reference/roster/staff_columns.csv`; every other column stays unread.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pyarrow as pa

from connectors.list_files import days_of, refuse_rows, sheets_of, table_of
from connectors.rosters.errors import StaffListRefused
from connectors.rosters.one_cell import people_in
from connectors.rosters.people import contact_keys
from connectors.rosters.reference import rows_of
from connectors.rosters.surnames import groups_of
from connectors.rosters.written import folded, is_placeholder, lift_asides, lift_title, tidy
from schemas.tables import STAFF

_TEXTS = ("staff_ref", "person_mark", "forename", "known_as", "surname", "former_surname", "email", "role")
_NAMES = ("forename", "known_as", "surname", "former_surname")
_ROWS_SEARCHED = 20
_WITHOUT_END = frozenset({"ongoing", "permanent", "present", "current", "open ended", "to date"})
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class StaffList:
    """STAFF, the row each one stands in, and how many columns stay unread.

    `contacts` holds by staff_ref what `contact_keys` makes of e-mails, telephones and addresses.
    """

    staff: pa.Table
    rows: tuple[int, ...]
    contacts: dict[str, frozenset[str]]
    columns_dropped: int


@dataclass(frozen=True, slots=True)
class _Header:
    """The row (counted from 0) of the headings, and the columns by what they hold, the best heading first."""

    row: int
    places: dict[str, list[int]]
    width: int

    @property
    def missing(self) -> list[str]:
        """What the list cannot do without and has no column for."""
        named = "full_name" in self.places
        return [
            column
            for column in ("staff_ref", "forename", "surname")
            if column not in self.places and not (named and column != "staff_ref")
        ]


def read_staff_list(path: Path) -> StaffList:
    """The staff list: CSV or a workbook, columns in any order, under titles where those leave no doubt.

    Raises StaffListRefused where it is empty, lacks a column, or a row has no reference of its own, no
    name, or a date that is none: a member of staff must not go unchecked, or be taken for another, through
    a slip.
    """
    header, cells = _list_in(path)
    rows = _rows(header, cells)
    if not rows:
        raise StaffListRefused("it lists nobody")
    people = {number: _person(header, row) for number, row in rows.items()}
    _refuse_slips(people)
    days = [_days(people, column) for column in ("start", "end")]
    table = table_of(
        STAFF,
        [
            *([person[name] for person in people.values()] for name in _TEXTS),
            *days,
            [_handles(person["accounts"]) for person in people.values()],
        ],
    )
    contacts = {people[number]["staff_ref"]: _contact(header, row) for number, row in rows.items()}
    return StaffList(table, tuple(rows), contacts, header.width - sum(map(len, header.places.values())))


def _list_in(path: Path) -> tuple[_Header, list[list[str]]]:
    """The first table that has every column needed, with its header; refused where none has."""
    tables = [sheet.cells.to_numpy().tolist() for sheet in sheets_of(path, StaffListRefused)]
    found = [
        (_header(place, row), table) for table in tables for place, row in enumerate(table[:_ROWS_SEARCHED])
    ]
    whole = next((each for each in found if not each[0].missing), None)
    if whole is None:
        nearest = max(found, key=lambda each: len(each[0].places))[0]
        raise StaffListRefused(f"no column {', '.join(nearest.missing)}")
    return whole


def _header(place: int, row: Sequence[str]) -> _Header:
    rank = {words: number for number, words in enumerate(_meanings())}
    known = [(words, at) for at, cell in enumerate(row) if (words := _words(cell)) in rank]
    places: dict[str, list[int]] = {}
    for words, at in sorted(known, key=lambda each: rank[each[0]]):
        places.setdefault(_meanings()[words], []).append(at)
    if "person_mark" in places:
        places.setdefault("staff_ref", places["person_mark"])
    return _Header(place, places, sum(bool(cell.strip()) for cell in row))


@cache
def _meanings() -> dict[str, str]:
    return {row["words"]: row["meaning"] for row in rows_of("staff_columns")}


def _words(heading: str) -> str:
    return folded(_CAMEL.sub(" ", heading[:80]))


def _rows(header: _Header, cells: Sequence[Sequence[str]]) -> dict[int, Sequence[str]]:
    """The rows below the header that hold anything and do not repeat it, by the number a reader counts."""
    headings = [cell.strip() for cell in cells[header.row]]
    return {
        number: row
        for number, row in enumerate(cells[header.row + 1 :], start=header.row + 2)
        if any(cell.strip() for cell in row) and [cell.strip() for cell in row] != headings
    }


def _person(header: _Header, row: Sequence[str]) -> Row:
    """What is kept of a row; a name that stands in one cell, as far as it is safely taken apart."""
    person = {column: _first(header, row, column) for column in (*_TEXTS, "start", "end", "accounts")}
    if not person["forename"] and not person["surname"]:
        person |= _from_one_cell(_first(header, row, "full_name"))
    first, last = lift_asides(lift_title(person["forename"])[1]), lift_asides(person["surname"])
    return person | {
        "forename": first.text,
        "surname": last.text,
        "known_as": person["known_as"] or " ".join(first.known_as[:1]),
        "former_surname": person["former_surname"] or " ".join((*last.maiden, *last.former)[:1]),
    }


def _from_one_cell(cell: str) -> Row:
    """“Lind, Marit” and “Mrs Marit Lind” as forename and surname; nothing where it may be two people."""
    people = people_in(cell)
    if len(people) != 1:
        return {}
    written = people[0].written
    if written.surname:
        return {"forename": written.forename, "surname": written.surname}
    *first, last = groups_of(lift_asides(written.full_name).text.split()) or [""]
    return {"forename": " ".join(first), "surname": last}


def _first(header: _Header, row: Sequence[str], column: str) -> str:
    """The first cell under the column's headings that says anything, the best heading first."""
    cells = (tidy(row[place]) for place in header.places.get(column, ()))
    return next((cell for cell in cells if cell and not _says_nothing(column, cell)), "")


def _says_nothing(column: str, cell: str) -> bool:
    """Whether a cell stands for a name or a day that is not known (TBC, a dash), or a post without an end."""
    if column in _NAMES:
        return is_placeholder(cell)
    if column in ("start", "end") and not any(map(str.isdigit, cell)):
        return is_placeholder(cell, alone=True) or folded(cell) in _WITHOUT_END
    return False


def _refuse_slips(people: dict[int, Row]) -> None:
    refs = Counter(person["staff_ref"].casefold() for person in people.values())
    without = (number for number, person in people.items() if not person["staff_ref"])
    refuse_rows(StaffListRefused, "no staff_ref", without)
    twice = (number for number, person in people.items() if refs[person["staff_ref"].casefold()] > 1)
    refuse_rows(StaffListRefused, "staff_ref twice", twice)
    nobody = (n for n, person in people.items() if not person["forename"] and not person["surname"])
    refuse_rows(StaffListRefused, "no name", nobody)


def _days(people: dict[int, Row], column: str) -> list[date | None]:
    cells = {number: person[column] for number, person in people.items()}
    return days_of(cells, column, StaffListRefused)


def _handles(accounts: str) -> list[str]:
    return [part for piece in accounts.split(";") if (part := piece.strip())]


def _contact(header: _Header, row: Sequence[str]) -> frozenset[str]:
    cells = {
        column: [row[place] for place in sorted(header.places.get(column, ()))]
        for column in ("email", "phone", "address")
    }
    emails = [contact_keys(email) for email in cells["email"]]
    return contact_keys(phones=cells["phone"], address=" ".join(cells["address"])).union(*emails)
