"""Bundles: named tables and JSON facts as one piece of bytes, ready to be sealed.

A bundle is an Arrow IPC stream with a row a table (its name, its own stream with zstd-compressed buffers);
place, version and facts stand in the schema's metadata. Nothing in it is ever executed or unpickled.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from schemas import tables as known
from vault.errors import CannotBeKeptError, SealedContentError

VERSION = "1"
SCHEMAS: dict[str, pa.Schema] = {
    "accounts": known.ACCOUNTS,
    "people": known.PEOPLE,
    "names": known.NAMES,
    "links": known.LINKS,
    "staff": known.STAFF,
    "declarations": known.DECLARATIONS,
    "matches": known.MATCHES,
    "findings": known.FINDINGS,
    "lists": known.LISTS,
    "outcomes": known.OUTCOMES,
    "checks": known.CHECKS,
}
NEVER_KEPT = {
    "people": ("upn", "former_upn", "date_of_birth", "year_group", "status"),
    "links": ("priority", "restricted"),
}
"""Cells that serve the expectations and are emptied before anything is kept."""

_COLUMNS: dict[str, pa.DataType] = {"name": pa.string(), "table": pa.large_binary()}
_CONTENTS = pa.schema(_COLUMNS)
_OPTIONS = pa.ipc.IpcWriteOptions(compression="zstd")


@dataclass(frozen=True, slots=True)
class Bundle:
    """Tables by name, and facts that JSON can hold."""

    tables: dict[str, pa.Table]
    facts: dict[str, Any]


def pack(place: str, tables: Mapping[str, pa.Table], facts: Mapping[str, Any]) -> bytes:
    """The bundle as bytes; only `unpack` for the same place reads them.

    A table's name is that of its schema, `accounts`, or several of one: `accounts/0`, `accounts/1`. Raises
    `CannotBeKeptError` for a table or a text that cannot be kept; a fact JSON does not know is a TypeError.
    """
    metadata = {"version": VERSION, "place": place, "facts": _json(facts)}
    rows = [{"name": name, "table": _stream(_keepable(name, table))} for name, table in tables.items()]
    return _stream(pa.Table.from_pylist(rows, schema=_CONTENTS.with_metadata(metadata)))


def unpack(place: str, data: bytes) -> Bundle:
    """The bundle of that place. Raises `SealedContentError` when it holds anything else."""
    try:
        contents = _table(data)
        metadata = contents.schema.metadata or {}
        tables = {row["name"]: _table(row["table"]) for row in contents.to_pylist()}
        facts = json.loads(metadata[b"facts"])
    except (pa.ArrowException, OSError, KeyError, ValueError):  # what pyarrow and json raise for other bytes
        expected = False
    else:
        expected = (
            metadata[b"version"] == VERSION.encode()
            and metadata[b"place"] == place.encode()
            and all(table.schema == SCHEMAS.get(_kind(name)) for name, table in tables.items())
        )
    if not expected:
        raise SealedContentError
    return Bundle(tables, facts)


def _keepable(name: str, table: pa.Table) -> pa.Table:
    """The table itself, once it is known to be what its schema says."""
    schema = SCHEMAS.get(_kind(name))
    if schema is None or table.schema != schema:
        raise CannotBeKeptError(f"table {_kind(name)}: not the schema of that name")
    for field, column in zip(schema, table.columns, strict=True):
        if column.null_count and not field.nullable:
            raise CannotBeKeptError(f"table {_kind(name)}, column {field.name}: a null")
        if field.name in NEVER_KEPT.get(_kind(name), ()) and {*pc.unique(column).to_pylist()} - {""}:
            raise CannotBeKeptError(f"table {_kind(name)}, column {field.name}: to be emptied first")
    return _valid(_kind(name), table)


def _valid(kind: str, table: pa.Table) -> pa.Table:
    try:
        table.validate(full=True)
    except pa.ArrowInvalid:
        raise CannotBeKeptError(f"table {kind}: text that is not UTF-8") from None
    return table


def _json(facts: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(facts, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except UnicodeEncodeError:  # half of a surrogate pair; the error itself carries the text
        raise CannotBeKeptError("facts: text that is not UTF-8") from None


def _stream(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=_OPTIONS) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def _table(data: bytes) -> pa.Table:
    with pa.ipc.open_stream(data) as reader:
        return reader.read_all()


def _kind(name: str) -> str:
    return name.partition("/")[0]
