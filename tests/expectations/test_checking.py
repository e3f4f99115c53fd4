"""Great Expectations is asked, and nothing of what it was shown stays behind."""

import gc
import logging
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import great_expectations.expectations as gxe
import pandas as pd
import pytest

from expectations import checking, sift
from expectations.checking import check, checks_of
from expectations.custom.cells import RULES, ExpectCells
from expectations.custom.held import ExpectIdsAmong
from expectations.errors import ExpectationNotRun
from expectations.sift import sift_accounts
from expectations.suites.lines import critical, info, set_aside, warning
from schemas.words import Severity
from tests.expectations.conftest import accounts_of

CANARY = "Marit Canary-Lind"


def _suite():
    return [
        critical("among", ExpectIdsAmong, column="handle", held="known"),
        warning("given", gxe.ExpectColumnValuesToNotBeNull, column="display_name"),
        info("unique", gxe.ExpectColumnValuesToBeUnique, column="display_name"),
    ]


def test_verdicts_come_in_the_suites_order_with_the_rows_that_failed():
    frame = pd.DataFrame({"handle": ["a", "b", "c"], "display_name": ["x", None, "x"]}, index=[7, 7, 7])
    verdicts = check(frame, _suite, held={"known": pd.Series(["a", "b"])})
    assert [(each.slug, each.ok, each.rows, each.at) for each in verdicts] == [
        ("among", False, 1, (2,)),
        ("given", False, 1, (1,)),
        ("unique", False, 2, (0, 2)),
    ]
    assert [each.severity for each in verdicts] == [Severity.CRITICAL, Severity.WARNING, Severity.INFO]


def test_nothing_of_a_frame_or_of_held_ids_stays_in_memory():
    frame = pd.DataFrame({"handle": [CANARY], "display_name": [CANARY]})
    check(frame, _suite, held={"known": pd.Series([CANARY])})
    del frame
    gc.collect()
    kept = [each for each in gc.get_objects() if isinstance(each, pd.DataFrame | pd.Series)]
    assert not [each for each in kept if CANARY in each.to_numpy().astype(str)]


def test_a_column_that_is_not_ours_is_never_named():
    """Where a file has no header row, its first person becomes the column names."""
    frame = pd.DataFrame({CANARY: [None], "handle": [CANARY]})

    def suite():
        return [
            warning("header", gxe.ExpectColumnValuesToNotBeNull, column=CANARY),
            warning("missing", gxe.ExpectColumnValuesToNotBeNull, column="email"),
            warning("known", ExpectIdsAmong, column="handle", held="nowhere"),
        ]

    verdicts = check(frame, suite)
    assert [(each.ok, each.raised) for each in verdicts] == [(False, False), (False, True), (False, True)]
    assert [each.column for each in verdicts] == ["", "email", "handle"]
    assert CANARY not in repr(verdicts) + repr(checks_of("suite", verdicts).to_pylist())


@pytest.mark.parametrize("line", [critical, set_aside])
def test_an_expectation_that_decides_and_cannot_be_run_stops_everything(monkeypatch, line):
    monkeypatch.setattr(
        sift, "accounts_suite", lambda: [line("broken", ExpectCells, column="handle", to="be lucky")]
    )
    with pytest.raises(ExpectationNotRun) as stopped:
        sift_accounts(accounts_of({"handle": CANARY}))
    assert stopped.value.detail == "broken"
    assert CANARY not in stopped.value.message


def test_an_expectation_that_only_reports_and_cannot_be_run_is_said_to_have_raised(monkeypatch):
    def bad_rule(cell):
        raise ValueError(cell)

    monkeypatch.setitem(RULES, "be lucky", bad_rule)
    monkeypatch.setattr(
        sift, "accounts_suite", lambda: [warning("odd", ExpectCells, column="handle", to="be lucky")]
    )
    (check,) = sift_accounts(accounts_of({"handle": CANARY})).checks.to_pylist()
    assert check["raised"]
    assert not check["ok"]
    assert CANARY not in str(check)


def test_suites_validated_in_several_threads_do_not_mix():
    def sifted(count):
        return sift_accounts(accounts_of(*({"handle": "a"} for _ in range(count)), {})).accounts.num_rows

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(sifted, [1, 2, 3])) == [1, 2, 3]


def test_nothing_is_printed_logged_or_written_while_a_failing_table_is_sifted(monkeypatch, tmp_path, capfd):
    logged = []
    handler = logging.Handler()
    monkeypatch.setattr(handler, "emit", logged.append)
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    checking._batches.cache_clear()  # the context, too, is made anew
    sift_accounts(accounts_of({"display_name": f"{CANARY}\ufffd"}, {}))
    monkeypatch.setattr(
        sift, "accounts_suite", lambda: [warning("odd", ExpectCells, column="handle", to="be lucky")]
    )
    sift_accounts(accounts_of({"handle": CANARY}))
    assert capfd.readouterr() == ("", "")
    assert not [each for each in logged if each.name.startswith("great_expectations")]
    assert not list(tmp_path.iterdir())


def test_great_expectations_is_imported_only_where_a_table_is_checked():
    script = """
import sys
import expectations.cells.names, expectations.errors, expectations.records, expectations.sentences
assert "great_expectations" not in sys.modules and "pandas" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", script], check=True)
