"""A table is known by its header, found in the first 4 KB, and its rows are what a spreadsheet shows."""

from pathlib import Path

import pytest

from connectors.archive import open_archive
from connectors.headed_tables import HeadedTable, headed_table, rows_like
from connectors.members import HandIn, Member
from connectors.platform_reading import read_platforms
from connectors.platforms import platforms
from connectors.reading import allow_list

LONG = "a line of a cell\nand another\n" * 200


def member(tmp_path: Path, text: str) -> Member:
    path = tmp_path / "by_hand.csv"
    path.write_text(text, encoding="utf-8", newline="")
    (file,) = HandIn([open_archive(path, 1)], allow_list({"by_hand": platforms()["by_hand"]})).files()
    return Member(file, "by_hand")


def table(tmp_path: Path, text: str) -> HeadedTable:
    found = headed_table(member(tmp_path, text), lambda columns: {"name", "handle"} <= columns)
    assert found is not None
    return found


def test_a_loose_table_that_is_nobodys_is_not_read_beyond_its_beginning(tmp_path: Path):
    path = tmp_path / "messages.csv"
    path.write_text("CONVERSATION ID,FROM,TO,CONTENT\n" + "1,Sam,Ade,hello\n" * 5000, encoding="utf-8")
    hand_in = HandIn([open_archive(path, 1)], allow_list(platforms()))
    read_platforms(platforms(), hand_in)
    assert len(hand_in.opened) == 1
    assert hand_in.size == 0


@pytest.mark.parametrize("shift", range(4))
def test_a_beginning_that_ends_inside_a_cell_breaks_nothing(tmp_path: Path, shift: int):
    text = f'name,handle,note\nSam,{"x" * shift},"{LONG}"\nAde,ade,"""quoted"""\n'
    assert [row.cells["name"] for row in table(tmp_path, text).rows] == ["Sam", "Ade"]


def test_a_header_longer_than_the_beginning_is_read_whole(tmp_path: Path):
    more = [f"column {number}" for number in range(900)]
    found = table(tmp_path, ",".join(["name", "handle", *more]) + "\nSam,sam\n")
    assert found.columns == {"name", "handle", *more}
    assert found.rows[0].first(("handle",)) == "sam"


def test_of_two_cells_below_one_heading_the_first_that_is_filled_is_kept(tmp_path: Path):
    found = table(tmp_path, "name,handle,Name\nSam,,\n,,Ade\nLou,,Other\n")
    assert [row.cells["name"] for row in found.rows] == ["Sam", "Ade", "Lou"]


def test_a_header_that_stands_there_again_is_nobody(tmp_path: Path):
    found = table(tmp_path, "name,handle\nSam,sam\nName,Handle,\nAde,ade\n")
    assert [(row.number, row.cells["name"]) for row in found.rows] == [(2, "Sam"), (4, "Ade")]


@pytest.mark.parametrize("above", ["", "sep=;\n", "SEP=;\r\n"])
def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path, above: str):
    found = table(tmp_path, above + "name;handle\n\nSam;sam\n")
    assert (found.at, [row.number for row in found.rows]) == (1, [3])


@pytest.mark.parametrize(("row", "spills"), [("Sam,sam,,", False), ("Sam,MBA,sam", True), ("Sam", False)])
def test_a_row_spills_whose_cells_reach_beyond_the_last_heading(tmp_path: Path, row: str, spills: bool):
    (found,) = table(tmp_path, f"name,handle,,\n{row}\n").rows
    assert found.spills is spills


def test_rows_are_told_by_what_they_look_like_whatever_stands_between_the_cells(tmp_path: Path):
    written = member(tmp_path, "sep=\t\n\nid\tname\n1\tSam\n")
    assert rows_like(written, lambda rows: len(rows[0]) == 2) == [["id", "name"], ["1", "Sam"]]
    assert rows_like(written, lambda rows: len(rows[0]) == 3) is None
