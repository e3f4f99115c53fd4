"""What stands in brackets or behind a comma, cut out of many names at once where that is plain to see."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.texts import Bytes, Places, Texts, ranges, rows_at
from matching.tokens import FIRST_LETTER, byte_table

Marks = NDArray[np.bool_]

_COMMA, _OPENS, _CLOSES, _QUOTES, _LINE_ENDS = 3, 4, 5, 6, 7
_SIGNS = {_COMMA: b",", _OPENS: b"([{", _CLOSES: b")]}", _QUOTES: b'"', _LINE_ENDS: b"\n"}


class Aside(NamedTuple):
    """What was cut out of some texts, and the rows it was cut out of."""

    texts: Texts
    rows: Places


class Asides(NamedTuple):
    """What stands in brackets, what stands behind a comma, and the rows too tangled to say."""

    bracketed: Aside
    behind_comma: Aside
    tangled: Places


def bytes_with_asides() -> Bytes:
    """What each byte of a display name is: as `byte_table`, with the signs that set words apart."""
    table = byte_table()
    for kind, signs in _SIGNS.items():
        table[list(signs)] = kind
    return table


def cut_out(texts: Texts) -> Asides:
    """The asides of the texts, which are blanked in `texts.letters`.

    A text with one pair of brackets, or with commas, is plain; with more, or no word beside them, tangled.
    """
    signs = np.flatnonzero((texts.letters >= _COMMA) & (texts.letters <= _LINE_ENDS))
    kinds, rows = texts.letters[signs], rows_at(texts, signs)
    has_bracket = _marked(texts, rows[(kinds == _OPENS) | (kinds == _QUOTES)])
    has_comma = _marked(texts, rows[kinds == _COMMA])
    of_brackets = np.flatnonzero((kinds != _COMMA) & has_bracket[rows])
    opens = _pairs(kinds[of_brackets], rows[of_brackets])
    opens = opens[~has_comma[rows[of_brackets[opens]]]]
    starts, stops = signs[of_brackets[opens]], signs[of_brackets[opens + 1]]
    bracketed = _moved(texts, starts + 1, stops, rows[of_brackets[opens]])
    commas = np.flatnonzero((kinds == _COMMA) & ~has_bracket[rows])
    commas = commas[_firsts(rows[commas])]
    behind_comma = _moved(texts, signs[commas] + 1, texts.stops[rows[commas]], rows[commas])
    beside = _has_letters(texts, bracketed.rows)
    bracketed = Aside(bracketed.texts.some(np.flatnonzero(beside)), bracketed.rows[beside])
    has_bracket[bracketed.rows] = False
    return Asides(bracketed, behind_comma, np.flatnonzero(has_bracket))


def _pairs(kinds: Bytes, rows: Places) -> Places:
    """The signs that open the only pair of brackets of their row."""
    several = np.bincount(rows)[rows] != 2 if len(rows) else np.zeros(0, np.bool_)
    same_row = rows[1:] == rows[:-1]
    opens = (kinds[:-1] == _OPENS) | (kinds[:-1] == _QUOTES)
    closes = (kinds[1:] == _CLOSES) | (kinds[1:] == _QUOTES)
    return np.flatnonzero(same_row & opens & closes & ~several[:-1])


def _firsts(rows: Places) -> Marks:
    """For each of these rows, in order, whether it stands there for the first time."""
    return np.concatenate((np.ones(1, np.bool_), rows[1:] != rows[:-1]))[: len(rows)]


def _moved(texts: Texts, starts: Places, stops: Places, rows: Places) -> Aside:
    moved = Texts(texts.letters, starts, stops).some(np.arange(len(starts)))
    texts.letters[ranges(starts, stops)] = 0
    return Aside(moved, rows)


def _has_letters(texts: Texts, rows: Places) -> Marks:
    """Which of these rows, none of them empty, have a letter."""
    if not len(rows):
        return np.zeros(0, np.bool_)
    own = texts.some(rows)
    return np.logical_or.reduceat(own.letters >= FIRST_LETTER, own.starts)


def _marked(texts: Texts, rows: Places) -> Marks:
    marked = np.zeros(len(texts.starts), np.bool_)
    marked[rows] = True
    return marked
