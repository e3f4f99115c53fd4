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


def short_forms(word: str) -> frozenset[str]:
    """The names the word is usually short for, and what is usually short for it."""
    return full_names(word) | _shown_as(listed=False).get(word, _NONE)


def listed_forms(word: str) -> frozenset[str]:
    """The same of the package's longer list, and the other short forms of the names it is short for."""
    listed = listed_full_names(word) | _shown_as(listed=True).get(word, _NONE)
    return listed | _siblings(word)


def _siblings(word: str) -> frozenset[str]:
    return frozenset(short for full in full_names(word) for short in _shown_as(listed=False)[full])


def pet_stems(shown: str) -> frozenset[str]:
    """What is left of a word without an ending that makes a pet form: rhysie, kels, jacko."""
    cut = (shown.removesuffix(ending) for ending in _PET_ENDINGS if shown.endswith(ending))
    return frozenset(stem for stem in cut if len(stem) >= _SHORTEST_STEM)


def other_spellings(field: Field, word: str) -> frozenset[str]:
    """The other spellings of one name."""
    return _families(field).get(word, _NONE)


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
    others = other_spellings(field, shown)
    if field == "surname":
        return others | gendered(shown)
    return (others | short_forms(shown) | listed_forms(shown)) - {shown}


@cache
def one_step(forename: str) -> frozenset[str]:
    """Every forename a table joins to this one: those it is short for, its short forms, its spellings."""
    listed = listed_full_names(forename) | _shown_as(listed=True).get(forename, _NONE)
    return short_forms(forename) | listed | other_spellings("forename", forename)
