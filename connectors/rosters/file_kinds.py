"""What a file is, by its first bytes; its name may say anything."""

import io
import zipfile
from enum import Enum, auto

from connectors.encodings import decode
from connectors.rosters.errors import (
    RosterDamaged,
    RosterEmpty,
    RosterHtml,
    RosterLocked,
    RosterOldWorkbook,
    RosterPdf,
    RosterUnknownFormat,
)
from connectors.zip_safety import BROKEN

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HTML = ("<!doctype html", "<html", "<table", "<meta", "<head", "<body")


class FileKind(Enum):
    """The kinds of file a roster may come in."""

    XML = auto()
    WORKBOOK = auto()
    TEXT = auto()


def kind_of(data: bytes) -> FileKind:
    """The kind of a file we can read. Raises the RosterError that says what it is instead."""
    if not data.strip():
        raise RosterEmpty
    if data.startswith(_OLD_OFFICE):
        raise RosterLocked if _ENCRYPTED in data else RosterOldWorkbook
    if data.lstrip()[:5] == b"%PDF-":
        raise RosterPdf
    if data.startswith(b"PK"):
        return _kind_of_zip(data)
    start = decode(data[:4096]).lstrip().casefold()
    if start.startswith(_HTML):
        raise RosterHtml
    if start.startswith("<"):
        return FileKind.XML
    if sum(character < " " and character not in "\t\r\n\f" for character in start) * 50 > len(start):
        raise RosterUnknownFormat
    return FileKind.TEXT


def _kind_of_zip(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except BROKEN:
        names = None
    if names is None:
        raise RosterDamaged("it is cut short")
    if "xl/workbook.xml" in names:
        return FileKind.WORKBOOK
    raise RosterUnknownFormat
