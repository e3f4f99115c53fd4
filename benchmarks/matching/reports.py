"""Every matcher on every set: the lines of the one table, and our own figures by group."""

import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from benchmarks.matching import tables
from benchmarks.matching.labelled import LabelledPairs
from benchmarks.matching.matchers import OURS, Matcher
from benchmarks.matching.measures import Found, Judged, Task, judge
from benchmarks.matching.running import DidNotRun, Took, run
from benchmarks.matching.sets import Set, figures_of


class Report:
    """Collects what is measured, in `work`."""

    def __init__(self, work: Path, matchers: list[Matcher], whole: bool, limit: float) -> None:
        self._work = work
        self._matchers = matchers
        self._whole = whole
        self._limit = limit
        self._rows: list[list[str]] = []
        self.details: list[str] = []

    def measure(self, one: Set | LabelledPairs) -> None:
        """Every matcher on this set; one that fails or takes too long gets a line that says so."""
        for matcher in self._matchers:
            print(f"{one.name}: {matcher.name}...", file=sys.stderr)
            try:
                row = self._on_lists(matcher, one) if isinstance(one, Set) else self._on_pairs(matcher, one)
            except DidNotRun as reason:
                row = tables.nothing(one.name, matcher.name, str(reason))
            except (OSError, ValueError, KeyError) as unreadable:
                row = tables.nothing(one.name, matcher.name, f"its table: {type(unreadable).__name__}")
            print(*row, sep=" | ", file=sys.stderr)
            self._rows.append(row)

    def table(self) -> str:
        """The one table, and what its reader must know."""
        notes = [f"{one.name}: {one.note}." for one in self._matchers if one.note]
        return "\n".join([tables.table(tables.COLUMNS, self._rows), "", *tables.NOTES, *notes])

    def _on_lists(self, matcher: Matcher, one: Set) -> list[str]:
        most = one.task.number if self._whole else matcher.most
        part = one.some(most, self._work / "part") if most else one
        judged, took = run_on_lists(matcher, part, self._work, self._limit_of(matcher))
        if matcher is OURS and one.groups is not None:
            self.details.append(f"## {one.name}\n\n{tables.all_groups(one, one.groups, judged)}")
        return tables.row(
            one.name, _called(matcher, part is one, part.task.number), judged, took, part.task.number
        )

    def _on_pairs(self, matcher: Matcher, one: LabelledPairs) -> list[str]:
        if matcher.pairs is None:
            raise DidNotRun("it matches lists only")
        most = None if self._whole else matcher.most
        part = one.some(most, self._work / "part.parquet") if most else one
        out = self._work / "out.parquet"
        out.unlink(missing_ok=True)
        took = run(matcher.pairs(part.file, out), self._limit_of(matcher))
        judged = _judged_pairs(part, out, matcher.scale)
        number = len(part.labels)
        return tables.pair_row(one.name, _called(matcher, part is one, number), judged, took, number)

    def _limit_of(self, matcher: Matcher) -> float | None:
        return None if matcher is OURS or self._whole else self._limit


def _called(matcher: Matcher, is_whole: bool, number: int) -> str:
    return matcher.name if is_whole else f"{matcher.name} ({number:,} at random)"


def _judged_pairs(one: LabelledPairs, out: Path, scale: float) -> Judged:
    table = pq.ParquetFile(out).read()
    probability = figures_of(table["probability"]) if "probability" in table.column_names else None
    places, right = np.arange(len(one.labels)), np.flatnonzero(one.labels)
    return judge(
        Task(len(places), right, right),
        Found(places, places, figures_of(table["score"]) / scale, probability),
    )


def run_on_lists(matcher: Matcher, one: Set, work: Path, limit: float | None) -> tuple[Judged, Took]:
    """Run it on one.folder/{roster,followers}.parquet and judge what it wrote."""
    out = work / "out.parquet"
    out.unlink(missing_ok=True)
    took = run(matcher.lists(one.folder, out), limit)
    return one.judged(out, matcher.scale), took
