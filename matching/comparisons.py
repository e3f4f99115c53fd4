"""What a word of an account may say about a name on the roster: ordered levels, of which the first counts.

A level's weight is no constant: it is log2( P(shown so | the same person) / P(shown so | anybody) ), the
match weight of Fellegi and Sunter (1969). The first chance is data (`weights.toml`); the second is how common
the name is, so that Smith says little, and a slip of the pen is charged for the names it may come from.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import log2

from rapidfuzz.distance import OSA, Indel, JaroWinkler

from matching.frequencies import Field, Frequencies, frequencies
from matching.reference import weights
from matching.sounds import sound
from matching.variants import (
    full_names,
    is_gendered_pair,
    is_listed_short_form,
    is_other_spelling,
    is_pet_form,
    is_short_form,
    listed_full_names,
    pet_stems,
)

SHORTEST_WITH_A_SLIP = 4
"""Letters a word needs before one edit of it is more likely a slip than another name (Ann, Li, Ali)."""

OUT_OF_PLACE = 0.03
"""How often a forename stands where a surname does (Sarah Louise), or a surname where a forename does."""

Holds = Callable[[str, str], bool]
ByChance = Callable[["Scale", str, str], float]


@dataclass(frozen=True, slots=True)
class Level:
    """One thing a comparison can find. `name` is its entry in weights.toml; `sentence` is for the report."""

    name: str
    sentence: str
    holds: Holds
    by_chance: ByChance


@dataclass(frozen=True, slots=True)
class Compared:
    """The level that held for one word against one form, and its weight in bits before the form's usage."""

    level: Level
    bits: float


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

    def each(self, level: str) -> float:
        """P(exactly this string | the same person, altered as this level says)."""
        return self.chances[level] / self.ways[level]


class Comparison:
    """An ordered list of levels for one field, from the same to different."""

    def __init__(self, field: Field, levels: tuple[Level, ...]) -> None:
        self.field = field
        self.levels = levels

    def compare(self, shown: str, form: str, scale: Scale) -> Compared:
        """The first level that holds between a word shown and a form of the roster."""
        level = next(level for level in self.levels if level.holds(shown, form))
        return Compared(level, log2(scale.each(level.name) / level.by_chance(scale, shown, form)))


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


def _shown_by_anybody(scale: Scale, shown: str, _form: str) -> float:
    """P(anybody shows this word): those who bear it, those it is short for, those whose other name it is."""
    elsewhere = OUT_OF_PLACE * scale.elsewhere.share_if_listed(shown)
    bearers = scale.each("same") * (scale.frequencies.share(shown) + scale.kin) + elsewhere
    if scale.field == "surname":
        return bearers
    longer = sum(
        scale.frequencies.share(full) for full in full_names(shown) if scale.frequencies.is_listed(full)
    )
    return bearers + scale.each("short_form") * longer


def _family_by_anybody(scale: Scale, shown: str, form: str) -> float:
    """P(anybody shows this spelling): those who bear it, and those of the other one who are spelt so."""
    bearers = scale.each("same") * scale.frequencies.share(shown)
    return bearers + scale.each("family") * (scale.frequencies.share(form) + scale.kin)


def _gendered_by_anybody(scale: Scale, shown: str, form: str) -> float:
    bearers = scale.each("same") * scale.frequencies.share(shown)
    return bearers + scale.each("gendered") * (scale.frequencies.share(form) + scale.kin)


def _initial_of_anybody(scale: Scale, shown: str, _form: str) -> float:
    return scale.each("initial") * scale.frequencies.share_of_initial(shown[0])


def _cut_by_anybody(scale: Scale, shown: str, form: str) -> float:
    return _shown_by_anybody(scale, shown, form) + scale.each("cut") * scale.frequencies.share_beginning(
        shown
    )


def _longer_by_anybody(scale: Scale, shown: str, form: str) -> float:
    return _shown_by_anybody(scale, shown, form) + scale.each("longer") * scale.frequencies.share(form)


def _listed_by_anybody(scale: Scale, shown: str, form: str) -> float:
    longer = sum(scale.frequencies.share_if_listed(full) for full in listed_full_names(shown))
    return _shown_by_anybody(scale, shown, form) + scale.each("listed") * longer


def _pet_of_anybody(scale: Scale, shown: str, _form: str) -> float:
    """P(anybody shows this word): whose name it is, and every name that begins as it does."""
    alike = max(scale.frequencies.share_beginning(stem) for stem in pet_stems(shown))
    return _own_name(scale, shown) + scale.each("pet") * alike


def _slip_of_anybody(scale: Scale, shown: str, form: str) -> float:
    """P(anybody shows this string): whose name it is, and every name it may be a slip of."""
    near = max(scale.frequencies.share_within_a_slip(shown), scale.frequencies.share(form))
    return _own_name(scale, shown) + scale.each("slip") * (near + scale.kin)


