"""Matches in, findings out."""

import hashlib
from collections import Counter
from typing import Any

import pyarrow as pa

from policy.circumstances import Circumstances
from policy.policy import Policy
from policy.rules import verdict_of
from schemas.tables import FINDINGS
from schemas.words import Relation

AS_LISTED = ("submission_id", "platform", "relation", "display_name", "handle", "since")
"""What makes an account the same one from one export to the next; its number may change."""


def judge(
    matches: pa.Table, accounts: pa.Table, staff_of: dict[str, str], known: Circumstances, policy: Policy
) -> pa.Table:
    """FINDINGS: every row of MATCHES with the policy's verdict, in the same order.

    `accounts` is the ACCOUNTS table the matches point into; `staff_of` gives the staff_ref of a submission. A
    finding's number stays the same from audit to audit while the account and the person do.
    """
    account_of = {(row["submission_id"], row["account_id"]): row for row in accounts.to_pylist()}
    times: Counter[str] = Counter()
    rows = matches.to_pylist()
    for row in rows:
        account = account_of[row["submission_id"], row["account_id"]]
        case = known.case(staff_of[row["submission_id"]], row["person_id"], Relation(account["relation"]))
        row["verdict"], row["rule"] = verdict_of(case, policy)
        pair = _pair(account, row["person_id"])
        times[pair] += 1
        row["finding_id"] = _finding_id(pair, times[pair])
    return pa.Table.from_pylist(rows, schema=FINDINGS)


def _pair(account: dict[str, Any], person_id: str) -> str:
    return "|".join([*(str(account[name]) for name in AS_LISTED), person_id])


def _finding_id(pair: str, time: int) -> str:
    # Two accounts of one list can be alike in everything: Facebook gives a name and no more.
    return "find-" + hashlib.blake2b(f"{pair}|{time}".encode(), digest_size=6).hexdigest()
