"""Words without what spellings, languages and fondness do to a name: what is left should be the name."""

import re
from functools import cache, lru_cache

from matching.reference import rows

_TWICE = re.compile(r"(.)\1+")
_LETTERS = (
    ("tsch", "C"), ("sch", "S"), ("sh", "S"), ("ch", "C"), ("cz", "C"), ("sz", "S"), ("zh", "S"),
    ("ph", "f"), ("th", "t"), ("dh", "d"), ("kh", "h"), ("gh", "g"), ("ck", "k"), ("qu", "k"), ("dz", "z"),
    ("ts", "z"), ("tz", "z"), ("x", "ks"), ("dj", "C"), ("gi", "Ci"), ("ge", "Ce"), ("gy", "Cy"),
    ("ce", "se"), ("ci", "si"), ("cy", "si"), ("wr", "r"), ("kn", "n"),
)  # fmt: skip
_ONE_FOR_ALIKE = str.maketrans({"c": "k", "q": "k", "j": "C", "y": "i", "w": "v", "z": "s", "h": None})
_VOWELS = str.maketrans(dict.fromkeys("aeiou"))

_SHORTEST_STEM = 2


@lru_cache(maxsize=100_000)
def bare(word: str) -> str:
    """The word with one letter for each sound that spellings differ in: nothing silent, nothing doubled."""
    word = _TWICE.sub(r"\1", word)
    for letters, heard in _LETTERS:
        if letters in word:
            word = word.replace(letters, heard)
    return _TWICE.sub(r"\1", word.translate(_ONE_FOR_ALIKE))


def skeleton(word: str) -> str:
    """The consonants of the bare word."""
    return bare(word).translate(_VOWELS)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The bare word without the longest ending that makes a pet name."""
    endings = _pet_endings()
    cut = next((at for at in range(_SHORTEST_STEM, len(word)) if word[at:] in endings), len(word))
    return bare(word[:cut])


@cache
def _pet_endings() -> frozenset[str]:
    """Endings that make a pet name, or a woman's or man's form of a name, in many languages."""
    return frozenset(row["ending"] for row in rows("pet_endings"))
