"""A word in its own script as the sounds it writes: letters, or what makes up a syllable or an ideograph.

Syllables are taken apart where the script lets them be: Hangul into jamo (Unicode, chapter 3.12), kana and
the reading of an ideograph into a beginning and a vowel, an Indic letter into its consonant and the vowel it
implies. The Indic scripts share one order of letters (ISCII), so all are written with Devanagari's.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache
from typing import Literal

from anyascii import anyascii

from matching.scripts.kana import kana_sounds

Script = Literal["latin", "cyrillic", "arabic", "hebrew", "indic", "hangul", "kana", "han", "other"]

START, END = "^", "$"
MOST_SYMBOLS = 18
IMPLIED_VOWEL = "ə"

_RANGES: tuple[tuple[int, Script], ...] = (
    (0x0000, "latin"), (0x0370, "other"), (0x0400, "cyrillic"), (0x0530, "other"), (0x0590, "hebrew"),
    (0x0600, "arabic"), (0x0780, "other"), (0x0900, "indic"), (0x0D80, "other"), (0x1100, "hangul"),
    (0x1200, "other"), (0x1C80, "cyrillic"), (0x1C90, "other"), (0x1E00, "latin"), (0x1F00, "other"),
    (0x2000, "latin"), (0x2DE0, "cyrillic"), (0x2E00, "latin"), (0x2E80, "han"), (0x3040, "kana"),
    (0x3100, "other"), (0x3130, "hangul"), (0x3190, "han"), (0xA000, "other"), (0xA640, "cyrillic"),
    (0xA6A0, "other"), (0xA700, "latin"), (0xA800, "other"), (0xAC00, "hangul"), (0xD800, "latin"),
    (0xF900, "han"), (0xFB00, "latin"), (0xFB1D, "hebrew"), (0xFB50, "arabic"), (0xFE00, "latin"),
    (0xFE70, "arabic"), (0xFEFF, "latin"), (0x10000, "other"), (0x1D400, "latin"), (0x1D800, "other"),
    (0x1F000, "latin"), (0x20000, "han"), (0x32000, "latin"),
)  # fmt: skip
_STARTS = [start for start, _ in _RANGES]

_AGAIN = re.compile("(.)々")
_INITIAL = re.compile("zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]")
_SAME_ARABIC = str.maketrans("یکہھۀٱ", "يكههها")
_SAME_HEBREW = str.maketrans("םןץףך", "מנצפכ")
_GERESH = "'’׳"
_SILENT_JAMO = "ᄋ"


def script_of(word: str) -> Script:
    """The script of a word: of its first letter that is not Latin, ideographs before kana."""
    scripts = {_script(letter) for letter in word} - {"latin"}
    if "han" in scripts:
        return "han"
    return next((_script(letter) for letter in word if _script(letter) != "latin"), "latin")


def symbols(word: str) -> tuple[str, ...]:
    """The sounds a word writes, with its two edges as symbols of their own."""
    return START, *_TAKEN_APART[script_of(word)](word)[:MOST_SYMBOLS], END


def spelling(word: str) -> tuple[str, ...]:
    """The letters of a folded Latin word, with its two edges as symbols of their own."""
    return START, *word[:MOST_SYMBOLS], END


@cache
def _script(character: str) -> Script:
    if not unicodedata.category(character).startswith(("L", "M")):
        return "latin"
    return _RANGES[bisect_right(_STARTS, ord(character)) - 1][1]


def _letters(word: str) -> Sequence[str]:
    return [letter for letter in word.lower() if letter.isalpha()]


def _spelt_in_ascii(word: str) -> Sequence[str]:
    return [letter for letter in anyascii(word).lower() if letter.isalpha()]


def _arabic(word: str) -> Sequence[str]:
    """Consonants and long vowels; Persian and Urdu forms of a letter as the Arabic one."""
    return [letter for letter in word.translate(_SAME_ARABIC) if unicodedata.category(letter) == "Lo"]


def _hebrew(word: str) -> Sequence[str]:
    """Letters, final forms as others, a geresh as part of its letter."""
    found: list[str] = []
    for letter in word.translate(_SAME_HEBREW):
        if letter in _GERESH and found:
            found[-1] += "'"
        elif letter.isalpha():
            found.append(letter)
    return found


def _hangul(word: str) -> Sequence[str]:
    """Jamo, initial and final ones apart, without the initial that is silent."""
    return [jamo for jamo in unicodedata.normalize("NFD", word) if jamo != _SILENT_JAMO and jamo.isalpha()]


def _han(word: str) -> Sequence[str]:
    """The Mandarin reading of each ideograph, as an initial ("h-") and a final ("eng")."""
    return [part for character in _AGAIN.sub(r"\1\1", word) for part in _reading(character)]


@cache
def _reading(ideograph: str) -> tuple[str, ...]:
    letters = "".join(_spelt_in_ascii(ideograph))
    initial = _INITIAL.match(letters)
    if initial is None or initial.end() == len(letters):
        return (letters,) if letters else ()
    return initial.group() + "-", letters[initial.end() :]


def _indic(word: str) -> Sequence[str]:
    """Devanagari's letters of the same place; a consonant is followed by its own vowel or the implied one."""
    found: list[str] = []
    for character in unicodedata.normalize("NFD", word):
        if 0x0900 <= ord(character) < 0x0D80:
            _add_indic(found, ord(character) % 0x80)
    return found


def _add_indic(found: list[str], place: int) -> None:
    letter = chr(0x0900 + place)
    is_vowel_sign = 0x3E <= place <= 0x4C or 0x55 <= place <= 0x57
    if (is_vowel_sign or place == 0x4D) and found[-1:] == [IMPLIED_VOWEL]:
        found.pop()
    if place == 0x3C and found[-1:] == [IMPLIED_VOWEL]:
        found[-2] += letter
    elif 0x15 <= place <= 0x39 or 0x58 <= place <= 0x5F:
        found += [letter, IMPLIED_VOWEL]
    elif place not in {0x3C, 0x4D}:
        found.append(letter)


_TAKEN_APART: dict[Script, Callable[[str], Sequence[str]]] = {
    "latin": _spelt_in_ascii,
    "cyrillic": _letters,
    "arabic": _arabic,
    "hebrew": _hebrew,
    "indic": _indic,
    "hangul": _hangul,
    "kana": kana_sounds,
    "han": _han,
    "other": _spelt_in_ascii,
}
