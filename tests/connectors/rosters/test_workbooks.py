import io
import zipfile
from datetime import date
from pathlib import Path

import msoffcrypto.format.ooxml
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from connectors.roster import Roster, read_roster
from connectors.rosters.sheets import letters_of, place_of
from connectors.rosters.web_tables import read_web_table
from schemas.errors import RosterError
from tests.connectors.rosters.roster_cases import read_case

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
CONTENT_TYPES = {"[Content_Types]_dot_xml": b""}
HEADER = ("Child's name", "DOB", "Leave date", "Mum", "Dad")


def saved(book: Workbook, path: Path) -> Path:
    book.save(path)
    return path


def school(path: Path) -> Path:
    book = Workbook()
    owls = book.active
    owls.title = "Owls"
    owls.append(["Alder Lane Nursery"])
    owls.merge_cells("A1:E1")
    owls.append(HEADER)
    owls.append(["Teddy Lind", date(2022, 2, 11), None, "Marit Lind", "#N/A"])
    owls.append(["Isla Holt", 44264.0, date(2025, 8, 31), "Ana Reyes", "Sam Holt"])
    owls["A4"].font = Font(strike=True)
    owls.row_dimensions[3].hidden = True
    bears = book.create_sheet("Bears")
    bears.append(HEADER)
    bears.append(["Kofi Mensah", "3/4/2021", None, "Ama Mensah", None])
    for name, state in (("Leavers 2025", "visible"), ("Old", "hidden"), ("How to use", "visible")):
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        sheet.append(["Ask the office"] if name == "How to use" else HEADER)
        sheet.append(["Gone Away", None, None, "Left Long", None])
    return saved(book, path)


def test_a_workbook_is_read_sheet_by_sheet(tmp_path: Path) -> None:
    roster = read_roster(school(tmp_path / "roster.xlsx"))
    children = [row for row in roster.people.to_pylist() if row["kind"] == "pupil"]
    assert roster.source == "xlsx"
    assert [(row["source_row"], row["date_of_birth"], row["ends"]) for row in children] == [
        (3, "2022-02-11", None),
        (4, "2021-03-09", date(2025, 8, 31)),
        (2, "3/4/2021", None),
    ]
    children_named = ["Teddy Lind", "Isla Holt", "Kofi Mensah"]
    adults_named = ["Marit Lind", "Ana Reyes", "Sam Holt", "Ama Mensah"]
    assert roster.names["full_name"].to_pylist() == [*children_named, *adults_named]


def test_what_a_workbook_hides_is_said(tmp_path: Path) -> None:
    notes = read_roster(school(tmp_path / "roster.xlsx")).notes
    assert [note.split(":")[0] for note in notes] == [
        "1 hidden sheet was not read",
        "1 hidden row was read like any other",
        "1 row struck through and read like any other",
        "1 sheet of leavers not read",
        "A sheet without a row of column names was not read",
    ]


