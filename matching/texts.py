"""A column of texts as bytes, a chunk of rows at a time, each text cut where no name goes on."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from matching.folding import LONGEST

ROWS = 1 << 16
"""Rows of a chunk: what is made of one fits a processor's cache, and its rows a 16-bit number."""

MOST_BYTES = 4
"""Bytes of one character in UTF-8, at most."""

Bytes: TypeAlias = NDArray[np.uint8]
Places: TypeAlias = NDArray[np.int64]
TextColumn: TypeAlias = "Sequence[str] | pa.Array[Any] | pa.ChunkedArray[Any]"


class Texts(NamedTuple):
    """Some texts in one buffer: text `i` is `letters[starts[i]:stops[i]]`, in UTF-8; none overlap."""

    letters: Bytes
    starts: Places
    stops: Places

    def text(self, row: int) -> str:
        """One text as a string."""
        return self.letters[self.starts[row] : self.stops[row]].tobytes().decode("utf-8", "surrogatepass")

    def some(self, rows: Places) -> "Texts":
        """These texts alone, one behind the other."""
        lengths = self.stops[rows] - self.starts[rows]
        stops = np.cumsum(lengths)
        return Texts(self.letters[ranges(self.starts[rows], self.stops[rows])], stops - lengths, stops)


def chunks(column: TextColumn) -> Iterator[Texts]:
    """The texts of a column in order, cut to LONGEST characters; an empty cell is an empty text."""
    if isinstance(column, pa.Array | pa.ChunkedArray):
        yield from map(_cut, _of_arrow(column))
        return
    for start in range(0, len(column), ROWS):
        yield _of_list(column[start : start + ROWS])


def ranges(starts: Places, stops: Places) -> Places:
    """Every whole number from each start up to its stop."""
    lengths = stops - starts
    before = np.cumsum(lengths) - lengths
    every: Places = np.arange(int(lengths.sum())) + np.repeat(starts - before, lengths)
    return every


def rows_at(texts: Texts, places: Places) -> Places:
    """The row that each of these places in the letters belongs to."""
    behind: Places = np.searchsorted(texts.starts, places, side="right")
    return behind - 1


def _of_list(texts: Sequence[str]) -> Texts:
    cut = [text[:LONGEST] for text in texts]
    letters = _joined(cut)
    ends = np.flatnonzero(letters == 0)
    if len(ends) >= len(cut):  # a text holds our separator; \1 parts words as well
        return _of_list([text.replace("\0", "\1") for text in cut])
    return Texts(letters, np.concatenate(([0], ends + 1)), np.append(ends, len(letters)))


def _joined(texts: Sequence[str]) -> Bytes:
    return np.frombuffer("\0".join(texts).encode("utf-8", "surrogatepass"), np.uint8)


def _of_arrow(column: "pa.Array[Any] | pa.ChunkedArray[Any]") -> Iterator[Texts]:
    if column.type not in {pa.string(), pa.large_string()}:
        column = column.cast(pa.string())
    parts = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    yield from chain.from_iterable(
        (_of_buffers(part.slice(start, ROWS)) for start in range(0, len(part), ROWS)) for part in parts
    )


def _of_buffers(column: "pa.Array[Any]") -> Texts:
    """An arrow array's texts without a copy: its bytes, and where each text begins."""
    buffers: Any = column.buffers()
    valid, places, data = buffers
    width: Any = np.int64 if column.type == pa.large_string() else np.int32
    offsets = np.frombuffer(places, width)[column.offset : column.offset + len(column) + 1].astype(np.int64)
    letters = np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)
    starts, stops = offsets[:-1] - offsets[0], offsets[1:] - offsets[0]
    if valid is not None and column.null_count:
        bits = np.unpackbits(np.frombuffer(valid, np.uint8), bitorder="little")
        stops = np.where(bits[column.offset : column.offset + len(column)] == 1, stops, starts)
    return Texts(letters[offsets[0] : offsets[-1]], starts, stops)


def _cut(texts: Texts) -> Texts:
    """The texts with the long ones cut and what was behind the cut left out: the rest is copied at most."""
    long = np.flatnonzero(texts.stops - texts.starts > LONGEST)
    if not len(long):
        return texts
    stops = texts.stops.copy()
    for row in long.tolist():
        head = texts.letters[texts.starts[row] : stops[row]][: LONGEST * MOST_BYTES]
        stops[row] = texts.starts[row] + _cut_at(head)
    left_out = np.cumsum(texts.stops - stops)
    pieces, start = [], 0
    for row in long.tolist():
        pieces.append(texts.letters[start : stops[row]])
        start = int(texts.stops[row])
    pieces.append(texts.letters[start:])
    before = np.concatenate(([0], left_out[:-1]))
    return Texts(np.concatenate(pieces), texts.starts - before, stops - before)


def _cut_at(head: Bytes) -> int:
    """How many bytes the first LONGEST characters take."""
    characters = np.flatnonzero(head & 0xC0 != 0x80)
    return int(characters[LONGEST]) if len(characters) > LONGEST else len(head)
