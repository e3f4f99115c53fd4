"""What a file is, by its first bytes; its name may say anything."""

import io
import zipfile
from enum import StrEnum

from connectors.encodings import decode
from connectors.rosters.errors import (
    RosterBinaryWorkbook,
    RosterDamaged,
    RosterDocument,
    RosterEmpty,
    RosterLocked,
    RosterNumbers,
    RosterPdf,
    RosterPicture,
    RosterUnknownFormat,
)
from connectors.zip_safety import BROKEN
from schemas.errors import RosterError

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = ("<!doctype html", "<html", "<table", "<meta", "<head", "<body", "<style", "<div", "<center")
_OPEN_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_OPEN_TEXT = b"application/vnd.oasis.opendocument.text"
_LONGEST_TYPE = 100
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_PICTURE_BRANDS = (b"ftyphei", b"ftypmif1", b"ftypavif")  # HEIC, as telephones write, and AVIF


class FileKind(StrEnum):
    """The kinds of file a roster may come in, by what a source that is such a file is called."""

    XML = "xml"
    WORKBOOK = "xlsx"
    """Also with macros (.xlsm), which are never run."""
    OLD_WORKBOOK = "xls"
    OPEN_DOCUMENT = "ods"
    WEB_PAGE = "html"
    TEXT = "csv"


WORKBOOKS = frozenset({FileKind.WORKBOOK, FileKind.OLD_WORKBOOK, FileKind.OPEN_DOCUMENT})
"""The kinds that hold several sheets."""


def kind_of(data: bytes) -> FileKind:
    """The kind of a file we can read. Raises the RosterError that says what it is instead."""
    if not data.strip():
        raise RosterEmpty
    if data.startswith(_OLD_OFFICE):
        return _kind_of_old_office(data)
    if data.startswith(b"PK"):
        return _kind_of_zip(data)
    if refused := _told_by_first_bytes(data):
        raise refused
    return _kind_of_text(decode(data[:4096]).lstrip().casefold())


def _told_by_first_bytes(data: bytes) -> type[RosterError] | None:
    if data.lstrip()[:5] == b"%PDF-":
        return RosterPdf
    if data.startswith(b"{\\rtf"):
        return RosterDocument
    is_webp = data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    is_picture = data.startswith(_PICTURES) or data[4:].startswith(_PICTURE_BRANDS) or is_webp
    return RosterPicture if is_picture else None


def _kind_of_text(start: str) -> FileKind:
    if start.startswith(_HTML) or (start.startswith("<") and "<html" in start):
        return FileKind.WEB_PAGE
    if start.startswith("<"):
        return FileKind.XML
    if sum(character < " " and character not in "\t\r\n\f" for character in start) * 50 > len(start):
        raise RosterUnknownFormat
    return FileKind.TEXT


def _kind_of_old_office(data: bytes) -> FileKind:
    """The kind of an OLE file, by the names of its streams, which are UTF-16."""
    if _wide("EncryptedPackage") in data:
        raise RosterLocked
    if _wide("WordDocument") in data:
        raise RosterDocument
    if _wide("Workbook") in data or _wide("Book") in data:
        return FileKind.OLD_WORKBOOK
    raise RosterUnknownFormat


def _wide(name: str) -> bytes:
    return name.encode("utf-16-le")


def _kind_of_zip(data: bytes) -> FileKind:
    """The kind of a document that is a zip inside, by the names of its parts or the type it states."""
    names, stated = _looked_into(data)
    if names is None:
        raise RosterDamaged("it is cut short")
    if "xl/workbook.xml" in names:
        return FileKind.WORKBOOK
    if stated.startswith(_OPEN_SPREADSHEET):
        return FileKind.OPEN_DOCUMENT
    if "xl/workbook.bin" in names:
        raise RosterBinaryWorkbook
    if "word/document.xml" in names or stated.startswith(_OPEN_TEXT):
        raise RosterDocument
    if any(name.endswith(".iwa") or name == "Index.zip" for name in names):
        raise RosterNumbers
    raise RosterUnknownFormat


def _looked_into(data: bytes) -> tuple[set[str] | None, bytes]:
    """The names in a zip, and the type an OpenDocument states; None where it does not open."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            stated = archive.open("mimetype").read(_LONGEST_TYPE) if "mimetype" in names else b""
    except BROKEN:
        return None, b""
    return names, stated