def test_a_list_saved_as_csv_keeps_its_peoples_ids(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Forename", "Surname", "Mum"])
    book.active.append(["Teddy", "Lind", "Marit Lind"])
    saved(book, tmp_path / "roster.xlsx")
    (tmp_path / "roster.csv").write_text("Forename,Surname,Mum\nTeddy,Lind,Marit Lind\n", encoding="utf-8")
    ids = [
        read_roster(tmp_path / name).people["person_id"].to_pylist() for name in ("roster.xlsx", "roster.csv")
    ]
    assert ids[0] == ids[1]


def locked() -> bytes:
    book, sealed = io.BytesIO(), io.BytesIO()
    Workbook().save(book)
    msoffcrypto.format.ooxml.OOXMLFile(book).encrypt("five words", sealed)
    return sealed.getvalue()


def zipped(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", ".").replace("_dash_", "-"), data)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "roster-empty"),
        (b"  \r\n", "roster-empty"),
        (OLD_OFFICE, "roster-unknown-format"),
        (OLD_OFFICE + "Workbook".encode("utf-16-le"), "roster-damaged"),
        (OLD_OFFICE + "WordDocument".encode("utf-16-le"), "roster-document"),
        (b"{\\rtf1 Teddy Lind}", "roster-document"),
        (zipped(word__document_dot_xml=b"<w/>", **CONTENT_TYPES), "roster-document"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.text"), "roster-document"),
        (zipped(Index__Document_dot_iwa=b"x"), "roster-numbers"),
        (zipped(xl__workbook_dot_bin=b"x", **CONTENT_TYPES), "roster-xlsb"),
        (b"\xff\xd8\xff\xe0 JFIF", "roster-picture"),
        (b"\x00\x00\x00\x18ftypheic", "roster-picture"),
        (b"RIFF\x00\x00\x00\x00WEBP", "roster-picture"),
        (bytes(range(1, 32)) * 20, "roster-unknown-format"),
        (b"%PDF-1.7\n", "roster-pdf"),
        (b"<html><table><tr><td>Teddy</td></tr></table></html>", "roster-html"),
        (b"<CTfile><CTFpupilData><Pupil>", "roster-damaged"),
        (b"<CTfile><CTFpupilData/></CTfile>", "roster-empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 20, "roster-picture"),
        (b"PK\x03\x04 cut short", "roster-damaged"),
        (zipped(mimetype=SPREADSHEET), "roster-damaged"),
        (
            zipped(mimetype=SPREADSHEET, META_dash_INF__manifest_dot_xml=b"<encryption-data/>"),
            "roster-password",
        ),
        (zipped(xl__workbook_dot_xml=b"<x", **CONTENT_TYPES), "roster-damaged"),
        (zipped(photo_dot_jpg=b"x"), "roster-unknown-format"),
        (zipped(a_dot_xml=b"<CTfile/>", b_dot_csv=b"Forename,Surname\n"), "roster-mixed"),
    ],
)
def test_each_kind_of_wrong_file_is_told_apart(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "roster.bin").write_bytes(data)
    with pytest.raises(RosterError) as caught:
        read_roster(tmp_path / "roster.bin")
    assert caught.value.code == code
    assert caught.value.next_step


def test_a_workbook_that_is_damaged_anywhere_is_one_clear_error(tmp_path: Path) -> None:
    """Whatever the library that reads it makes of the damage."""
    whole = school(tmp_path / "whole.xlsx").read_bytes()
    codes = set()
    for place in range(0, len(whole), 97):
        (tmp_path / "roster.xlsx").write_bytes(whole[:place] + b"\x00\x55" + whole[place + 2 :])
        try:
            read_roster(tmp_path / "roster.xlsx")
        except RosterError as error:
            codes.add(error.code)
    assert "roster-damaged" in codes


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("users.csv", b" " * 3_000_000, "roster-too-large"),
        ("../users.csv", b"sourcedId\n", "roster-unsafe"),
    ],
)
def test_a_zip_built_to_do_harm_is_refused(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    with zipfile.ZipFile(tmp_path / "roster.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    with pytest.raises(RosterError) as caught:
        read_roster(tmp_path / "roster.zip")
    assert caught.value.code == code


def test_a_workbook_that_inflates_a_thousandfold_is_never_opened(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "roster.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("xl/workbook.xml", " " * 3_000_000)
    with pytest.raises(RosterError) as caught:
        read_roster(tmp_path / "roster.xlsx")
    assert caught.value.code == "roster-too-large"


def test_a_damaged_member_of_a_zip_is_one_clear_error(tmp_path: Path) -> None:
    made = tmp_path / "roster.zip"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("users.csv", "sourcedId,givenName\n" * 50)
    content = bytearray(made.read_bytes())
    content[45:50] = b"\xff\xff\xff\xff\xff"
    made.write_bytes(content)
    with pytest.raises(RosterError) as caught:
        read_roster(made)
    assert caught.value.code == "roster-damaged"
    assert caught.value.__context__ is None


def test_a_locked_workbook_is_told_from_an_old_one(tmp_path: Path) -> None:
    (tmp_path / "roster.xlsx").write_bytes(locked())
    with pytest.raises(RosterError) as caught:
        read_roster(tmp_path / "roster.xlsx")
    assert caught.value.code == "roster-password"


def test_a_roster_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(RosterError) as caught:
        read_roster(tmp_path / "nothing.csv")
    assert caught.value.code == "roster-not-found"


def test_an_empty_folder_is_no_roster(tmp_path: Path) -> None:
    with pytest.raises(RosterError):
        read_roster(tmp_path)


def test_a_zip_reads_like_the_folder_it_holds(tmp_path: Path) -> None:
    here = Path(__file__).parent / "oneroster" / "version_1_1" / "roster"
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        for file in here.iterdir():
            archive.write(file, f"export/{file.name}")
        archive.writestr("__MACOSX/export/._users.csv", b"\x00")
    packed: Roster = read_roster(tmp_path / "export.zip")
    assert packed.people.equals(read_roster(here).people)
    assert packed.notes == read_roster(here).notes


def test_a_folder_round_one_file_reads_like_the_file(tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    folder.mkdir()
    (folder / "leavers 2024.csv").write_text(
        "Forename,Surname,Mum\nTeddy,Lind,Marit Lind\n", encoding="utf-8"
    )
    assert read_roster(folder).people.equals(read_roster(folder / "leavers 2024.csv").people)


def test_a_list_of_leavers_alone_is_no_roster(tmp_path: Path) -> None:
    for name in ("leavers 2024.csv", "left.csv"):
        (tmp_path / name).write_text("Forename,Surname,Mum\nTeddy,Lind,Marit Lind\n", encoding="utf-8")
    with pytest.raises(RosterError) as caught:
        read_roster(tmp_path)
    assert caught.value.code == "roster-no-children"


WORKBOOKS = Path(__file__).parent / "workbooks"


def test_three_programs_workbooks_say_the_same() -> None:
    """The same list as Excel, LibreOffice and Excel 97 write it."""
    excel, *others = (read_case(WORKBOOKS / kind) for kind in ("excel", "open_document", "old_excel"))
    for other in others:
        assert other.names.equals(excel.names)
        assert other.links.equals(excel.links)
        assert other.notes == excel.notes
        assert other.observations.drop(["source"]).equals(excel.observations.drop(["source"]))


def test_an_old_workbook_with_a_password_is_said_to_have_one(tmp_path: Path) -> None:
    """Excel 97 says it in a record (FILEPASS, 0x2F) near the start of the workbook's stream."""
    data = bytearray((WORKBOOKS / "old_excel" / "roster.xls").read_bytes())
    start = data.index(b"\x09\x08\x10\x00")  # the stream's first record, of 16 bytes
    data[start + 20 : start + 22] = b"\x2f\x00"
    (tmp_path / "roster.xls").write_bytes(data)
    with pytest.raises(RosterError) as caught:
        read_roster(tmp_path / "roster.xls")
    assert caught.value.code == "roster-password"
    assert caught.value.__context__ is None


def test_a_part_of_a_cell_struck_through_strikes_its_row(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Forename", "Surname", "Mum"])
    book.active.append(["Teddy", "Lind", "Marit Lind"])
    book.active.append(
        ["Isla", "Holt", CellRichText("Ana Reyes ", TextBlock(InlineFont(strike=True), "Sam Holt"))]
    )
    roster = read_roster(saved(book, tmp_path / "roster.xlsx"))
    assert observed(roster) == [("struck_through", 3)]


def test_a_part_of_an_open_documents_cell_struck_through_strikes_its_row(tmp_path: Path) -> None:
    """Whether a style says so itself or by the style it is built on."""
    style = (
        b'<style:style style:name="base" style:family="text"><style:text-properties '
        b'style:text-line-through-style="solid"/></style:style>'
        b'<style:style style:name="own" style:family="text" style:parent-style-name="base"/>'
    )
    with (
        zipfile.ZipFile(WORKBOOKS / "open_document" / "roster.ods") as there,
        zipfile.ZipFile(tmp_path / "roster.ods", "w") as here,
    ):
        for name in there.namelist():
            data = there.read(name).replace(
                b"</office:automatic-styles>", style + b"</office:automatic-styles>"
            )
            part = '<text:p>Zoë <text:span text:style-name="own">Dee</text:span></text:p>'.encode()
            here.writestr(name, data.replace("<text:p>Zoë Dee</text:p>".encode(), part))
    roster = read_roster(tmp_path / "roster.ods")
    assert [row for what, row in observed(roster) if what == "struck_through"] == [4, 6]
    assert "Zoë Dee" in roster.names["full_name"].to_pylist()


def test_a_chart_between_the_sheets_is_passed_over(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Notes"
    book.create_chartsheet("Chart")
    owls = book.create_sheet("Owls")
    owls.append(["Forename", "Surname", "Mum"])
    owls.append(["Teddy", "Lind", "Marit Lind"])
    assert read_roster(saved(book, tmp_path / "roster.xlsx")).names["surname"].to_pylist() == ["Lind", "Lind"]


def test_a_workbook_with_everything_hidden_says_so(tmp_path: Path) -> None:
    book = Workbook()
    owls = book.create_sheet("Owls")
    owls.append(["Forename", "Surname", "Mum"])
    owls.sheet_state = "hidden"
    with pytest.raises(RosterError) as caught:
        read_roster(saved(book, tmp_path / "roster.xlsx"))
    assert caught.value.code == "roster-empty"
    assert "hidden" in caught.value.message


@pytest.mark.parametrize("reference", ["XFD1048576", "A99999999", "XFD40000"])
def test_a_cell_beyond_any_list_is_refused_before_it_is_laid_out(tmp_path: Path, reference: str) -> None:
    """A library that lays the rows out would ask for more memory than there is, which nothing can catch."""
    whole = school(tmp_path / "whole.xlsx")
    with zipfile.ZipFile(whole) as there, zipfile.ZipFile(tmp_path / "roster.xlsx", "w") as here:
        for name in there.namelist():
            data = there.read(name)
            here.writestr(name, data.replace(b'r="A3"', f'r="{reference}"'.encode()))
    with pytest.raises(RosterError) as caught:
        read_roster(tmp_path / "roster.xlsx")
    assert caught.value.code == "roster-too-large"


@pytest.mark.parametrize("repeated", ["number-columns-repeated", "number-rows-repeated"])
def test_a_cell_repeated_beyond_any_list_is_refused(tmp_path: Path, repeated: str) -> None:
    with (
        zipfile.ZipFile(WORKBOOKS / "open_document" / "roster.ods") as there,
        zipfile.ZipFile(tmp_path / "roster.ods", "w") as here,
    ):
        for name in there.namelist():
            tag = b"<table:table-cell" if "columns" in repeated else b"<table:table-row"
            data = there.read(name).replace(tag, tag + f' table:{repeated}="99999999"'.encode(), 1)
            here.writestr(name, data)
    with pytest.raises(RosterError) as caught:
        read_roster(tmp_path / "roster.ods")
    assert caught.value.code == "roster-too-large"


def test_a_workbook_that_defines_entities_is_refused(tmp_path: Path) -> None:
    whole = school(tmp_path / "whole.xlsx")
    with zipfile.ZipFile(whole) as there, zipfile.ZipFile(tmp_path / "roster.xlsx", "w") as here:
        for name in there.namelist():
            data = there.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = b'<!DOCTYPE x [<!ENTITY e "Teddy Lind">]>' + data
            here.writestr(name, data)
    with pytest.raises(RosterError) as caught:
        read_roster(tmp_path / "roster.xlsx")
    assert caught.value.code == "roster-unsafe"


@pytest.mark.parametrize(
    "page",
    [
        "<html><p>Teddy Lind</p></html>",
        "<table><tr><td>Teddy</td></tr></table>",
        "<table><tr><td>" * 300 + "Teddy" + "</td></tr></table>" * 300,
    ],
)
def test_a_web_page_without_one_table_is_refused(tmp_path: Path, page: str) -> None:
    (tmp_path / "roster.xls").write_text(page, encoding="utf-8")
    with pytest.raises(RosterError) as caught:
        read_roster(tmp_path / "roster.xls")
    assert caught.value.code in {"roster-html", "roster-damaged"}


def test_a_web_page_may_hold_control_characters_behind_a_line_break(tmp_path: Path) -> None:
    rows = "<tr><td>Forename</td><td>Surname</td></tr><tr><td>Teddy<br>\x01</td><td>Lind</td></tr>"
    assert read_web_table(f"<table>{rows}</table>".encode()).cells.iloc[1, 1] == "Lind"


@given(st.integers(0, 16_383))
def test_columns_are_called_as_spreadsheets_call_them(place: int) -> None:
    assert letters_of(place) == get_column_letter(place + 1)
    assert place_of(letters_of(place)) == place


def observed(roster: Roster) -> list[tuple[str, int]]:
    return [(row["what"], row["source_row"]) for row in roster.observations.to_pylist()]
