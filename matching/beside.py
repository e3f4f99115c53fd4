"""The letters beside a known name in a handle, which may be the other name: jery in "mrsjeryjones"."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.arrays import Flags, Ints, distinct, groups_of
from matching.lattice import Handles

SHORTEST, LONGEST = 2, 14
"""Letters of such a name."""


class Stretches(NamedTuple):
    """A row a stretch of letters: its handle, where it starts and where it stops (exclusive)."""

    handle: Ints
    start: Ints
    stop: Ints


def beside(handles: Handles, handle: Ints, start: Ints, stop: Ints) -> Stretches:
    """The stretches before and behind names found in handles: rows of `handles`, with start and stop.

    Each stretch is given once. It reaches to an end of the handle, to where its owner has split it, or to
    where an addition leaves off.
    """
    splits = np.diff(handles.splits, axis=1, prepend=handles.splits[:, :1]) > 0
    row, begin = _edges((handles.unexplained_before == 0) | splits, handle)
    before = Stretches(handle[row], begin, start[row])
    row, end = _edges(((handles.unexplained_after == 0) & _inside(handles)) | splits, handle)
    behind = Stretches(handle[row], stop[row], end)
    found = Stretches(*(np.concatenate(pair) for pair in zip(before, behind, strict=True)))
    letters = found.stop - found.start
    kept = np.flatnonzero((letters >= SHORTEST) & (letters <= LONGEST))
    first, _ = distinct(*(column[kept] for column in found))
    return Stretches(*(column[kept][first] for column in found))


def _edges(edges: Flags, handle: Ints) -> tuple[Ints, Ints]:
    """For each row of `handle` every edge of that handle: the row, and the place."""
    whose, place = np.nonzero(edges)
    row, edge = groups_of(whose, len(edges)).members(handle)
    return row, place[edge]


def _inside(handles: Handles) -> NDArray[np.bool_]:
    lengths = np.fromiter(map(len, handles.letters), np.int64, len(handles.letters))
    inside: NDArray[np.bool_] = np.arange(handles.after.shape[1]) <= lengths[:, None]
    return inside
