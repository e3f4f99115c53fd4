"""Two names somebody asks about: how far they may be one person's."""

from math import log2

import pyarrow as pa

from matching import columns
from matching.account import Source
from matching.alignment import DISPLAY_NAME, Comparer
from matching.names import ParsedName, parse_name
from matching.people import person_called
from matching.posterior import probability_of
from matching.reference import weights
from matching.weighing import weigh

NOTHING_TO_COMPARE = 0.0
NO_NAME = -1000.0
"""The score of a pair that lacks a name, in bits of log odds: below what any two names come to."""


def weigh_pairs(pairs: pa.Table) -> pa.Table:
    """The table name1, name2 (text) with score, in bits of log odds, and probability; rows as ordered.

    A pair of which either name is empty, or holds no letter or digit, scores -1000.0 with a probability of
    exactly 0.0: nothing says that it is one person's.
    """
    first, second = ([str(name or "") for name in pairs[column].to_pylist()] for column in ("name1", "name2"))
    comparer = Comparer()
    prior = _prior()
    scores = [_score(one, other, prior, comparer) for one, other in zip(first, second, strict=True)]
    rounded = [round(score, 2) for score in scores]
    return pa.Table.from_arrays(
        [
            columns.text(first),
            columns.text(second),
            columns.numbers(rounded),
            columns.numbers([0.0 if score == NO_NAME else probability_of(score) for score in rounded]),
        ],
        names=["name1", "name2", "score", "probability"],
    )


def _prior() -> float:
    share = float(weights()["prior"]["pairs"])
    return log2(share / (1 - share))


def _score(one: str, other: str, prior: float, comparer: Comparer) -> float:
    """The log odds that both names are one person's, the same whichever is named first."""
    shown_one, shown_other = parse_name(one), parse_name(other)
    if _is_nobody(shown_one) or _is_nobody(shown_other):
        return NO_NAME
    return prior + (_bits(one, shown_other, comparer) + _bits(other, shown_one, comparer)) / 2


def _is_nobody(name: ParsedName) -> bool:
    return not name.words and not name.also


def _bits(roster_name: str, shown: ParsedName, comparer: Comparer) -> float:
    """The weight of the shown name as that of the person the roster names."""
    if not shown.words:
        return NOTHING_TO_COMPARE
    return weigh(person_called(roster_name), (Source(DISPLAY_NAME, shown),), "", comparer).bits
