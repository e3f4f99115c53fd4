from collections import Counter
from functools import cache

import pytest

from benchmarks.matching.school import ROSTER, School, school
from benchmarks.matching.ways import WAYS

ACCOUNTS = 4_200


@cache
def made(seed: int = 3) -> School:
    return school(ACCOUNTS, seed)


def test_one_account_in_twenty_is_of_the_roster_and_every_way_of_showing_is_as_frequent() -> None:
    planted = [row for row in made().about.to_pylist() if row["roster_id"]]
    assert len(planted) == ACCOUNTS // 20
    assert set(Counter(row["way"] for row in planted).values()) == {ACCOUNTS // 20 // len(WAYS)}


def test_there_are_twenty_kinds_of_change_beside_the_exact_name() -> None:
    assert len(WAYS) == 21
    assert "exact" in WAYS


def test_every_account_shows_something_and_the_tables_agree() -> None:
    assert all(row["display_name"] or row["handle"] for row in made().followers.to_pylist())
    assert made().followers["follower_id"] == made().about["follower_id"]
    assert set(made().roster.column_names) == set(ROSTER)
    assert made().roster.num_rows == 3_000


def test_an_exact_account_shows_the_name_of_its_person() -> None:
    people = {row["roster_id"]: row for row in made().roster.to_pylist()}
    shown = zip(made().about.to_pylist(), made().followers.to_pylist(), strict=True)
    for about, follower in shown:
        if about["roster_id"] and about["way"] == "exact":
            person = people[about["roster_id"]]
            forenames = {person["forename"], person["preferred"]}
            assert follower["display_name"] in {f"{one} {person['surname']}" for one in forenames}


def test_the_same_seed_makes_the_same_school_and_another_seed_another() -> None:
    assert school(500, 3).followers == school(500, 3).followers
    assert school(500, 3).followers != school(500, 4).followers
    assert school(500, 3).roster == made().roster


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_showing_is_found_among_unrelated_accounts_too(way: str) -> None:
    assert any(row["way"] == way and not row["roster_id"] for row in made().about.to_pylist())
