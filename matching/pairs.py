"""How likely two names are one person's, a pair a row: the matcher without a list and without a roster."""

from math import log2

import numpy as np
import pyarrow as pa

from matching import columns
from matching.accounts import natives_of
from matching.arrays import Floats
from matching.beliefs import probability_of
from matching.merging import merged, together_bits
from matching.people import person_called, person_of_one_word
from matching.reading import parse_handles, parse_names
from matching.readings import Pairs, lookup_of
from matching.reference import weights
from matching.roster import Links, RosterIndex, roster_of
from matching.spans import Shown, SpanFinder, Spans, shown_in
from matching.support import Comparer, Support, Words, support_of_pairs
from matching.weighing import lay

NO_NAME = -1000.0
"""The score of a pair of which one name holds no letters."""


def weigh_pairs(pairs: pa.Table) -> pa.Table:
    """name1, name2, score (log odds in bits, two decimals) and probability, in the order of the rows.

    Either name may stand first: the score is the mean of both readings, and the prior takes one pair in eight
    to be one person's (`prior.pairs` of weights.toml).
    """
    both = pa.chunked_array([*pairs["name1"].chunks, *pairs["name2"].chunks], pa.string())
    codes, distinct_names = columns.codes(both)
    first, second = np.split(codes, 2)
    texts = [text or "" for text in distinct_names.to_pylist()]
    names = columns.text(texts)
    roster = roster_of(tuple(person_of_one_word(person_called(text)) for text in texts))
    shown = shown_in(parse_names(names), parse_handles([]), natives_of(texts), roster.searched)
    weight = _bits(Pairs(codes, np.concatenate([second, first])), shown, roster)
    score = _prior() + (weight[: len(first)] + weight[len(first) :]) / 2
    nobody = np.diff(shown.starts) == 0
    score = np.where(nobody[first] | nobody[second], NO_NAME, np.round(score, 2))
    return pa.Table.from_arrays(
        [
            columns.taken(names, first),
            columns.taken(names, second),
            columns.numbers(score),
            columns.numbers(np.where(score == NO_NAME, 0.0, probability_of(score))),
        ],
        names=["name1", "name2", "score", "probability"],
    )


def _prior() -> float:
    share = float(weights()["prior"]["pairs"])
    return log2(share / (1 - share))


def _bits(pairs: Pairs, shown: Shown, roster: RosterIndex) -> Floats:
    """The weight of each text as the name of the person at its place."""
    finder = SpanFinder(shown, roster.searched)
    spans = finder.spans(shown)
    given, family = (_support(pairs, spans, shown, links) for links in (roster.forenames, roster.surnames))
    lookup = lookup_of(roster, given, family)
    weighed = merged(*lay(pairs, shown, finder, lookup), [np.arange(len(pairs.text))], lookup)
    return weighed.bits() + together_bits(weighed, lookup)


def _support(pairs: Pairs, spans: Spans, shown: Shown, links: Links) -> Support:
    """Every word of a text beside every name of the person it is laid against, compared closely."""
    pair, span = spans.by_text.members(pairs.text)
    each, link = links.by_person.members(pairs.person[pair])
    comparer = Comparer(Words(shown.vocabulary, shown.natives), links, closely=True)
    return support_of_pairs(comparer, spans.word[span[each]], links.form[link])
