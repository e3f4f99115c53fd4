"""Texts that are not all ASCII in ASCII letters, a character at a time, as `folding` spells them.

Only what a character's neighbours cannot change is read so: Latin letters, signs, emoji. A text with a
combining mark, another script or an ideograph is left to `folding` itself.
"""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.folding import LONGEST, ascii_view, plain
from matching.texts import Places, Texts

_CODE_POINTS = 0x110000
_ALONE = set("SPZCN")


class _Spelling(NamedTuple):
    """One character in ASCII, the most characters it becomes on the way, and whether it may be read alone."""

    latin: str
    most: int
    alone: bool


def spelt(texts: Texts) -> tuple[Texts, NDArray[np.bool_]]:
    """The texts, none of them empty, in ASCII, and which of them may be taken so."""
    characters, starts = _code_points(texts)
    seen = np.zeros(_CODE_POINTS, np.bool_)
    seen[characters] = True
    distinct = np.flatnonzero(seen)
    place_of = np.zeros(_CODE_POINTS, np.int32)
    place_of[distinct] = np.arange(len(distinct))
    spellings = [_spelling(chr(point)) for point in distinct.tolist()]
    places = place_of[characters]
    read = np.logical_and.reduceat(np.array([one.alone for one in spellings])[places], starts)
    read &= np.add.reduceat(np.array([one.most for one in spellings])[places], starts) <= LONGEST
    return _written(spellings, places, starts), read


def _code_points(texts: Texts) -> tuple[NDArray[np.uint32], Places]:
    """The texts' characters in a row, and where each text begins."""
    whole = texts.letters.tobytes().decode("utf-8", "surrogatepass")
    characters = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), np.uint32)
    firsts = np.flatnonzero(texts.letters & 0xC0 != 0x80)
    return characters, np.searchsorted(firsts, texts.starts)


def _written(spellings: list[_Spelling], places: NDArray[np.int32], starts: Places) -> Texts:
    lengths = np.array([len(one.latin) for one in spellings])
    table = np.frombuffer("".join(one.latin for one in spellings).encode(), np.uint8)
    begins = (np.cumsum(lengths) - lengths)[places]
    written = np.cumsum(lengths[places])
    indices = np.repeat(begins - written + lengths[places], lengths[places]) + np.arange(int(written[-1]))
    stops = np.append(written[starts[1:] - 1], written[-1])
    return Texts(table[indices], np.concatenate(([0], stops[:-1])), stops)


@lru_cache(maxsize=20_000)
def _spelling(character: str) -> _Spelling:
    if character.isascii():  # folding takes a backtick for an ornament, except in a text all ASCII
        return _Spelling(character.replace("`", " "), 1, alone=True)
    composed = unicodedata.normalize("NFKC", character)
    if character == "’":
        return _Spelling("'", 1, alone=True)  # kept: it tells whose mother somebody is
    latin = ascii_view(plain(f"a{character}a"))[1:-1]
    return _Spelling(latin, max(len(latin), len(composed), 1), alone=all(map(_stands_alone, composed)))


def _stands_alone(character: str) -> bool:
    """Whether a character is the same whatever stands beside it, and of no script but Latin."""
    if unicodedata.combining(character):
        return False
    category = unicodedata.category(character)
    if category[0] == "L":
        return character.isascii() or unicodedata.name(character, "").startswith("LATIN ")
    return category[0] in _ALONE or "\ufe00" <= character <= "\ufe0f"
