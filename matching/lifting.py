"""What is no part of a name, lifted out of many names at once: the rules of `names`, on words as numbers."""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow._compute import call_function  # pyarrow.compute wraps every function there is: 0.1 s

from matching import columns
from matching.names import (
    KIN,
    MOST_WORDS,
    NEVER_FIRST,
    NEVER_LAST,
    OF_WHOM,
    ONLY_IN_HANDLES,
    SPARE_WITH_ONE_LEFT,
    lifted_words,
)
from matching.texts import Places, ranges

Flags = NDArray[np.uint8]

UNKNOWN, WORD, ALSO, LIFTED, BRACKETED, BEHIND_COMMA = (np.uint8(flag) for flag in (0, 1, 2, 4, 8, 16))
"""What a word is: of the name, of a bracket or after "née", no name; or only where it stands so far."""

Traits = NDArray[np.uint16]
Marks = NDArray[np.bool_]

_SPARE, _SPARE_WITH_ONE_LEFT, _FORMERLY, _IN_HANDLES, _NEVER_FIRST, _NEVER_LAST, _KIN, _KIN_OF, _OF_WHOM = (
    np.uint16(1 << place) for place in range(9)
)
_ENDS_IN_KISSES, _BEGINS_WITH_KISSES = np.uint16(1 << 9), np.uint16(1 << 10)

_SETTLED = WORD | ALSO | LIFTED

_MOST_BEFORE_A_COMMA = 2
"""Words before a comma that may be a family name: what stands behind a whole name is no given name."""


class Listed(NamedTuple):
    """The words of `number` rows as numbers, row after row, words in brackets or behind a comma first.

    `traits` says of each number what kind of word it is, `known` of each place what it was found to be.
    """

    words: NDArray[np.int32]
    rows: NDArray[np.uint16]
    number: int
    traits: Traits
    known: Flags

    def have(self, places: Places, trait: np.uint16) -> Marks:
        """Whether the words at these places have a trait."""
        held: Marks = self.traits[self.words[places]] & trait != 0
        return held

    def starts(self) -> Places:
        """Where each row begins, and the end of the last."""
        lengths = np.bincount(self.rows, minlength=self.number)
        return np.concatenate(([0], np.cumsum(lengths)))


def encoded(words: Sequence["pa.Array[Any]"]) -> tuple[NDArray[np.int32], "pa.Array[Any]"]:
    """The words as numbers, and their dictionary: it begins with the words of the table, always alike."""
    first = _words_to_lift()
    coded: Any = call_function("dictionary_encode", [pa.concat_arrays([first, *words])])
    return np.frombuffer(coded.indices.buffers()[1], np.int32)[len(first) : len(coded)], coded.dictionary


def traits_of(dictionary: "pa.Array[Any]") -> Traits:
    """The traits of every word of such a dictionary."""
    traits = _kisses(dictionary)
    traits[: len(_kinds())] |= _kinds()
    return traits


def of_names(listed: Listed) -> Listed:
    """Display names with what each word is; a word that is nothing at all may be left out."""
    listed = _without_children(listed)
    if (listed.known & (BRACKETED | BEHIND_COMMA)).any():
        listed = _with_asides_settled(listed)
    return _settled(listed, in_handles=False)


def of_handles(listed: Listed) -> Listed:
    """Handles with what each word is."""
    return _settled(listed, in_handles=True)


@cache
def _words_to_lift() -> "pa.Array[Any]":
    return columns.text(list(_listed_words()))


@cache
def _listed_words() -> dict[str, str]:
    return dict.fromkeys(OF_WHOM, "") | lifted_words()


@cache
def _kinds() -> Traits:
    return np.array([_trait(word, kind) for word, kind in _listed_words().items()], np.uint16)


