import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from connectors.match_tables import read_match_accounts, read_match_roster, read_pairs
from connectors.rosters.errors import MatchTableRefused
from schemas.tables import NAMES, PEOPLE

ROSTER = (
    "Roster_ID,forename,middle,surname,preferred,former_surname,full_name,kind\n"
    "r1,Theodora,Rose,Okafor-Lind,Teddy,,,child\n"
    "r2,,,,,,Kim Jong Un,\n"
    "r3,Theodora,,Holt,,,,child\n"
)


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_roster_table_is_people_and_all_their_names(tmp_path: Path) -> None:
    people, names = read_match_roster(written(tmp_path, ROSTER))
    people.validate(full=True)
    names.validate(full=True)
    assert (people.schema, names.schema) == (PEOPLE, NAMES)
    assert people["person_id"].to_pylist() == ["r1", "r2", "r3"]
    assert people["kind"].to_pylist() == ["pupil", "", "pupil"]
    assert people["source_row"].to_pylist() == [1, 2, 3]
    assert names["full_name"].to_pylist() == [
        *("Theodora Rose Okafor-Lind", "Teddy Okafor-Lind"),
        *["Theodora Rose Okafor-Lind", "Theodora Rose Okafor-Lind", "Teddy Okafor-Lind", "Teddy Okafor-Lind"],
        *("Kim Jong Un", "Theodora Holt"),
    ]
    assert names.filter(pa.compute.equal(names["person_id"], "r2"))["forename"].to_pylist() == [""]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_accounts_are_text_in_every_column(tmp_path: Path, encoding: str) -> None:
    text = 'Follower_ID,handle,display_name,Anything\n007,NULL,"Zoë\n""Zo"" Rees",1\n8,,,2\n'
    accounts = read_match_accounts(written(tmp_path, text, encoding))
    assert set(accounts.schema.types) == {pa.string()}
    assert accounts.to_pylist() == [
        {
            "follower_id": "007",
            "display_name": 'Zoë\n"Zo" Rees',
            "handle": "NULL",
            "list_id": "",
            "email": "",
            "profile_url": "",
        },
        {"follower_id": "8", "display_name": "", "handle": "", "list_id": "", "email": "", "profile_url": ""},
    ]


def test_cells_over_several_lines_are_read_across_blocks(tmp_path: Path) -> None:
    rows = "".join(f'{n},"Zoë\n{n}"\n' for n in range(120_000))
    accounts = read_match_accounts(written(tmp_path, f"follower_id,display_name\n{rows}"))
    assert accounts.num_rows == 120_000
    assert accounts["display_name"][119_999].as_py() == "Zoë\n119999"


def test_parquet_of_other_types_becomes_text(tmp_path: Path) -> None:
    table = pa.table({"follower_id": [1, 2], "display_name": pa.array(["Zoë", None]).dictionary_encode()})
    pq.write_table(table, tmp_path / "table.parquet")
    accounts = read_match_accounts(tmp_path / "table.parquet")
    assert accounts["follower_id"].to_pylist() == ["1", "2"]
    assert accounts["display_name"].to_pylist() == ["Zoë", ""]


def test_pairs_keep_their_order(tmp_path: Path) -> None:
    pairs = read_pairs(written(tmp_path, "label,name2,name1\n1,b,a\n0,d,c\n"))
    assert pairs.to_pylist() == [{"name1": "a", "name2": "b"}, {"name1": "c", "name2": "d"}]


@pytest.mark.parametrize(
    "text", ["", "handle,display_name\nx,Teddy Lind\n", "follower_id,handle\n1,x\n2,Teddy,Lind\n", "\x00\x01"]
)
def test_a_table_that_cannot_be_read_is_refused_without_quoting_it(tmp_path: Path, text: str) -> None:
    with pytest.raises(MatchTableRefused) as caught:
        read_match_accounts(written(tmp_path, text))
    assert "Teddy" not in caught.value.message
    assert caught.value.__context__ is None


