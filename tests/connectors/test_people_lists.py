from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from connectors.people_lists import read_declarations, read_staff_list
from connectors.rosters.errors import DeclarationsRefused, StaffListRefused
from schemas.tables import DECLARATIONS, STAFF


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_staff_list_is_read_in_any_order_and_case(tmp_path: Path) -> None:
    text = (
        "Surname;STAFF REF;Forename;Accounts;End;Start;Room;Former-Surname\n"
        "Lind;s-1;Siân;instagram:sian.l; x:sianl;;01/09/2020;Owls;Rees\n"
    )
    path = written(
        tmp_path, text.replace("instagram:sian.l; x:sianl", '"instagram:sian.l; x:sianl;"'), "cp1252"
    )
    table = read_staff_list(path)
    assert table.schema == STAFF
    assert table.to_pylist() == [
        {
            "staff_ref": "s-1",
            "forename": "Siân",
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


def test_declarations_are_read(tmp_path: Path) -> None:
    text = (
        "staff_ref,person,roster_id,reason,agreed_by,agreed_on,review_on\n"
        "s-1,Marit Lind,,sister,Head,2026-01-09,9 Jan 2027\n"
        "s-2,,a-200,friend before the post,Head,,\n"
    )
    table = read_declarations(written(tmp_path, text, "utf-16"))
    assert table.schema == DECLARATIONS
    assert table["person_name"].to_pylist() == ["Marit Lind", ""]
    assert table["roster_id"].to_pylist() == ["", "a-200"]
    assert table["agreed_on"].to_pylist() == [date(2026, 1, 9), None]
    assert table["review_on"].to_pylist() == [date(2027, 1, 9), None]


def test_no_declarations_yet_is_no_error(tmp_path: Path) -> None:
    table = read_declarations(written(tmp_path, "staff_ref,person,roster_id\n"))
    assert (table.num_rows, table.schema) == (0, DECLARATIONS)


@pytest.mark.parametrize("row", [",Marit Lind,,", "s-1,,,", "s-1,Marit Lind,,soon"])
def test_a_slip_in_the_declarations_is_refused_by_its_row(tmp_path: Path, row: str) -> None:
    with pytest.raises(DeclarationsRefused, match="row 2"):
        read_declarations(written(tmp_path, f"staff_ref,person,roster_id,agreed_on\n{row}\n"))


def test_the_first_sheet_that_holds_anything_is_the_staff_list(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.create_sheet("Staff")
    sheet.append(["staff_ref", "forename", "surname"])
    sheet.append(["s-1", "Siân", "Lind"])
    book.save(tmp_path / "staff.xlsx")
    assert read_staff_list(tmp_path / "staff.xlsx")["staff_ref"].to_pylist() == ["s-1"]
