"""Rows go because an expectation names them, and for no other reason."""

from datetime import date

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


SUITES = {
    "names": names_suite(),
    "people": people_suite(),
    "links": links_suite(keep_restricted=False),
}
OTHERS = ("roster_suite", "pupils_suite", "parents_carers_suite", "listed_suite", "ends_suite")


def _setting_aside(suite, but=""):
    return [each for each in suite if each.meta["sets_aside"] and each.meta["slug"] != but]


@pytest.fixture
def only_setting_aside(monkeypatch):
    """Suites of nothing but what sets aside, without one slug."""

    def reduce(but=""):
        for suite in (names_suite, people_suite, links_suite, accounts_suite):
            monkeypatch.setattr(
                sift, suite.__name__, lambda suite=suite, **policy: _setting_aside(suite(**policy), but)
            )
        for suite in OTHERS:
            monkeypatch.setattr(sift, suite, lambda *_: [])

    return reduce


def _sifted():
    return sift_roster(*read_roster("nobody_to_name"), today=TODAY)


@pytest.mark.parametrize(
    "table",
    ["people", *(pytest.param(table, marks=pytest.mark.proofs) for table in ("names", "links"))],
)
def test_without_an_expectation_the_rows_it_sets_aside_are_kept(only_setting_aside, table):
    only_setting_aside()
    before = getattr(_sifted(), table)
    for each in _setting_aside(SUITES[table]):
        only_setting_aside(but=each.meta["slug"])
        assert getattr(_sifted(), table).num_rows > before.num_rows, each.meta["slug"]


def test_without_an_expectation_the_accounts_it_sets_aside_are_kept(only_setting_aside):
    before = sift_accounts(ACCOUNTS_TO_SET_ASIDE).accounts
    for each in _setting_aside(accounts_suite()):
        only_setting_aside(but=each.meta["slug"])
        assert sift_accounts(ACCOUNTS_TO_SET_ASIDE).accounts.num_rows > before.num_rows, each.meta["slug"]


def test_without_any_of_them_nothing_is_set_aside(monkeypatch):
    for suite in ("names_suite", "people_suite", "links_suite", "accounts_suite", *OTHERS):
        monkeypatch.setattr(sift, suite, lambda *_, **__: [])
    people, names, links = read_roster("nobody_to_name")
    sifted = sift_roster(people, names, links, today=TODAY)
    assert (sifted.people, sifted.names, sifted.links) == (people, names, links)
    assert sift_accounts(ACCOUNTS_TO_SET_ASIDE).accounts == ACCOUNTS_TO_SET_ASIDE
