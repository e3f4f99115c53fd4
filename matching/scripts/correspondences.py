"""What stands for what: how often some letters of a Latin spelling and some symbols of a script go together.

One table a script, `data/reference/names/scripts/`, fitted by `python -m benchmarks.fit_scripts`. A name and
its spelling in another script are taken to be written side by side, a few letters and symbols at a time, each
step drawn from the table (a joint multigram model: Deligne and Bimbot 1995; Bisani and Ney 2008).
"""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from matching.reference import rows
from matching.scripts.symbols import Script

STEPS = ((1, 1), (2, 1), (3, 1), (1, 2), (2, 2), (3, 2), (1, 0), (0, 1), (2, 0), (0, 2), (1, 3), (2, 3))
"""How many Latin letters and how many symbols may be written at once."""

UNLISTED = 0.02
"""The share of steps that no table foresees: a letter left out, a symbol put in, one for another."""

RAREST = 1e-5
"""The chance of a letter or symbol that a table does not know."""

NOTHING, UNKNOWN, IMPOSSIBLE = 0, 1, 2
"""The first places of every alphabet of chunks: no letter, a letter in no table, and no chunk at all."""

Places: TypeAlias = NDArray[np.int32]


class Chunks:
    """The chunks of one side, each with its place. A chunk is some letters or symbols in a row."""

    def __init__(self, longest: int) -> None:
        self.longest = longest
        self.places: dict[str, int] = {"": NOTHING, "?": UNKNOWN, "!": IMPOSSIBLE}

    def place_of(self, chunk: str) -> int:
        """The place of a chunk, given it now if it has none."""
        return self.places.setdefault(chunk, len(self.places))

    def are_single(self) -> NDArray[np.bool_]:
        """For each place whether it is one letter or symbol, be it an unknown one."""
        return np.array(["" != chunk != "!" and " " not in chunk for chunk in self.places])

    def encode(self, words: Sequence[Sequence[str]]) -> tuple[Places, Places]:
        """[size, word, position] the chunk that starts there, and how long each word is."""
        lengths = np.array([len(word) for word in words], dtype=np.int32)
        most = int(lengths.max(initial=0))
        encoded = np.full((self.longest + 1, len(words), most + 1), IMPOSSIBLE, dtype=np.int32)
        encoded[0] = NOTHING
        for row, word in enumerate(words):
            for size in range(1, self.longest + 1):
                unknown = UNKNOWN if size == 1 else IMPOSSIBLE
                found = [
                    self.places.get(" ".join(word[start : start + size]), unknown)
                    for start in range(len(word) - size + 1)
                ]
                encoded[size, row, : len(found)] = found
        return encoded, lengths


class Correspondences(NamedTuple):
    """One script's table. `joint` is P(these letters and these symbols are the next step); it sums to 1."""

    latin: Chunks
    native: Chunks
    joint: NDArray[np.float64]

    @property
    def native_alone(self) -> NDArray[np.float64]:
        """P(these symbols are the next step), whatever the spelling, of the steps that write a symbol."""
        return _of_steps_that_write(self.joint.sum(axis=0))

    @property
    def latin_alone(self) -> NDArray[np.float64]:
        """P(these letters are the next step), whatever the symbols, of the steps that write a letter."""
        return _of_steps_that_write(self.joint.sum(axis=1))


@cache
def correspondences(script: Script) -> Correspondences:
    """The table of one script, what it does not foresee allowed for."""
    steps = [(row["latin"], row["native"], float(row["per_million"])) for row in rows(f"scripts/{script}")]
    return allowing_for_the_unlisted(*table_of(steps))


def table_of(steps: Sequence[tuple[str, str, float]]) -> tuple[Chunks, Chunks, NDArray[np.float64]]:
    """The alphabets of chunks and how often each pair is written, as shares of one."""
    latin, native = (Chunks(max(step[side] for step in STEPS)) for side in (0, 1))
    places = [(latin.place_of(letters), native.place_of(symbols)) for letters, symbols, _ in steps]
    joint = np.zeros((len(latin.places), len(native.places)))
    for place, (_, _, often) in zip(places, steps, strict=True):
        joint[place] = often
    return latin, native, joint / joint.sum()


def allowing_for_the_unlisted(latin: Chunks, native: Chunks, listed: NDArray[np.float64]) -> Correspondences:
    """The table with a small chance for any letter beside any symbol, or beside nothing."""
    letters = _shares(listed.sum(axis=1), latin.are_single())
    symbols = _shares(listed.sum(axis=0), native.are_single())
    joint = listed * (1 - UNLISTED)
    joint += UNLISTED / 3 * np.outer(letters, symbols)
    joint[:, NOTHING] += UNLISTED / 3 * letters
    joint[NOTHING, :] += UNLISTED / 3 * symbols
    return Correspondences(latin, native, joint)


def _shares(often: NDArray[np.float64], single: NDArray[np.bool_]) -> NDArray[np.float64]:
    often = np.where(single, np.maximum(often, RAREST), 0.0)
    shares: NDArray[np.float64] = often / often.sum()
    return shares


def _of_steps_that_write(often: NDArray[np.float64]) -> NDArray[np.float64]:
    often = often.copy()
    often[NOTHING] = 0.0
    shares: NDArray[np.float64] = often / often.sum()
    return shares
