"""The roster: the children and their parents and carers, from whatever the school's own system writes."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from lxml import etree

from connectors.rosters import ctf, oneroster, tabular
from connectors.rosters.assembly import Roster, assemble
from connectors.rosters.bundle import Member, members_of
from connectors.rosters.errors import RosterEmpty, RosterMixed, RosterUnknownFormat, RosterUnknownXml
from connectors.rosters.file_kinds import FileKind, kind_of
from connectors.rosters.markup import parse_xml
from connectors.rosters.merging import RosterTables, merge_rosters
from connectors.rosters.people import Gathered
from connectors.rosters.sheets import Sheet, read_csv, read_workbook
from schemas.words import Kind

__all__ = ["Roster", "RosterTables", "merge_rosters", "names_of", "on_roll", "read_roster"]

_OF_SEVERAL_FILES = (oneroster,)
"""Sources that are a set of files, told by their names."""

_OF_XML = (ctf,)
"""Sources that are XML, told by the root; those in one folder or zip are one source."""

_ENDINGS = (".xml", ".csv", ".txt", ".tsv", ".xlsx", ".xlsm")
"""Of a folder or zip only these are opened."""


def read_roster(path: Path) -> Roster:
    """The roster at `path`: a file, or a folder or zip that is one source (OneRoster, CTFs, a list's sheets).

    Raises a RosterError where it cannot be used.
    """
    members = members_of(path)
    for source in _OF_SEVERAL_FILES:
        if source.recognises(members):
            return assemble(source.read(members))
    if [member.name for member in members] != [path.name.lower()]:  # a folder or zip, which may hold anything
        members = [member for member in members if member.name.endswith(_ENDINGS)]
    return assemble(_read_files(members))


def _read_files(members: Sequence[Member]) -> Gathered:
    if not members:
        raise RosterUnknownFormat
    contents = {member: data for member in members if (data := member.read()).strip()}
    kinds = {member: kind_of(data) for member, data in contents.items()}
    if not contents:
        raise RosterEmpty
    if set(kinds.values()) == {FileKind.XML}:
        return _read_xml([parse_xml(data) for data in contents.values()])
    if FileKind.XML in kinds.values():
        raise RosterMixed
    sheets = [sheet for member, data in contents.items() for sheet in _sheets(data, kinds[member])]
    if len(sheets) == len(contents) > 1:  # a folder of lists is one list, each file a sheet
        for sheet, member in zip(sheets, contents, strict=True):
            sheet.name = member.file_name.rpartition(".")[0]
    return tabular.read("xlsx" if FileKind.WORKBOOK in kinds.values() else "csv", sheets)


def _read_xml(roots: "Sequence[etree._Element]") -> Gathered:
    for source in _OF_XML:
        if all(map(source.recognises, roots)):
            return source.read(roots)
    raise (
        RosterMixed
        if any(source.recognises(root) for source in _OF_XML for root in roots)
        else RosterUnknownXml
    )


def _sheets(data: bytes, kind: FileKind) -> list[Sheet]:
    return read_workbook(data) if kind is FileKind.WORKBOOK else [read_csv(data)]


def on_roll(people: pa.Table, links: pa.Table, today: date) -> tuple[pa.Table, pa.Table, int]:
    """The people and links of `today`, and how many people that leaves out.

    A pupil is on roll from the first to the last day known of them. An adult stays only with a pupil on roll:
    whoever is linked to leavers alone, or to nobody, is left out.
    """
    starts, ends, day = pc.field("starts"), pc.field("ends"), pa.scalar(today, pa.date32())
    present = people.filter((starts.is_null() | (starts <= day)) & (ends.is_null() | (ends >= day)))
    is_pupil = pc.equal(present["kind"], pa.scalar(str(Kind.PUPIL)))
    pupils = present.filter(is_pupil)["person_id"].combine_chunks()
    grown = present.filter(pc.invert(is_pupil))["person_id"].combine_chunks()
    current = links.filter(
        pc.and_(pc.is_in(links["child_id"], value_set=pupils), pc.is_in(links["adult_id"], value_set=grown))
    )
    linked = pc.is_in(present["person_id"], value_set=current["adult_id"].combine_chunks())
    kept = present.filter(pc.or_(is_pupil, linked))
    return kept, current, len(people) - len(kept)


def names_of(names: pa.Table, people: pa.Table) -> pa.Table:
    """The rows of NAMES that are names of these people."""
    return names.filter(pc.is_in(names["person_id"], value_set=people["person_id"].combine_chunks()))
