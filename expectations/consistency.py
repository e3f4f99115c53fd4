"""Whether the findings agree with what they were made from, before anybody is shown one."""

import pandas as pd
import pyarrow as pa

from expectations.checked import Checked, run
from expectations.errors import FindingsInconsistent
from expectations.suites.findings import findings_suite, outcomes_suite, submissions_suite
from schemas.words import Outcome


def check_findings(findings: pa.Table, accounts: pa.Table, people: pa.Table, outcomes: pa.Table) -> pa.Table:
    """CHECKS of FINDINGS, OUTCOMES and the submissions between them, all of which hold.

    Of `accounts`, which are all those that were matched, only `submission_id` and `account_id` are read.
    Raises `FindingsInconsistent` where an expectation fails.
    """
    ended = outcomes.to_pandas()
    held = {
        "accounts": _keys(accounts),
        "people": people["person_id"].to_pandas(),
        "checked": ended["submission_id"][ended["outcome"] == Outcome.CHECKED.value],
        "outcome": ended["submission_id"],
    }
    submissions = accounts.select(["submission_id"]).group_by("submission_id").aggregate([])
    runs = [
        run("findings", _comparable(findings), findings_suite, held=held),
        run("outcomes", outcomes, outcomes_suite),
        run("submissions", submissions, submissions_suite, held=held),
    ]
    return _consistent(runs)


def _consistent(runs: list[Checked]) -> pa.Table:
    failed = {each.slug: each.rows for run in runs for each in run.verdicts if not each.ok}
    if failed:
        raise FindingsInconsistent(failed)
    return pa.concat_tables([each.checks for each in runs])


def _comparable(findings: pa.Table) -> pa.Table:
    """FINDINGS with the account's key, its weight and the sum of its evidence in hundredths of a bit."""
    frame = findings.to_pandas()
    sums = frame["evidence"].map(lambda lines: sum(line["bits"] for line in lines)).astype("float64")
    return pa.Table.from_pandas(
        frame.assign(
            account_id=_keys(findings),
            weight=(frame["weight"] * 100).round(),
            evidence=(sums * 100).round(),
        ),
        preserve_index=False,
    )


def _keys(table: pa.Table) -> "pd.Series[str]":
    frame = table.select(["submission_id", "account_id"]).to_pandas()
    return frame["submission_id"] + "/" + frame["account_id"].astype("str")
