"""Whole columns of display names and handles taken apart: the words of `names.parse_name`, as numbers.

A name in Latin letters, signs and emoji is read by its bytes, all names of a chunk at once. A name in another
script, or with tangled brackets, is left to `names`, which says what a name is; each such text once.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from matching import columns, lifting
from matching.asides import bytes_with_asides, cut_out
from matching.lifting import ALSO, BEHIND_COMMA, BRACKETED, LIFTED, UNKNOWN, WORD, Flags, Listed
from matching.names import ParsedName, parse_handle, parse_name
from matching.spelling import spelt
from matching.texts import Bytes, Places, TextColumn, Texts, chunks, ranges, rows_at
from matching.tokens import APOSTROPHE, FOREIGN, byte_table, case_changes, without_apostrophes, words_of

Numbers = NDArray[np.int32]
Parse = Callable[[str], ParsedName]
Lift = Callable[[Listed], Listed]

_REMEMBERED = 1 << 16


class ParsedNames(NamedTuple):
    """What `names.ParsedName` says, of each text of a column of `n`.

    `words[starts[i]:starts[i + 1]]` are the places in `vocabulary` of text `i`'s words; those that `also`
    marks come last: the words of a bracket or after "née". `lifted` and `lifted_starts` hold what was lifted
    out.
    """

    vocabulary: list[str]
    starts: Numbers
    words: Numbers
    also: NDArray[np.bool_]
    lifted_starts: Numbers
    lifted: Numbers

    def name(self, row: int) -> ParsedName:
        """One text's name, as `names` has it."""
        places = slice(self.starts[row], self.starts[row + 1])
        words = [self.vocabulary[word] for word in self.words[places]]
        of_name = len(words) - int(self.also[places].sum())
        lifted = self.lifted[self.lifted_starts[row] : self.lifted_starts[row + 1]]
        return ParsedName(
            tuple(words[:of_name]), tuple(words[of_name:]), tuple(self.vocabulary[word] for word in lifted)
        )


class _Part(NamedTuple):
    """Words of some rows of a chunk: the row of each, in order, and what is known of each."""

    words: "pa.Array[Any]"
    rows: NDArray[np.uint16]
    known: Flags


class _Chunk(NamedTuple):
    """What a chunk's texts say: words by a dictionary of the chunk, and how many of them each text has."""

    words: "pa.DictionaryArray[Any, Any]"
    lengths: Places
    also: NDArray[np.bool_]
    lifted: Numbers
    lifted_lengths: Places


def parse_names(texts: TextColumn) -> ParsedNames:
    """Every name as people write it, taken apart as `names.parse_name` does."""
    parse = lru_cache(_REMEMBERED)(parse_name)
    return _parsed([_chunk(some, _read_names(some, parse), lifting.of_names) for some in chunks(texts)])


def parse_handles(texts: TextColumn) -> ParsedNames:
    """Every handle, taken apart as `names.parse_handle` does."""
    parse = lru_cache(_REMEMBERED)(parse_handle)
    return _parsed([_chunk(some, _read_handles(some, parse), lifting.of_handles) for some in chunks(texts)])


def _read_names(texts: Texts, parse: Parse) -> list[_Part]:
    seen = texts._replace(letters=bytes_with_asides()[texts.letters])
    foreign = _rows_with(seen, seen.letters == FOREIGN)
    _blank(seen, foreign)
    parts, left = _by_bytes(seen, np.arange(len(texts.starts)))
    if len(foreign):
        in_ascii, read = spelt(texts.some(foreign))
        seen = in_ascii._replace(letters=bytes_with_asides()[in_ascii.letters])
        _blank(seen, np.flatnonzero(~read))
        more, odd = _by_bytes(seen, foreign)
        parts = [part for both in zip(parts, more, strict=True) for part in both]
        left = np.unique(np.concatenate((left, odd, foreign[~read])))
    return [*parts, _one_by_one(texts, left, parse)]


def _read_handles(texts: Texts, parse: Parse) -> list[_Part]:
    seen = texts._replace(letters=byte_table()[texts.letters])
    left = _rows_with(seen, (seen.letters == FOREIGN) | (seen.letters == APOSTROPHE))
    _blank(seen, left)
    rows = np.arange(len(texts.starts))
    return [_part(seen, rows, UNKNOWN, case_changes(texts)), _one_by_one(texts, left, parse)]


def _by_bytes(seen: Texts, rows: Places) -> tuple[list[_Part], Places]:
    """The words of the texts of these rows, asides first, and the rows that bytes do not tell enough of."""
    possessive = _rows_with(seen, _may_be_possessive(seen.letters))
    _blank(seen, possessive)
    asides = cut_out(seen)
    _blank(seen, asides.tangled)
    parts = [
        _part(without_apostrophes(texts), rows[some], known)
        for texts, some, known in (
            (*asides.bracketed, BRACKETED),
            (*asides.behind_comma, BEHIND_COMMA),
            (seen, slice(None), UNKNOWN),
        )
    ]
    return parts, rows[np.concatenate((possessive, asides.tangled))]


