"""How large a load is beside the last accepted one."""

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from expectations.checked import run
from expectations.suites.load import sizes_suite
from schemas.words import Kind

Sizes = dict[str, dict[str, int]]
"""By source how many people of each kind; under "" those of all sources, and the links."""

_COLUMNS: dict[str, pa.DataType] = {
    "source": pa.string(),
    "counted": pa.string(),
    "share": pa.float64(),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A count that is less than half, or more than twice, what it was in the last accepted load.

    `source` is the connector's own word, empty for all sources together; `counted` is a `Kind` or `link`.
    """

    source: str
    counted: str
    before: int
    now: int


@dataclass(frozen=True, slots=True)
class Compared:
    """The counts that changed beyond what a term brings, and CHECKS."""

    changes: tuple[Change, ...]
    checks: pa.Table


def sizes_of(people: pa.Table, links: pa.Table) -> Sizes:
    """The counts of a load, to be kept as facts beside it."""
    sources = sorted({str(source) for source in people["source"].to_pylist()})
    rows_of = {each: people.filter(pc.equal(people["source"], pa.scalar(each))) for each in sources}
    of_sources = {source: _kinds(rows) for source, rows in rows_of.items()}
    return of_sources | {"": _kinds(people) | {"link": links.num_rows}}


def compare_with_last(now: Sizes, last: Mapping[str, Mapping[str, int]]) -> Compared:
    """Which counts are out of proportion to those of the last accepted load.

    A source that was not there then, or is not there now, shows only in the sum of all. Whether a change is
    accepted is not decided here.
    """
    pairs = [
        Change(source, counted, before, now[source].get(counted, 0))
        for source, counts in last.items()
        for counted, before in counts.items()
        if source in now and before
    ]
    rows = [
        {"source": each.source, "counted": each.counted, "share": each.now / each.before} for each in pairs
    ]
    checked = run("sizes", pa.Table.from_pylist(rows, schema=pa.schema(_COLUMNS)), sizes_suite)
    (verdict,) = checked.verdicts
    return Compared(tuple(pairs[row] for row in verdict.at), checked.checks)


def _kinds(people: pa.Table) -> dict[str, int]:
    kinds = people["kind"].to_pylist()
    return {kind.value: kinds.count(kind.value) for kind in Kind}
