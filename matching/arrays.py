"""Relations as columns: the joins, groups and look-ups that matching is made of, on numpy arrays."""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

NONE = -1
"""The place of a row that is not there."""


class Groups(NamedTuple):
    """Rows brought together by a small integer: group g is `rows[starts[g]:starts[g + 1]]`."""

    rows: Ints
    starts: Ints

    def sizes(self, groups: Ints) -> Ints:
        """How many rows each of these groups has."""
        counts: Ints = self.starts[groups + 1] - self.starts[groups]
        return counts

    def members(self, groups: Ints) -> tuple[Ints, Ints]:
        """Every row of every one of these groups: whose group it is (a place in `groups`), and the row."""
        whose, place = spread(self.sizes(groups))
        return whose, self.rows[self.starts[groups][whose] + place]


def groups_of(keys: Ints, number: int) -> Groups:
    """Rows by key, keys from 0 to `number` - 1, in their order within a group."""
    starts = np.zeros(number + 1, np.int64)
    np.cumsum(np.bincount(keys, minlength=number), out=starts[1:])
    return Groups(np.argsort(keys, kind="stable"), starts)


def spread(counts: Ints) -> tuple[Ints, Ints]:
    """Each place repeated as often as its count says, with its number among its own from 0."""
    whose = np.repeat(np.arange(len(counts)), counts)
    ends = np.cumsum(counts)
    return whose, np.arange(len(whose)) - np.repeat(ends - counts, counts)


def places_of(sorted_keys: Ints, keys: Ints) -> Ints:
    """Where each key stands among distinct sorted ones, NONE where it does not."""
    if not len(sorted_keys):
        return np.full(len(keys), NONE)
    places = np.minimum(np.searchsorted(sorted_keys, keys), len(sorted_keys) - 1)
    return np.where(sorted_keys[places] == keys, places, NONE)


def matching_rows(left: Ints, right: Groups) -> tuple[Ints, Ints]:
    """An inner join: for each row of `left` (its group's number) every row of that group in `right`."""
    return right.members(left)


def best_of_each(keys: Ints, values: Floats, number: int, *tie_breaks: Ints) -> Ints:
    """For each key from 0 to `number` - 1 the row of its highest value, NONE where it has no row.

    Among equals the row with the smallest tie breaks wins, so that no order of rows decides.
    """
    best = np.full(number, NONE)
    if len(keys):
        order = np.lexsort((*reversed(tie_breaks), -values, keys))
        first = order[_is_first(keys[order])]
        best[keys[first]] = first
    return best


def total_of_each(keys: Ints, values: Floats, number: int) -> Floats:
    """For each key from 0 to `number` - 1 the sum of its values."""
    return np.bincount(keys, values, number).astype(np.float64)


def highest_of_each(keys: Ints, values: Floats, number: int, least: float = 0.0) -> Floats:
    """For each key from 0 to `number` - 1 its highest value, `least` where it has none."""
    highest = np.full(number, least)
    np.maximum.at(highest, keys, values)
    return highest


def distinct(*columns: Ints) -> tuple[Ints, Ints]:
    """The rows of the distinct combinations, the first of each, and for every row its combination's place."""
    order = np.lexsort(columns[::-1])
    new = np.zeros(len(order), np.bool_)
    for column in columns:
        new |= _is_first(column[order])
    which = np.empty(len(order), np.int64)
    which[order] = np.cumsum(new) - 1
    return order[new], which


def _is_first(ordered: Ints) -> Flags:
    first = np.ones(len(ordered), np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    return first


def codes_of(values: Sequence[str], known: dict[str, int]) -> Ints:
    """The place of each text in a dictionary, NONE where it is not there."""
    return np.fromiter((known.get(value, NONE) for value in values), np.int64, len(values))


def first_letters(words: Sequence[str]) -> Ints:
    """The first letter of each word of ASCII letters, a as 0."""
    return np.fromiter((ord(word[0]) - ord("a") for word in words), np.int64, len(words))
