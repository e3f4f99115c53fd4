"""What a word of an account may say about a name on the roster: ordered levels, of which the first counts.

A level's weight is no constant: it is log2( P(shown so | the same person) / P(shown so | anybody) ), the
match weight of Fellegi and Sunter (1969). The first chance is data (`weights.toml`); the second is how common
the name is, so that Smith says little, and a slip of the pen is charged for the names it may come from.
Many pairs of words are compared at once, and what concerns one word is worked out once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, Indel, JaroWinkler, Postfix, Prefix

from matching.channel import likeness
from matching.frequencies import Field, Frequencies, frequencies
from matching.reference import weights
from matching.sounds import sound
from matching.variants import (
    full_names,
    gendered,
    listed_forms,
    listed_full_names,
    other_spellings,
    pet_stems,
    short_forms,
)
from matching.word_pairs import Flags, Numbers, WordPairs

SHORTEST_WITH_A_SLIP = 4
"""Letters a word needs before one edit of it is more likely a slip than another name (Ann, Li, Ali)."""

OUT_OF_PLACE = 0.03
"""How often a forename stands where a surname does (Sarah Louise), or a surname where a forename does."""

IN_LETTERS = {"pet", "slip", "cut", "longer", "sound", "alike"}
"""Levels that only letters speak for: what kind of letters they are, and whose names, may speak against."""

LEAST_LIKELY = 1.0
"""Bits of likeness below which an agreement in letters counts for less: Mary is no pet form of Mark."""

Holds = Callable[[WordPairs], Flags]
ByChance = Callable[["Scale", WordPairs], Numbers]


@dataclass(frozen=True, slots=True)
class Level:
    """One thing a comparison can find. `name` is its entry in weights.toml; `sentence` is for the report."""

    name: str
    sentence: str
    holds: Holds
    by_chance: ByChance

    def bits(self, scale: "Scale", pairs: WordPairs) -> Numbers:
        """The weight of every pair for which this level held; one of letters only, as far as it is likely."""
        ratio = scale.each(self.name) / self.by_chance(scale, pairs)
        if self.name in IN_LETTERS:
            against = np.minimum(likeness(scale.field).bits(pairs) - LEAST_LIKELY, 0)
            ratio = ratio * np.exp2(against) + scale.each("different")
        return np.log2(ratio)


class Compared(NamedTuple):
    """For every pair of words its level (a place in LEVELS) and its bits before the form's usage."""

    level: NDArray[np.uint8]
    bits: Numbers


@dataclass(frozen=True, slots=True)
class Scale:
    """The chances of one field's levels: what the arithmetic of a level needs to know."""

    field: Field
    frequencies: Frequencies
    elsewhere: Frequencies
    chances: dict[str, float]
    ways: dict[str, float]
    kin: float
    """The share of a person's own circle that are relatives of the same surname: they are no other family."""
    closely: bool = False
    """Whether words that share few letters are laid against each other too: too slow for a list."""

    def each(self, level: str) -> float:
        """P(exactly this string | the same person, altered as this level says)."""
        return self.chances[level] / self.ways[level]


def compare_many(field: Field, shown: Sequence[str], forms: Sequence[str], closely: bool = False) -> Compared:
    """Level and bits of every word shown beside the form at its place; all folded to lower-case ASCII.

    `closely` also weighs how far words that share few letters may be variants: for names somebody asks about.
    """
    scale, left = replace(scale_of(field), closely=closely), WordPairs.of(shown, forms)
    levels, bits = np.zeros(len(left), np.uint8), np.zeros(len(left))
    open_still = np.arange(len(left))
    for place, level in enumerate(LEVELS[field]):
        if len(left):
            held = level.holds(left)
            found, open_still = open_still[held], open_still[~held]
            if len(found):
                levels[found], bits[found] = place, level.bits(scale, left.take(held))
            left = left.take(~held)
    return Compared(levels, bits)


@cache
def scale_of(field: Field) -> Scale:
    """The scale of one field, from weights.toml."""
    table, prior = weights()[field], weights()["prior"]
    return Scale(
        field,
        frequencies(field),
        frequencies("surname" if field == "forename" else "forename"),
        {level: float(entry["chance"]) for level, entry in table.items()},
        {level: float(entry.get("ways", 1)) for level, entry in table.items()},
        prior["relatives"] / prior["circle"] if field == "surname" else 0.0,
    )


def _shown_by_anybody(scale: Scale, pairs: WordPairs) -> Numbers:
    """P(anybody shows this word): those who bear it, those it is short for, those whose other name it is."""
    return pairs.of_shown(lambda shown: _share_shown(scale, shown))


