from pathlib import Path

import pytest

from connectors.roster import read_roster
from connectors.rosters.bundle import Member
from connectors.rosters.named_files import NamedFiles

USERS = "sourcedId,role,givenName,familyName,agents,agentSourcedIds,password\n"


def files(text: str, encoding: str = "utf-8") -> NamedFiles:
    return NamedFiles([Member("export/users.csv", lambda: text.encode(encoding))], "oneroster_columns")


def test_of_a_column_under_two_headings_the_first_that_says_anything_counts() -> None:
    table = files(f"{USERS}c-1,student,Teddy,Lind,,a-1,secret\nc-2,student,Isla,Lind,a-2,,\n").table(
        "users.csv"
    )
    assert [row["agentSourcedIds"] for _, row in table.rows] == ["a-1", "a-2"]
    assert all("password" not in row for _, row in table.rows)


def test_rows_are_counted_as_a_reader_counts_them() -> None:
    table = files(f"{USERS}\n,,,,,,\nc-1,student,Teddy,Lind,,a-1,\nc-2,student\n").table("users.csv")
    assert [number for number, _ in table.rows] == [4, 5]
    assert list(table.ragged) == [5]


def test_a_missing_or_blank_file_has_no_rows() -> None:
    assert not files("").table("users.csv").rows
    assert not files("").table("roles.csv").rows


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_headings_are_read_in_any_encoding_and_with_any_delimiter(encoding: str) -> None:
    text = "SourcedId;Given Name;Größe\nc-1;Zoë;\n"
    assert {"sourcedid", "givenname"} <= files(text, encoding).headings("users.csv")


def test_a_list_kept_by_hand_may_be_called_users(tmp_path: Path) -> None:
    path = tmp_path / "users.csv"
    path.write_text("Forename,Surname,Mum\nTeddy,Lind,Marit Lind\n", encoding="utf-8")
    assert read_roster(path).source == "csv"
