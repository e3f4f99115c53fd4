"""Which forms of the roster a word may stand for: every pair that a comparison may find to agree.

All distinct words at once. A word and a form are neighbours if they are the same, if a table joins them, if
they are one slip of the pen apart or sound alike, or if one is an initial, a part or a pet form of the other.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel
from rapidfuzz.process import cpdist

from matching.comparisons import SHORTEST_WITH_A_SLIP
from matching.frequencies import Field
from matching.letter_keys import Keyed, KeyIndex, Keys, Spelt
from matching.sounds import sound
from matching.texts import Places
from matching.variants import gendered, pet_stems, variants

Pairs: TypeAlias = tuple[NDArray[np.int32], NDArray[np.int32]]

AT_ONCE = 1 << 15
"""Words looked up at once: what is made of them fits a processor's cache."""

_SHORTEST_PART, _SHORTEST_ENDING = 3, 4
_LEAST_LEFT_OUT = 2
_LETTERS_SHARED = 0.599  # .6, and nothing lost to rounding
_LONGEST_PET_ENDING = 3


def neighbours(field: Field, words: Sequence[str], forms: Sequence[str]) -> Pairs:
    """The places of every word and form that may agree, in order of words, no pair twice.

    Words and forms are folded, of ASCII letters; all but their first LONGEST_WORD letters is overlooked.
    """
    index = _Forms(field, forms)
    parts = [index.near(start, words[start : start + AT_ONCE]) for start in range(0, len(words), AT_ONCE)]
    found = np.concatenate(parts) if parts else np.zeros(0, np.int64)
    first, second = np.divmod(found, max(len(forms), 1))
    return first.astype(np.int32), second.astype(np.int32)


class _Forms:
    """The forms of one field, to be found by everything that may stand for them."""

    def __init__(self, field: Field, forms: Sequence[str]) -> None:
        self.field = field
        self.forms = forms
        spelt = Spelt(forms)
        without, in_place = spelt.deletions(SHORTEST_WITH_A_SLIP)
        self._lengths = spelt.lengths
        self._whole = KeyIndex(spelt.words())
        self._initials = KeyIndex(Keyed(spelt.initials(), np.arange(len(spelt))))
        self._a_slip_away = KeyIndex(_together(without, spelt.swaps(SHORTEST_WITH_A_SLIP)))
        self._without = KeyIndex(in_place)
        self._variants = KeyIndex(_variants(field, forms))
        self._sounds, keys = _numbered(forms)
        self._by_sound = KeyIndex(Keyed(keys, np.arange(len(forms))))
        if field == "forename":
            self._parts = KeyIndex(_parts(spelt))
            self._beginnings = KeyIndex(spelt.beginnings(_SHORTEST_PART, 0))

    def near(self, start: int, words: Sequence[str]) -> NDArray[np.int64]:
        """Every pair of one of these words and a form, each as one number; the first word is word `start`."""
        spelt = Spelt(words)
        ways = chain(
            self._plainly(spelt),
            self._by_a_slip(spelt),
            self._as_a_part(spelt) if self.field == "forename" else (),
            [self._in_sound(spelt, words)],
        )
        pairs = np.concatenate([(first + start) * len(self.forms) + second for first, second in ways])
        pairs.sort()
        once: NDArray[np.int64] = pairs[
            np.concatenate((np.ones(1, np.bool_), pairs[1:] != pairs[:-1]))[: len(pairs)]
        ]
        return once

    def _plainly(self, spelt: Spelt) -> Iterator[tuple[Places, Places]]:
        """The same word, another by table, an initial on either side."""
        several = spelt.words(shortest=2)
        yield self._whole.pairs(several)
        yield self._variants.pairs(several)
        yield self._whole.pairs(Keyed(spelt.initials()[several.words], several.words))
        letters = np.flatnonzero(spelt.lengths == 1)
        yield self._initials.pairs(Keyed(spelt.initials()[letters], letters))

    def _by_a_slip(self, spelt: Spelt) -> Iterator[tuple[Places, Places]]:
        """One letter too many, too few, another or swapped: without it both are alike (Garbe 2012)."""
        yield self._a_slip_away.pairs(spelt.words(shortest=SHORTEST_WITH_A_SLIP))
        without, in_place = spelt.deletions(SHORTEST_WITH_A_SLIP)
        yield self._without.pairs(in_place)
        longer = spelt.lengths[without.words] > SHORTEST_WITH_A_SLIP
        yield self._whole.pairs(Keyed(without.keys[longer], without.words[longer]))

    def _as_a_part(self, spelt: Spelt) -> Iterator[tuple[Places, Places]]:
        yield self._parts.pairs(spelt.words(shortest=_SHORTEST_PART))
        yield self._whole.pairs(_parts(spelt))
        yield self._beginnings.pairs(_stems(spelt))

    def _in_sound(self, spelt: Spelt, words: Sequence[str]) -> tuple[Places, Places]:
        """The pairs of one sound that share most of their letters."""
        numbers = np.array([self._sounds.get(sound(word), -1) for word in words], np.int64)
        heard = np.flatnonzero((numbers >= 0) & (spelt.lengths >= _SHORTEST_PART))
        first, second = self._by_sound.pairs(Keyed(numbers[heard].astype(np.uint64), heard))
        one, other = spelt.lengths[first], self._lengths[second]
        enough = 2 * np.minimum(one, other) >= _LETTERS_SHARED * (one + other)
        first, second = first[enough], second[enough]
        shared = cpdist(
            [words[place] for place in first.tolist()],
            [self.forms[place] for place in second.tolist()],
            scorer=Indel.normalized_similarity,
            score_cutoff=_LETTERS_SHARED,
        )
        alike = np.flatnonzero(shared)
        return first[alike], second[alike]


