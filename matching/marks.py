"""What the alignment of two words shows, as numbers that bits can be given to: many pairs at once.

Four kinds: a step of the alignment (which letters stand for one another at the start, within, at the end),
the letters both words begin with, two letters kept side by side, and what kind of step follows what kind.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from matching.letters_aligned import COSTS, GAP, NEAR_COST, NO_STEP, STEPS, SYMBOLS, VOWELS, codes, steps

Marks = NDArray[np.int16]

NO_LETTER = "-"
"""How no letter is written in correspondences.csv."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz" + NO_LETTER
_PLACES = ("start", "within", "end")
_PAIRS = SYMBOLS * SYMBOLS
_KINDS = (
    "start", "same vowel", "same consonant", "other vowel", "near letter", "far letter",
    "vowel left out", "consonant left out", "end",
)  # fmt: skip
_OPENS, _CLOSES = 0, len(_KINDS) - 1
_FIRST, _KEPT = STEPS, STEPS + _PAIRS
_TURN = _KEPT + _PAIRS
COUNT = _TURN + len(_KINDS) ** 2
NO_MARK = COUNT
"""The number of no mark at all: it says nothing."""


def marks(words: Sequence[str], others: Sequence[str]) -> Marks:
    """Every mark of each pair, a row a pair, filled up with NO_MARK."""
    taken = steps(words, others)
    taken = taken[:, : (taken != NO_STEP).sum(axis=1).max(initial=1)]
    letters = np.where(taken == NO_STEP, np.int16(NO_MARK), taken)
    return np.concatenate([letters, _first(words, others), _kept(taken), _turns(taken)], axis=1)


def names_of_marks() -> Iterator[tuple[str, str, str]]:
    """What each mark is of, in the order of their numbers: where, and which letters or kinds of step."""
    for place in (*_PLACES, "first", "kept"):
        yield from ((place, one, other) for one in _LETTERS for other in _LETTERS)
    yield from (("turn", one, other) for one in _KINDS for other in _KINDS)


def is_itself(place: str, letter: str, other: str) -> bool:
    """Whether the mark is a letter that stands for itself."""
    return place in _PLACES and letter == other


def _first(words: Sequence[str], others: Sequence[str]) -> Marks:
    one, other = (codes([word[:1] for word in each])[:, 0] for each in (words, others))
    return (_FIRST + np.minimum(one, other) * SYMBOLS + np.maximum(one, other)).astype(np.int16)[:, None]


def _kept(taken: Marks) -> Marks:
    """Two letters that stand for themselves, side by side; steps run backwards."""
    letter = _ITSELF[taken]
    after, before = letter[:, :-1], letter[:, 1:]
    return np.where((after < GAP) & (before < GAP), _KEPT + before * SYMBOLS + after, np.int16(NO_MARK))


def _turns(taken: Marks) -> Marks:
    """Which kind of step follows which, the words' start and end included."""
    kinds = np.pad(_KIND[taken], ((0, 0), (1, 1)), constant_values=_OPENS)
    kinds[:, 0] = _CLOSES
    after, before = kinds[:, :-1], kinds[:, 1:]
    return np.where(after == _OPENS, np.int16(NO_MARK), _TURN + before * len(_KINDS) + after)


def _kinds_of_steps() -> Marks:
    """The kind of every step, a place in _KINDS; the last, NO_STEP, is the start."""
    pair = np.arange(STEPS) % _PAIRS
    low, high = pair // SYMBOLS, pair % SYMBOLS
    vowel, other_vowel = np.isin(low, VOWELS), np.isin(high, VOWELS)
    cases = [high == GAP, low == high, vowel & other_vowel, COSTS[low, high] >= NEAR_COST]
    kinds = np.select(cases, [np.where(vowel, 6, 7), np.where(vowel, 1, 2), 3, 4], 5)
    return np.append(kinds, _OPENS).astype(np.int16)


def _letters_that_stay() -> Marks:
    """The letter of every step in which one stands for itself, GAP for the others and for NO_STEP."""
    low, high = np.arange(STEPS) % _PAIRS // SYMBOLS, np.arange(STEPS) % SYMBOLS
    return np.append(np.where(low == high, low, GAP), GAP).astype(np.int16)


_KIND = _kinds_of_steps()
_ITSELF = _letters_that_stay()
