"""How likely letters are by chance: each letter given the two before it, as names spell (a trigram model)."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from matching.lexicon import listed
from matching.pieces import flat_letters

Chances = NDArray[np.float32]

_KINDS = 27  # the letters a to z, and 0 for the beginning
_BELIEF = 20.0
"""How many times a shorter context counts beside what was seen after the longer one (additive smoothing)."""

_NO_NAME = 0.15
"""The share of letters that follow no name's spelling: any letter is as likely as another."""


@cache
def trigrams() -> Chances:
    """log2 P(letter | the two before it), flat: `[(first * 27 + second) * 27 + letter]`.

    Of the names of both tables, each counted as log2 of its bearers: a common name drowns none.
    """
    names, bearers = _names()
    letters, _ = flat_letters(names)
    weight = np.repeat(np.log2(2 + bearers), [len(name) + 1 for name in names])
    first, second = _before(letters, 2), _before(letters, 1)
    kept = letters > 0
    triples = (first[kept] * _KINDS + second[kept]) * _KINDS + letters[kept]
    counts = np.bincount(triples, weight[kept], _KINDS**3).astype(np.float64)
    chances: Chances = np.log2(_smoothed(counts.reshape(_KINDS, _KINDS, _KINDS))).astype(np.float32).ravel()
    return chances


def _smoothed(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each context's counts, with the chances after one letter, and after none, believed so many times."""
    single = counts.sum(axis=(0, 1)) + 1e-3
    single /= single.sum()
    after_one = counts.sum(axis=0) + _BELIEF * single
    after_one /= after_one.sum(axis=1, keepdims=True)
    after_two = counts + _BELIEF * after_one
    after_two /= after_two.sum(axis=2, keepdims=True)
    mixed: NDArray[np.float64] = (1 - _NO_NAME) * after_two + _NO_NAME / 26
    return mixed


def surprise(words: Sequence[str]) -> tuple[Chances, NDArray[np.int32]]:
    """log2 P of each letter of each word in a row (0 behind each word), and where each word starts."""
    letters, starts = flat_letters(words)
    at = (_before(letters, 2) * _KINDS + _before(letters, 1)) * _KINDS + letters
    chances = trigrams()[at]
    chances[letters == 0] = 0
    return chances, starts


def _before(letters: NDArray[np.uint8], places: int) -> NDArray[np.int64]:
    """For each letter the one so many places before it, 0 where its word begins later."""
    before = np.zeros(len(letters), np.int64)
    before[places:] = letters[:-places]
    if places == 2:
        before[1:][letters[:-1] == 0] = 0
    return before


def _names() -> tuple[list[str], NDArray[np.float64]]:
    pairs = [*listed("forename").items(), *listed("surname").items()]
    return [name for name, _ in pairs], np.array([share * 1e6 for _, share in pairs])
