"""Names that stand for one another, from tables and never from distance: Liz and Elizabeth are far apart."""

from collections import defaultdict
from functools import cache

from nicknames import NickNamer

from matching.folding import folded
from matching.frequencies import Field
from matching.reference import rows

_FEMININE = (("ska", "ski"), ("cka", "cki"), ("dzka", "dzki"), ("ova", "ov"), ("eva", "ev"), ("aya", "iy"))

_PET_ENDINGS = ("ie", "y", "i", "o", "s", "z", "sy", "sie", "zie")
_SHORTEST_STEM = 3


@cache
def _short_forms() -> dict[str, frozenset[str]]:
    """For each short form the full names it may stand for."""
    stands_for: dict[str, set[str]] = defaultdict(set)
    for row in rows("short_forms"):
        for shown in row["shown_as"].split():
            stands_for[folded(shown)].add(row["forename"])
    return {shown: frozenset(full - {shown}) for shown, full in stands_for.items()}


@cache
def _listed() -> dict[str, frozenset[str]]:
    """The same from the package `nicknames`: larger, partly archaic, American."""
    lookup = NickNamer().canonical_lookup
    return {shown: frozenset(full - {shown}) for shown, full in lookup.items()}


@cache
def _families(field: Field) -> dict[str, frozenset[str]]:
    """For each name the other spellings of it."""
    spellings: dict[str, set[str]] = defaultdict(set)
    for row in rows("spelling_families"):
        if row["field"] == field:
            family = {folded(name) for name in row["spellings"].split()}
            for name in family:
                spellings[name] |= family - {name}
    return {name: frozenset(others) for name, others in spellings.items()}


@cache
def _shown_as(listed: bool) -> dict[str, frozenset[str]]:
    shown_as: dict[str, set[str]] = defaultdict(set)
    for shown, names in (_listed() if listed else _short_forms()).items():
        for full in names:
            shown_as[full].add(shown)
    return {full: frozenset(shown) for full, shown in shown_as.items()}


_NONE: frozenset[str] = frozenset()


def full_names(shown: str) -> frozenset[str]:
    """The names that this short form stands for in our own table."""
    return _short_forms().get(shown, _NONE)


def listed_full_names(shown: str) -> frozenset[str]:
    """The names that this short form stands for in the package's longer list."""
    return _listed().get(shown, _NONE)


def is_short_form(shown: str, form: str) -> bool:
    """Whether one is a usual short form of the other."""
    return form in full_names(shown) or shown in full_names(form)


def is_listed_short_form(shown: str, form: str) -> bool:
    """Whether the package's longer list knows one as short for the other, or both are short for one name."""
    listed = _listed()
    if form in listed.get(shown, _NONE) or shown in listed.get(form, _NONE):
        return True
    return not full_names(shown).isdisjoint(full_names(form))


def pet_stems(shown: str) -> frozenset[str]:
    """What is left of a word without an ending that makes a pet form: rhysie, kels, jacko."""
    cut = (shown.removesuffix(ending) for ending in _PET_ENDINGS if shown.endswith(ending))
    return frozenset(stem for stem in cut if len(stem) >= _SHORTEST_STEM)


def is_pet_form(shown: str, form: str) -> bool:
    """Whether the word is a beginning of the name with such an ending: no table can list them all."""
    return any(form.startswith(stem) for stem in pet_stems(shown))


def is_other_spelling(field: Field, shown: str, form: str) -> bool:
    """Whether both are spellings of one name."""
    return form in _families(field).get(shown, _NONE)


def is_gendered_pair(shown: str, form: str) -> bool:
    """Whether both are one Slavic surname, as a woman and as a man bears it."""
    return form in gendered(shown)


def gendered(surname: str) -> frozenset[str]:
    """The same Slavic surname as the other sex bears it: Kowalska for Kowalski."""
    found = set()
    for feminine, masculine in _FEMININE:
        if len(surname) > len(feminine) + 2:
            if surname.endswith(feminine):
                found.add(surname.removesuffix(feminine) + masculine)
            if surname.endswith(masculine):
                found.add(surname.removesuffix(masculine) + feminine)
    return frozenset(found)


def variants(field: Field, shown: str) -> frozenset[str]:
    """Every other name that a person shown so may bear, by table."""
    others = _families(field).get(shown, _NONE)
    if field == "surname":
        return others | gendered(shown)
    short = full_names(shown) | _listed().get(shown, _NONE)
    siblings = frozenset(s for full in full_names(shown) for s in _shown_as(listed=False).get(full, _NONE))
    longer = _shown_as(listed=False).get(shown, _NONE) | _shown_as(listed=True).get(shown, _NONE)
    return (others | short | siblings | longer) - {shown}
