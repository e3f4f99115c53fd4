"""What was found as MATCHES: a row for every row of ACCOUNTS that shows the same in the same list."""

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from matching import columns
from matching.accounts import Accounts
from matching.arrays import Floats, Ints, groups_of, places_of
from matching.evidence import Lines
from schemas.tables import EVIDENCE, MATCHES

Words = NDArray[np.object_]


class Told(NamedTuple):
    """A row an account of a list and a person it may be, with everything that is said of them."""

    list_: Ints
    account: Ints
    person: Ints
    kind: Words
    weight: Floats
    probability: Floats
    band: Words
    evidence: columns.Column


def matches_of(
    accounts: pa.Table, listed: Accounts, told: Told, person_ids: list[str], minimum: float
) -> pa.Table:
    """MATCHES by submission and account, the likeliest person first; none below `minimum`."""
    submission = accounts["submission_id"].combine_chunks()
    account_id = columns.as_numbers(accounts["account_id"].combine_chunks())
    match, row = _rows(listed, told)
    codes, submissions = columns.codes(accounts["submission_id"])
    order = np.lexsort(
        (
            _ranks(person_ids)[told.person[match]],
            -told.probability[match],
            account_id[row],
            _ranks(submissions.to_pylist())[codes[row]],
        )
    )
    order = order[told.probability[match[order]] >= minimum]
    match, row = match[order], row[order]
    return pa.Table.from_arrays(
        [
            columns.taken(submission, row),
            columns.whole_numbers(account_id[row]),
            columns.taken(columns.text(person_ids), told.person[match]),
            columns.text(told.kind[match]),
            columns.numbers(told.weight[match]),
            columns.numbers(told.probability[match]),
            columns.text(told.band[match]),
            columns.taken(told.evidence, match),
        ],
        schema=MATCHES,
    )


def evidence_column(lines: Lines, sentences: list[str], number: int) -> columns.Column:
    """The evidence of each of so many rows, from lines that stand in their order."""
    fields = [columns.taken(columns.text(sentences), lines.sentence), columns.numbers(lines.bits)]
    kind = MATCHES.field("evidence").type
    lengths = np.bincount(lines.row, minlength=number)
    return columns.lists(lengths, kind, columns.records(EVIDENCE, fields))


def _rows(listed: Accounts, told: Told) -> tuple[Ints, Ints]:
    """Every row of the accounts' table that a row of what is told is about: both rows."""
    accounts = len(listed.text)
    keys, which = np.unique(listed.list_ * accounts + listed.account, return_inverse=True)
    wanted = places_of(keys, told.list_ * accounts + told.account)
    return groups_of(which, len(keys)).members(wanted)


def _ranks(values: list[Any]) -> Ints:
    """The place of each text in their order."""
    ranks = np.empty(len(values), np.int64)
    ranks[np.argsort(np.array(values, object), kind="stable")] = np.arange(len(values))
    return ranks
