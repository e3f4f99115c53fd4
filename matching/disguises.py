"""Letters that were chosen for their looks: Latin words in the letters of other scripts."""

import re
import unicodedata
from functools import cache
from itertools import groupby

from matching.reference import rows

_LETTERS_IN_A_ROW = re.compile(r"[^\W\d_]+")
_ALPHABETS = {"CYRILLIC", "GREEK", "ARMENIAN", "HEBREW", "THAI", "CHEROKEE", "CANADIAN"}
_ORNAMENTAL = {"CHEROKEE", "CANADIAN"}
_SHORTEST_RUN_TOGETHER = 3
_FREQUENCIES = ("forename_frequencies", "surname_frequencies")


def undisguised(text: str) -> str:
    """The text with letters that only look Latin, or were chosen for their looks, in Latin.

    Nobody mixes alphabets within a word; letters of the two American syllabaries are ornament here; beside a
    Latin word, letters that nobody can tell from Latin ones are Latin where they spell a listed name.
    """
    if text.isascii():
        return text
    beside_latin = any(letter.isascii() and letter.isalpha() for letter in text)
    return _LETTERS_IN_A_ROW.sub(lambda word: _in_its_alphabet(word.group(), beside_latin=beside_latin), text)


def _in_its_alphabet(word: str, *, beside_latin: bool) -> str:
    scripts = {_alphabet(letter) for letter in word} - {""}
    foreign = scripts - {"LATIN"}
    if not foreign or not foreign <= _ALPHABETS:
        return word
    if len(scripts) > 1 or foreign <= _ORNAMENTAL:
        return _two_words(word) or word.translate(_lookalikes(exact=False))
    return _latin_in_disguise(word) if beside_latin else word


def _two_words(word: str) -> str:
    """The two words of two scripts that were only run together, MariaМария; nothing if it is no such word."""
    runs = ["".join(letters) for _, letters in groupby(word, _alphabet)]
    return " ".join(runs) if len(runs) == 2 and len(min(runs, key=len)) >= _SHORTEST_RUN_TOGETHER else ""


def _latin_in_disguise(word: str) -> str:
    """The listed Latin name that a word of another script cannot be told from by eye, or the word itself."""
    latin = word.translate(_lookalikes(exact=True))
    return latin if latin.isascii() and latin.lower() in _listed_names() else word


@cache
def _listed_names() -> frozenset[str]:
    return frozenset(row["name"] for table in _FREQUENCIES for row in rows(table))


@cache
def _lookalikes(*, exact: bool) -> dict[int, str]:
    """What letters are drawn for: only those nobody can tell apart, or those of fancy lettering too."""
    kinds = {"exact"} if exact else {"exact", "styled"}
    return {ord(row["letter"]): row["latin"] for row in rows("lookalikes") if row["likeness"] in kinds}


@cache
def _alphabet(character: str) -> str:
    """The script of a letter as Unicode names it; nothing for what is no letter."""
    if not unicodedata.category(character).startswith("L"):
        return ""
    script = unicodedata.name(character, "").partition(" ")[0]
    return "" if script == "MODIFIER" else script