def _trait(word: str, kind: str) -> int:
    has = {
        _IN_HANDLES: kind == ONLY_IN_HANDLES,
        _SPARE: kind not in {"", ONLY_IN_HANDLES},
        _SPARE_WITH_ONE_LEFT: kind in SPARE_WITH_ONE_LEFT,
        _FORMERLY: kind == "formerly",
        _NEVER_FIRST: kind == NEVER_FIRST,
        _NEVER_LAST: kind == NEVER_LAST,
        _KIN: kind in KIN,
        _KIN_OF: kind in KIN and word.endswith("of"),
        _OF_WHOM: word in OF_WHOM,
    }
    return sum(int(trait) for trait, held in has.items() if held)


def _kisses(dictionary: "pa.Array[Any]") -> Traits:
    buffers: Any = dictionary.buffers()
    _, offsets, data = buffers
    starts = np.frombuffer(offsets, np.int32)[dictionary.offset :][: len(dictionary)]
    letters = np.frombuffer(data, np.uint8)
    is_x = letters == ord("x")
    kisses = np.logical_and.reduceat(is_x | (letters == ord("o")), starts) * _ENDS_IN_KISSES
    traits: Traits = kisses | np.logical_and.reduceat(is_x, starts) * _BEGINS_WITH_KISSES
    return traits


def _without_children(listed: Listed) -> Listed:
    """The names up to the kin word of "mum of Ellie", in brackets and behind a comma as well."""
    if not len(listed.words):
        return listed
    traits = listed.traits[listed.words]
    ahead = _of_one_name(listed)
    ends = traits & _KIN_OF != 0
    ends[:-1] |= (traits[:-1] & _KIN != 0) & (traits[1:] & _OF_WHOM != 0) & ahead
    starts = np.flatnonzero(ends & (listed.known & _SETTLED == 0)) + 1
    stops = np.append(np.flatnonzero(~ahead) + 1, len(traits))
    kept = np.ones(len(traits), np.bool_)
    kept[ranges(starts, stops[np.searchsorted(stops, starts)])] = False
    return listed._replace(words=listed.words[kept], rows=listed.rows[kept], known=listed.known[kept])


def _of_one_name(listed: Listed) -> Marks:
    """Whether each word but the last and the next one stand in one text, both in brackets or both outside."""
    same: Marks = listed.rows[1:] == listed.rows[:-1]
    same &= listed.known[1:] == listed.known[:-1]
    return same


def _with_asides_settled(listed: Listed) -> Listed:
    """Bracketed words, less those that are none, as `also`; "Jones, Sarah" as the name it is."""
    is_name = listed.traits[listed.words] & _SPARE == 0
    behind = listed.known == BEHIND_COMMA
    before = np.bincount(listed.rows[listed.known == UNKNOWN], minlength=listed.number)
    given = np.bincount(listed.rows[behind & is_name], minlength=listed.number)
    turned = (given > 0) & (before > 0) & (before <= _MOST_BEFORE_A_COMMA)
    stays = np.where(turned[listed.rows], is_name, (before == 0)[listed.rows])
    kept = np.where(behind, stays, (listed.known != BRACKETED) | is_name)
    known = np.where(behind, UNKNOWN, np.where(listed.known == BRACKETED, ALSO, listed.known))
    return listed._replace(words=listed.words[kept], rows=listed.rows[kept], known=known[kept])


def _settled(listed: Listed, *, in_handles: bool) -> Listed:
    """Every word of a row without traits is of the name; the other rows are gone through by the rules."""
    unknown = listed.known == UNKNOWN
    flags = np.where(unknown, WORD, listed.known)
    marked = np.zeros(listed.number, np.bool_)
    marked[listed.rows[unknown & (listed.traits[listed.words] != 0)]] = True
    starts = listed.starts()
    rows = np.flatnonzero(marked)
    if len(rows):
        first = starts[:-1] + np.bincount(listed.rows[~unknown], minlength=listed.number)
        _go_through(listed, flags, first[rows], starts[rows + 1], in_handles=in_handles)
    return listed._replace(known=_first_words(flags, starts))


