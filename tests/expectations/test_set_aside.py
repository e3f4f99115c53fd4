"""Rows go because an expectation names them, and for no other reason."""

from datetime import date
from functools import cache

import pytest

from expectations import sift
from expectations.sift import sift_accounts, sift_roster
from expectations.suites.accounts import accounts_suite
from expectations.suites.links import links_suite
from expectations.suites.names import names_suite
from expectations.suites.people import people_suite
from tests.expectations.conftest import accounts_of, read_roster

TODAY = date(2026, 9, 1)
ACCOUNTS_TO_SET_ASIDE = accounts_of({}, {"display_name": "07700 900123"}, {"display_name": "Marit Lind"})


def _setting_aside(suite):
    return [each.meta["slug"] for each in suite if each.meta["sets_aside"]]


@cache
def _sifted(case):
    return sift_roster(*read_roster(case), today=TODAY)


def _without(slug, suite):
    return [each for each in suite if each.meta["slug"] != slug]


@pytest.mark.parametrize(
    ("suite", "slug", "case"),
    [
        *(("names_suite", slug, "nobody_to_name") for slug in _setting_aside(names_suite())),
        *(("people_suite", slug, "nobody_to_name") for slug in _setting_aside(people_suite(TODAY))),
        *(
            ("links_suite", slug, "nobody_to_name" if slug.endswith("kept") else "odd_links")
            for slug in _setting_aside(links_suite())
        ),
    ],
)
def test_without_an_expectation_the_rows_it_sets_aside_are_not(monkeypatch, suite, slug, case):
    before = _sifted(case)
    made = getattr(sift, suite)
    monkeypatch.setattr(sift, suite, lambda *settings: _without(slug, made(*settings)))
    after = sift_roster(*read_roster(case), today=TODAY)
    own = {"names_suite": "names", "people_suite": "people", "links_suite": "links"}[suite]
    assert slug in {each.expectation for each in before.set_aside}
    assert [each for each in before.set_aside if each.table == own] != [
        each for each in after.set_aside if each.table == own
    ]
    assert slug not in {each.expectation for each in after.set_aside}


@pytest.mark.parametrize("slug", _setting_aside(accounts_suite()))
def test_without_an_expectation_the_accounts_it_sets_aside_are_not(monkeypatch, slug):
    before = sift_accounts(ACCOUNTS_TO_SET_ASIDE)
    monkeypatch.setattr(sift, "accounts_suite", lambda: _without(slug, accounts_suite()))
    after = sift_accounts(ACCOUNTS_TO_SET_ASIDE)
    assert slug in {each.expectation for each in before.set_aside}
    assert slug not in {each.expectation for each in after.set_aside}


def test_without_any_of_them_nothing_is_set_aside(monkeypatch):
    for suite in ("names_suite", "people_suite", "links_suite", "accounts_suite"):
        made = getattr(sift, suite)
        monkeypatch.setattr(
            sift,
            suite,
            lambda *settings, made=made: [each for each in made(*settings) if not each.meta["sets_aside"]],
        )
    people, names, links = read_roster("nobody_to_name")
    sifted = sift_roster(people, names, links, today=TODAY)
    assert (sifted.people, sifted.names, sifted.links) == (people, names, links)
    assert sift_accounts(ACCOUNTS_TO_SET_ASIDE).accounts == ACCOUNTS_TO_SET_ASIDE
