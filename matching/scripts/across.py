"""How far a word in a script of its own may be the name that a Latin spelling writes, in bits."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matching.scripts.correspondences import Correspondences, Places, correspondences
from matching.scripts.side_by_side import alone, side_by_side
from matching.scripts.symbols import script_of, spelling, symbols

FLOOR = -7.0
"""What the plainest contradiction says, in bits: a name may be read or spelt in a way no table foresees."""

EACH_BIT, NEITHER = 0.4, -4.0
"""What a bit by the tables is worth, and how many bits by the tables speak neither for nor against.

The letters of a name are not chosen one by one, as the tables have it. After a logistic regression on half of
the labelled tokens of six scripts, one in twenty of the wrong names a name spelt much like the right one.
"""

BLOCK = 1024
"""Pairs that are worked out together: enough to spare Python's loop, few enough for the processor's cache."""

Bits = NDArray[np.float64]


def compare_across(shown: Sequence[str], forms: Sequence[str], shares: Bits | None = None) -> Bits:
    """For each pair log2( P(native word | this form) / P(native word | any name of its script) ), in bits.

    `shown` are words in their own script, `forms` folded Latin words beside them, `shares` how common each
    form is: whoever else bears it would show the same, so no pair says more than -log2(share). 0 says
    nothing, and no contradiction says more than `FLOOR`. A word in Latin letters, or none, says nothing.
    """
    bits = np.zeros(len(shown))
    scripts = np.array(
        [script_of(word) if form else "latin" for word, form in zip(shown, forms, strict=True)]
    )
    for script in sorted({script_of(word) for word in shown} - {"latin"}):
        places = np.flatnonzero(scripts == script).tolist()
        words, spellings = [shown[place] for place in places], [forms[place] for place in places]
        bits[places] = _believed(sound_for_sound(correspondences(script), words, spellings))
    if shares is not None:
        bits = np.where(scripts == "latin", 0.0, -np.log2(np.exp2(-bits) + shares))
    return bits


def _believed(by_table: Bits) -> Bits:
    """Bits by the tables as what they are worth; those against level off at the floor."""
    worth = EACH_BIT * (by_table - NEITHER)
    against = FLOOR * -np.expm1(np.minimum(worth, 0.0) / -FLOOR)
    return np.where(worth < 0, against, worth)


def sound_for_sound(table: Correspondences, shown: Sequence[str], forms: Sequence[str]) -> Bits:
    """log2( P(both are written side by side) / P(native word) P(form) ) of each pair, as the table has it."""
    natives, which_native = _distinct(shown)
    latins, which_latin = _distinct(forms)
    native, native_length = table.native.encode([symbols(word) for word in natives])
    latin, latin_length = table.latin.encode([spelling(word) for word in latins])
    by_itself = np.log2(alone(native, native_length, table.native_alone))[which_native]
    by_itself += np.log2(alone(latin, latin_length, table.latin_alone))[which_latin]
    together = np.empty(len(shown))
    order = np.lexsort((native_length[which_native], latin_length[which_latin]))
    for start in range(0, len(order), BLOCK):
        block = order[start : start + BLOCK]
        one, other = which_latin[block], which_native[block]
        ends = latin_length[one], native_length[other]
        written = side_by_side(_cut(latin, one, ends[0]), _cut(native, other, ends[1]), table.joint)
        together[block] = written[(*ends, np.arange(len(block)))]
    bits: Bits = np.log2(together) - by_itself
    return bits


def _cut(words: Places, which: NDArray[np.int64], lengths: Places) -> Places:
    cut: Places = words[:, which, : int(lengths.max()) + 1]
    return cut


def _distinct(words: Sequence[str]) -> tuple[list[str], NDArray[np.int64]]:
    places: dict[str, int] = {}
    which = [places.setdefault(word, len(places)) for word in words]
    return list(places), np.array(which, dtype=np.int64)
