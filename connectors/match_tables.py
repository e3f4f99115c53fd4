"""The tables that the matcher takes on its own: a roster, accounts, or pairs of names, as CSV or Parquet.

Quick to import and to read: pyarrow only. `pa.array`, `pa.scalar` and `to_numpy` import pandas where it is
installed (0.2 s), so arrays are made from buffers and the one scalar is taken from an array.
"""

import io
from array import array
from collections.abc import Iterable, Sequence
from csv import Error as csv_error  # noqa: N813 - as the module itself calls it
from csv import reader as csv_reader
from itertools import accumulate
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv, parquet

from connectors.encodings import decode
from connectors.rosters.errors import MatchTableRefused
from connectors.rosters.names import names_of
from connectors.rosters.written import Written
from schemas.tables import NAMES, PEOPLE
from schemas.words import Kind

_ROSTER = (
    "roster_id",
    "forename",
    "middle",
    "surname",
    "preferred",
    "former_surname",
    "full_name",
    "kind",
    "email",
)
_ACCOUNTS = ("follower_id", "display_name", "handle", "list_id", "email", "profile_url")
_PAIRS = ("name1", "name2")
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # UTF-16
_KINDS = {
    **dict.fromkeys(("pupil", "child", "student"), Kind.PUPIL),
    **dict.fromkeys(("parent_carer", "parent", "carer", "guardian", "mother", "father"), Kind.PARENT_CARER),
}


def read_match_roster(path: Path) -> tuple[pa.Table, pa.Table]:
    """PEOPLE and NAMES of a roster table. `person_id` is its roster_id; rows that share one are one person.

    An empty forename means that only full_name is known. A kind that is not given stays empty.
    """
    table = _read(path, _ROSTER, needed=("roster_id",))
    columns = {name: table[name].to_pylist() for name in _ROSTER}
    first_rows = {roster_id: row for row, roster_id in reversed(list(enumerate(columns["roster_id"])))}
    rows = sorted(first_rows.values())
    kinds = [_KINDS.get(columns["kind"][row].strip().casefold(), "") for row in rows]
    ids = [columns["roster_id"][row] for row in rows]
    emails = [columns["email"][row] for row in rows]
    people = _people(ids, kinds, emails, [row + 1 for row in rows])
    return people, _names(columns)


def read_match_accounts(path: Path) -> pa.Table:
    """A table of accounts, all text: follower_id, display_name, handle, list_id, email, profile_url."""
    return _read(path, _ACCOUNTS, needed=("follower_id",))


def read_pairs(path: Path) -> pa.Table:
    """A table of pairs of names in the file's order: name1, name2."""
    return _read(path, _PAIRS, needed=_PAIRS)


def _read(path: Path, columns: Sequence[str], needed: Sequence[str]) -> pa.Table:
    """`columns` of a file as text without nulls, empty where the file lacks them; others are left out."""
    try:
        table = _read_parquet(path) if _is_parquet(path) else _read_csv(path)
    except FileNotFoundError:
        table, trouble = None, "there is no such file"
    except (pa.ArrowException, csv_error, OSError):  # their messages quote the row
        table, trouble = None, "it is damaged, or a row has another number of cells than the header"
    if table is None:
        raise MatchTableRefused(trouble)
    places = {name.strip().casefold(): place for place, name in reversed(list(enumerate(table.column_names)))}
    if missing := [name for name in needed if name not in places]:
        raise MatchTableRefused(f"no column {', '.join(missing)}")
    empty = _texts([""])[0]
    filled = [
        _as_text(table.column(places[name]), empty) if name in places else pa.repeat(empty, table.num_rows)
        for name in columns
    ]
    return pa.Table.from_arrays(
        filled, schema=pa.schema([pa.field(name, pa.string(), nullable=False) for name in columns])
    )


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


def _read_parquet(path: Path) -> pa.Table:
    with parquet.ParquetFile(path) as file:
        return file.read()


def _read_csv(path: Path) -> pa.Table:
    with path.open("rb") as file:
        start = file.readline()
    table = None if start.startswith(_WIDE) else _parse_quickly(path, decode(start))
    if table is None:
        text = decode(path.read_bytes())
        table = _parse(io.BytesIO(text.encode()), text.partition("\n")[0], over_lines=True)
    return table


def _parse_quickly(path: Path, header: str) -> pa.Table | None:
    """The table of an ordinary file: UTF-8, and no cell running over lines just where two threads part."""
    try:
        return _parse(path, header)
    except pa.ArrowInvalid:
        return None


def _parse(source: Path | io.BytesIO, header: str, *, over_lines: bool = False) -> pa.Table:
    """All columns of a CSV file as text. Three times as fast unless cells may run `over_lines`."""
    columns = next(csv_reader([header]), [])
    return csv.read_csv(
        source,
        parse_options=csv.ParseOptions(newlines_in_values=over_lines),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(columns, pa.string()),
            strings_can_be_null=False,
            quoted_strings_can_be_null=False,
        ),
    )


def _as_text(column: "pa.ChunkedArray[Any]", empty: "pa.Scalar[Any]") -> "pa.ChunkedArray[Any]":
    try:
        text = column if column.type == pa.string() else column.cast(pa.string())
    except pa.ArrowException:  # its message may quote the cell
        text = None
    if text is None:
        raise MatchTableRefused("a column of it holds no text")
    return pc.coalesce(text, empty) if text.null_count else text  # type: ignore[arg-type]  # a scalar is fine


def _people(ids: Sequence[str], kinds: Sequence[str], emails: Sequence[str], rows: Sequence[int]) -> pa.Table:
    nothing = pa.repeat(_texts([""])[0], len(ids))
    given = {
        "person_id": _texts(ids),
        "kind": _texts(kinds),
        "source_id": _texts(ids),
        "email": _texts(emails),
    }
    given["source"] = pa.repeat(_texts(["table"])[0], len(ids))
    given["source_row"] = pa.Array.from_buffers(pa.int32(), len(rows), [None, pa.py_buffer(array("i", rows))])
    given["starts"] = given["ends"] = pa.nulls(len(ids), pa.date32())
    return pa.Table.from_arrays([given.get(name, nothing) for name in PEOPLE.names], schema=PEOPLE)


def _names(columns: dict[str, list[Any]]) -> pa.Table:
    """The names of every row, in its order. A name two rows give the same person stands twice."""
    rows = zip(*(columns[name] for name in _ROSTER[:7]), strict=True)
    named = [
        (roster_id, *name)
        for roster_id, forename, middle, surname, preferred, former, full_name in rows
        for name in names_of(Written(forename, middle, surname, preferred, "", "", former, full_name))
    ]
    filled = list(zip(*named, strict=True)) or [()] * len(NAMES)
    return pa.Table.from_arrays([_texts(column) for column in filled], schema=NAMES)


def _texts(values: Iterable[str]) -> "pa.Array[Any]":
    """`values` as an Arrow array, without importing pandas."""
    encoded = [value.encode() for value in values]
    ends = array("i", accumulate(map(len, encoded), initial=0))
    return pa.Array.from_buffers(
        pa.string(), len(encoded), [None, pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))]
    )