def _go_through(listed: Listed, flags: Flags, starts: Places, stops: Places, *, in_handles: bool) -> None:
    flags[ranges(starts, stops)] = 0
    _take_kisses_off(listed, starts, stops)
    if in_handles:
        starts = starts + _prefixed(listed, starts, stops)
    else:
        _set_former_apart(listed, flags, starts, stops)
        _take_kisses_off(listed, starts, stops)
        starts, stops = _kept_for_their_place(listed, flags, starts, stops)
    _lift(listed, flags, starts, stops)


def _prefixed(listed: Listed, starts: Places, stops: Places) -> Marks:
    return (stops - starts > 1) & listed.have(starts, _IN_HANDLES)


def _take_kisses_off(listed: Listed, starts: Places, stops: Places) -> None:
    """The rows' ends moved in over kisses, as long as more than one word is left."""
    rows = np.arange(len(starts))
    while len(rows := rows[_kissed(listed, starts, stops, rows, stops[rows] - 1, _ENDS_IN_KISSES)]):
        stops[rows] -= 1
    rows = np.arange(len(starts))
    while len(rows := rows[_kissed(listed, starts, stops, rows, starts[rows], _BEGINS_WITH_KISSES)]):
        starts[rows] += 1


def _kissed(
    listed: Listed, starts: Places, stops: Places, rows: Places, ends: Places, trait: np.uint16
) -> Marks:
    """Which rows have more than one word, the one at this end a kiss."""
    return (stops[rows] - starts[rows] > 1) & listed.have(ends, trait)


def _set_former_apart(listed: Listed, flags: Flags, starts: Places, stops: Places) -> None:
    """The words behind the first "née" that is no row's first word as `also`, and the row ended before it."""
    markers = np.flatnonzero(listed.traits[listed.words] & _FORMERLY)
    found = np.append(markers, len(listed.words))[np.searchsorted(markers, starts + 1)]
    rows = np.flatnonzero(found + 1 < stops)
    flags[ranges(found[rows] + 1, stops[rows])] = ALSO
    stops[rows] = found[rows]


def _kept_for_their_place(
    listed: Listed, flags: Flags, starts: Places, stops: Places
) -> tuple[Places, Places]:
    """The rows without a first or last word that would be no name anywhere else, and such words kept."""
    first = listed.have(starts, _NEVER_FIRST)
    flags[starts[first]] = WORD
    last = (stops - starts - first > 0) & listed.have(stops - 1, _NEVER_LAST)
    flags[stops[last] - 1] = WORD
    return starts + first, stops - last


def _lift(listed: Listed, flags: Flags, starts: Places, stops: Places) -> None:
    """The words of each name, and the others: never so many that no name is left."""
    places = ranges(starts, stops)
    rows = np.repeat(np.arange(len(starts)), stops - starts)
    traits = listed.traits[listed.words[places]]
    name, or_job = traits & _SPARE == 0, traits & _SPARE_WITH_ONE_LEFT == 0
    of_name, or_jobs = (np.bincount(rows[some], minlength=len(starts)) for some in (name, or_job))
    few = (of_name < 2)[rows]
    none_left = few & (or_jobs == 0)[rows]
    kept = np.where(few, or_job, name) | none_left
    flags[places] = kept * WORD | (~name & ~none_left) * LIFTED


def _first_words(flags: Flags, starts: Places) -> Flags:
    """The flags without WORD, or ALSO, behind the first MOST_WORDS of a row."""
    lengths = np.diff(starts)
    long = np.flatnonzero(lengths > MOST_WORDS)
    places = ranges(starts[long], starts[long + 1])
    first = np.cumsum(lengths[long]) - lengths[long]
    for flag in (WORD, ALSO):
        counted = np.cumsum(flags[places] & flag != 0)
        before = np.concatenate(([0], counted))[first]
        beyond = counted - np.repeat(before, lengths[long]) > MOST_WORDS
        flags[places[beyond]] &= ~flag
    return flags
