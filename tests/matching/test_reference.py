"""The tables of names are well formed: a slip in one of them would speak for or against people."""

from collections import Counter, defaultdict

import pytest

from matching.folding import folded
from matching.reference import rows

FREQUENCIES = ("forename_frequencies", "surname_frequencies")


def test_every_name_of_a_table_is_folded():
    names = (
        [name for row in rows("short_forms") for name in (row["forename"], *row["shown_as"].split())]
        + [name for row in rows("spelling_families") for name in row["spellings"].split()]
        + [name for row in rows("communities") for name in (row["forenames"] + " " + row["surnames"]).split()]
        + [row["name"] for table in (*FREQUENCIES, "forename_genders") for row in rows(table)]
    )
    assert [name for name in set(names) if folded(name) != name] == []


def test_no_short_form_is_an_initial_or_the_name_itself_or_said_twice():
    for row in rows("short_forms"):
        shown = row["shown_as"].split()
        assert shown
        assert all(len(form) > 1 for form in shown), row["forename"]
        assert row["forename"] not in shown, row["forename"]
        assert len(shown) == len(set(shown)), row["forename"]


def test_a_forename_stands_once_in_a_tradition():
    assert _twice((row["forename"], row["tradition"]) for row in rows("short_forms")) == []


def test_no_short_form_stands_for_so_many_names_that_it_says_nothing():
    stands_for = defaultdict(set)
    for row in rows("short_forms"):
        for form in row["shown_as"].split():
            stands_for[form].add(row["forename"])
    assert max(map(len, stands_for.values())) < 150


def test_a_family_has_several_spellings_of_one_field():
    for row in rows("spelling_families"):
        spellings = row["spellings"].split()
        assert row["field"] in {"forename", "surname"}
        assert row["kind"] in {"spelling", "same character"}
        assert 1 < len(spellings) == len(set(spellings)), spellings[0]


def test_names_of_opposite_sexes_are_not_spellings_of_one_another():
    female = {row["name"]: float(row["female"]) for row in rows("forename_genders")}
    families = [row["spellings"].split() for row in rows("spelling_families") if row["field"] == "forename"]
    mixed = [
        family[0]
        for family in families
        if min(female.get(name, 0.5) for name in family) < 0.02
        and max(female.get(name, 0.5) for name in family) > 0.98
    ]
    assert mixed == []


@pytest.mark.parametrize("table", FREQUENCIES)
def test_a_name_is_counted_once_and_all_together_are_no_more_than_everybody(table):
    names = [row["name"] for row in rows(table)]
    per_million = [float(row["per_million"]) for row in rows(table)]
    assert _twice(names) == []
    assert min(per_million) >= 1
    assert 900_000 < sum(per_million) < 1_000_000


def test_the_commonest_surname_is_borne_by_about_one_in_a_hundred():
    assert 9_000 < next(float(row["per_million"]) for row in rows("surname_frequencies")) < 13_000


@pytest.mark.parametrize(
    "surname", ["kaur", "begum", "hussain", "okafor", "nguyen", "kowalska", "ryan", "webb"]
)
def test_a_surname_that_thousands_bear_is_known(surname):
    counted = {row["name"]: float(row["per_million"]) for row in rows("surname_frequencies")}
    assert counted[surname] > 30


def test_a_share_of_girls_is_a_share():
    assert all(0 <= float(row["female"]) <= 1 for row in rows("forename_genders"))
    assert _twice(row["name"] for row in rows("forename_genders")) == []


def test_a_community_is_a_part_of_the_country_and_of_the_wider_one_that_holds_it():
    communities = {row["community"]: row for row in rows("communities")}
    assert len(communities) == len([*rows("communities")])
    for row in communities.values():
        assert 0 < float(row["share"]) < 0.1
        assert 0 < float(row["purity"]) < 1
        wider = communities[row["within"]]
        if wider is not row:
            assert wider["within"] == wider["community"]
            assert float(row["share"]) < float(wider["share"])
            assert set(row["forenames"].split()) <= set(wider["forenames"].split())
            assert set(row["surnames"].split()) <= set(wider["surnames"].split())


def test_a_community_names_nobody_twice():
    for row in rows("communities"):
        assert _twice(row["forenames"].split()) == []
        assert _twice(row["surnames"].split()) == []


def _twice(values):
    return [value for value, count in Counter(values).items() if count > 1]
