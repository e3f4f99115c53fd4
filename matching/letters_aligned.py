"""Two words laid letter against letter, by the cheapest path (Needleman and Wunsch 1970), many at once."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]

GAP = 26
"""The code of no letter; a to z are 0 to 25."""
START, WITHIN, END = 0, 1, 2
LONGEST = 14
"""Letters of a word that are aligned."""
SYMBOLS = 27
STEPS = 3 * SYMBOLS * SYMBOLS
NO_STEP = -1

NEAR_COST = -1.0
"""What letters that spellings and languages put for one another add to a path."""

_NEAR = ("ckqgx", "szxc", "bpvfw", "dt", "mn", "lr", "gj", "jyi", "uvw", "hj")


def steps(words: Sequence[str], others: Sequence[str]) -> NDArray[np.int16]:
    """The steps of every pair's alignment, a row a pair, NO_STEP where there are no more.

    A step is a place (start, within, end) and the two letters that stand there, in either order: step_of.
    """
    found = np.full((len(words), 2 * LONGEST), NO_STEP, np.int16)
    for rows, first, second in _of_equal_lengths(words, others):
        found[rows, : len(first) + len(second)] = _walk(first, second)
    return found


def step_of(place: int | Codes, letter: Codes | int, other: Codes | int) -> Codes:
    """The number of a step."""
    low, high = np.minimum(letter, other), np.maximum(letter, other)
    return np.asarray((place * SYMBOLS + low) * SYMBOLS + high, np.int64)


def _of_equal_lengths(words: Sequence[str], others: Sequence[str]) -> Iterator[tuple[Codes, Codes, Codes]]:
    """The pairs by the lengths of both words: their rows, and the letters of each, a row a letter."""
    first, second = codes(words), codes(others)
    lengths = [np.count_nonzero(each != GAP, axis=1) for each in (first, second)]
    both = lengths[0] * (LONGEST + 1) + lengths[1]
    order = np.argsort(both, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(both[order])) + 1):
        if len(rows):
            one, other = lengths[0][rows[0]], lengths[1][rows[0]]
            yield rows, first[rows, :one].T, second[rows, :other].T


def codes(words: Sequence[str]) -> Codes:
    """The letters of the words, a row a word, GAP after the last."""
    cut = np.array([word[:LONGEST] for word in words], dtype=f"<U{LONGEST}")
    letters = cut.view(np.uint32).reshape(len(words), LONGEST).astype(np.int64) - ord("a")
    return np.where(letters < 0, GAP, np.minimum(letters, GAP - 1))


def _costs() -> NDArray[np.float32]:
    """What a pair of letters adds to a path: the same letter most, near ones more than others."""
    costs = np.full((SYMBOLS, SYMBOLS), -2.5, np.float32)
    costs[np.ix_(VOWELS, VOWELS)] = -0.7
    for letters in _NEAR:
        places = np.ix_(_places(letters), _places(letters))
        costs[places] = np.maximum(costs[places], NEAR_COST)
    np.fill_diagonal(costs, 1.0)
    costs[GAP, :] = costs[:, GAP] = -1.2
    costs[GAP, VOWELS] = costs[VOWELS, GAP] = -0.7
    costs[GAP, _places("h")] = costs[_places("h"), GAP] = -0.4
    return costs


def _places(letters: str) -> list[int]:
    return [ord(letter) - ord("a") for letter in letters]


VOWELS = _places("aeiouy")
COSTS = _costs()
_LEFT_OVER = np.float32(-0.5)
"""What a letter costs after the other word has ended."""


def _walk(first: Codes, second: Codes) -> Codes:
    """The steps of pairs of equal lengths, from the last backwards."""
    moves, row = _moves(first, second), np.arange(first.shape[1])
    padded, padded_other = (np.pad(each, ((0, 1), (0, 0)), constant_values=GAP) for each in (first, second))
    one, other = np.full(len(row), len(first)), np.full(len(row), len(second))
    found = np.full((len(row), len(first) + len(second)), NO_STEP, np.int64)
    for at in range(found.shape[1]):
        going = (one > 0) | (other > 0)
        if not going.any():
            break
        move = moves[one, other, row]
        takes, takes_other = going & (move != _SECOND_ONLY), going & (move != _FIRST_ONLY)
        letter = np.where(takes, padded[one - takes, row], GAP)
        beside = np.where(takes_other, padded_other[other - takes_other, row], GAP)
        ended = (one == len(first)).astype(np.int64) + (other == len(second))
        is_end = ended + (move != _BOTH) >= 2
        one, other = one - takes, other - takes_other
        place = np.where((one == 0) | (other == 0), START, np.where(is_end, END, WITHIN))
        found[:, at] = np.where(going, step_of(place, letter, beside), NO_STEP)
    return found


_BOTH, _FIRST_ONLY, _SECOND_ONLY = 0, 1, 2


def _moves(first: Codes, second: Codes) -> NDArray[np.int8]:
    """The last move of the best path to every pair of places: a letter of both words, or of one alone."""
    together = COSTS[first[:, None], second[None, :]]
    alone, other_alone = COSTS[first, GAP], COSTS[second, GAP]
    best = np.full((len(first) + 1, len(second) + 1, first.shape[1]), -np.inf, np.float32)
    best[0, 0] = 0
    moves = np.zeros(best.shape, np.int8)
    for one in range(len(first) + 1):
        for other in range(len(second) + 1):
            over = one == len(first) or other == len(second)
            reached = best[one, other]
            if one and other:
                reached[:] = best[one - 1, other - 1] + together[one - 1, other - 1]
            if one:
                said = _LEFT_OVER if over and one > 1 and other else alone[one - 1]
                _better(reached, moves[one, other], best[one - 1, other] + said, _FIRST_ONLY)
            if other:
                said = _LEFT_OVER if over and other > 1 and one else other_alone[other - 1]
                _better(reached, moves[one, other], best[one, other - 1] + said, _SECOND_ONLY)
    return moves


def _better(
    reached: NDArray[np.float32], moves: NDArray[np.int8], path: NDArray[np.float32], move: int
) -> None:
    wins = path > reached
    reached[wins] = path[wins]
    moves[wins] = move
