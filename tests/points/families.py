"""A sound roster of a primary school, sixty families, everybody invented; and what is done to damage it."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from connectors.roster import Roster, names_of, on_roll, read_roster
from expectations.sift import Seen, SiftedRoster, sift_roster
from samples.upn import upn
from schemas.words import Phase

TODAY = date(2026, 11, 2)
Row = dict[str, str]

_FIRST = ("Arvid", "Bettina", "Caspian", "Dorothea", "Edmund", "Felicity", "Gideon", "Hermia", "Ivo", "Juno")
_LAST = ("Quillfeather", "Thistlemere", "Wrenhollow", "Duskwater", "Larkmoor", "Fernbury")
_SECOND = ("Ashdown", "Birchley", "Coppice", "Dunmore", "Elderby", "Foxcombe", "Gorsey", "Heathcote", "Ivers")
_MOTHERS = (
    "Ottoline",
    "Marguerita",
    "Philippa",
    "Theodosia",
    "Wilhelmina",
    "Henrietta",
    "Rosamund",
    "Isolde",
)
_FATHERS = ("Barnaby", "Cuthbert", "Dunstan", "Ephraim", "Ferdinand", "Godfrey", "Humphrey")


def families(count: int = 60) -> list[Row]:
    """Rows of a list: a child and two parents each, by the headings of the list."""
    return [_family(each) for each in range(count)]


def _family(number: int) -> Row:
    surname = f"{_LAST[number % 6]}-{_SECOND[number // 6 % 9]}"
    year = number % 7
    born = date(2022 - year - 1, 9, 1) + timedelta(days=number * 5 % 360)
    address = f"{number + 1} Alder Lane"
    child = {
        "Adno": str(1001 + number),
        "UPN": upn(2026 - year, number),
        "Former UPN": "",
        "Forename": _FIRST[number % 10],
        "Preferred forename": "",
        "Surname": surname,
        "DOB": born.strftime("%d/%m/%Y"),
        "Year": "R" if year == 0 else f"Year {year}",
        "Enrolment mode": "Current",
        "Start date": date(2026 - year, 9, 1).strftime("%d/%m/%Y"),
        "Leaving date": "",
        "Address": address,
    }
    return (
        child
        | _parent(1, number, _MOTHERS[number % 8], surname)
        | _parent(2, number, _FATHERS[number % 7], surname)
    )


def _parent(place: int, number: int, forename: str, surname: str) -> Row:
    cells = {
        "Title": "Ms" if place == 1 else "Mr",
        "Forename": forename,
        "Surname": surname,
        "Relationship": "Mother" if place == 1 else "Father",
        "Priority": str(place),
        "Court order": "No",
        "Email": f"{forename}{number}@example.org".lower(),
        "Phone": f"07700 9{place}{number:04}",
        "Address": f"{number + 1} Alder Lane",
        "Staff member": "",
    }
    return {f"Parent {place} {what}": cell for what, cell in cells.items()}


def damaged(rows: Iterable[Row], edits: Iterable[Mapping[str, Any]]) -> list[Row]:
    """The rows, some of them changed: `rows` as a reader of the file counts, `cells` by heading.

    A cell without a heading stands at the end of its row.
    """
    changed = [dict(row) for row in rows]
    for edit in edits:
        for row in edit["rows"]:
            changed[row - 2] |= edit["cells"]
    return changed


def roster_of(rows: list[Row], folder: Path) -> Roster:
    """What the connector reads of the rows, written as CSV."""
    path = folder / "roster.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(rows[0])
        writer.writerows(list(row.values()) for row in rows)
    return read_roster(path)


def sifted(
    roster: Roster,
    *,
    made: date = TODAY,
    observations: Iterable[Mapping[str, Any]] = (),
    **tables: pa.Table,
) -> SiftedRoster:
    """The roster as it is sifted on the day it is loaded, with further observations or other tables."""
    people, links = (tables.get(name, getattr(roster, name)) for name in ("people", "links"))
    present, current, _ = on_roll(people, links, TODAY)
    more = [{"source": roster.source, **each} for each in observations]
    noticed = pa.concat_tables(
        [roster.observations, pa.Table.from_pylist(more, schema=roster.observations.schema)]
    )
    seen = Seen(people, links, roster.contact_keys, noticed, {roster.source: made}, Phase.PRIMARY)
    return sift_roster(present, names_of(roster.names, present), current, today=TODAY, seen=seen)
