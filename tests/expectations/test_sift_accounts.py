"""Accounts, sifted."""

import pyarrow as pa
import pytest

from expectations.errors import AccountsRefused
from expectations.sift import SetAside, sift_accounts
from schemas.tables import ACCOUNTS, CHECKS
from schemas.words import Severity
from tests.expectations.conftest import accounts_of


def test_an_account_that_may_name_somebody_is_kept():
    accounts = accounts_of(
        {"display_name": "Marit Lind"},
        {"display_name": "李娜"},
        {"display_name": "عمر"},
        {"display_name": "Ł"},
        {"handle": "marit.lind"},
        {"email": "marit.lind@example.org"},
        {"display_name": "07700 900123", "handle": "marit"},
        {"display_name": "🌸", "handle": "marit"},
        {"display_name": "M" * 10_000},
        {"display_name": "Marit L�nd"},
        {"display_name": "=HYPERLINK(1)", "profile_url": "javascript:alert(1)"},
    )
    sifted = sift_accounts(accounts)
    assert sifted.accounts == accounts
    assert {row["expectation"]: row["rows"] for row in sifted.checks.to_pylist() if not row["ok"]} == {
        "display_name_is_a_names_length": 1,
        "display_name_is_read_right": 1,
        "profile_url_is_a_web_address": 1,
    }


def test_an_account_that_names_nobody_is_set_aside_and_counted():
    sifted = sift_accounts(
        accounts_of(
            {"display_name": "Jan"},
            {},
            {"profile_url": "https://platform.example/1"},
            {"display_name": "07700 900123"},
            {"display_name": "🌸🌸"},
            {"display_name": " "},
        )
    )
    assert sifted.accounts["display_name"].to_pylist() == ["Jan"]
    assert sifted.set_aside == (
        SetAside("accounts", "account_is_comparable", Severity.WARNING, 2),
        SetAside("accounts", "account_can_be_named", Severity.WARNING, 3),
    )


def test_many_rows_are_set_aside_as_surely_as_one():
    """Great Expectations caps lists of values at 200; row numbers must not be."""
    sifted = sift_accounts(accounts_of(*({"display_name": "Jan" if n % 2 else str(n)} for n in range(1000))))
    assert sifted.accounts.num_rows == 500
    assert set(sifted.accounts["display_name"].to_pylist()) == {"Jan"}


def test_a_table_that_is_not_accounts_is_refused_as_our_fault():
    wrong = [
        {"submission_id": ""},
        {"platform": ""},
        {"relation": ""},
        {"relation": "blocked"},
        {"account_id": 0},
    ]
    with pytest.raises(AccountsRefused) as refused:
        sift_accounts(accounts_of(*({"handle": "a", **change} for change in [{}, *wrong])))
    assert refused.value.exit_code == 70
    assert refused.value.failed == {
        "account_has_a_submission": 1,
        "account_has_a_platform": 1,
        "account_has_a_relation": 1,
        "relation_is_known": 1,
        "account_is_listed_once": 2,
    }


def test_accounts_of_several_submissions_are_numbered_apart():
    accounts = accounts_of({"handle": "a"}, {"handle": "b", "submission_id": "sub-2", "account_id": 0})
    assert sift_accounts(accounts).accounts == accounts


def test_chunks_and_an_empty_table_are_sifted_like_any_other():
    one = accounts_of({"handle": "a"}, {})
    two = accounts_of({"handle": "b", "account_id": 2}, {"account_id": 3})
    sifted = sift_accounts(pa.concat_tables([one, two]))
    assert sifted.accounts["handle"].to_pylist() == ["a", "b"]
    nothing = sift_accounts(ACCOUNTS.empty_table())
    assert nothing.accounts == ACCOUNTS.empty_table()
    assert nothing.checks.schema == CHECKS
    assert all(nothing.checks["ok"].to_pylist())
