"""Unique pupil numbers: kept as keyed digests alone.

Some sources know a pupil by nothing else, and a declaration that names the number still finds the child.
"""

import re

import pyarrow as pa

from vault.store import Vault

UPN = re.compile(r"[A-Z]\d{11}[\dA-Z]")
"""Department for Education, "Unique pupil numbers (UPNs)": a letter, eleven digits, a digit or letter."""


def without_upns(table: pa.Table, column: str, vault: Vault) -> pa.Table:
    """The table with every UPN of that text column as 32 hexadecimal digits, the same each time."""
    kept = [
        vault.fingerprint("upn", text.strip().upper()) if UPN.fullmatch(text.strip().upper()) else text
        for text in map(str, table[column].to_pylist())
    ]
    at = table.schema.get_field_index(column)
    return table.set_column(at, table.schema.field(at), pa.array(kept, pa.string()))
