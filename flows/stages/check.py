"""The findings, checked before anybody reads one."""

import pyarrow as pa

from expectations.consistency import check_findings as check
from flows.boundary import Counts
from flows.workroom import Workroom
from schemas.tables import OUTCOMES
from schemas.words import Outcome


def check_findings(room: Workroom) -> Counts:
    """Every finding points to an account and a person that exist; every submission ends in one outcome."""
    room.checks.append(check(room.findings, room.found_accounts, room.roster.people, outcomes(room)))
    totals = room.totals().counts
    return Counts("check", {outcome.value: totals[outcome] for outcome in Outcome})


def outcomes(room: Workroom) -> pa.Table:
    """OUTCOMES of this audit, one a submission; who handed nothing in is a number and in no list."""
    rows = [
        {
            "submission_id": submission,
            "staff_ref": room.staff_of[submission],
            "outcome": outcome.value,
            "code": code,
        }
        for submission, (outcome, code) in sorted(room.outcomes.items())
    ]
    return pa.Table.from_pylist(rows, schema=OUTCOMES)
