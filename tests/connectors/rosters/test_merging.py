"""Several rosters as one: cautiously, whatever their order, and nobody of one roster joined."""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.roster import Roster, RosterTables, merge_rosters, on_roll, read_roster
from connectors.rosters.assembly import assemble
from connectors.rosters.errors import RosterChangesOnly
from connectors.rosters.people import Gathered, Mention
from connectors.rosters.written import Written
from schemas.tables import CONTACT_KEYS, LINKS, NAMES, OBSERVATIONS, PEOPLE
from schemas.words import Kind
from tests.connectors.rosters.gathered import ESI, THEO, adult, family

HERE = Path(__file__).parent
AMA = adult("Ama", "Lind", phone="111")


def mis(*adults: tuple[int, str, Mention], children: tuple[Mention, ...] = (THEO, ESI)) -> Roster:
    return assemble(family(*adults, children=children))


def nursery(*adults: tuple[int, str, Mention], children: tuple[Mention, ...] = (THEO, ESI)) -> Roster:
    return assemble(replace(family(*adults, children=children), source="csv"))


def kinds(tables: RosterTables) -> Counter[str]:
    return Counter(tables.people["kind"].to_pylist())


def children_of(one: Mention, other: Mention) -> int:
    """How many children one roster's child and another's are."""
    merged = merge_rosters(
        [mis((0, "PAM", AMA), children=(one,)), nursery((0, "Mum", AMA), children=(other,))]
    )
    assert set(merged.links["child_id"].to_pylist()) <= set(merged.people["person_id"].to_pylist())
    return kinds(merged)[Kind.PUPIL]


@pytest.mark.parametrize(
    ("cells", "count"),
    [
        ({}, 1),
        ({"upn": "p801999925001 "}, 1),
        ({"upn": ""}, 1),
        ({"upn": "", "date_of_birth": "04/05/2018"}, 1),
        ({"upn": "", "date_of_birth": "4 May 2018", "written": Written("THEO", "Rose", "LIND")}, 1),
        ({"written": Written("Theodora", "", "Okafor-Lind")}, 1),
        ({"upn": "D801999925002", "former_upn": "P801999925001"}, 1),
        ({"date_of_birth": ""}, 1),
        ({"date_of_birth": "", "written": Written("Theodora", "", "Lind")}, 2),
        ({"date_of_birth": "2018-05-05"}, 2),
        ({"upn": "", "date_of_birth": ""}, 2),
        ({"upn": "", "written": Written("Teddy", "", "Lind")}, 2),
        ({"upn": "", "written": Written("Theo", "", "Okafor")}, 2),
        ({"upn": "D801999925002"}, 2),
    ],
)
def test_a_child_of_two_sources_is_one_by_upn_or_by_name_and_birth_date(
    cells: dict[str, str], count: int
) -> None:
    assert children_of(THEO, replace(THEO, **cells)) == count
    assert children_of(replace(THEO, **cells), THEO) == count


def test_a_birth_date_that_stands_for_not_known_says_nothing() -> None:
    unborn = replace(THEO, upn="", date_of_birth="01/01/1900")
    assert children_of(unborn, unborn) == 2


def test_all_names_of_a_child_are_kept_and_each_once() -> None:
    teddy = replace(THEO, written=Written("Teddy", "", "LIND"))
    merged = merge_rosters(
        [mis((0, "PAM", AMA), children=(THEO,)), nursery((0, "Mum", AMA), children=(teddy, ESI))]
    )
    names = merged.names.to_pylist()
    assert [(name["forename"], name["surname"]) for name in names if name["surname"] != "Lind"] == [
        ("Teddy", "LIND")
    ]
    assert Counter(name["forename"] for name in names) == {"Theo": 1, "Teddy": 1, "Esi": 1, "Ama": 1}