def _alike_by_anybody(scale: Scale, shown: str, form: str) -> float:
    return _own_name(scale, shown) + scale.each("alike") * (scale.frequencies.share(form) + scale.kin)


def _sound_of_anybody(scale: Scale, shown: str, form: str) -> float:
    alike = max(scale.frequencies.share_sounding_like(shown), scale.frequencies.share(form))
    return _own_name(scale, shown) + scale.each("sound") * (alike + scale.kin)


def _own_name(scale: Scale, shown: str) -> float:
    return scale.each("same") * scale.frequencies.share_if_a_slip(shown)


def _certain(_scale: Scale, _shown: str, _form: str) -> float:
    """Anything at all: a difference is judged by how seldom one person shows it, whatever the name."""
    return 1.0


def _same(shown: str, form: str) -> bool:
    return shown == form


def _initial(shown: str, form: str) -> bool:
    return (len(shown) == 1 or len(form) == 1) and shown[:1] == form[:1]


def _one_letter(shown: str, form: str) -> bool:
    return len(shown) == 1 or len(form) == 1


def _cut(shown: str, form: str) -> bool:
    """Whether the word shown is the beginning, or the greater part of the end, of the form."""
    if len(shown) < 3 or len(form) - len(shown) < 2:
        return False
    return form.startswith(shown) or (len(shown) > 3 and form.endswith(shown))


def _longer(shown: str, form: str) -> bool:
    return _cut(form, shown)


def is_slip(shown: str, form: str) -> bool:
    """Whether one is a single edit away from the other, in words long enough for a slip of the pen."""
    if min(len(shown), len(form)) < SHORTEST_WITH_A_SLIP:
        return False
    return bool(OSA.distance(shown, form, score_cutoff=1) == 1)


def sounds_alike(shown: str, form: str) -> bool:
    """Whether both sound much the same and share most of their letters."""
    return (
        min(len(shown), len(form)) > 2
        and sound(shown) == sound(form)
        and Indel.normalized_similarity(shown, form) >= 0.6
    )


def _alike(shown: str, form: str) -> bool:
    if min(len(shown), len(form)) < SHORTEST_WITH_A_SLIP:
        return False
    return JaroWinkler.similarity(shown, form) >= 0.9


def _respelt(field: Field) -> Holds:
    return lambda shown, form: is_other_spelling(field, shown, form)


def _always(_shown: str, _form: str) -> bool:
    return True


FORENAME = Comparison("forename", (
    Level("same", "forename {shown} is the same as the {kind} one", _same, _shown_by_anybody),
    Level("initial", "forename begins with {shown}, as {form} does", _initial, _initial_of_anybody),
    Level("different", "forename {shown} is not {form}", _one_letter, _certain),
    Level("short_form", "{shown} and {form} are forms of one forename", is_short_form, _shown_by_anybody),
    Level("family", "{shown} is another spelling of {form}", _respelt("forename"), _family_by_anybody),
    Level("listed", "{shown} is now and then used for {form}", is_listed_short_form, _listed_by_anybody),
    Level("pet", "{shown} is like a pet form of {form}", is_pet_form, _pet_of_anybody),
    Level("slip", "forename {shown} is one slip of the pen from {form}", is_slip, _slip_of_anybody),
    Level("cut", "forename {shown} is a part of {form}", _cut, _cut_by_anybody),
    Level("longer", "{form} is a part of forename {shown}", _longer, _longer_by_anybody),
    Level("sound", "forename {shown} sounds like {form}", sounds_alike, _sound_of_anybody),
    Level("alike", "forename {shown} is spelt much like {form}", _alike, _alike_by_anybody),
    Level("different", "forename {shown} is not {form}", _always, _certain),
))  # fmt: skip

SURNAME = Comparison("surname", (
    Level("same", "surname {shown} is the same as the {kind} one", _same, _shown_by_anybody),
    Level("initial", "surname begins with {shown}, as {form} does", _initial, _initial_of_anybody),
    Level("different", "surname {shown} is not {form}", _one_letter, _certain),
    Level("gendered", "{shown} is {form} as the other sex bears it", is_gendered_pair, _gendered_by_anybody),
    Level("family", "{shown} is another spelling of {form}", _respelt("surname"), _family_by_anybody),
    Level("slip", "surname {shown} is one slip of the pen from {form}", is_slip, _slip_of_anybody),
    Level("sound", "surname {shown} sounds like {form}", sounds_alike, _sound_of_anybody),
    Level("alike", "surname {shown} is spelt much like {form}", _alike, _alike_by_anybody),
    Level("different", "surname {shown} is not {form}", _always, _certain),
))  # fmt: skip
