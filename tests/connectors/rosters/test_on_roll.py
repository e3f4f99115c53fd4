from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.roster import merge_rosters, on_roll, read_roster
from schemas.tables import LINKS, PEOPLE

HERE = Path(__file__).parent
DAYS = st.none() | st.dates(date(2024, 1, 1), date(2024, 12, 31))


def person(
    person_id: str, kind: str, starts: date | None = None, ends: date | None = None
) -> dict[str, object]:
    blank = dict.fromkeys(PEOPLE.names, "")
    return blank | {"person_id": person_id, "kind": kind, "source_row": 1, "starts": starts, "ends": ends}


def tables(people: list[dict[str, object]], links: list[tuple[str, str]]) -> tuple[pa.Table, pa.Table]:
    rows = [{"child_id": c, "adult_id": a, "relationship": "", "responsibility": "unknown"} for c, a in links]
    return pa.Table.from_pylist(people, schema=PEOPLE), pa.Table.from_pylist(rows, schema=LINKS)


def test_a_leavers_parent_leaves_unless_a_sibling_stays() -> None:
    people, links = tables(
        [
            person("stays", "pupil"),
            person("left", "pupil", ends=date(2024, 7, 19)),
            person("last day", "pupil", ends=date(2024, 9, 1)),
            person("comes", "pupil", starts=date(2024, 9, 2)),
            *(
                person(name, "parent_carer")
                for name in ("of both", "of the leaver", "of the joiner", "orphan")
            ),
        ],
        [("stays", "of both"), ("left", "of both"), ("left", "of the leaver"), ("comes", "of the joiner")],
    )
    kept, current, not_on_roll = on_roll(people, links, date(2024, 9, 1))
    assert kept["person_id"].to_pylist() == ["stays", "last day", "of both"]
    assert current["child_id"].to_pylist() == ["stays"]
    assert not_on_roll == 5
    assert (kept.schema, current.schema) == (PEOPLE, LINKS)


@given(
    st.lists(st.tuples(DAYS, DAYS, st.integers(0, 3)), max_size=8),
    st.dates(date(2024, 1, 1), date(2024, 12, 31)),
)
def test_taking_somebody_off_the_roll_never_puts_another_on(
    children: "list[tuple[date | None, date | None, int]]", today: date
) -> None:
    people = [person(f"c{n}", "pupil", starts, ends) for n, (starts, ends, _) in enumerate(children)]
    adults = [person(f"a{n}", "parent_carer") for n in range(4)]
    links = [(f"c{n}", f"a{adult}") for n, (_, _, adult) in enumerate(children)]
    kept, current, count = on_roll(*tables([*people, *adults], links), today)
    ids = set(kept["person_id"].to_pylist())
    assert count == len(people) + len(adults) - len(ids)
    assert {
        i
        for pair in zip(*(current[c].to_pylist() for c in ("child_id", "adult_id")), strict=True)
        for i in pair
    } <= ids
    gone = [row | {"ends": today - timedelta(days=1)} if row["person_id"] == "c0" else row for row in people]
    fewer = set(on_roll(*tables([*gone, *adults], links), today)[0]["person_id"].to_pylist())
    assert fewer <= ids
    again, links_again, none = on_roll(kept, current, today)
    assert (again.equals(kept), links_again.equals(current), none) == (True, True, 0)


def test_the_same_roster_twice_is_the_same_people() -> None:
    roster = read_roster(HERE / "ctf" / "siblings" / "roster.xml")
    people, names, links = merge_rosters([roster, roster])
    assert people.equals(roster.people)
    assert names.equals(roster.names)
    assert links.equals(roster.links)


def test_two_rooms_that_number_from_one_stay_two_rooms(tmp_path: Path) -> None:
    for room, child in (("owls", "Teddy,Lind,Marit Lind"), ("bears", "Kofi,Mensah,Ama Mensah")):
        (tmp_path / f"{room}.csv").write_text(f"ID,Forename,Surname,Mum\n1,{child}\n", encoding="utf-8")
    merged = merge_rosters([read_roster(tmp_path / "owls.csv"), read_roster(tmp_path / "bears.csv")])
    assert merged.people.num_rows == len(set(merged.people["person_id"].to_pylist())) == 4
    assert set(merged.names["person_id"].to_pylist()) == set(merged.people["person_id"].to_pylist())
    assert merged.links.num_rows == 2


@pytest.mark.parametrize("first", ["", "31/08/2024"])
def test_a_child_on_one_of_two_files_is_on_roll(tmp_path: Path, first: str) -> None:
    for name, ends in (("a", first), ("b", "")):
        text = f"ID,Forename,Surname,Leave date,Mum\n1,Teddy,Lind,{ends},Marit Lind\n"
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    merged = merge_rosters([read_roster(tmp_path / "a.csv"), read_roster(tmp_path / "b.csv")])
    assert merged.people["ends"].to_pylist() == [None, None]
    assert on_roll(merged.people, merged.links, date(2025, 1, 1))[2] == 0


def test_no_roster_is_no_people() -> None:
    assert [table.num_rows for table in merge_rosters([])] == [0, 0, 0]