def _share_shown(scale: Scale, shown: str) -> float:
    elsewhere = OUT_OF_PLACE * scale.elsewhere.share_if_listed(shown)
    bearers = scale.each("same") * (scale.frequencies.share(shown) + scale.kin) + elsewhere
    if scale.field == "surname":
        return bearers
    return bearers + scale.each("short_form") * sum(map(scale.frequencies.share_of_known, full_names(shown)))


def _family_by_anybody(scale: Scale, pairs: WordPairs) -> Numbers:
    """P(anybody shows this spelling): those who bear it, and those of the other one who are spelt so."""
    return _bearers(scale, pairs) + scale.each("family") * _of_the_form(scale, pairs)


def _gendered_by_anybody(scale: Scale, pairs: WordPairs) -> Numbers:
    return _bearers(scale, pairs) + scale.each("gendered") * _of_the_form(scale, pairs)


def _initial_of_anybody(scale: Scale, pairs: WordPairs) -> Numbers:
    return scale.each("initial") * pairs.of_shown(lambda shown: scale.frequencies.share_of_initial(shown[0]))


def _cut_by_anybody(scale: Scale, pairs: WordPairs) -> Numbers:
    beginning = pairs.of_shown(scale.frequencies.share_beginning)
    return _shown_by_anybody(scale, pairs) + scale.each("cut") * beginning


def _longer_by_anybody(scale: Scale, pairs: WordPairs) -> Numbers:
    bearers = pairs.of_form(scale.frequencies.share)
    return _shown_by_anybody(scale, pairs) + scale.each("longer") * bearers


def _listed_by_anybody(scale: Scale, pairs: WordPairs) -> Numbers:
    longer = pairs.of_shown(
        lambda shown: sum(map(scale.frequencies.share_if_listed, listed_full_names(shown)))
    )
    return _shown_by_anybody(scale, pairs) + scale.each("listed") * longer


def _pet_of_anybody(scale: Scale, pairs: WordPairs) -> Numbers:
    """P(anybody shows this word): whose name it is, and every name that begins as it does."""
    alike = pairs.of_shown(lambda shown: max(map(scale.frequencies.share_beginning, pet_stems(shown))))
    return _own_name(scale, pairs) + scale.each("pet") * alike


def _slip_of_anybody(scale: Scale, pairs: WordPairs) -> Numbers:
    """P(anybody shows this string): whose name it is, and every name it may be a slip of."""
    near = np.maximum(
        pairs.of_all_shown(scale.frequencies.shares_within_a_slip), pairs.of_form(scale.frequencies.share)
    )
    return _own_name(scale, pairs) + scale.each("slip") * (near + scale.kin)


def _alike_by_anybody(scale: Scale, pairs: WordPairs) -> Numbers:
    return _own_name(scale, pairs) + scale.each("alike") * _of_the_form(scale, pairs)


def _sound_of_anybody(scale: Scale, pairs: WordPairs) -> Numbers:
    alike = np.maximum(
        pairs.of_shown(scale.frequencies.share_sounding_like), pairs.of_form(scale.frequencies.share)
    )
    return _own_name(scale, pairs) + scale.each("sound") * (alike + scale.kin)


def _bearers(scale: Scale, pairs: WordPairs) -> Numbers:
    return scale.each("same") * pairs.of_shown(scale.frequencies.share)


def _of_the_form(scale: Scale, pairs: WordPairs) -> Numbers:
    return pairs.of_form(scale.frequencies.share) + scale.kin


def _own_name(scale: Scale, pairs: WordPairs) -> Numbers:
    return scale.each("same") * pairs.of_shown(scale.frequencies.share_if_a_slip)


def _certain(_scale: Scale, pairs: WordPairs) -> Numbers:
    """Anything at all: a difference is judged by how seldom one person shows it, whatever the name."""
    return np.ones(len(pairs))


def _by_likeness(scale: Scale, pairs: WordPairs) -> Numbers:
    """A difference that may be a variant no table knows: 1 where nothing is alike, less the more is."""
    variant = scale.chances["variant"] * np.exp2(likeness(scale.field).bits(pairs, scale.closely))
    different = scale.each("different")
    return different / (different + variant)


def _same(pairs: WordPairs) -> Flags:
    return np.equal(pairs.shown, pairs.forms)


def _initial(pairs: WordPairs) -> Flags:
    return _one_letter(pairs) & pairs.agree_in(lambda word: word[:1])


def _one_letter(pairs: WordPairs) -> Flags:
    return np.equal(pairs.shorter, 1)


def _short_form(pairs: WordPairs) -> Flags:
    return pairs.linked(short_forms)


def _listed(pairs: WordPairs) -> Flags:
    return pairs.linked(listed_forms)


def _gendered(pairs: WordPairs) -> Flags:
    return pairs.linked(gendered)


def _respelt(field: Field) -> Holds:
    return lambda pairs: pairs.linked(lambda shown: other_spellings(field, shown))


