"""Letters as they are compared: each layer takes one kind of dressing off, and none is guessed at.

Cut → compatibility forms (fancy and full-width letters) → ornaments off → look-alikes of another script as
the Latin letters they are drawn for → ASCII by transliteration → lower case. Sources: Unicode NFKC (UAX #15),
confusables (UTS #39), anyascii's tables. What a word was before it was spelt in ASCII is in `native_words`.
"""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import pairwise

from anyascii import anyascii

from matching.disguises import undisguised
from matching.scripts.kana import romaji
from matching.scripts.symbols import script_of
from matching.scripts.whole_names import IDEOGRAPHS, KANA, set_names_apart

LONGEST = 200
"""Characters of a name that are looked at, before and after each layer: nobody's name is longer."""

_APOSTROPHES = re.compile("['’‘`´ʼʻ′]")
_WORDS = re.compile("[a-z0-9]+")
_RUN = re.compile(r"([a-z])\1{2,}")
_DIGIT_AS_LETTER = re.compile(r"(?<=[a-z])[013457](?=[a-z])")
_AS_LETTER = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t"}
_MAY_BE_NATIVE = re.compile("[\u0370-\u1cff\u1f00-\u1fff\u2e80-\ud7ff\uf900-\ufdff\ufe70-\uffdc]")
_AGAIN = re.compile("(.)々")
_ORNAMENT = {"So", "Sk", "Co", "Cn", "Cs"}


def plain(text: str) -> str:
    """The text in ordinary letters of its own script: no ornaments, no invisible characters, case kept."""
    cut = text[:LONGEST]
    if cut.isascii():
        return cut
    composed = unicodedata.normalize("NFKC", cut)[:LONGEST]
    bare = "".join(_bare(character) for character in composed)
    return " ".join(undisguised(bare).split())


def ascii_view(text: str) -> str:
    """The text in lower-case ASCII, apostrophes left out; the ideographs of a whole name apart, as words."""
    if not text.isascii():
        text = set_names_apart(_AGAIN.sub(r"\1\1", text))
        text = KANA.sub(lambda word: romaji(word.group()), text)
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


@lru_cache(maxsize=1 << 17)
def folded(text: str) -> str:
    """One name as one word of ASCII letters: the form in which tables and rosters are compared."""
    if text.isascii() and text.isalpha() and len(text) <= LONGEST:
        return _RUN.sub(r"\1", text.lower())
    return "".join(words(ascii_view(plain(text))))


def native_words(text: str) -> dict[str, str]:
    """What the words of an ASCII view were written as, those that were not in Latin letters.

    Syllables and ideographs that were written without a space are also given together, in the order of the
    text, 小明 and 王小明 beside 王, 小 and 明; so are two Arabic words side by side, عبد الله.
    """
    if text.isascii() or not _MAY_BE_NATIVE.search(text):
        return {}
    kept = "".join(letter if _belongs_to_a_word(letter) else " " for letter in plain(text))
    foreign = [word for word in kept.split() if script_of(word) != "latin"]
    parts = [part for word in foreign for part in (_runs(word) if IDEOGRAPHS.fullmatch(word) else [word])]
    parts += [one + other for one, other in pairwise(foreign) if script_of(one + other) == "arabic"]
    return {latin: part for part in parts if (latin := folded(part))}


def _runs(word: str) -> list[str]:
    """Every run of a word's ideographs, the shortest first."""
    return [
        word[start : start + size]
        for size in range(1, len(word) + 1)
        for start in range(len(word) - size + 1)
    ]


def _belongs_to_a_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM" or _APOSTROPHES.match(character) is not None


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
def _transliterated(character: str) -> str:
    latin: str = anyascii(character)
    return latin
