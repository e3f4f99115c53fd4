"""The roster: the children and their parents and carers, from whatever the school's own system writes."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from lxml import etree

from connectors.rosters import ctf, famly, isams, oneroster, sds, sims_report, tabular
from connectors.rosters.assembly import Roster, assemble
from connectors.rosters.bundle import Member, members_of
from connectors.rosters.collector import collector_paused
from connectors.rosters.errors import (
    MappingNotNeeded,
    RosterEmpty,
    RosterMixed,
    RosterUnknownFormat,
    RosterUnknownXml,
)
from connectors.rosters.file_kinds import FileKind, kind_of
from connectors.rosters.mapping import Mapping
from connectors.rosters.markup import parse_xml
from connectors.rosters.merging import RosterTables, merge_rosters
from connectors.rosters.on_roll import LeftOut, on_roll
from connectors.rosters.people import Gathered
from connectors.rosters.presets import preset_of
from connectors.rosters.sheet_files import read_sheets
from connectors.rosters.sheets import Sheet
from schemas.words import Observed

__all__ = [
    "LeftOut",
    "Roster",
    "RosterTables",
    "list_at",
    "merge_rosters",
    "names_of",
    "on_roll",
    "read_roster",
]

_OF_SEVERAL_FILES = (sds, oneroster, famly)
"""Sources that are a set of files, told by their names."""

_OF_XML = (ctf, sims_report, isams)
"""Sources that are XML, told by the root; those in one folder or zip are one source."""

_ENDINGS = (".xml", ".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods")
"""Of a folder or zip only these are opened."""


@collector_paused()
def read_roster(path: Path, mapping: Mapping | None = None) -> Roster:
    """The roster at `path`: a file, or a folder or zip that is one source (OneRoster, CTFs, a list's sheets).

    `mapping` says what the columns of a list hold. Raises a RosterError where the roster cannot be used;
    MappingNotNeeded where it is no list and MappingDoesNotFit where it is another one.
    """
    if mapping:
        return assemble(_read_list(*list_at(path), mapping))
    members = members_of(path)
    for source in _OF_SEVERAL_FILES:
        if source.recognises(members):
            return assemble(source.read(members))
    return assemble(_read_files(_contents(path, members)))


def list_at(path: Path) -> tuple[str, list[Sheet]]:
    """What kind of file the list at `path` is (a file, folder or zip), and its sheets.

    Raises MappingNotNeeded where it is a source of another kind, and a RosterError where it cannot be used.
    """
    members = members_of(path)
    if any(source.recognises(members) for source in _OF_SEVERAL_FILES):
        raise MappingNotNeeded
    contents = _contents(path, members)
    if FileKind.XML in map(kind_of, contents.values()):
        raise MappingNotNeeded
    return _list_in(contents)


def _contents(path: Path, members: Sequence[Member]) -> dict[Member, bytes]:
    """What the files hold that may be a roster; those that are blank are left out."""
    if [member.name for member in members] != [path.name.lower()]:  # a folder or zip, which may hold anything
        members = [member for member in members if member.name.endswith(_ENDINGS)]
    if not members:
        raise RosterUnknownFormat
    contents = {member: data for member in members if (data := member.read()).strip()}
    if not contents:
        raise RosterEmpty
    return contents


def _read_files(contents: dict[Member, bytes]) -> Gathered:
    kinds = set(map(kind_of, contents.values()))
    if kinds == {FileKind.XML}:
        return _read_xml([parse_xml(data) for data in contents.values()])
    if FileKind.XML in kinds:
        raise RosterMixed
    return _read_list(*_list_in(contents))


def _read_list(kind: str, sheets: list[Sheet], mapping: Mapping | None = None) -> Gathered:
    """A list, called by the system it came from where its headings tell, else by the kind of file."""
    preset = preset_of(sheets)
    said = tabular.read(preset.name if preset else kind, sheets, mapping)
    if preset:
        said.notes.append(preset.note)
        if preset.repeats_headings:
            said.observed = [each for each in said.observed if each[0] is not Observed.REPEATED_HEADING]
    return said


def _list_in(contents: dict[Member, bytes]) -> tuple[str, list[Sheet]]:
    kinds = {member: kind_of(data) for member, data in contents.items()}
    sheets = [sheet for member, data in contents.items() for sheet in read_sheets(data, kinds[member])]
    if len(sheets) == len(contents) > 1:  # a folder of lists is one list, each file a sheet
        for sheet, member in zip(sheets, contents, strict=True):
            sheet.name = member.file_name.rpartition(".")[0]
    return next(kind.value for kind in FileKind if kind in kinds.values()), sheets


def _read_xml(roots: "Sequence[etree._Element]") -> Gathered:
    for source in _OF_XML:
        if all(map(source.recognises, roots)):
            said: Gathered = source.read(roots)
            return said
    raise (
        RosterMixed
        if any(source.recognises(root) for source in _OF_XML for root in roots)
        else RosterUnknownXml
    )


def names_of(names: pa.Table, people: pa.Table) -> pa.Table:
    """The rows of NAMES that are names of these people."""
    return names.filter(pc.is_in(names["person_id"], value_set=people["person_id"].combine_chunks()))
