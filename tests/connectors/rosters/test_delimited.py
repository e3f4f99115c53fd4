from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.rosters.delimited import read_csv
from schemas.errors import RosterError

PIECES = [
    "Teddy",
    "Marit Lind",
    '"',
    '""',
    '"Lind, Teddy"',
    ",",
    ";",
    "\t",
    "\n",
    "\r",
    "\r\n",
    "\x0b",
    "\u2028",
    " ",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_every_row_of_any_text_is_told_with_its_length(text: str) -> None:
    try:
        sheet = read_csv(text.encode())
    except RosterError:
        return
    assert len(sheet.lengths) == len(sheet.cells)
    assert set(sheet.ragged_below(0)) <= set(range(2, len(sheet.cells) + 1))


def test_a_row_is_ragged_where_a_cell_is_missing_or_stands_under_no_heading() -> None:
    rows = ("Forename,Surname,Mum,", "Teddy,Lind,Marit Lind", "Isla,Holt", ",,", "", "Kofi,Mensah,Ama,,x")
    assert read_csv("\n".join(rows).encode()).ragged_below(0) == [3, 6]


def test_titles_above_the_header_are_not_ragged() -> None:
    sheet = read_csv(b"Updated 3/9\nForename,Surname,Mum\nTeddy,Lind,Marit Lind\n")
    assert sheet.ragged_below(1) == []
