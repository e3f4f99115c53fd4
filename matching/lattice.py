"""Handles as chains of names, additions and stray letters: the likeliest chain for anybody, from either end.

A chain is worth the sum of its parts' log2 chances. The likeliest is found letter by letter, for all handles
at once (Viterbi 1967): what the letters up to a place are worth, given what has been named so far.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from matching.frequencies import frequencies
from matching.letters import surprise
from matching.lexicon import NEVER, Lexicon, lexicon
from matching.pieces import Pieces, find_words, flat_letters
from matching.reference import weights

Chances: TypeAlias = NDArray[np.float32]
Counts: TypeAlias = NDArray[np.int16]
Places: TypeAlias = "NDArray[np.int64] | NDArray[np.int32]"

LONGEST_HANDLE = 40
"""Letters of a handle that are read: no platform allows a longer one that people use."""

_AT_ONCE = 1 << 14

NOBODY, INITIAL, FORENAME, SURNAME, INITIAL_AND_SURNAME, FORENAME_AND_INITIAL, FULL_NAME = range(7)
IN_FIRST_NAME, IN_SURNAME, IN_SECOND_NAME = range(7, 10)
"""What has been named so far: the states of a chain. The last three are inside a name that no table lists."""

PATTERNS = (
    "nobody", "", "forename", "surname", "initial_and_surname", "forename_and_initial", "full_name",
    "", "", "",
)  # fmt: skip
"""The entries of weights.toml [handle]: log2 of how many handles end in each state, none in some."""

_BY_FORENAME = ((NOBODY, FORENAME, False), (SURNAME, FULL_NAME, True))
_BY_SURNAME = (
    (NOBODY, SURNAME, False), (INITIAL, INITIAL_AND_SURNAME, False), (FORENAME, FULL_NAME, False),
)  # fmt: skip


_UNLISTED = (
    (IN_FIRST_NAME, (NOBODY,), (FORENAME, SURNAME)),
    (IN_SURNAME, (INITIAL,), (INITIAL_AND_SURNAME,)),
    (IN_SECOND_NAME, (FORENAME, SURNAME), (FULL_NAME,)),
)
"""The states inside a name that no table lists, where each may follow, and what has been named behind it."""


class Handles(NamedTuple):
    """`n` handles of up to `m` letters. Row `i`, column `j` speaks of the `j` letters before that place.

    `before[i, j]`: log2 P of the first `j` letters as additions and stray letters alone; `after[i, j]` the
    same of the letters from `j` on; `unexplained_before` and `unexplained_after` count the stray ones.
    `stray[i, j]`: log2 P of the first `j` as stray letters. `splits[i, j]`: words that begin at or before
    place `j`, the first not counted. `anybody[i]`: log2 P of the likeliest chain for the whole handle.
    """

    letters: list[str]
    splits: Counts
    stray: Chances
    before: Chances
    after: Chances
    unexplained_before: Counts
    unexplained_after: Counts
    anybody: Chances


def lay_out(spelt: Sequence[str], words: Lexicon | None = None) -> Handles:
    """Handles by their words, lower-case ASCII with one space between two words: "rep mike turner".

    `words` are what anybody's handle may be made of: the tables' names, and those of the roster
    (`lexicon.lexicon_with`), since who stands on the roster may be meant by another's handle.
    """
    words = words or lexicon()
    spelt = [text[: 2 * LONGEST_HANDLE] for text in spelt]
    letters = [text.replace(" ", "")[:LONGEST_HANDLE] for text in spelt]
    width = max(map(len, letters), default=0)
    parts = [
        _lay_out(spelt[at : at + _AT_ONCE], letters[at : at + _AT_ONCE], width, words)
        for at in range(0, max(len(spelt), 1), _AT_ONCE)
    ]
    columns = zip(*(part[1:] for part in parts), strict=True)
    return Handles(letters, *(np.concatenate(column) for column in columns))


def crossed(splits: Counts, handle: Places, start: Places, stop: Places) -> Counts:
    """How many splits of its handle each piece runs over."""
    over: Counts = splits[handle, np.maximum(stop - 1, start)] - splits[handle, start]
    return over


def _lay_out(spelt: list[str], letters: list[str], width: int, words: Lexicon) -> Handles:
    figures = weights()["handle"]
    lengths = np.fromiter(map(len, letters), np.int64, len(letters))
    splits = _splits(spelt, width)
    single = _stray(letters, lengths, width, float(figures["stray"]))
    pieces = find_words(letters, words.tree)
    over = crossed(splits, pieces.word, pieces.start, pieces.stop)
    price = np.float32(figures["split"]) * over.astype(np.float32)
    chains = _chains(letters, single, pieces, price, words)
    additions, worth = _additions(pieces, price, words)
    before, unexplained_before = _dressing(single, additions, worth)
    after, unexplained_after = _from_the_end(single, additions, worth, lengths)
    ends = np.array([float(figures[name]) if name else NEVER for name in PATTERNS], np.float32)
    anybody = (chains[lengths, np.arange(len(letters))] + ends).max(axis=1)
    stray = np.cumsum(single, axis=1, dtype=np.float32)
    return Handles(letters, splits, stray, before, after, unexplained_before, unexplained_after, anybody)


def _splits(spelt: list[str], width: int) -> Counts:
    """For each place how many words have begun before it, or at it, the first word not counted."""
    splits = np.zeros((len(spelt), width + 1), np.int16)
    text, starts = flat_letters(spelt)
    lengths = np.fromiter(map(len, spelt), np.int64, len(spelt))
    row = np.repeat(np.arange(len(spelt)), lengths + 1)
    space = np.flatnonzero((text == 0) & (np.arange(len(text)) < (starts + lengths)[row]))
    seen = np.cumsum(text > 0)
    place: NDArray[np.int64] = seen[space] - np.concatenate(([0], seen))[starts[row[space]]]
    kept = place <= width
    np.add.at(splits, (row[space][kept], place[kept]), 1)
    return np.cumsum(splits, axis=1, dtype=np.int16)


def _stray(letters: list[str], lengths: NDArray[np.int64], width: int, each: float) -> Chances:
    """log2 P of the letter before each place as one that belongs to no name."""
    chances, _ = surprise(letters)
    single = np.full((len(letters), width + 1), each, np.float32)
    single[:, 0] = 0
    row = np.repeat(np.arange(len(letters)), lengths + 1)
    column = np.arange(len(row)) - np.repeat(np.cumsum(lengths + 1) - lengths - 1, lengths + 1) + 1
    inside = column <= lengths[row]
    single[row[inside], column[inside]] += chances[inside]
    return single


def _chains(letters: list[str], single: Chances, pieces: Pieces, price: Chances, words: Lexicon) -> Chances:
    """For each place, handle and state log2 P of the likeliest chain up to there: (width + 1, n, 10)."""
    swapped, unlisted = (np.float32(weights()["handle"][name]) for name in ("swapped", "unlisted"))
    stray = np.float32(weights()["handle"]["stray"])
    number, places = single.shape
    chains = np.full((places, number, len(PATTERNS)), NEVER, np.float32)
    chains[0, :, NOBODY] = 0
    given, family = _initials(letters, places)
    for place, rows in _by_place(pieces.stop, places):
        here, back = chains[place], chains[place - 1]
        np.add(back, single[:, place, None], out=here)
        _raise(here, INITIAL, back[:, NOBODY] + given[:, place])
        _raise(here, INITIAL_AND_SURNAME, back[:, SURNAME] + given[:, place] + swapped)
        _raise(here, FORENAME_AND_INITIAL, back[:, FORENAME] + family[:, place])
        handle, form = pieces.word[rows], pieces.form[rows]
        so_far = chains[pieces.start[rows], handle] + price[rows, None]
        found = so_far + words.addition[form, None]
        for old, new, turned in _BY_FORENAME:
            _raise(found, new, so_far[:, old] + words.forename[form] + (swapped if turned else 0))
        for old, new, _ in _BY_SURNAME:
            _raise(found, new, so_far[:, old] + words.surname[form])
        np.maximum.at(here, handle, found)
        for inside, before, behind in _UNLISTED:
            begun = back[:, before].max(axis=1) + unlisted
            here[:, inside] = np.maximum(back[:, inside], begun) + single[:, place] - stray
            for named in behind:
                _raise(here, named, here[:, inside])
    return chains


def _raise(chains: Chances, state: int, values: Chances) -> None:
    np.maximum(chains[:, state], values, out=chains[:, state])


def _by_place(at: NDArray[np.int32], places: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Each place from 1 on with the rows that stop there."""
    order = np.argsort(at, kind="stable")
    bounds = np.searchsorted(at[order], np.arange(places + 1))
    for place in range(1, places):
        yield place, order[bounds[place] : bounds[place + 1]]


