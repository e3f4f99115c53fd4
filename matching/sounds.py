"""How a name sounds, roughly, however it is spelt in Latin letters: its consonants, merged, counted once.

Spellings of one name from several languages come together: Kowalczyk and Kovalchik, Yousef and Yusuf, Ivanov
and Ivanoff. A name of few consonants keeps its vowels, or half the short names would sound alike.
"""

import re
from functools import lru_cache

_SHORTEST = 3
_SOUNDS = (
    ("wd", "d"), ("wk", "k"), ("wn", "n"), ("wl", "l"), ("wr", "r"), ("tsch", "C"), ("tch", "C"),
    ("sch", "s"), ("dzh", "j"), ("ch", "C"), ("cz", "C"), ("cs", "C"), ("ts", "C"), ("tz", "C"),
    ("dj", "j"), ("zh", "j"), ("ph", "f"), ("ck", "k"), ("kh", "k"), ("qu", "k"), ("gh", "g"), ("dh", "d"),
    ("th", "t"), ("sh", "s"), ("sz", "s"), ("rz", "z"), ("dz", "z"), ("ce", "se"), ("ci", "si"),
    ("cy", "si"), ("x", "ks"), ("awo", "au"), ("awu", "au"), ("ou", "u"),
)  # fmt: skip
_SLAVIC_ENDINGS = {"of", "ef", "ow", "ew"}
_TWICE = re.compile(r"(.)\1+")
_VOWELS_WITHIN = re.compile("(?<=[^aeiouy])[aeiouyw]*[aeiouy](?=[^aeiouy])")
_FIRST = str.maketrans("cqgweiouy", "kkkvaaaaa")
_CONSONANTS = str.maketrans("qcgwfz", "kkkvvs", "aeiouyh")
_EVERY_LETTER = str.maketrans("qcweyo", "kkviiu", "h")


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """The word's first letter and its consonants; where those are too few, its vowels too."""
    merged = _TWICE.sub(r"\1", word)
    if merged[-2:] in _SLAVIC_ENDINGS:
        merged = merged[:-1] + "v"
    for letters, heard in _SOUNDS:
        if letters in merged:
            merged = merged.replace(letters, heard)
    key = merged[:1].translate(_FIRST) + merged[1:].translate(_CONSONANTS)
    return key if len(key) >= _SHORTEST else _with_vowels(merged) or word


def _with_vowels(merged: str) -> str:
    """Every letter, vowels between two consonants as one: Zaid and Zayed, Noor and Nour, not Mia and May."""
    return _TWICE.sub(r"\1", _VOWELS_WITHIN.sub(_one_vowel, merged).translate(_EVERY_LETTER))


def _one_vowel(vowels: re.Match[str]) -> str:
    found = set(vowels.group())
    return "u" if found & set("ouw") else "i" if found & set("eiy") else "a"
