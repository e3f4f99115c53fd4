"""Figures as Markdown tables."""

from collections.abc import Iterable, Sequence

import numpy as np

from benchmarks.matching import measures
from benchmarks.matching.measures import Flags, Judged
from benchmarks.matching.running import Took
from benchmarks.matching.sets import DECILES, Groups, Labels, Set

COLUMNS = (
    "set", "matcher", "best F1", "recall at precision .95", "average precision", "recall@1",
    "expected calibration error", "false alarms per 1,000 unrelated", "recall at 0.5 of them",
    "seconds", "processor's seconds", "accounts per second", "peak memory, MB",
)  # fmt: skip

NOTES = (
    "False alarms: of 1,000 unrelated accounts those with a row at the score of the best F1. Recall at 0.5",
    "of them: of the pairs, those that score above all but 0.5 of 1,000 unrelated accounts. Calibration:",
    "over rows of probability .20 and more (pairs: all), in 15 bins; nothing where there is no probability.",
    "Seconds: from a cold start, files to file, with explanations where there are any.",
)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def row(name: str, matcher: str, judged: Judged, took: Took, accounts: int) -> list[str]:
    """One line of the great table. False alarms are counted at the score of the best F1."""
    found = measures.quality(judged)
    unrelated = len(judged.related) - int(judged.related.sum())
    alarms = measures.false_alarms(judged, found.at)
    return [
        name,
        matcher,
        share(found.f1),
        share(found.recall_at_95),
        share(found.average_precision),
        share(measures.first_right(judged)),
        share(measures.calibration_error(judged)),
        f"{alarms / unrelated * 1000:.2f}" if unrelated else "",
        share(measures.recall_at_few(judged)) if unrelated else "",
        *_taken(took, accounts),
    ]


def pair_row(name: str, matcher: str, judged: Judged, took: Took, pairs: int) -> list[str]:
    """The same for a set of pairs, which has no accounts."""
    found = measures.quality(judged)
    return [
        name,
        matcher,
        share(found.f1),
        share(found.recall_at_95),
        share(found.average_precision),
        "",
        share(measures.calibration_error(judged, 0.0)),
        "",
        "",
        *_taken(took, pairs),
    ]


def nothing(name: str, matcher: str, reason: str) -> list[str]:
    """The line of a matcher that was not run on a set, and why."""
    return [name, matcher, f"not run: {reason}", *[""] * (len(COLUMNS) - 3)]


def _taken(took: Took, number: int) -> list[str]:
    return [
        f"{took.seconds:.2f}",
        f"{took.processor_seconds:.2f}",
        f"{number / took.seconds:,.0f}",
        f"{took.megabytes:,.0f}",
    ]


def share(value: float | None) -> str:
    """.912, or nothing where there is no such figure."""
    return "" if value is None or np.isnan(value) else f"{value:.3f}".removeprefix("0")


GROUP_COLUMNS = (
    "accounts", "planted", "precision shown", "recall shown", "recall@1",
    "recall at 0.5 false alarms per 1,000",
    "calibration error", "of everything written", "shown per 1,000 unrelated", "of them the whole's",
)  # fmt: skip


def group_table(
    what: str,
    labels: Sequence[str],
    of: Labels,
    one: Set,
    judged: Judged,
) -> str:
    """One line a group of accounts: what is shown of it (from probability .20) and how truly."""
    least = measures.SHOWN
    worst = measures.score_at_few(judged)
    flags = [(label, of == label) for label in labels]
    rows = [
        _group(label, flag, one, judged, worst) for label, flag in (*flags, ("all", np.ones(len(of), bool)))
    ]
    return f"By {what}; shown from probability {least:.2f}:\n\n" + table((what, *GROUP_COLUMNS), rows)


def _group(label: str, flag: Flags, one: Set, judged: Judged, worst: float) -> list[str]:
    part = measures.among(judged, flag, one.task)
    shown = measures.shown(part)
    unrelated = int(flag.sum()) - int(part.related.sum())
    alarms, all_alarms = measures.alarms(part, measures.SHOWN), measures.alarms(judged, measures.SHOWN)
    all_unrelated = len(judged.related) - int(judged.related.sum())
    against = measures.ratio(alarms, unrelated, all_alarms, all_unrelated)
    right = int((part.is_right & shown).sum())
    return [
        label,
        f"{flag.sum():,}",
        f"{part.total:,}",
        share(right / shown.sum() if shown.any() else None),
        share(right / part.total if part.total else None),
        share(measures.first_right(part) if part.total else None),
        share(float((part.is_right & (part.found.score > worst)).sum()) / part.total if part.total else None),
        share(measures.calibration_error(part)),
        share(measures.calibration_error(part, 0.0)),
        f"{alarms / unrelated * 1000:.2f}" if unrelated else "",
        f"{against.value:.2f} ({against.low:.2f} to {against.high:.2f})" if unrelated else "",
    ]


def all_groups(one: Set, groups: Groups, judged: Judged) -> str:
    """By way of showing, by kind of evidence, by origin of the name, by how common it is."""
    parts = (
        ("way of showing", groups.way, sorted(set(groups.way))),
        ("evidence", groups.evidence, sorted(set(groups.evidence))),
        ("origin of the name", groups.origin, sorted(set(groups.origin))),
        ("decile of frequency (1: rarest)", groups.decile, DECILES),
    )
    return "\n\n".join(group_table(what, labels, of, one, judged) for what, of, labels in parts)
