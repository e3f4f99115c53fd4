"""How much likelier two different words are for one name's sake than by chance, in bits.

A noisy channel written as a log-linear model: every mark of the words' alignment (which letter stands for
which, and where) adds the bits of `correspondences.csv`, and what is true of both words as wholes adds those
of `likeness.toml`. Both were fitted on labelled names by `python -m benchmarks.fit_likeness`, which says how.
"""

import tomllib
from functools import cache

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Indel, LCSseq, Prefix

from matching.bare_spelling import bare, skeleton, stem
from matching.frequencies import Field, frequencies
from matching.genders import share_of_women
from matching.marks import COUNT, marks, names_of_marks
from matching.reference import NAMES_FOLDER, rows
from matching.variants import one_step
from matching.word_pairs import Flags, Numbers, WordPairs

_RAREST = 1e-7
_MOST = 8.0
"""Bits, for or against, that likeness alone may come to."""

AT_ONCE = 20_000
"""Pairs aligned at a time: what memory is used."""

HALF_THE_LETTERS = 0.5
"""Share of their letters two words have in common before a list's search looks at them closely."""


class Likeness:
    """The fitted figures of one field."""

    def __init__(self, field: Field) -> None:
        self.field = field
        with (NAMES_FOLDER / "likeness.toml").open("rb") as file:
            self._signs: dict[str, float] = tomllib.load(file)[field]
        self._marks = _bits_of_marks(field)

    def bits(self, pairs: WordPairs, closely: bool = True) -> Numbers:
        """log2( P(the word shown | a variant of the form) / P(the word shown | another name) ) of every pair.

        Unless asked to look closely, words that share few letters are taken to have nothing in common.
        """
        bits = np.full(len(pairs), -_MOST)
        looked_at = np.flatnonzero(_all(pairs) if closely else _share_letters(pairs))
        for start in range(0, len(looked_at), AT_ONCE):
            some = looked_at[start : start + AT_ONCE]
            bits[some] = self._said_of(pairs.take(some))
        return bits

    def _said_of(self, pairs: WordPairs) -> Numbers:
        whole = np.full(len(pairs), self._signs["none"])
        for name, value in signs(self.field, pairs).items():
            whole += self._signs[name] * value
        letters = self._marks[marks(*pairs.shorter_first(str))].sum(axis=1)
        said: Numbers = np.clip(whole + letters, -_MOST, _MOST)
        return said


def _all(pairs: WordPairs) -> Flags:
    return np.ones(len(pairs), np.bool_)


def _share_letters(pairs: WordPairs) -> Flags:
    return np.greater_equal(pairs.distance(Indel.normalized_similarity), HALF_THE_LETTERS)


@cache
def likeness(field: Field) -> Likeness:
    """The one model of that field."""
    return Likeness(field)


def signs(field: Field, pairs: WordPairs) -> dict[str, Numbers]:
    """What is true of two words as wholes, a number each; the same whichever is shown."""
    shares = frequencies(field)
    rarity = [
        of(lambda word: -np.log2(shares.share_if_listed(word) + _RAREST))
        for of in (pairs.of_shown, pairs.of_form)
    ]
    common = {
        "rarity_of_the_rarer": np.maximum(*rarity),
        "rarity_of_the_commoner": np.minimum(*rarity),
        **_shared_letters(pairs),
    }
    if field == "surname":
        return common
    return common | {"two_steps": pairs.meet(one_step).astype(np.float64), "other_sex": _other_sex(pairs)}


def _shared_letters(pairs: WordPairs) -> dict[str, Numbers]:
    """How much of the shorter word's stem, bare letters and consonants the longer one has."""
    stems, skeletons = pairs.shorter_first(stem), pairs.shorter_first(skeleton)
    _, longer = pairs.shorter_first(bare)
    within = [
        len(part) if len(part) > 1 and part in whole else 0
        for part, whole in zip(stems[0], longer, strict=True)
    ]
    return {
        "stem_within": np.array(within, np.float64),
        "stems_share": process.cpdist(*stems, scorer=LCSseq.similarity) / _least(*stems),
        "consonants_begin": process.cpdist(*skeletons, scorer=Prefix.similarity) / _least(*skeletons),
    }


def _least(words: list[str], others: list[str]) -> Numbers:
    """The length of the shorter of each two, 1 at the least."""
    lengths = [np.fromiter(map(len, each), np.float64, len(each)) for each in (words, others)]
    return np.maximum(np.minimum(*lengths), 1)


def _other_sex(pairs: WordPairs) -> Numbers:
    """P(one name is a woman's and the other a man's)."""
    one, other = pairs.of_shown(share_of_women), pairs.of_form(share_of_women)
    return one * (1 - other) + other * (1 - one)


def _bits_of_marks(field: Field) -> Numbers:
    """The bits of every mark; the last, NO_MARK, says nothing."""
    said = {
        (row["place"], row["letter"], row["other"]): float(row["bits"])
        for row in rows("correspondences")
        if row["field"] == field
    }
    bits = np.zeros(COUNT + 1)
    for number, name in enumerate(names_of_marks()):
        bits[number] = said.get(name, 0.0)
    return bits
