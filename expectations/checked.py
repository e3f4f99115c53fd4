"""A table once its suite was run: which rows go and why, and what is said of those that stay."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa

from expectations.checking import Suite, Verdict, check, checks_of
from expectations.custom.held import Ids
from expectations.errors import ExpectationNotRun, RosterRefused, TablesInconsistent
from expectations.frames import frame_of
from expectations.records import Remark, Reported, SetAside
from schemas.words import Severity

R = TypeVar("R", bound=Remark)
Refusal = RosterRefused | TablesInconsistent


@dataclass(frozen=True, slots=True)
class Checked:
    """A table, its frame, and every verdict of its suite."""

    name: str
    table: pa.Table
    frame: pd.DataFrame
    verdicts: tuple[Verdict, ...]

    @property
    def checks(self) -> pa.Table:
        """CHECKS of the suite."""
        return checks_of(self.name, self.verdicts)

    @property
    def going(self) -> dict[int, Verdict]:
        """The 0-based rows that are set aside, each with the first expectation it failed."""
        rows: dict[int, Verdict] = {}
        for verdict in self.verdicts:
            for row in verdict.at if verdict.sets_aside else ():
                rows.setdefault(row, verdict)
        return rows

    @property
    def kept(self) -> pa.Table:
        """The table without the rows that are set aside."""
        stays = np.ones(self.table.num_rows, dtype=bool)
        stays[list(self.going)] = False
        return self.table.filter(pa.array(stays))

    @property
    def kept_frame(self) -> pd.DataFrame:
        """The frame of what is kept."""
        return self.frame.drop(index=list(self.going))

    def remaining(self, places: pd.DataFrame, severity: Severity) -> tuple[Reported, ...]:
        """Remarks on rows that failed an expectation of one severity and stay, by where they stand."""
        gone = self.going
        failing = [each for each in self.verdicts if each.severity is severity]
        failed = ((row, verdict) for verdict in failing for row in verdict.at if row not in gone)
        return remarks(Reported, self.name, failed, places)

    def set_aside(self, places: pd.DataFrame) -> tuple[SetAside, ...]:
        """Remarks on the rows that go, by where they stand in their source."""
        return remarks(SetAside, self.name, self.going.items(), places)


def run(
    name: str,
    table: pa.Table,
    suite: Callable[[], Suite],
    *,
    held: Ids | None = None,
    frame: pd.DataFrame | None = None,
) -> Checked:
    """The table with the verdicts of its suite; `held` are the ids its expectations look up.

    The suite sees `frame` where that holds more than the table, row by row.
    """
    seen = frame_of(table) if frame is None else frame
    return Checked(name, table, seen, tuple(check(seen, suite, held=held)))


def accept(several: Sequence[Checked], refusal: type[Refusal] = RosterRefused) -> None:
    """Raise `refusal` where a critical expectation fails.

    Raises `ExpectationNotRun` where one that decides about rows could not be evaluated.
    """
    verdicts = [verdict for each in several for verdict in each.verdicts]
    deciding = [each for each in verdicts if each.sets_aside or each.severity is Severity.CRITICAL]
    if not_run := [each.slug for each in deciding if each.raised or _rows_unknown(each)]:
        raise ExpectationNotRun(not_run)
    failed = {each.slug: each.rows for each in deciding if not each.ok and not each.sets_aside}
    if failed and issubclass(refusal, RosterRefused):
        raise refusal(failed, {slug: rows for each in several for slug, rows in _rows_of(each, failed)})
    if failed:
        raise refusal(failed)


def _rows_of(checked: Checked, failed: Collection[str]) -> Iterator[tuple[str, list[int]]]:
    """Where the rows that failed stand in their source, if they are of one source that has rows."""
    if "source_row" not in checked.frame or checked.frame["source"].nunique() != 1:
        return
    places = checked.frame["source_row"].tolist()
    for verdict in checked.verdicts:
        if verdict.slug in failed:
            yield verdict.slug, sorted({int(places[row]) for row in verdict.at} - {0})


def _rows_unknown(verdict: Verdict) -> bool:
    return verdict.sets_aside and len(verdict.at) != verdict.rows


def remarks(
    kind: type[R], table: str, rows: Iterable[tuple[int, Verdict]], places: pd.DataFrame
) -> tuple[R, ...]:
    """One remark an expectation and a source; `places` has each row's `source` and `source_row`, if known."""
    found: dict[tuple[str, Severity, str], list[int]] = defaultdict(list)
    told = list(rows)
    where = places.iloc[[row for row, _ in told]]
    sources = where["source"].fillna("").tolist()
    source_rows = where["source_row"].fillna(0).astype(int).tolist()
    for (_, verdict), source, source_row in zip(told, sources, source_rows, strict=True):
        found[verdict.slug, verdict.severity, source].append(source_row)
    return tuple(
        kind(table, slug, severity, len(at), source, tuple(sorted(place for place in at if place)))
        for (slug, severity, source), at in found.items()
    )
