from datetime import date
from pathlib import Path

import pytest

from connectors.people_lists import read_declarations
from connectors.rosters.errors import DeclarationsRefused
from schemas.tables import DECLARATIONS


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode(encoding))
    return path


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
