"""Staff lists as schools have them: what is read, what is kept, and what is refused by its row."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from connectors.rosters.errors import StaffListRefused
from connectors.rosters.people import contact_keys
from connectors.staff_list import read_staff_list
from schemas.tables import STAFF


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode(encoding))
    return path


def only(tmp_path: Path, text: str) -> dict[str, object]:
    (row,) = read_staff_list(written(tmp_path, text)).staff.to_pylist()
    return row


def test_a_staff_list_is_read_in_any_order_and_case(tmp_path: Path) -> None:
    text = (
        "Surname;STAFF REF;Forename;Accounts;End;Start;Room;Former-Surname\n"
        "Lind;s-1;Siân;instagram:sian.l; x:sianl;;01/09/2020;Owls;Rees\n"
    )
    path = written(
        tmp_path, text.replace("instagram:sian.l; x:sianl", '"instagram:sian.l; x:sianl;"'), "cp1252"
    )
    table = read_staff_list(path).staff
    assert table.schema == STAFF
    assert table.to_pylist() == [
        {
            "staff_ref": "s-1",
            "person_mark": "",
            "forename": "Siân",
            "known_as": "",
            "surname": "Lind",
            "former_surname": "Rees",
            "email": "",
            "role": "",
            "starts": date(2020, 9, 1),
            "ends": None,
            "handles": ["instagram:sian.l", "x:sianl"],
        }
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("staff_ref,forename,surname\n", "nobody"),
        ("staff_ref,forename\ns-1,Jo\n", "no column surname"),
        ("staff_ref,forename,surname\n,Jo,Bell\n", "row 2"),
        ("staff_ref,forename,surname\ns-1,Jo,Bell\n\ns-2,Sam,Holt\nS-1,Ana,Reyes\n", "rows 2, 5"),
        ("staff_ref,forename,surname\ns-1,,\n", "no name in row 2"),
        ("staff_ref,forename,surname,end\ns-1,Jo,Bell,soon\n", "no date under end in row 2"),
    ],
)
def test_a_slip_in_the_staff_list_is_refused_by_its_row(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(StaffListRefused, match=said) as caught:
        read_staff_list(written(tmp_path, text))
    assert not {"Jo", "Bell", "soon", "s-1"} & set(caught.value.message.replace(",", " ").split())
    assert caught.value.exit_code == 4


# The headings of each system's own report, and of lists kept by hand.
HEADINGS = {
    "sims": "Staff Code,Person ID,Legal Forename,Chosen Name,Legal Surname,Former Surname,NI Number,Mobile",
    "arbor": "Staff ID,Person ID,First name,Preferred first name,Last name,Maiden name,DBS number,Phone",
    "payroll": "Payroll Number,Person No.,FirstName,Known As,LastName,Previous Name,Bank sort code,Mobile",
    "by hand": "Ref,Person number,First Name(s),Known as,Surname,Maiden Name,Notes,Tel. No.",
}


@pytest.mark.parametrize("headings", HEADINGS.values(), ids=HEADINGS)
def test_a_schools_own_headings_are_understood_and_other_columns_stay_unread(
    tmp_path: Path, headings: str
) -> None:
    row = "S12,883,Theodora,Teddy,Lind,Rees,QQ123456C,07700 900123"
    read = read_staff_list(written(tmp_path, f"{headings}\n{row}\n"))
    (member,) = read.staff.select(STAFF.names[:6]).to_pylist()
    assert list(member.values()) == ["S12", "883", "Theodora", "Teddy", "Lind", "Rees"]
    assert read.columns_dropped == 1
    assert read.contacts == {"S12": contact_keys(phones=["07700900123"])}
    assert "QQ123456C" not in str(read)


def test_the_header_is_found_below_titles_and_stays_no_row_where_it_comes_again(tmp_path: Path) -> None:
    text = (
        "Alder Lane: single central record,,,\nUpdated 3/9,,,\n,,,\nStaff code,Name,Job title,DBS\n"
        'S1,Mrs Marit Lind,Teacher,001\nStaff code,Name,Job title,DBS\nS2,"REES, Siân",Cook,002\n'
    )
    staff = read_staff_list(written(tmp_path, text)).staff
    assert staff["forename"].to_pylist() == ["Marit", "Siân"]
    assert staff["surname"].to_pylist() == ["Lind", "REES"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("Marit (Mari),Lind (née Rees)", ("Marit", "Mari", "Lind", "Rees")),
        ("Mrs Marit,Lind", ("Marit", "", "Lind", "")),
        ("tbc,Lind", ("", "", "Lind", "")),
        ("No,Na", ("No", "", "Na", "")),
    ],
)
def test_what_hides_in_a_name_cell_is_another_name(
    tmp_path: Path, cells: str, expected: tuple[str, ...]
) -> None:
    row = only(tmp_path, f"staff_ref,forename,surname\ns-1,{cells}\n")
    assert tuple(row[name] for name in ("forename", "known_as", "surname", "former_surname")) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Marit Lind", ("Marit", "Lind")),
        ("LIND, Marit", ("Marit", "LIND")),
        ("Marit Anne Lind", ("Marit Anne", "Lind")),
        ("Marit van der Lind", ("Marit", "van der Lind")),
        ("Marit", ("", "Marit")),
    ],
)
def test_a_name_in_one_cell_is_taken_apart_and_none_of_it_is_lost(
    tmp_path: Path, cell: str, expected: tuple[str, str]
) -> None:
    row = only(tmp_path, f'staff_ref,name\ns-1,"{cell}"\n')
    assert (row["forename"], row["surname"]) == expected


def test_two_people_in_one_cell_are_no_member_of_staff(tmp_path: Path) -> None:
    with pytest.raises(StaffListRefused, match="no name in row 2"):
        read_staff_list(written(tmp_path, "staff_ref,name\ns-1,Jo & Sam Bell\n"))


def test_a_staff_code_is_the_reference_where_a_payroll_number_stands_beside_it(tmp_path: Path) -> None:
    row = only(tmp_path, "Payroll number,Staff code,Forename,Surname\n77,S1,Marit,Lind\n")
    assert row["staff_ref"] == "S1"


def test_the_number_of_the_person_is_the_reference_where_there_is_no_other(tmp_path: Path) -> None:
    row = only(tmp_path, "Person ID,Forename,Surname\n883,Marit,Lind\n")
    assert (row["staff_ref"], row["person_mark"]) == ("883", "883")


@pytest.mark.parametrize("end", ["", "-", "n/a", "TBC", "Permanent", "ongoing"])
def test_a_post_without_an_end_has_none(tmp_path: Path, end: str) -> None:
    assert only(tmp_path, f"staff_ref,forename,surname,end\ns-1,Jo,Bell,{end}\n")["ends"] is None


def test_the_first_sheet_with_the_columns_is_the_staff_list(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Read me", "first"])
    sheet = book.create_sheet("Staff")
    sheet.append(["staff_ref", "forename", "surname"])
    sheet.append(["s-1", "Siân", "Lind"])
    book.save(tmp_path / "staff.xlsx")
    assert read_staff_list(tmp_path / "staff.xlsx").staff["staff_ref"].to_pylist() == ["s-1"]


CELLS = st.text(alphabet="Añ,;\"'/&-() \t0é.", max_size=12)


@given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=4))
def test_whatever_stands_in_the_cells_there_is_a_table_or_a_refusal_that_quotes_nothing(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    lines = [["staff_ref", "forename", "surname"], *rows]
    text = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_text(text, encoding="utf-8")
    refusal: StaffListRefused | None = None
    staff = STAFF.empty_table()
    try:
        staff = read_staff_list(path).staff
    except StaffListRefused as refused:
        refusal = refused
    assert refusal is None or (refusal.__context__ is None and "ñ" not in refusal.message)
    assert staff.schema == STAFF
    assert all(row["staff_ref"] and (row["forename"] or row["surname"]) for row in staff.to_pylist())
