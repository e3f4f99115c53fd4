"""The tables of one file that is neither XML nor a set of files, of whatever kind it is."""

from connectors.rosters.delimited import read_csv
from connectors.rosters.errors import RosterUnknownFormat
from connectors.rosters.file_kinds import FileKind
from connectors.rosters.sheets import Sheet
from connectors.rosters.web_tables import read_web_table
from connectors.rosters.workbooks import read_workbook


def read_sheets(data: bytes, kind: FileKind) -> list[Sheet]:
    """The sheets of a workbook, or the one table of a text file or a web page.

    Raises the RosterError that says what is wrong; RosterUnknownFormat for XML.
    """
    match kind:
        case FileKind.TEXT:
            return [read_csv(data)]
        case FileKind.WEB_PAGE:
            return [read_web_table(data)]
        case FileKind.XML:
            raise RosterUnknownFormat
    return read_workbook(data, kind)
