"""P(a spelling and a native word are written side by side): the sum over every way to cut both into steps.

The forward algorithm of a pair hidden Markov model (Durbin and others 1998, chapter 4), worked out position
by position for many pairs of words at once.
"""

import numpy as np
from numpy.typing import NDArray

from matching.scripts.correspondences import STEPS, Places

Chances = NDArray[np.float64]


def side_by_side(latin: Places, native: Places, joint: Chances) -> Chances:
    """[letters, symbols, pair] P(so many letters and so many symbols are written), all ways summed.

    `latin` and `native` are [size, pair, position], one row a pair (`Chunks.encode`).
    """
    letters, symbols, pairs = latin.shape[2], native.shape[2], latin.shape[1]
    written = np.zeros((letters, symbols, pairs))
    written[0, 0] = 1.0
    for i in range(letters):
        for j in range(symbols):
            for some, others in STEPS:
                if some <= i and others <= j:
                    step = joint[latin[some, :, i - some], native[others, :, j - others]]
                    written[i, j] += written[i - some, j - others] * step
    return written


def alone(words: Places, lengths: Places, chances: Chances) -> Chances:
    """P(each word is written), given the chance of each chunk: every way to cut it summed."""
    sizes, count, positions = words.shape
    written = np.zeros((positions, count))
    written[0] = 1.0
    for i in range(1, positions):
        for size in range(1, min(i, sizes - 1) + 1):
            written[i] += written[i - size] * chances[words[size, :, i - size]]
    found: Chances = written[lengths, np.arange(count)]
    return found
