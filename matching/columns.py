"""Arrow columns from plain lists, by their buffers: `pa.array` imports pandas where it finds it (0.2 s)."""

from array import array
from collections.abc import Sequence
from typing import Any, TypeAlias

import pyarrow as pa

Column: TypeAlias = "pa.Array[Any]"


def text(values: Sequence[str]) -> Column:
    """A column of text."""
    encoded = [value.encode("utf-8", "surrogatepass") for value in values]
    buffers = [
        None,
        pa.py_buffer(_offsets([len(value) for value in encoded])),
        pa.py_buffer(b"".join(encoded)),
    ]
    return pa.Array.from_buffers(pa.string(), len(values), buffers)


def whole_numbers(values: Sequence[int]) -> Column:
    """A column of 32-bit whole numbers."""
    return pa.Array.from_buffers(pa.int32(), len(values), [None, pa.py_buffer(array("i", values).tobytes())])


def numbers(values: Sequence[float]) -> Column:
    """A column of 64-bit numbers."""
    return pa.Array.from_buffers(
        pa.float64(), len(values), [None, pa.py_buffer(array("d", values).tobytes())]
    )


def lists(lengths: Sequence[int], kind: pa.DataType, flat: Column) -> Column:
    """A column of lists, given how long each is and all their values in a row."""
    buffers = [None, pa.py_buffer(_offsets(lengths))]
    return pa.Array.from_buffers(kind, len(lengths), buffers, children=[flat])


def records(kind: pa.DataType, fields: Sequence[Column]) -> Column:
    """A column of records from its fields' columns."""
    return pa.Array.from_buffers(kind, len(fields[0]), [None], children=list(fields))


def _offsets(lengths: Sequence[int]) -> bytes:
    offsets = array("i", [0])
    total = 0
    for length in lengths:
        total += length
        offsets.append(total)
    return offsets.tobytes()