def test_a_header_longer_than_any_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MatchTableRefused):
        read_match_accounts(written(tmp_path, f"follower_id,{'a' * 2_000_000}\n1,2\n"))


@pytest.mark.parametrize("cell", [b"\xff\xfe", ["Teddy"], {"name": "Teddy"}])
def test_a_column_that_is_no_text_is_refused(tmp_path: Path, cell: object) -> None:
    pq.write_table(pa.table({"follower_id": ["1"], "display_name": [cell]}), tmp_path / "table.parquet")
    with pytest.raises(MatchTableRefused) as caught:
        read_match_accounts(tmp_path / "table.parquet")
    assert caught.value.__context__ is None


def test_text_that_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    column = pa.Array.from_buffers(pa.string(), 1, pa.array([b"Teddy\xff"]).buffers())
    pq.write_table(pa.table({"follower_id": column}), tmp_path / "table.parquet")
    with pytest.raises(MatchTableRefused, match="no text"):
        read_match_accounts(tmp_path / "table.parquet")


@pytest.mark.parametrize("read", [read_match_roster, read_match_accounts, read_pairs])
@pytest.mark.parametrize("name", [".", "Teddy.csv", "Teddy" * 200])
def test_what_cannot_be_opened_is_refused_without_its_name(
    tmp_path: Path, read: Callable[[Path], object], name: str
) -> None:
    with pytest.raises(MatchTableRefused, match="cannot be opened") as caught:
        read(tmp_path / name)
    assert "Teddy" not in caught.value.message
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "roster: it is empty"),
        ("roster_id,surname\n", "roster: it has no rows"),
        ("roster_id,forename\nr1,Teddy\nr2,Siân\n", "none of its 2 rows has a surname or full_name"),
        ("roster_id,forename,surname,full_name\nr1,Teddy, ,\n", "none of its 1 rows has a surname"),
        ("roster_id,surname\nr1,Lind\n ,Holt\n,Rees\n", "no roster_id in 2 of 3 rows"),
        ("roster_id,surname\nr1,Lind\nr2,Holt\nr1,Rees\n", "roster_id repeats an earlier row's in 1 of 3"),
    ],
)
def test_a_roster_that_tells_nobody_apart_is_refused_with_counts_alone(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(MatchTableRefused, match=said) as caught:
        read_match_roster(written(tmp_path, text))
    assert not any(value in caught.value.message for value in ("Teddy", "Lind", "Holt", "r1"))
    assert "full_name" in caught.value.next_step


def test_one_surname_is_enough_for_a_roster(tmp_path: Path) -> None:
    people, _ = read_match_roster(written(tmp_path, "roster_id,forename,surname\nr1,Teddy,\nr2,,Holt\n"))
    assert people.num_rows == 2


@pytest.mark.parametrize(
    ("rows", "said"),
    [('"",x\n2,y\n', "no follower_id in 1 of 2 rows"), ("1,x\n1,y\n1,z\n", "in 2 of 3 rows")],
)
def test_accounts_without_ids_of_their_own_are_refused(tmp_path: Path, rows: str, said: str) -> None:
    with pytest.raises(MatchTableRefused, match=said):
        read_match_accounts(written(tmp_path, f"follower_id,handle\n{rows}"))


def test_a_table_of_no_accounts_is_read(tmp_path: Path) -> None:
    assert read_match_accounts(written(tmp_path, "follower_id,handle\n")).num_rows == 0


def test_nothing_slow_is_imported_on_the_way(tmp_path: Path) -> None:
    path = written(tmp_path, ROSTER.replace("Roster_ID", "roster_id"))
    code = (
        "import sys; from pathlib import Path; import connectors.match_tables as tables\n"
        f"tables.read_match_roster(Path({str(path)!r}))\n"
        "print(sorted({'pandas', 'lxml', 'openpyxl', 'prefect', 'great_expectations'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