def _part(texts: Texts, rows: Places, known: np.uint8, breaks: Places | None = None) -> _Part:
    words = words_of(texts, breaks)
    return _Part(
        words.written, np.repeat(rows.astype(np.uint16), words.lengths), np.full(len(words.written), known)
    )


def _may_be_possessive(letters: Bytes) -> NDArray[np.bool_]:
    """The apostrophes of "Ellie's Mum" and "James' Mum"."""
    found = np.zeros(len(letters), np.bool_)
    places = np.flatnonzero(letters == APOSTROPHE)
    around = np.concatenate((letters, np.zeros(2, np.uint8)))
    before, after, then = (around[places + by] for by in (-1, 1, 2))
    s, a = ord("s"), ord("a")
    found[places] = ((after == s) & (then < a)) | ((before == s) & (after < a))
    return found


def _rows_with(texts: Texts, mask: NDArray[np.bool_]) -> Places:
    """The rows with a byte that the mask marks."""
    marked = np.zeros(len(texts.starts), np.bool_)
    marked[rows_at(texts, np.flatnonzero(mask))] = True
    return np.flatnonzero(marked)


def _blank(texts: Texts, rows: Places) -> None:
    texts.letters[ranges(texts.starts[rows], texts.stops[rows])] = 0


def _one_by_one(texts: Texts, rows: Places, parse: Parse) -> _Part:
    """The words of the texts that only `names` can read."""
    names = [parse(texts.text(row)) for row in rows.tolist()]
    words = [word for name in names for some in name for word in some]
    known = [
        flag for name in names for flag, some in zip((WORD, ALSO, LIFTED), name, strict=True) for _ in some
    ]
    lengths = np.array([sum(map(len, name)) for name in names], np.int64)
    return _Part(columns.text(words), np.repeat(rows.astype(np.uint16), lengths), np.array(known, np.uint8))


def _chunk(texts: Texts, parts: list[_Part], lift: Lift) -> _Chunk:
    """The parts of a chunk put together in the order of its rows, and what is no name lifted out."""
    words, dictionary = lifting.encoded([part.words for part in parts])
    rows, known = (
        np.concatenate([part.rows for part in parts]),
        np.concatenate([part.known for part in parts]),
    )
    if sum(1 for part in parts if len(part.rows)) > 1:
        order = np.argsort(rows, kind="stable")
        words, rows, known = words[order], rows[order], known[order]
    listed = lift(Listed(words, rows, len(texts.starts), lifting.traits_of(dictionary), known))
    words, rows, found = listed.words, listed.rows, listed.known
    lifted = found & LIFTED != 0
    kept = np.flatnonzero(found & (WORD | ALSO))
    also = found[kept] == ALSO
    if also.any():
        order = np.argsort(rows[kept] * np.int32(2) + also, kind="stable")
        kept, also = kept[order], also[order]
    return _Chunk(
        pa.DictionaryArray.from_arrays(_numbers(words[kept]), dictionary),
        np.bincount(rows[kept], minlength=len(texts.starts)),
        also,
        words[lifted],
        np.bincount(rows[lifted], minlength=len(texts.starts)),
    )


def _parsed(found: list[_Chunk]) -> ParsedNames:
    """The chunks as one, with one vocabulary. What was lifted has the same places in every dictionary."""
    if not found:
        nothing = np.zeros(0, np.int32)
        return ParsedNames([], _starts([]), nothing, nothing.astype(np.bool_), _starts([]), nothing)
    words: Any = pa.chunked_array([chunk.words for chunk in found]).unify_dictionaries()
    return ParsedNames(
        words.chunk(0).dictionary.to_pylist(),
        _starts([chunk.lengths for chunk in found]),
        np.concatenate([_indices(chunk) for chunk in words.chunks]),
        np.concatenate([chunk.also for chunk in found]),
        _starts([chunk.lifted_lengths for chunk in found]),
        np.concatenate([chunk.lifted for chunk in found]),
    )


def _numbers(values: Numbers) -> "pa.Array[Any]":
    return pa.Array.from_buffers(pa.int32(), len(values), [None, pa.py_buffer(values.data)])


def _indices(words: Any) -> Numbers:
    return np.frombuffer(words.indices.buffers()[1], np.int32)[: len(words)]


def _starts(lengths: Sequence[Places]) -> Numbers:
    return np.cumsum(np.concatenate((np.zeros(1, np.int64), *lengths))).astype(np.int32)
