"""Files that are no list: each is refused as the list it was given for, never as a roster."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from connectors.people_lists import read_declarations
from connectors.rosters.errors import DeclarationsRefused, StaffListRefused
from connectors.staff_list import read_staff_list
from schemas.errors import RosterError

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
READERS = [(read_staff_list, StaffListRefused), (read_declarations, DeclarationsRefused)]

Reader = Callable[[Path], object]


def zipped(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, b"Nora Quill")
    return file.getvalue()


def empty_workbook() -> bytes:
    file = io.BytesIO()
    Workbook().save(file)
    return file.getvalue()


FILES = {
    "nothing": (b"", "it is empty"),
    "blank lines": (b"\r\n \r\n", "it is empty"),
    "delimiters alone": (b",,,\n,,,\n", "it is empty"),
    "an empty workbook": (empty_workbook(), "it is empty"),
    "a zip of photographs": (zipped("Nora Quill.jpg"), "neither a CSV file nor an Excel workbook"),
    "a photograph": (b"\x89PNG\r\n\x1a\n" + bytes(40), "it is a picture"),
    "XML": (b"<?xml version='1.0'?><CTfile/>", "neither a CSV file nor an Excel workbook"),
    "a PDF": (b"%PDF-1.7\n", "it is a PDF"),
    "a web page": (b"<html><table>", "it is a web page"),
    "an old document": (OLD_OFFICE, "neither a CSV file nor an Excel workbook"),
    "a damaged old workbook": (OLD_OFFICE + "Workbook".encode("utf-16-le"), "damaged or cut short"),
    "a locked workbook": (OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "a zip cut short": (b"PK\x03\x04 Nora Quill", "damaged or cut short"),
    "a damaged workbook": (zipped("xl/workbook.xml"), "damaged or cut short"),
    "an open quotation": (b'staff_ref,forename,surname\n"Nora,Quill\n', "damaged or cut short"),
    "an endless cell": (b"staff_ref\n" + b"Nora" * 50_000, "damaged or cut short"),
    "too wide a table": (b"Nora," * 5_000, "damaged or cut short"),
}


def refused(read: Reader, path: Path, error: type[RosterError]) -> str:
    with pytest.raises(error) as caught:
        read(path)
    assert caught.value.__context__ is None
    message = caught.value.message
    assert not any(word in message for word in ("Nora", "Quill", "the roster", "The roster"))
    assert "Save it as a CSV file or an Excel workbook" in message
    return message


@pytest.mark.parametrize(("read", "error"), READERS)
@pytest.mark.parametrize(("data", "said"), FILES.values(), ids=FILES)
def test_a_file_that_is_no_list_is_refused_for_what_it_is(
    tmp_path: Path, read: Reader, error: type[RosterError], data: bytes, said: str
) -> None:
    (tmp_path / "Nora Quill.csv").write_bytes(data)
    assert said in refused(read, tmp_path / "Nora Quill.csv", error)


@pytest.mark.parametrize(("read", "error"), READERS)
@pytest.mark.parametrize("name", [".", "Nora Quill.csv", "Nora" * 200])
def test_what_cannot_be_opened_is_said_to_be_so(
    tmp_path: Path, read: Reader, error: type[RosterError], name: str
) -> None:
    assert "it cannot be opened" in refused(read, tmp_path / name, error)
