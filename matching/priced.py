"""Readings of handles priced: what `handles.py` says of them, in the columns in which texts are read."""

from typing import NamedTuple

import numpy as np

from matching.arrays import NONE, Floats, Ints
from matching.handles import Part, price
from matching.lattice import Handles, lay_out
from matching.lexicon import Lexicon
from matching.spans import Shown

NOTHING_READ = -8.0
"""The bits of a handle in which no name of the person's is read: it says something else."""


class LaidOut(NamedTuple):
    """The handles among some texts: `row` is each text's row in `handles`, NONE where it is none."""

    handles: Handles
    row: Ints


class Prices(NamedTuple):
    """For each option what its handle takes off, nothing where its text is none; and letters unexplained."""

    otherwise: Floats
    unexplained: Floats
    letters: Ints

    def only(self, rows: Ints) -> "Prices":
        """These rows."""
        return Prices._make(column[rows] for column in self)


def laid_out(shown: Shown, words: Lexicon) -> LaidOut:
    """The handles of these texts as chains of letters."""
    texts = np.flatnonzero(shown.handle)
    row = np.full(shown.number, NONE)
    row[texts] = np.arange(len(texts))
    return LaidOut(lay_out([_spelt(shown, text) for text in texts.tolist()], words), row)


def prices(laid: LaidOut, text: Ints, forename: Part, surname: Part) -> Prices:
    """The prices of options: each a text with a forename, a surname, both or neither."""
    handle = laid.row[text]
    there = forename.there | surname.there
    otherwise, unexplained = np.zeros(len(text)), np.zeros(len(text))
    letters = np.zeros(len(text), np.int64)
    otherwise[(handle >= 0) & ~there] = NOTHING_READ
    rows = np.flatnonzero((handle >= 0) & there)
    given, family = (
        Part(part.start[rows], part.stop[rows], part.chance[rows]) for part in (forename, surname)
    )
    cost = price(laid.handles, handle[rows], given, family)
    otherwise[rows], unexplained[rows], letters[rows] = cost.otherwise, cost.unexplained, cost.letters
    return Prices(otherwise, unexplained, letters)


def _spelt(shown: Shown, text: int) -> str:
    return " ".join(
        shown.vocabulary[word] for word in shown.word[shown.starts[text] : shown.starts[text + 1]]
    )