def _initials(letters: list[str], places: int) -> tuple[Chances, Chances]:
    """log2 P of the letter before each place as the initial of a forename, and of a surname."""
    text, starts = flat_letters(letters)
    grid = np.zeros((len(letters), places), np.int64)
    lengths = np.fromiter(map(len, letters), np.int64, len(letters))
    for place in range(1, places):
        long = np.flatnonzero(lengths >= place)
        grid[long, place] = text[starts[long] + place - 1]
    alphabet = [chr(ord("a") + letter) for letter in range(26)]
    tables = (frequencies("forename"), frequencies("surname"))
    shares = [[1e-12, *map(table.share_of_initial, alphabet)] for table in tables]
    given, family = np.log2(np.array(shares)).astype(np.float32)
    return given[grid], family[grid]


def _dressing(single: Chances, additions: Pieces, worth: Chances) -> tuple[Chances, Counts]:
    """log2 P of the letters before each place as additions and stray letters, and how many are stray."""
    chances, stray = np.zeros(single.shape, np.float32), np.zeros(single.shape, np.int16)
    for place, rows in _by_place(additions.stop, single.shape[1]):
        chances[:, place] = chances[:, place - 1] + single[:, place]
        stray[:, place] = stray[:, place - 1] + 1
        handle, start = additions.word[rows], additions.start[rows]
        value = chances[handle, start] + worth[rows]
        _take_better(chances[:, place], stray[:, place], handle, value, stray[handle, start])
    return chances, stray