def adults_of(one: tuple[int, str, Mention], other: tuple[int, str, Mention]) -> int:
    """How many adults one roster's adult and another's are, of the same two children."""
    return kinds(merge_rosters([mis(one), nursery(other)]))[Kind.PARENT_CARER]


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ((0, "PAM", AMA), (1, "Mum", AMA), 1),
        ((0, "PAM", AMA), (0, "Mum", adult("Ama", "Lind", phone="222")), 1),
        ((0, "PAM", AMA), (0, "", adult("Ama", "Lind")), 1),
        ((0, "PAM", AMA), (1, "Mum", adult("Ama", "Lind", phone="222")), 2),
        ((0, "PAM", AMA), (1, "Mum", adult("Ama", "Lind")), 2),
        ((0, "PAF", AMA), (0, "Grandad", AMA), 2),
        ((0, "PAF", adult("Ama", "Lind")), (0, "Uncle", adult("Ama", "Lind")), 2),
        ((0, "PAM", AMA), (0, "Dad", AMA), 2),
        ((0, "PAM", AMA), (0, "Mum", adult("Ada", "Lind", phone="111", email="a@example.org")), 2),
        ((0, "PAM", adult("A", "Lind", phone="111")), (0, "Mum", AMA), 2),
        ((0, "CAR", replace(AMA, title="Mr")), (0, "carer", replace(AMA, title="Mrs")), 2),
    ],
)
def test_an_adult_of_two_sources_is_one_by_name_and_telephone_or_child(
    one: tuple[int, str, Mention], other: tuple[int, str, Mention], count: int
) -> None:
    assert adults_of(one, other) == count
    assert adults_of(other, one) == count


def test_whom_one_source_keeps_apart_another_does_not_join() -> None:
    apart = mis((0, "PAM", AMA), (1, "PAM", adult("Ama", "Lind", phone="222")))
    both = nursery((0, "Mum", adult("Ama", "Lind")), (1, "Mum", AMA))
    assert kinds(merge_rosters([apart]))[Kind.PARENT_CARER] == 2
    assert kinds(merge_rosters([apart, both]))[Kind.PARENT_CARER] >= 2


@pytest.mark.parametrize(
    "case", ["ctf/siblings", "lists/shared_cells", "oneroster/a_teacher_who_is_a_guardian"]
)
def test_the_same_roster_twice_is_the_same_people(case: str) -> None:
    (path,) = (path for path in (HERE / case).iterdir() if path.stem == "roster")
    roster = read_roster(path)
    merged = merge_rosters([roster, roster])
    assert merged.people.equals(roster.people)
    assert merged.names.equals(roster.names)
    assert merged.links.equals(roster.links)
    assert merged.contact_keys.equals(roster.contact_keys)


def test_two_rooms_that_number_from_one_stay_two_rooms(tmp_path: Path) -> None:
    for room, child in (("owls", "Teddy,Lind,Marit Lind"), ("bears", "Kofi,Mensah,Ama Mensah")):
        (tmp_path / f"{room}.csv").write_text(f"ID,Forename,Surname,Mum\n1,{child}\n", encoding="utf-8")
    merged = merge_rosters([read_roster(tmp_path / "owls.csv"), read_roster(tmp_path / "bears.csv")])
    assert merged.people.num_rows == len(set(merged.people["person_id"].to_pylist())) == 4
    assert set(merged.names["person_id"].to_pylist()) == set(merged.people["person_id"].to_pylist())
    assert merged.links.num_rows == 2


@pytest.mark.parametrize("first", [None, date(2024, 8, 31), date(2026, 8, 31)])
def test_a_child_on_one_of_two_rolls_is_on_roll_to_the_last_day_of_either(first: date | None) -> None:
    last = date(2025, 7, 20)
    rosters = [
        mis((0, "PAM", AMA), children=(replace(THEO, ends=first, starts=date(2022, 9, 1), status="Guest"),)),
        nursery((0, "Mum", AMA), children=(replace(THEO, ends=last, starts=date(2021, 9, 1)),)),
    ]
    for given_as in (rosters, rosters[::-1]):
        child, ama = merge_rosters(given_as).people.to_pylist()
        assert (child["starts"], child["ends"]) == (date(2021, 9, 1), first and max(first, last))
        assert ama["ends"] is None


def test_a_link_to_somebody_unlisted_leads_to_nobody_whom_another_lists(tmp_path: Path) -> None:
    owls = assemble(
        Gathered("csv", [replace(THEO, source_id="1")], [adult("Ama", "Lind")], family((0, "PAM", AMA)).ties)
    )
    unlisted = Gathered("csv", [replace(ESI, source_id="2"), Mention(Written(), 3, "1", is_elsewhere=True)])
    said = family((0, "PAM", AMA), (1, "PAM", AMA))
    bears = assemble(replace(unlisted, adults=said.adults, ties=said.ties))
    merged = merge_rosters([owls, bears])
    listed = set(merged.people["person_id"].to_pylist())
    assert len([end for end in merged.links["child_id"].to_pylist() if end not in listed]) == 1


