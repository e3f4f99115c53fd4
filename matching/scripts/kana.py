"""Kana taken apart into consonants and vowels, and written as Hepburn's romanisation has them."""

import re
import unicodedata
from collections.abc import Sequence

_NAME = re.compile("(?:KATAKANA|HIRAGANA) LETTER (SMALL )?([A-Z]+)$")
_MARK, _LONG_VOWEL, _DOUBLED, _NASAL = "ー", "-", "q", "N"
_NO_CONSONANT = "aiueo" + _LONG_VOWEL + _DOUBLED + _NASAL
_HEPBURN = {
    "sy": "sh", "ty": "ch", "zy": "j", "dy": "j", "si": "shi", "ti": "chi", "tu": "tsu", "zi": "ji",
    "di": "ji", "du": "zu", "hu'": "f", "hu": "fu", "vu'": "v", "u'": "w", "te'": "t", "de'": "d",
    "to'": "t", "do'": "d", "tu'": "ts", "si'": "sh", "ti'": "ch", "zi'": "j", "ku'": "kw", "gu'": "gw",
    "i'": "y", "'": "", _NASAL: "n", _LONG_VOWEL: "",
}  # fmt: skip
_HEPBURN_SYLLABLE = re.compile("|".join(sorted(map(re.escape, _HEPBURN), key=len, reverse=True)))
_DOUBLE = re.compile(_DOUBLED + "(.?)")


def kana_sounds(word: str) -> Sequence[str]:
    """Consonants and vowels: シュ is "sy", "u", ファ is "hu'", "a", ッ is "q", ン is "N", ー is "-"."""
    found: list[str] = []
    for character in word:
        if character == _MARK:
            found.append(_LONG_VOWEL)
        elif match := _NAME.match(unicodedata.name(character, "")):
            _add(found, match.group(2).lower(), small=bool(match.group(1)))
    return found


def romaji(word: str) -> str:
    """The word in Latin letters, long vowels written once."""
    return _DOUBLE.sub(
        r"\1\1", _HEPBURN_SYLLABLE.sub(lambda letters: _HEPBURN[letters.group()], "".join(kana_sounds(word)))
    )


def _add(found: list[str], kana: str, *, small: bool) -> None:
    if kana == "n":
        found.append(_NASAL)
    elif small and kana == "tu":
        found.append(_DOUBLED)
    elif small and found:
        _change_last(found, kana)
    else:
        found.extend((kana[:-1], kana[-1]) if len(kana) > 1 else kana)


def _change_last(found: list[str], kana: str) -> None:
    """A small kana takes the place of the vowel before it."""
    vowel = found.pop()
    consonant = found.pop() if found and found[-1][-1] not in _NO_CONSONANT else ""
    glide = kana[:-1]
    found += [consonant + ("" if glide and vowel == "i" else vowel) + (glide or "'"), kana[-1]]
