"""Arrow columns to and from numpy by their buffers: `pa.array` and `to_numpy` import pandas (0.2 s)."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike, NDArray

Column: TypeAlias = "pa.Array[Any]"


def text(values: Iterable[str]) -> Column:
    """A column of text."""
    encoded = [value.encode("utf-8", "surrogatepass") for value in values]
    lengths = np.fromiter(map(len, encoded), np.int64, len(encoded))
    buffers = [None, pa.py_buffer(_offsets(lengths)), pa.py_buffer(b"".join(encoded))]
    return pa.Array.from_buffers(pa.string(), len(encoded), buffers)


def whole_numbers(values: ArrayLike) -> Column:
    """A column of 32-bit whole numbers."""
    numbers = np.ascontiguousarray(values, np.int32)
    return pa.Array.from_buffers(pa.int32(), len(numbers), [None, pa.py_buffer(numbers.tobytes())])


def numbers(values: ArrayLike) -> Column:
    """A column of 64-bit numbers."""
    figures = np.ascontiguousarray(values, np.float64)
    return pa.Array.from_buffers(pa.float64(), len(figures), [None, pa.py_buffer(figures.tobytes())])


def lists(lengths: ArrayLike, kind: pa.DataType, flat: Column) -> Column:
    """A column of lists, given how long each is and all their values in a row."""
    counts = np.asarray(lengths, np.int64)
    buffers = [None, pa.py_buffer(_offsets(counts))]
    return pa.Array.from_buffers(kind, len(counts), buffers, children=[flat])


def records(kind: pa.DataType, fields: Sequence[Column]) -> Column:
    """A column of records from its fields' columns."""
    return pa.Array.from_buffers(kind, len(fields[0]), [None], children=list(fields))


def taken(values: Column, places: NDArray[np.int64]) -> Column:
    """The values at these places."""
    return values.take(whole_numbers(places))


def together(parts: Sequence[Column]) -> Column:
    """Columns one after another."""
    return pa.concat_arrays(list(parts))


def codes(column: "pa.ChunkedArray[Any]") -> tuple[NDArray[np.int64], Column]:
    """A column of text as places in its distinct values, and those."""
    encoded = column.combine_chunks().dictionary_encode(null_encoding="encode")
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    return as_numbers(encoded.indices), encoded.dictionary


def as_numbers(column: Column) -> NDArray[np.int64]:
    """A column of 32-bit whole numbers without nulls as numpy has it."""
    buffer = column.buffers()[1]
    if buffer is None:
        return np.zeros(0, np.int64)
    stored = np.frombuffer(memoryview(buffer), np.dtype(np.int32))
    return stored[column.offset : column.offset + len(column)].astype(np.int64)


def _offsets(lengths: NDArray[np.int64]) -> bytes:
    offsets = np.zeros(len(lengths) + 1, np.int32)
    np.cumsum(lengths, out=offsets[1:])
    return offsets.tobytes()
