"""Words one edit apart, found for many words at once: they agree once a letter of each is left out.

Symmetric deletion (Garbe 2012): every word is filed under a hash of itself and of what is left of it without
each of its letters. Words that share a hash are the only ones looked at.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

Places = NDArray[np.intp]
_BASE = np.uint64(0x9E3779B97F4A7C15)
_BLANK = np.uint64(0)


class Slips:
    """The words that others may be a slip of, filed once."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words
        hashes, owners = _deletions(words)
        order = np.argsort(hashes, kind="stable")
        self._hashes, self._owners = hashes[order], owners[order]

    def near(self, others: Sequence[str]) -> tuple[Places, Places]:
        """Every pair (place in `others`, place in `words`) one edit apart, or two neighbours exchanged."""
        other, word = self._sharing_a_hash(others)
        apart = process.cpdist(
            [others[at] for at in other],
            [self.words[at] for at in word],
            scorer=OSA.distance,
            score_cutoff=1,
        )
        return other[apart == 1], word[apart == 1]

    def _sharing_a_hash(self, others: Sequence[str]) -> tuple[Places, Places]:
        hashes, owners = _deletions(others)
        first = np.searchsorted(self._hashes, hashes, "left")
        count = np.searchsorted(self._hashes, hashes, "right") - first
        found = np.repeat(owners, count), self._owners[_runs(first, count)]
        size = max(len(self.words), 1)
        pairs = np.unique(found[0] * size + found[1])
        return pairs // size, pairs % size


def _deletions(words: Sequence[str]) -> tuple[NDArray[np.uint64], Places]:
    """A hash of every word and of the word without each of its letters, and whose hash it is."""
    letters, length = _letters(words)
    width = letters.shape[1]
    power = _BASE ** np.arange(1, width + 2, dtype=np.uint64)
    before = np.zeros((len(words), width + 1), np.uint64)
    np.cumsum(letters * power[:width], axis=1, out=before[:, 1:])
    after = np.zeros_like(before)
    after[:, :-1] = np.cumsum((letters * _shifted(power, width))[:, ::-1], axis=1)[:, ::-1]
    without = before[:, :-1] + np.pad(after[:, 1:-1], ((0, 0), (0, 1)))
    inside = np.arange(width) < length[:, None]
    hashes = np.concatenate([before[:, -1], without[inside]])
    owners = np.concatenate([np.arange(len(words)), np.nonzero(inside)[0]])
    return hashes, owners


def _shifted(power: NDArray[np.uint64], width: int) -> NDArray[np.uint64]:
    """What each place is worth once a letter before it is gone."""
    return np.concatenate([[_BLANK], power[: width - 1]])


def _letters(words: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.intp]]:
    """The words as a table of code points, a row each, and their lengths."""
    texts = np.array(words, dtype=np.str_)
    width = max(texts.dtype.itemsize // 4, 1)
    table = texts.view(np.uint32).reshape(len(words), width) if len(words) else np.zeros((0, 1), np.uint32)
    return table.astype(np.uint64), np.fromiter(map(len, words), np.intp, len(words))


def _runs(first: NDArray[np.intp], count: NDArray[np.intp]) -> NDArray[np.intp]:
    """The whole numbers first, first + 1, … of every run, one run after another."""
    starts = np.repeat(first - np.concatenate([[0], np.cumsum(count)[:-1]]), count)
    return starts + np.arange(len(starts))
