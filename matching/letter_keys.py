"""Words as 64-bit keys, and the words near them: parts, deletions, swaps, worked out without writing them.

The key of c0 c1 c2 … is c0 + c1·B + c2·B² + … modulo 2⁶⁴ (a polynomial hash, Rabin and Karp 1987) with B odd,
so that a part's key follows from the sums at its ends. Two words in 10¹⁰ pairs may share a key by accident:
what keys find is looked at again by whoever compares the words.
"""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from matching.texts import Places, ranges

LONGEST_WORD = 24
"""Letters of a word that are looked at: no name of the tables is longer."""

Keys: TypeAlias = NDArray[np.uint64]

_BASE = 0x9E3779B97F4A7C15  # odd
_WHOLE = 1 << 64
_POWERS = np.array([pow(_BASE, power, _WHOLE) for power in range(LONGEST_WORD + 1)], np.uint64)
_INVERSE = np.array([pow(_BASE, -power, _WHOLE) for power in range(LONGEST_WORD + 1)], np.uint64)
_SPREAD = np.uint64(0xD6E8FEB86659FD93)


class Keyed(NamedTuple):
    """Keys and the word each belongs to."""

    keys: Keys
    words: Places


class Spelt:
    """Words of ASCII letters as a matrix, with the sums that keys are made of."""

    def __init__(self, words: Sequence[str]) -> None:
        self.letters = np.array(words, f"S{LONGEST_WORD}").view(np.uint8).reshape(-1, LONGEST_WORD)
        self.lengths = np.count_nonzero(self.letters, axis=1)
        self.sums = np.zeros((len(words), LONGEST_WORD + 1), np.uint64)
        np.cumsum(self.letters * _POWERS[:-1], axis=1, out=self.sums[:, 1:])
        self.whole = self.sums[:, -1]

    def __len__(self) -> int:
        return len(self.lengths)

    def words(self, *, shortest: int = 1) -> Keyed:
        """Each word of at least so many letters."""
        words = np.flatnonzero(self.lengths >= shortest)
        return Keyed(self.whole[words], words)

    def initials(self) -> Keys:
        """Each word's first letter, as a word."""
        return self.sums[:, 1]

    def beginnings(self, shortest: int, left_out: int) -> Keyed:
        """Each beginning of so many letters at least, which leaves out so many at least."""
        words, stops = self._places(shortest, -left_out)
        return Keyed(self.sums[words, stops], words)

    def endings(self, first: int, shortest: int) -> Keyed:
        """Each ending from that place on or later, of so many letters at least."""
        words, starts = self._places(first, -shortest)
        return Keyed((self.whole[words] - self.sums[words, starts]) * _INVERSE[starts], words)

    def deletions(self, shortest: int) -> tuple[Keyed, Keyed]:
        """Each word of so many letters at least without one of them; and the same told apart by its place."""
        words, places = self._places(0, -1, shortest)
        behind = (self.whole[words] - self.sums[words, places + 1]) * _INVERSE[1]
        keys = self.sums[words, places] + behind
        return Keyed(keys, words), Keyed(keys + places.astype(np.uint64) * _SPREAD, words)

    def swaps(self, shortest: int) -> Keyed:
        """Each word of so many letters at least with two neighbours in each other's place."""
        words, places = self._places(0, -2, shortest)
        further = self.letters[words, places + 1].astype(np.uint64) - self.letters[words, places]
        return Keyed(self.whole[words] + further * (_POWERS[places] - _POWERS[places + 1]), words)

    def _places(self, first: int, last: int, shortest: int = 0) -> tuple[Places, Places]:
        """Every place of every word from `first` up to `last`, which counts from the word's end."""
        places = np.arange(LONGEST_WORD + 1)
        inside = (places >= first) & (places <= self.lengths[:, None] + last)
        words, found = np.nonzero(inside & (self.lengths[:, None] >= shortest))
        return words, found


class KeyIndex:
    """Keys in order, to be looked up by many at once."""

    def __init__(self, keyed: Keyed) -> None:
        order = np.argsort(keyed.keys, kind="stable")
        in_order = keyed.keys[order]
        self._words = keyed.words[order]
        first = np.flatnonzero(
            np.concatenate((np.ones(1, np.bool_), in_order[1:] != in_order[:-1]))[: len(order)]
        )
        self._keys = in_order[first]
        self._starts = np.append(first, len(order))
        self._shift = np.uint64(64 - max(10, len(order).bit_length() + 3))
        self._seen = np.zeros(1 << (64 - int(self._shift)), np.bool_)
        self._seen[self._slots(self._keys)] = True

    def pairs(self, keyed: Keyed) -> tuple[Places, Places]:
        """Every pair of a word looked up and a word of the index that have a key in common."""
        likely = np.flatnonzero(self._seen[self._slots(keyed.keys)])
        keys = keyed.keys[likely]
        found = np.searchsorted(self._keys, keys)
        same = np.flatnonzero(np.append(self._keys, np.uint64(0))[found] == keys)
        found = found[same]
        starts, stops = self._starts[found], self._starts[found + 1]
        words = keyed.words[likely[same]]
        return np.repeat(words, stops - starts), self._words[ranges(starts, stops)]

    def _slots(self, keys: Keys) -> Keys:
        """A few bits of each key: most keys that are not in the index have a slot that nothing has."""
        return (keys * _SPREAD) >> self._shift
