"""The words a handle may be made of: names of the tables, short forms, and words that dress a name up.

Each with log2 of its chance to stand in anybody's handle as a forename, as a surname, or as an addition.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.folding import folded
from matching.frequencies import Field, frequencies
from matching.pieces import Tree, tree_of
from matching.reference import NAMES_FOLDER, rows, weights

Chances = NDArray[np.float32]

NEVER = np.float32(-1e6)
"""log2 of no chance at all."""


class Lexicon(NamedTuple):
    """Parallel: a word, and log2 P(this forename), log2 P(this surname), log2 P(this addition), or NEVER.

    `tree` holds the words, to be found in handles.
    """

    words: list[str]
    forename: Chances
    surname: Chances
    addition: Chances
    tree: Tree


@cache
def lexicon() -> Lexicon:
    """Every name of both tables, every short form of one, every title, trade, region or kiss."""
    return _lexicon(_forenames(), listed("surname"))


def lexicon_with(forenames: Iterable[str], surnames: Iterable[str]) -> Lexicon:
    """The same with the names of a roster, none of them rarer than it is among the people around it."""
    given, family = frequencies("forename"), frequencies("surname")
    relatives = float(weights()["prior"]["relatives"]) / float(weights()["prior"]["circle"])
    return _lexicon(
        {**_forenames(), **{name: given.share(name) for name in forenames}},
        {**listed("surname"), **{name: family.share(name) + relatives for name in surnames}},
    )


def _lexicon(forenames: dict[str, float], surnames: dict[str, float]) -> Lexicon:
    additions = additions_to_handles()
    words = [word for word in {**forenames, **surnames, **dict.fromkeys(additions)} if len(word) > 1]
    return Lexicon(
        words,
        _logs(forenames.get(word, 0.0) for word in words),
        _logs(surnames.get(word, 0.0) for word in words),
        np.array([_addition(word) if word in additions else NEVER for word in words], np.float32),
        tree_of(words, 2),
    )


def _addition(word: str) -> float:
    """log2 P(anybody adds this word): one of two letters stands in too many names to be one for certain."""
    return float(weights()["handle"]["addition" if len(word) > 2 else "short_addition"])


@cache
def listed(field: Field) -> dict[str, float]:
    """Every name of a table with the share of people who bear it, from its first two columns."""
    _, *lines = (NAMES_FOLDER / f"{field}_frequencies.csv").read_text("utf-8").splitlines()
    columns = (line.split(",") for line in lines)
    return {name: float(per_million) / 1e6 for name, per_million, *_ in columns}


@cache
def additions_to_handles() -> frozenset[str]:
    """The words that stand beside a name in a handle and say nothing of whose it is."""
    return frozenset(row["word"] for row in rows("lifted_words"))


@cache
def _forenames() -> dict[str, float]:
    """The forenames with their short forms: a short form is shown by its share of those it stands for."""
    chances = weights()["forename"]
    short = float(chances["short_form"]["chance"]) / float(chances["same"]["chance"])
    shares: dict[str, float] = defaultdict(float, listed("forename"))
    for row in rows("short_forms"):
        if share := listed("forename").get(row["forename"]):
            for shown in {*map(_folded, row["shown_as"].split())} - {row["forename"]}:
                shares[shown] += short * share
    return shares


def _folded(name: str) -> str:
    return name if name.isascii() and name.isalpha() and name.islower() else folded(name)


def _logs(shares: Iterable[float]) -> Chances:
    column = np.fromiter(shares, np.float64)
    return np.where(column > 0, np.log2(np.maximum(column, 1e-12)), NEVER).astype(np.float32)
