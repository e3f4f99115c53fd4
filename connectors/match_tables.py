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
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv, parquet

from connectors.encodings import decode
from connectors.rosters.errors import MatchTableRefused
from connectors.rosters.names import names_of
from connectors.rosters.written import Written
from schemas.tables import NAMES, PEOPLE
from schemas.words import Kind


class _Layout(NamedTuple):
    """One of the tables: what it is called, the columns read of it, and those it cannot be without."""

    called: str
    columns: tuple[str, ...]
    needed: tuple[str, ...]

    def refusal(self, trouble: str) -> MatchTableRefused:
        """What to raise: `trouble` says it with counts and column names only."""
        return MatchTableRefused(f"{self.called}: {trouble}")


_NAME_COLUMNS = ("forename", "middle", "surname", "preferred", "former_surname", "full_name")
_ROSTER = _Layout("roster", ("roster_id", *_NAME_COLUMNS, "kind", "email"), ("roster_id",))
_ACCOUNTS = _Layout(
    "accounts",
    ("follower_id", "display_name", "handle", "list_id", "email", "profile_url"),
    ("follower_id",),
)
_PAIRS = _Layout("pairs", ("name1", "name2"), ("name1", "name2"))
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # UTF-16
_KINDS = {
    **dict.fromkeys(("pupil", "child", "student"), Kind.PUPIL),
    **dict.fromkeys(("parent_carer", "parent", "carer", "guardian", "mother", "father"), Kind.PARENT_CARER),
}


def read_match_roster(path: Path) -> tuple[pa.Table, pa.Table]:
    """PEOPLE and NAMES of a roster table, a person a row. `person_id` is its roster_id.

    An empty forename means that only full_name is known. A kind that is not given stays empty.
    Raises MatchTableRefused where it has no rows, no surname or full_name in any row, or a row has no
    roster_id of its own: nobody could be found, and nobody told from anybody else.
    """
    table = _read(path, _ROSTER)
    if not table.num_rows:
        raise _ROSTER.refusal("it has no rows")
    _refuse_shared_ids(table, "roster_id", _ROSTER)
    if all(_empty_in(table[column]) == table.num_rows for column in ("surname", "full_name")):
        raise _ROSTER.refusal(f"none of its {table.num_rows:,} rows has a surname or full_name")
    columns: dict[str, list[Any]] = {name: table[name].to_pylist() for name in _ROSTER.columns}
    kinds = [_KINDS.get(kind.strip().casefold(), "") for kind in columns["kind"]]
    return _people(columns["roster_id"], kinds, columns["email"]), _names(columns)


def read_match_accounts(path: Path) -> pa.Table:
    """A table of accounts, all text: follower_id, display_name, handle, list_id, email, profile_url.

    It may have no rows. Raises MatchTableRefused where a row has no follower_id of its own, in any list.
    """
    table = _read(path, _ACCOUNTS)
    _refuse_shared_ids(table, "follower_id", _ACCOUNTS)
    return table


def read_pairs(path: Path) -> pa.Table:
    """A table of pairs of names in the file's order: name1, name2."""
    return _read(path, _PAIRS)


def _refuse_shared_ids(table: pa.Table, column: str, layout: _Layout) -> None:
    ids = table[column]
    if empty := _empty_in(ids):
        raise layout.refusal(f"no {column} in {empty:,} of {len(ids):,} rows")
    if repeated := len(ids) - len(ids.unique()):
        raise layout.refusal(f"{column} repeats an earlier row's in {repeated:,} of {len(ids):,} rows")


def _empty_in(column: "pa.ChunkedArray[Any]") -> int:
    """How many cells hold nothing but spaces."""
    return len(column.filter(pc.equal(pc.utf8_trim_whitespace(column), _texts([""])[0])))


def _read(path: Path, layout: _Layout) -> pa.Table:
    """The layout's columns of a file as text without nulls, empty where the file lacks them, no others."""
    table = _opened(path, layout)
    places = {name.strip().casefold(): place for place, name in reversed(list(enumerate(table.column_names)))}
    if missing := [name for name in layout.needed if name not in places]:
        raise layout.refusal(f"no column {', '.join(missing)}")
    empty = _texts([""])[0]
    filled = [
        _as_text(table.column(places[name]), layout) if name in places else pa.repeat(empty, table.num_rows)
        for name in layout.columns
    ]
    return pa.Table.from_arrays(
        filled, schema=pa.schema([pa.field(name, pa.string(), nullable=False) for name in layout.columns])
    )


def _opened(path: Path, layout: _Layout) -> pa.Table:
    start = _first_bytes(path)
    if start is None:
        raise layout.refusal("it cannot be opened")
    if not start:
        raise layout.refusal("it is empty")
    try:
        table = _read_parquet(path) if start == b"PAR1" else _read_csv(path)
    except (pa.ArrowException, csv_error, OSError):  # their messages quote the row
        table = None
    if table is None:
        raise layout.refusal("it is damaged, or a row has another number of cells than the header")
    return table


def _first_bytes(path: Path) -> bytes | None:
    """The first four bytes of a file; None where there is no file that can be opened."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return file.read(4)
    except OSError:  # its message names the file
        return None


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


def _as_text(column: "pa.ChunkedArray[Any]", layout: _Layout) -> "pa.ChunkedArray[Any]":
    try:
        text = column if column.type == pa.string() else column.cast(pa.string())
        text.validate(full=True)
    except pa.ArrowException:  # its message may quote the cell
        text = None
    if text is None:
        raise layout.refusal("a column of it holds no text")
    return pc.coalesce(text, _texts([""])[0]) if text.null_count else text


def _people(ids: Sequence[str], kinds: Sequence[str], emails: Sequence[str]) -> pa.Table:
    nothing = pa.repeat(_texts([""])[0], len(ids))
    given = {
        "person_id": _texts(ids),
        "kind": _texts(kinds),
        "source_id": _texts(ids),
        "email": _texts(emails),
    }
    given["source"] = pa.repeat(_texts(["table"])[0], len(ids))
    given["source_row"] = pa.Array.from_buffers(
        pa.int32(), len(ids), [None, pa.py_buffer(array("i", range(1, len(ids) + 1)))]
    )
    given["starts"] = given["ends"] = pa.nulls(len(ids), pa.date32())
    return pa.Table.from_arrays([given.get(name, nothing) for name in PEOPLE.names], schema=PEOPLE)


def _names(columns: dict[str, list[Any]]) -> pa.Table:
    """The names of every row, in its order. A name two rows give the same person stands twice."""
    rows = zip(*(columns[name] for name in ("roster_id", *_NAME_COLUMNS)), strict=True)
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
