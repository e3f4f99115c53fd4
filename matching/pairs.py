"""Two names somebody asks about: how far they may be one person's."""

from math import log2

import pyarrow as pa

from matching import columns
from matching.account import Source
from matching.alignment import DISPLAY_NAME, Comparer
from matching.names import parse_name
from matching.people import person_called
from matching.posterior import probability_of
from matching.reference import weights
from matching.weighing import weigh

NOTHING_TO_COMPARE = 0.0


def weigh_pairs(pairs: pa.Table) -> pa.Table:
    """The table name1, name2 (text) with score, in bits of log odds, and probability; rows as ordered."""
    first, second = ([str(name) for name in pairs[column].to_pylist()] for column in ("name1", "name2"))
    comparer = Comparer()
    prior = _prior()
    scores = [prior + _bits(one, other, comparer) for one, other in zip(first, second, strict=True)]
    rounded = [round(score, 2) for score in scores]
    return pa.Table.from_arrays(
        [
            columns.text(first),
            columns.text(second),
            columns.numbers(rounded),
            columns.numbers([probability_of(score) for score in rounded]),
        ],
        names=["name1", "name2", "score", "probability"],
    )


def _prior() -> float:
    share = float(weights()["prior"]["pairs"])
    return log2(share / (1 - share))


def _bits(one: str, other: str, comparer: Comparer) -> float:
    """The weight of one name as the other person's, the same whichever is named first."""
    return (_one_way(one, other, comparer) + _one_way(other, one, comparer)) / 2


def _one_way(roster_name: str, shown_name: str, comparer: Comparer) -> float:
    source = Source(DISPLAY_NAME, parse_name(shown_name))
    if not source.name.words:
        return NOTHING_TO_COMPARE
    return weigh(person_called(roster_name), (source,), "", comparer).bits
