"""Which findings of two audits are about the same pair, and what an audit saw of each pair."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from policy.evidence_kinds import evidence_of, told_in
from schemas.words import Band, Reader

BANDS = (Band.POSSIBLE, Band.PROBABLE, Band.STRONG)
"""The weakest first."""
_NAMED_BY = ("handle", "display_name", "email", "profile_url")

Fingerprint = Callable[..., str]
"""A keyed digest of its parts, which only the holder of the key can repeat."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one audit saw of a pair, in fingerprints: nothing here can be read back.

    `lists` are those the account stands on. `told` is every kind of evidence that was printed, `speaking_for`
    the kinds that spoke for the pair, `band` the highest of its findings.
    """

    pair: str
    submission_id: str
    reader: Reader
    lists: frozenset[str]
    told: frozenset[str]
    speaking_for: frozenset[str]
    band: Band


def pair_of(staff: str, account: Mapping[str, Any], person_id: str) -> tuple[str, ...]:
    """What makes a pair the same from audit to audit, to make a fingerprint of; `staff` is a submission_id.

    Neither the list, nor its day, nor the account's number is part of it: those change while a friendship
    does not. An account without a handle is known by its name, so two that are alike in it are one pair.
    """
    named = next((name for name in _NAMED_BY if account[name].strip()), _NAMED_BY[0])
    written = _plain(account[named])
    return "pair", staff, account["platform"], named, written.lstrip("@ ") or written, person_id


def list_of(submission_id: str, platform: str, relation: str) -> tuple[str, ...]:
    """What makes a list of somebody's the same from audit to audit, to be made a fingerprint of."""
    return "list", submission_id, platform, relation


def pairs_of_findings(findings: pa.Table, accounts: pa.Table, fingerprint: Fingerprint) -> dict[str, str]:
    """The pair, as a fingerprint, that each finding_id of FINDINGS is about."""
    rows = _with_accounts(findings, accounts)
    return {row["finding_id"]: fingerprint(*_pair(row, account)) for row, account in rows}


def seen_pairs(
    findings: pa.Table, accounts: pa.Table, readers: Mapping[str, Reader], fingerprint: Fingerprint
) -> dict[str, Seen]:
    """What FINDINGS say of each pair, by its fingerprint; `readers` says whose each submission_id is to read.

    Several findings are about one pair where an account follows, is followed and asked to be: what they say
    counts together.
    """
    of_pair: dict[str, list[tuple[Mapping[str, Any], Mapping[str, Any]]]] = defaultdict(list)
    for row, account in _with_accounts(findings, accounts):
        of_pair[fingerprint(*_pair(row, account))].append((row, account))

    def opaque(kinds: frozenset[str]) -> frozenset[str]:
        return frozenset(fingerprint("evidence", kind) for kind in kinds)

    seen = {}
    for pair, rows in of_pair.items():
        submission_id = rows[0][0]["submission_id"]
        seen[pair] = Seen(
            pair=pair,
            submission_id=submission_id,
            reader=readers[submission_id],
            lists=frozenset(
                fingerprint(*list_of(submission_id, account["platform"], account["relation"]))
                for _, account in rows
            ),
            told=opaque(frozenset().union(*(told_in(row) for row, _ in rows))),
            speaking_for=opaque(frozenset().union(*(evidence_of(row) for row, _ in rows))),
            band=max((Band(row["band"]) for row, _ in rows), key=BANDS.index),
        )
    return seen


def _with_accounts(
    findings: pa.Table, accounts: pa.Table
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    account_of = {(row["submission_id"], row["account_id"]): row for row in accounts.to_pylist()}
    for row in findings.to_pylist():
        yield row, account_of[row["submission_id"], row["account_id"]]


def _pair(finding: Mapping[str, Any], account: Mapping[str, Any]) -> tuple[str, ...]:
    return pair_of(finding["submission_id"], account, finding["person_id"])


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
