"""What a profile tells, case by case, and what must not be taken for it."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.profile import Detail, Told, personal_details
from policy.setting_names import SettingNames, initials_of

with (Path(__file__).parent / "profiles.csv").open(encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file))

SETTINGS = {
    "st_marys": SettingNames(
        "St Mary's CE Primary School",
        ("Larksong", "LSP"),
        "Fernbury",
        "https://www.stmarys-fernbury.sch.uk/",
    ),
    "alder_lane": SettingNames("Alder Lane Primary", town="Reading"),
    "oak": SettingNames("Oak Nursery", website="https://www.facebook.com/oaknurseryfernbury/"),
    "norton_hill": SettingNames("Norton Hill School"),
    "church_street": SettingNames("Church Street Nursery"),
    "generic": SettingNames("The Primary School"),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['because']}: {case['text']}")
def test_a_profile_tells_what_the_table_says_and_nothing_else(case: dict[str, str]) -> None:
    told = personal_details({case["field"]: case["text"]}, SETTINGS[case["setting"]])
    assert {each.detail for each in told} == {Detail(word) for word in case["told"].split()}
    assert {each.field for each in told} <= {case["field"]}


def test_each_kind_is_told_of_the_field_it_stands_in() -> None:
    profile = {"bio": "07700 900123, jane@example.org", "location": "Fernbury", "headline": "Teacher"}
    assert personal_details(profile, SETTINGS["st_marys"]) == (
        Told("bio", Detail.PHONE),
        Told("bio", Detail.EMAIL),
        Told("location", Detail.TOWN),
    )


def test_what_is_told_holds_no_word_of_the_profile() -> None:
    (told,) = personal_details({"bio": "jane.ode@example.org"}, SETTINGS["oak"])
    assert "jane" not in repr(told)


def test_two_initials_are_nobodys() -> None:
    assert initials_of("Oak Nursery") == frozenset()
    assert initials_of("Academy of Larks and Owls") == {"ALO"}


@given(st.text(max_size=300), st.text(max_size=40), st.text(max_size=40))
def test_any_text_can_be_looked_at(text: str, name: str, town: str) -> None:
    setting = SettingNames(name, (name,), town, town)
    fields = dict.fromkeys(("bio", "website", "location", "work", "birthday"), text)
    assert set(personal_details(fields, setting)) <= {
        Told(field, each) for field in fields for each in Detail
    }


def test_a_very_long_text_is_looked_at_in_part() -> None:
    assert personal_details({"bio": "a@" * 500_000}, SETTINGS["oak"]) == ()
