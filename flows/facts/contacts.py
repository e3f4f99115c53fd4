"""The contacts that findings are about, as they stand in a staff member's own export."""

from typing import Any

import pyarrow as pa

from reports.staff_facts import Contact
from schemas.words import Relation

AccountKey = tuple[str, int]
"""A submission and an account of it."""


def contacts_of(accounts: pa.Table) -> dict[AccountKey, Contact]:
    """Each account of an ACCOUNTS table as a report shows it."""
    return {key_of(row): _contact(row) for row in accounts.to_pylist()}


def key_of(row: dict[str, Any]) -> AccountKey:
    """Which account a row of ACCOUNTS or FINDINGS is about."""
    return row["submission_id"], row["account_id"]


def _contact(row: dict[str, Any]) -> Contact:
    return Contact(
        platform=row["platform"],
        relation=Relation(row["relation"]),
        display_name=row["display_name"],
        handle=row["handle"] or row["email"],
        since=row["since"],
    )
