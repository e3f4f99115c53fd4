"""Whether false alarms fall on some names more than on others: on a million unrelated accounts."""

from collections.abc import Iterator

import numpy as np

from benchmarks.matching import measures
from benchmarks.matching.measures import Flags, Judged
from benchmarks.matching.sets import DECILES, Labels, Set
from benchmarks.matching.tables import share, table

ACCOUNTS = 1_020_000
PLANTED = 1 / 80
"""As in an ordinary list; more than 1,000,000 accounts are left that are unrelated."""

MOST = 1.25
"""No group's false alarms above so many times the whole's."""

COLUMNS = (
    "unrelated accounts", "shown", "per 1,000", "95 % interval", "times the whole's", "95 % interval",
    "above 1.25 times", "probable", "per 1,000", "times the whole's", "95 % interval",
    "precision shown", "recall shown", "calibration error",
)  # fmt: skip


def tables_of(one: Set, judged: Judged) -> Iterator[str]:
    """By origin of the name and by decile of frequency."""
    if one.groups is None:
        return
    groups = one.groups
    for what, of, labels in (
        ("origin of the name", groups.origin, sorted(set(groups.origin))),
        ("decile of frequency (1: rarest)", groups.decile, DECILES),
    ):
        yield f"False alarms by {what}: " + _sentence(judged, of, labels)
        rows = [_row(label, of == label, one, judged) for label in labels]
        yield table((what, *COLUMNS), [*rows, _row("all", np.ones(len(of), bool), one, judged)])


def _sentence(judged: Judged, of: Labels, labels: list[str]) -> str:
    """What is above MOST times the whole: surely, where even the interval's lower end is."""
    ratios = {label: _against(judged, of == label, measures.SHOWN) for label in labels}
    above = [label for label, one in ratios.items() if one.value > MOST]
    surely = [label for label in above if ratios[label].low > MOST]
    named = f" ({'; '.join(above)})" if above else ""
    many = f"{len(above)} of {len(labels)} groups"
    return f"{many} above {MOST} times the whole{named}, {len(surely)} of them surely."


def _alarms(judged: Judged, flag: Flags, least: float) -> tuple[int, int]:
    """False alarms of these accounts, and how many of them are unrelated."""
    rows = measures.shown(judged, least) & judged.is_first & ~judged.related[judged.found.follower]
    return int(flag[judged.found.follower[rows]].sum()), int((flag & ~judged.related).sum())


def _against(judged: Judged, flag: Flags, least: float) -> measures.Ratio:
    everybody = np.ones(len(judged.related), bool)
    return measures.ratio(*_alarms(judged, flag, least), *_alarms(judged, everybody, least))


def _row(label: str, flag: Flags, one: Set, judged: Judged) -> list[str]:
    shown, unrelated = _alarms(judged, flag, measures.SHOWN)
    probable, _ = _alarms(judged, flag, measures.PROBABLE)
    low, high = measures.interval(shown, unrelated)
    against = _against(judged, flag, measures.SHOWN)
    against_probable = _against(judged, flag, measures.PROBABLE)
    part = measures.among(judged, flag, one.task)
    listed = measures.shown(part)
    right = int((part.is_right & listed).sum())
    return [
        label,
        f"{unrelated:,}",
        f"{shown:,}",
        f"{shown / max(unrelated, 1) * 1000:.2f}",
        f"{low * 1000:.2f} to {high * 1000:.2f}",
        f"{against.value:.2f}",
        f"{against.low:.2f} to {against.high:.2f}",
        "surely" if against.low > MOST else "perhaps" if against.value > MOST else "no",
        f"{probable:,}",
        f"{probable / max(unrelated, 1) * 1000:.2f}",
        f"{against_probable.value:.2f}",
        f"{against_probable.low:.2f} to {against_probable.high:.2f}",
        share(right / listed.sum() if listed.any() else None),
        share(right / part.total if part.total else None),
        share(measures.calibration_error(part)),
    ]
