"""The sheets of a workbook, whichever program wrote it."""

import io
import zipfile
from collections.abc import Callable, Iterator

from connectors.rosters.bundle import MOST_BYTES, MOST_MEMBERS, REFUSALS
from connectors.rosters.errors import RosterDamaged, RosterEmpty, RosterTooLarge
from connectors.rosters.file_kinds import FileKind
from connectors.rosters.notes import counted
from connectors.rosters.ods import read_ods
from connectors.rosters.sheets import Sheet
from connectors.rosters.xls import read_xls
from connectors.rosters.xlsx import read_xlsx
from connectors.zip_safety import BROKEN, is_too_large, refusal_of
from schemas.errors import RosterError

_READERS: dict[FileKind, Callable[[bytes], list[Sheet]]] = {
    FileKind.WORKBOOK: read_xlsx,
    FileKind.OLD_WORKBOOK: read_xls,
    FileKind.OPEN_DOCUMENT: read_ods,
}


def read_workbook(data: bytes, kind: FileKind) -> list[Sheet]:
    """The visible sheets of a workbook (.xlsx, .xls, .ods), dates as ISO text.

    Hidden sheets are left out and said; hidden and struck-through rows are read and said.
    """
    if kind is not FileKind.OLD_WORKBOOK:
        _check_zip(data)
    sheets = _sheets(data, kind)
    seen = [sheet for sheet in sheets if not sheet.is_hidden]
    if not any(sheet.width for sheet in seen):
        raise RosterEmpty("every sheet that holds anything is hidden" if any(s.width for s in sheets) else "")
    for sheet in seen:
        sheet.notes += _notes_on(sheet)
    if hidden := len(sheets) - len(seen):
        seen[0].notes.insert(0, f"{counted(hidden, 'hidden sheet was', 'hidden sheets were')} not read")
        seen[0].hidden |= {0}
    return seen


def _sheets(data: bytes, kind: FileKind) -> list[Sheet]:
    """All sheets; a workbook that is broken fails in as many ways as the libraries have lines."""
    try:
        sheets = _READERS[kind](data)
    except RosterError:
        raise
    except Exception:  # noqa: BLE001 - its message quotes what it choked on, so the sentence below is all that leaves
        sheets = None
    if sheets is None:
        raise RosterDamaged("the workbook does not open")
    return sheets


def _check_zip(data: bytes) -> None:
    """Raise what is wrong with the zip that a workbook is, before a library inflates it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            refusal, is_large = refusal_of(archive.infolist(), MOST_MEMBERS), _is_large(archive)
            is_whole = refusal is not None or is_large or archive.testzip() is None
    except BROKEN:
        refusal, is_large, is_whole = None, False, False
    if refusal:
        raise REFUSALS[refusal.danger](refusal.detail)
    if is_large:
        raise RosterTooLarge
    if not is_whole:
        raise RosterDamaged("the workbook does not open")


def _is_large(archive: zipfile.ZipFile) -> bool:
    entries = archive.infolist()
    return sum(entry.file_size for entry in entries) > MOST_BYTES or any(
        is_too_large(entry, MOST_BYTES) for entry in entries
    )


def _notes_on(sheet: Sheet) -> Iterator[str]:
    if sheet.hidden:
        hidden = counted(len(sheet.hidden), "hidden row was", "hidden rows were")
        yield f"{hidden} read like any other"
    if sheet.struck:
        yield (
            f"{counted(len(sheet.struck), 'row', 'rows')} struck through and read like any other: "
            "put leavers on a sheet called Leavers, or give them a leaving date"
        )