def _pet(pairs: WordPairs) -> Flags:
    """Whether the word is a beginning of the form with a pet ending: no table can list them all."""
    return pairs.distance(Prefix.similarity) >= pairs.of_shown(_shortest_stem)


def _shortest_stem(shown: str) -> float:
    return min(map(len, pet_stems(shown)), default=np.inf)


def _cut(pairs: WordPairs) -> Flags:
    """Whether the word shown is the beginning, or the greater part of the end, of the form."""
    return _begins_or_ends(pairs, pairs.of_shown(len), pairs.of_form(len))


def _longer(pairs: WordPairs) -> Flags:
    return _begins_or_ends(pairs, pairs.of_form(len), pairs.of_shown(len))


def _begins_or_ends(pairs: WordPairs, part: Numbers, whole: Numbers) -> Flags:
    begins = np.equal(pairs.distance(Prefix.similarity), part)
    ends = np.equal(pairs.distance(Postfix.similarity), part) & np.greater(part, 3)
    return (begins | ends) & np.greater_equal(part, 3) & np.greater_equal(whole - part, 2)


def _slip(pairs: WordPairs) -> Flags:
    """Whether one is a single edit away from the other, in words long enough for a slip of the pen."""
    return np.equal(pairs.distance(OSA.distance), 1) & _long_enough(pairs)


def _sounds_alike(pairs: WordPairs) -> Flags:
    """Whether both sound much the same and share most of their letters."""
    most_letters = pairs.distance(Indel.normalized_similarity) >= 0.6
    return (pairs.shorter > 2) & pairs.agree_in(sound) & most_letters


def _alike(pairs: WordPairs) -> Flags:
    return np.greater_equal(pairs.distance(JaroWinkler.similarity), 0.9) & _long_enough(pairs)


def _long_enough(pairs: WordPairs) -> Flags:
    return np.greater_equal(pairs.shorter, SHORTEST_WITH_A_SLIP)


def _never(pairs: WordPairs) -> Flags:
    """Found by `scripts.across` alone, which knows the word as it was written."""
    return np.zeros(len(pairs), np.bool_)


def _always(pairs: WordPairs) -> Flags:
    return np.ones(len(pairs), np.bool_)


FORENAME = (
    Level("same", "forename {shown} is the same as the {kind} one", _same, _shown_by_anybody),
    Level("initial", "forename begins with {shown}, as {form} does", _initial, _initial_of_anybody),
    Level("different", "forename {shown} is not {form}", _one_letter, _certain),
    Level("short_form", "{shown} and {form} are forms of one forename", _short_form, _shown_by_anybody),
    Level("family", "{shown} is another spelling of {form}", _respelt("forename"), _family_by_anybody),
    Level("listed", "{shown} is now and then used for {form}", _listed, _listed_by_anybody),
    Level("pet", "{shown} is like a pet form of {form}", _pet, _pet_of_anybody),
    Level("slip", "forename {shown} is one slip of the pen from {form}", _slip, _slip_of_anybody),
    Level("cut", "forename {shown} is a part of {form}", _cut, _cut_by_anybody),
    Level("longer", "{form} is a part of forename {shown}", _longer, _longer_by_anybody),
    Level("sound", "forename {shown} sounds like {form}", _sounds_alike, _sound_of_anybody),
    Level("alike", "forename {shown} is spelt much like {form}", _alike, _alike_by_anybody),
    Level("script", "{shown} is {form} as another script writes it", _never, _certain),
    Level("different", "forename {shown} is not {form}", _always, _by_likeness),
)  # fmt: skip

SURNAME = (
    Level("same", "surname {shown} is the same as the {kind} one", _same, _shown_by_anybody),
    Level("initial", "surname begins with {shown}, as {form} does", _initial, _initial_of_anybody),
    Level("different", "surname {shown} is not {form}", _one_letter, _certain),
    Level("gendered", "{shown} is {form} as the other sex bears it", _gendered, _gendered_by_anybody),
    Level("family", "{shown} is another spelling of {form}", _respelt("surname"), _family_by_anybody),
    Level("slip", "surname {shown} is one slip of the pen from {form}", _slip, _slip_of_anybody),
    Level("sound", "surname {shown} sounds like {form}", _sounds_alike, _sound_of_anybody),
    Level("alike", "surname {shown} is spelt much like {form}", _alike, _alike_by_anybody),
    Level("script", "{shown} is {form} as another script writes it", _never, _certain),
    Level("different", "surname {shown} is not {form}", _always, _by_likeness),
)  # fmt: skip

LEVELS: dict[Field, tuple[Level, ...]] = {"forename": FORENAME, "surname": SURNAME}
"""What a comparison may find, from the same to different: the first level that holds counts."""