def _from_the_end(
    single: Chances, additions: Pieces, worth: Chances, lengths: NDArray[np.int64]
) -> tuple[Chances, Counts]:
    """The same of the letters from each place to the end of the handle."""
    width = single.shape[1] - 1
    chances = np.full(single.shape, NEVER, np.float32)
    stray = np.zeros(single.shape, np.int16)
    chances[np.arange(len(single)), lengths] = 0
    by_start = dict(_by_place(width - additions.start, width + 1))
    for place in range(width - 1, -1, -1):
        inside = place < lengths
        chances[inside, place] = chances[inside, place + 1] + single[inside, place + 1]
        stray[inside, place] = stray[inside, place + 1] + 1
        rows = by_start[width - place]
        handle, stop = additions.word[rows], additions.stop[rows]
        value = chances[handle, stop] + worth[rows]
        _take_better(chances[:, place], stray[:, place], handle, value, stray[handle, stop])
    return chances, stray


def _additions(pieces: Pieces, price: Chances, words: Lexicon) -> tuple[Pieces, Chances]:
    worth = words.addition[pieces.form]
    rows = np.flatnonzero(worth > NEVER)
    return Pieces(*(column[rows] for column in pieces)), worth[rows] + price[rows]


def _take_better(
    chances: Chances, stray: Counts, handle: NDArray[np.int32], value: Chances, count: Counts
) -> None:
    """The values that are higher than what stands there, the highest last so that it stays."""
    order = np.argsort(value, kind="stable")
    order = order[value[order] > chances[handle[order]]]
    chances[handle[order]] = value[order]
    stray[handle[order]] = count[order]