def test_a_pair_of_two_rosters_is_one_link_and_restricted_where_either_says_so() -> None:
    said = mis((0, "PAM", AMA))
    free = nursery((0, "Mum", AMA), children=(THEO,))
    barred = replace(free, links=free.links.set_column(5, LINKS.field("restricted"), pa.array(["yes"])))
    for rosters, restricted in (([said, free], ""), ([said, barred], "yes"), ([barred, said], "yes")):
        (link,) = merge_rosters(rosters).links.to_pylist()
        assert link["relationship"] == rosters[0].links["relationship"][0].as_py()
        assert link["restricted"] == restricted


def test_changes_are_laid_over_the_same_source() -> None:
    children = tuple(replace(child, source_id=child.upn) for child in (THEO, ESI))
    whole = mis((0, "PAM", AMA), (1, "PAM", AMA), children=children)
    other = nursery((0, "Mum", AMA), children=(replace(THEO, upn="", written=Written("Kofi", "", "Mensah")),))
    gone = assemble(Gathered("ctf", is_changes=True, gone=[(Kind.PUPIL, ESI.upn)]))
    assert kinds(merge_rosters([whole, other]))[Kind.PUPIL] == 3
    assert kinds(merge_rosters([whole, other, gone]))[Kind.PUPIL] == 2
    assert kinds(merge_rosters([whole, gone, gone]))[Kind.PUPIL] == 1
    with pytest.raises(RosterChangesOnly):
        merge_rosters([other, gone])


def test_a_roster_is_apart_where_nobody_on_it_is_on_another() -> None:
    whole = mis((0, "PAM", AMA))
    kofi = replace(THEO, upn="", written=Written("Kofi", "", "Mensah"))
    apart = nursery((0, "Mum", adult("Sam", "Holt")), children=(kofi,))
    shared = nursery((0, "Mum", adult("Sam", "Holt")), children=(THEO,))
    assert merge_rosters([whole]).apart == {"ctf"}
    assert merge_rosters([whole, apart]).apart == {"ctf", "list"}
    assert merge_rosters([whole, shared]).apart == set()
    assert merge_rosters([whole, apart, apart]).apart == {"ctf"}


def test_no_roster_is_no_people() -> None:
    merged = merge_rosters([])[:5]
    assert [table.num_rows for table in merged] == [0] * 5
    assert [table.schema for table in merged] == [PEOPLE, NAMES, LINKS, CONTACT_KEYS, OBSERVATIONS]


CHILDREN = st.lists(
    st.builds(
        Mention,
        written=st.sampled_from([Written("Theo", "", "Lind"), Written("Esi", "", "Lind")]),
        row=st.just(2),
        upn=st.sampled_from(["", "P801999925001", "D801999925002"]),
        date_of_birth=st.sampled_from(["", "2018-05-04", "2020-01-09"]),
    ),
    min_size=1,
    max_size=3,
)
GROWN = st.builds(
    adult, st.sampled_from(["Ama", "John", "J"]), st.just("Lind"), phone=st.sampled_from(["", "111", "222"])
)
ADULTS = st.lists(
    st.tuples(st.just(0), st.sampled_from(["Mum", "Dad", "Nan", "parent"]), GROWN), min_size=1, max_size=3
)
ROSTERS = st.lists(
    st.builds(lambda adults, children: mis(*adults, children=tuple(children)), ADULTS, CHILDREN),
    min_size=2,
    max_size=3,
)


@given(ROSTERS)
@settings(max_examples=40)
def test_merging_loses_nobody_whom_one_source_tells_apart_in_any_order(rosters: list[Roster]) -> None:
    merged = merge_rosters(rosters)
    today = date(2026, 11, 20)
    assert kinds(merge_rosters(rosters[::-1])) == kinds(merged)
    on_roll_now = on_roll(merged.people, merged.links, today)[0].num_rows
    for each in rosters:
        assert merged.people.num_rows >= each.people.num_rows
        assert on_roll_now >= on_roll(each.people, each.links, today)[0].num_rows
    ids = merged.people["person_id"].to_pylist()
    assert len(ids) == len(set(ids))
    for table in (merged.names, merged.contact_keys):
        assert set(table["person_id"].to_pylist()) <= set(ids)
    assert {end for name in ("child_id", "adult_id") for end in merged.links[name].to_pylist()} <= set(ids)
