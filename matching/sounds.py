"""How a name sounds, roughly, however it is spelt in Latin letters: its consonants, merged, counted once."""

import re
from functools import lru_cache

_DIGRAPHS = {
    "ck": "k", "ph": "f", "gh": "g", "kh": "k", "dh": "d", "th": "t", "sh": "s", "zh": "z", "ch": "c",
    "cz": "c", "sz": "s", "rz": "z", "dj": "j", "dz": "z", "ts": "c", "tz": "c", "qu": "k",
}  # fmt: skip
_DIGRAPH = re.compile("|".join(_DIGRAPHS))
_LETTERS = str.maketrans({"q": "k", "w": "v", "h": None} | dict.fromkeys("aeiouy"))
_TWICE = re.compile(r"(.)\1+")
_SHORTEST = 3


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """The word's first letter and its consonants; a word with too few of them sounds only like itself."""
    merged = _DIGRAPH.sub(lambda letters: _DIGRAPHS[letters.group()], _TWICE.sub(r"\1", word))
    first = "a" if merged[:1] in "aeiouy" else merged[:1]
    key = first + merged[1:].translate(_LETTERS)
    return key if len(key) >= _SHORTEST else word
