"""SIMS 7 reports as XML (`SuperStarReport`), one or several of one school.

Columns are each school's own choice, so a report becomes a table with headings and goes the way of every
list. Headings are element names with characters escaped (`Legal_x0020_Surname`); an empty cell is an absent
element. Where pupils, contacts and relationships are reports of their own, `sims_families` joins them first.
Sources: public importers of SIMS reports.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache

import pandas as pd
from lxml import etree

from connectors.rosters import tabular
from connectors.rosters.headers import NAME_FIELDS, Heading, read_heading
from connectors.rosters.markup import Branch, name_of
from connectors.rosters.notes import counted
from connectors.rosters.people import Gathered
from connectors.rosters.presets import presets
from connectors.rosters.sheets import Sheet
from connectors.rosters.sims_families import Record, adult_of, join_families, person_of
from connectors.rosters.written import folded

_SYSTEM = "sims"
_ESCAPED = re.compile(r"_x([0-9a-f]{4})_", re.IGNORECASE)
_BLANKS = re.compile(r" {2,}")
_MIDNIGHT = re.compile(r"(?<=\d{4}-\d\d-\d\d)T00:00:00.*")
_OF_A_PUPIL = frozenset({"upn", "adno", "admission number", "reg", "reg group", "registration group", "year"})
_OF_STAFF = frozenset(
    {
        *("staff code", "staff id", "staff initials", "short name", "shortname", "payroll number", "post"),
        *("staff role", "teaching staff", "service term", "contract", "employment start", "main teacher"),
    }
)

Column = tuple[str, int]
"""A heading, in the alias table's words where it knows them, and how often the record had it before."""


class _Kind(Enum):
    PUPILS = auto()
    ADULTS = auto()
    """Adults whose children are in another report; also staff, in a report that does not say so."""
    RELATIONSHIPS = auto()
    STAFF = auto()
    FAMILIES = auto()
    """Rows that hold a child with their adults."""


@dataclass(slots=True)
class _Report:
    columns: list[Column] = field(default_factory=list)
    rows: list[dict[Column, str]] = field(default_factory=list)

    @property
    def kind(self) -> _Kind:
        said = {heading for heading, _ in self.columns}
        if "relationship" in said:
            joins = {"multiple id", "p surname", "p forename"}
            return _Kind.FAMILIES if joins.isdisjoint(said) else _Kind.RELATIONSHIPS
        if any(_names_an_adult(read_heading(heading)) for heading in said):
            return _Kind.FAMILIES
        if not _OF_STAFF.isdisjoint(said) and said.isdisjoint({"upn", "adno"}):
            return _Kind.STAFF
        return _Kind.ADULTS if _OF_A_PUPIL.isdisjoint(said) else _Kind.PUPILS

    def records(self) -> list[Record]:
        """The rows by heading; of two columns of one heading the first."""
        return [{heading: cell for (heading, again), cell in row.items() if not again} for row in self.rows]

    def sheet(self) -> Sheet:
        """The report as a table below its headings; the main person of a row of families is the pupil."""
        headings = ["pupil id" if heading == "primary id" else heading for heading, _ in self.columns]
        cells = [[row.get(column, "") for column in self.columns] for row in self.rows]
        return Sheet(pd.DataFrame([headings, *cells], dtype=str))


def _names_an_adult(heading: Heading) -> bool:
    return heading.owner not in ("", "child") and heading.field in NAME_FIELDS


def recognises(root: "etree._Element") -> bool:
    """Whether a document is a SIMS report."""
    return name_of(root) == "superstarreport"


def read(roots: Sequence["etree._Element"]) -> Gathered:
    """What the reports of one school say together. Rows count as below a row of headings: the first is 2."""
    reports: dict[_Kind, list[_Report]] = {kind: [] for kind in _Kind}
    for report in (_report(Branch.of(root)) for root in roots):
        reports[report.kind].append(report)
    staff = reports.pop(_Kind.STAFF)
    if reports[_Kind.RELATIONSHIPS]:
        said, unnamed = _read_apart(reports)
        staff += unnamed
    else:
        said = tabular.read(_SYSTEM, [report.sheet() for each in reports.values() for report in each])
    _count_staff(said, staff)
    said.notes += [preset.note for preset in presets() if preset.name == _SYSTEM]
    return said


def _read_apart(reports: Mapping[_Kind, list[_Report]]) -> tuple[Gathered, list[_Report]]:
    """What reports of pupils, of adults and of relationships say together, and which of them are of staff."""
    links = _records(reports[_Kind.RELATIONSHIPS])
    contacts, staff = _contacts_and_staff(reports[_Kind.ADULTS], set(map(adult_of, links)))
    adults = {person_of(record): record for record in _records(contacts)}
    families = join_families(_records(reports[_Kind.PUPILS]), adults, links)
    whole = [report.sheet() for report in reports[_Kind.FAMILIES]]
    said = tabular.read(_SYSTEM, [families.sheet(), *whole])
    families.add_lost(said)
    return said, staff


def _records(reports: Iterable[_Report]) -> list[Record]:
    return [record for report in reports for record in report.records()]


def _contacts_and_staff(
    reports: Iterable[_Report], mentioned: AbstractSet[str]
) -> tuple[list[_Report], list[_Report]]:
    """Reports of adults apart: most contacts are mentioned in a relationship, and few of the staff."""
    contacts: list[_Report] = []
    staff: list[_Report] = []
    for report in reports:
        people = set(map(person_of, report.records()))
        (contacts if 2 * len(people & mentioned) >= len(people) else staff).append(report)
    return contacts, staff


def _report(document: Branch) -> _Report:
    """A report's rows, its columns in the order in which any row has them."""
    report = _Report()
    known: set[Column] = set()
    for record in document.branches("record"):
        row: dict[Column, str] = {}
        times: dict[str, int] = {}
        before: Column | None = None
        for tag, cell in record.cells():
            heading = _heading(tag)
            column = (heading, times.get(heading, 0))
            times[heading] = column[1] + 1
            row[column] = _plain(cell)
            if column not in known:
                known.add(column)
                report.columns.insert(report.columns.index(before) + 1 if before else 0, column)
            before = column
        report.rows.append(row)
    return report


def _plain(cell: str) -> str:
    """A cell without SIMS's own marks: two blanks in the name of a year (Year  7), a time behind each day."""
    if "  " in cell or "T00:00:00" in cell:
        return _MIDNIGHT.sub("", _BLANKS.sub(" ", cell))
    return cell


@lru_cache(maxsize=1024)
def _heading(tag: str) -> str:
    written = unescaped(tag.rpartition("}")[2])
    return read_heading(written).words or folded(written)


def unescaped(tag: str) -> str:
    """The heading an element's name stands for: `_x0020_` is a space, as .NET writes names."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), tag)


def _count_staff(said: Gathered, reports: Sequence[_Report]) -> None:
    """Count the staff, and mark the parents and carers who are the same person in SIMS."""
    staff = [record for report in reports for record in report.records()]
    marks = {person_of(record) for record in staff} - {""}
    for adult in said.adults:
        if adult.source_id in marks:
            adult.staff_mark = adult.source_id
    said.staff += len(staff)
    if reports:
        said.notes.append(f"{counted(len(reports), 'report', 'reports')} of staff counted and not read")
