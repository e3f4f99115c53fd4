"""How well a matcher did: one definition of each figure, for every matcher and every set."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]
Figures = NDArray[np.float64]
Flags = NDArray[np.bool_]

SHOWN, PROBABLE = 0.20, 0.70
BINS = 15
FEW = 0.5
"""False alarms per 1,000 unrelated accounts that a school may be asked to look at."""


class Task(NamedTuple):
    """What is to be found: `number` accounts, and the pairs (follower, person) that belong together."""

    number: int
    followers: Places
    people: Places


class Found(NamedTuple):
    """What a matcher wrote: rows (follower, person, score); `probability` is None where it gives none."""

    follower: Places
    person: Places
    score: Figures
    probability: Figures | None


class Judged(NamedTuple):
    """The rows of a matcher with what is true of each, the likeliest of an account first."""

    found: Found
    is_right: Flags
    is_first: Flags
    related: Flags
    """For each account of the task whether it is of anybody on the roster."""
    total: int
    """How many pairs there are to be found."""


def judge(task: Task, found: Found) -> Judged:
    """Sort the rows by account and score, and say which are right."""
    order = np.lexsort((found.person, -found.score, found.follower))
    probability = None if found.probability is None else found.probability[order]
    rows = Found(found.follower[order], found.person[order], found.score[order], probability)
    width = int(max(rows.person.max(initial=0), task.people.max(initial=0))) + 1
    is_right = np.isin(rows.follower * width + rows.person, task.followers * width + task.people)
    is_first = np.append(True, rows.follower[1:] != rows.follower[:-1])[: len(rows.follower)]
    related = np.zeros(task.number, bool)
    related[task.followers] = True
    return Judged(rows, is_right, is_first, related, len(task.followers))


def among(judged: Judged, accounts: Flags, task: Task) -> Judged:
    """The same for some accounts only (a flag for each account of the task)."""
    keep = accounts[judged.found.follower]
    found = judged.found
    probability = None if found.probability is None else found.probability[keep]
    rows = Found(found.follower[keep], found.person[keep], found.score[keep], probability)
    total = int(accounts[task.followers].sum())
    related = judged.related[accounts]
    places = np.cumsum(accounts) - 1
    return Judged(
        rows._replace(follower=places[rows.follower]),
        judged.is_right[keep],
        judged.is_first[keep],
        related,
        total,
    )


class Quality(NamedTuple):
    """best F1 over all thresholds, with its score; recall at precision .95; average precision."""

    f1: float
    at: float
    recall_at_95: float
    average_precision: float


def quality(judged: Judged) -> Quality:
    """Every threshold tried; rows of one score stand or fall together."""
    order = np.argsort(-judged.found.score, kind="stable")
    score, right = judged.found.score[order], judged.is_right[order]
    last = np.flatnonzero(np.append(score[1:] != score[:-1], True)[: len(score)])
    if not len(last) or not judged.total:
        return Quality(0.0, np.inf, 0.0, 0.0)
    hits, shown = np.cumsum(right)[last], last + 1
    recall, precision = hits / judged.total, hits / shown
    f1 = 2 * hits / (shown + judged.total)
    gained = np.diff(recall, prepend=0.0)
    safe = recall[precision >= 0.95]
    best = int(f1.argmax())
    return Quality(
        float(f1[best]), float(score[last][best]), float(safe.max(initial=0.0)), float(gained @ precision)
    )


def first_right(judged: Judged) -> float:
    """Recall@1: of the accounts of people on the roster, those whose likeliest person is right."""
    return _part(int((judged.is_right & judged.is_first).sum()), int(judged.related.sum()))


def calibration_error(judged: Judged, least: float = SHOWN) -> float | None:
    """Expected calibration error in 15 bins over the rows from `least` up; None without probabilities."""
    if judged.found.probability is None:
        return None
    keep = judged.found.probability >= least
    probability, right = judged.found.probability[keep], judged.is_right[keep]
    bins = np.minimum((probability * BINS).astype(np.int64), BINS - 1)
    gaps = np.bincount(bins, probability, BINS) - np.bincount(bins, right, BINS)
    return _part(float(np.abs(gaps).sum()), len(probability))


def false_alarms(judged: Judged, least: float) -> int:
    """How many unrelated accounts have a row of this score or more."""
    return int((_unrelated_best(judged) >= least).sum())


def score_at_few(judged: Judged, few: float = FEW) -> float:
    """The score above which at most `few` of 1,000 unrelated accounts have a row."""
    worst = np.sort(_unrelated_best(judged))[::-1]
    allowed = int(few * (len(judged.related) - judged.related.sum()) / 1000)
    return float(worst[allowed]) if allowed < len(worst) else -np.inf


def recall_at_few(judged: Judged, few: float = FEW) -> float:
    """Recall of pairs where at most `few` of 1,000 unrelated accounts are shown."""
    return _part(
        int((judged.is_right & (judged.found.score > score_at_few(judged, few))).sum()), judged.total
    )


def shown(judged: Judged, least: float = SHOWN) -> Flags:
    """Rows from this probability up."""
    if judged.found.probability is None:
        return np.zeros(len(judged.is_right), bool)
    return judged.found.probability >= least


def alarms(judged: Judged, least: float) -> int:
    """How many unrelated accounts have a row of this probability or more."""
    rows = shown(judged, least) & judged.is_first & ~judged.related[judged.found.follower]
    return int(rows.sum())


def _unrelated_best(judged: Judged) -> Figures:
    """The best score of each unrelated account that has one."""
    unrelated = ~judged.related[judged.found.follower]
    return judged.found.score[unrelated & judged.is_first]


def interval(hits: float, number: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (Wilson 1927)."""
    if not number:
        return 0.0, 1.0
    z, share = 1.96, hits / number
    middle = share + z * z / (2 * number)
    spread = z * np.sqrt(share * (1 - share) / number + z * z / (4 * number * number))
    scale = 1 + z * z / number
    return float((middle - spread) / scale), float((middle + spread) / scale)


class Ratio(NamedTuple):
    """A group's rate over the whole's, with its 95 % interval."""

    value: float
    low: float
    high: float


def ratio(hits: int, number: int, all_hits: int, all_number: int) -> Ratio:
    """Poisson counts, the group's among the whole's: the log's variance is 1/hits - 1/all hits.

    With no hits in the group the upper end is that of three events (the rule of three).
    """
    if not (number and all_hits):
        return Ratio(np.nan, 0.0, np.inf)
    whole = all_hits / all_number
    if not hits:
        return Ratio(0.0, 0.0, 3 / number / whole)
    value = hits / number / whole
    spread = float(np.exp(1.96 * np.sqrt(max(1 / hits - 1 / all_hits, 0))))
    return Ratio(value, value / spread, value * spread)


def _part(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
