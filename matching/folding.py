"""Letters as they are compared: each layer takes one kind of dressing off, and none is guessed at.

Cut → compatibility forms (fancy and full-width letters) → ornaments off → look-alikes of another script back
to the script of their word → ASCII by transliteration → lower case. Sources: Unicode NFKC (UAX #15),
confusables (UTS #39), anyascii's tables.
"""

import re
import unicodedata
from functools import cache

from anyascii import anyascii

from matching.reference import rows

LONGEST = 200
"""Characters of a name that are looked at, before and after each layer: nobody's name is longer."""

_APOSTROPHES = re.compile("['’‘`´ʼʻ′]")
_WORDS = re.compile("[a-z0-9]+")
_RUN = re.compile(r"([a-z])\1{2,}")
_DIGIT_AS_LETTER = re.compile(r"(?<=[a-z])[013457](?=[a-z])")
_AS_LETTER = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t"}
_ORNAMENT = {"So", "Sk", "Co", "Cn", "Cs"}


def plain(text: str) -> str:
    """The text in ordinary letters of its own script: no ornaments, no invisible characters, case kept."""
    cut = text[:LONGEST]
    if cut.isascii():
        return cut
    composed = unicodedata.normalize("NFKC", cut)[:LONGEST]
    bare = "".join(_bare(character) for character in composed)
    return " ".join(_of_one_script(word) for word in bare.split())


def ascii_view(text: str) -> str:
    """The text in lower-case ASCII, ideographs set apart as words, apostrophes left out."""
    if not text.isascii():
        text = "".join(_transliterated(character) for character in text)[:LONGEST]
    return _APOSTROPHES.sub("", text).lower()


def words(text: str) -> list[str]:
    """The words of an ASCII view: letters only, long runs shortened, a digit inside a word as a letter."""
    if _RUN.search(text):
        text = _RUN.sub(r"\1", text)
    found: list[str] = _WORDS.findall(text)
    if all(word.isalpha() for word in found):
        return found
    return [letters for word in found for letters in _letters(word)]


def folded(text: str) -> str:
    """One name as one word of ASCII letters: the form in which tables and rosters are compared."""
    return "".join(words(ascii_view(plain(text))))


def has_ideographs(text: str) -> bool:
    """Whether the text is in a script whose names put the family first."""
    return not text.isascii() and any(_is_ideograph(character) for character in text)


def _letters(word: str) -> list[str]:
    word = _DIGIT_AS_LETTER.sub(lambda digit: _AS_LETTER[digit.group()], word)
    return re.findall("[a-z]+", word)


@cache
def _bare(character: str) -> str:
    category = unicodedata.category(character)
    if category in _ORNAMENT:
        return _letter_in_a_box(character) or " "
    if category in {"Cf", "Me"} or (category == "Mn" and "COMBINING" in unicodedata.name(character, "")):
        return ""
    return " " if category in {"Cc", "Zs", "Zl", "Zp"} else character


def _letter_in_a_box(character: str) -> str:
    """The letter of 🅂, 🅢 and their kin that NFKC leaves alone; flags are not letters."""
    name = unicodedata.name(character, "")
    return name[-1] if "LATIN CAPITAL LETTER" in name[:-1] else ""


@cache
def _lookalikes() -> dict[int, str]:
    return {ord(row["letter"]): row["latin"] for row in rows("lookalikes")}


def _of_one_script(word: str) -> str:
    """A word that mixes Latin with letters that only look Latin, in Latin; any other word as it is."""
    if word.isascii() or not any(letter.isascii() and letter.isalpha() for letter in word):
        return word
    return word.translate(_lookalikes())


@cache
def _transliterated(character: str) -> str:
    latin: str = anyascii(character)
    return f" {latin} " if _is_ideograph(character) else latin


def _is_ideograph(character: str) -> bool:
    return "㐀" <= character <= "鿿" or "가" <= character <= "힣"