def _together(*keyed: Keyed) -> Keyed:
    return Keyed(np.concatenate([one.keys for one in keyed]), np.concatenate([one.words for one in keyed]))


def _parts(spelt: Spelt) -> Keyed:
    """The beginnings and the ends a long forename may be cut to."""
    beginnings = spelt.beginnings(_SHORTEST_PART, _LEAST_LEFT_OUT)
    return _together(beginnings, spelt.endings(_LEAST_LEFT_OUT, _SHORTEST_ENDING))


def _variants(field: Field, forms: Sequence[str]) -> Keyed:
    """The words that a table, or the other sex's ending, joins with each form."""
    others = [list(_either_way(field, form)) for form in forms]
    words = np.repeat(np.arange(len(forms)), [len(some) for some in others])
    return Keyed(Spelt(list(chain.from_iterable(others))).whole, words)


def _either_way(field: Field, form: str) -> frozenset[str]:
    found = variants(field, form)
    if field == "surname":  # one letter more, and a short surname is not too short for the way back
        return found | {other[1:] for other in gendered("x" + form)}
    return found


def _numbered(forms: Sequence[str]) -> tuple[dict[str, int], Keys]:
    """A number for every sound, and the sound of each form."""
    sounds: dict[str, int] = {}
    return sounds, np.array([sounds.setdefault(sound(form), len(sounds)) for form in forms], np.uint64)


def _stems(spelt: Spelt) -> Keyed:
    """What is left of the words without a pet ending, which the last letters of each tell."""
    long = np.flatnonzero(spelt.lengths >= _SHORTEST_PART + 1)
    last = spelt.lengths[long, None] - np.arange(_LONGEST_PET_ENDING, 0, -1)
    tails, of_word = np.unique(spelt.letters[long[:, None], last].copy().view("S3"), return_inverse=True)
    endings = [_pet_endings(tail.decode()) for tail in tails.tolist()]
    found = []
    for length in range(1, _LONGEST_PET_ENDING + 1):
        has_one = np.array([length in some for some in endings], np.bool_)[of_word.ravel()]
        words = long[has_one & (spelt.lengths[long] >= _SHORTEST_PART + length)]
        found.append(Keyed(spelt.sums[words, spelt.lengths[words] - length], words))
    return _together(*found)


@cache
def _pet_endings(tail: str) -> frozenset[int]:
    """How many letters of a word that ends so are a pet ending."""
    word = "x" * _SHORTEST_PART + tail
    return frozenset(len(word) - len(stem) for stem in pet_stems(word))
