"""Every place where a known word stands inside a longer one: sarah and jones in "itssarahjones".

The known words are laid out as a tree of letters (a trie, in arrays). Every letter of every text begins a
walk down the tree, all walks at once: after three or four letters few are left, so a million texts of twelve
letters against ten thousand words take about a second. Nothing is hashed, so nothing collides.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Places: TypeAlias = NDArray[np.int32]

SHORTEST = 3
"""Letters of the shortest word looked for, unless the caller asks for shorter ones."""

_CHUNK = 1 << 16
_LETTERS = 27  # a to z, and 0 for whatever is none
_DEEPEST = 40


class Pieces(NamedTuple):
    """Parallel arrays: in text `word` the known word `form` stands from `start` up to `stop` (exclusive)."""

    word: Places
    start: Places
    stop: Places
    form: Places


class Tree(NamedTuple):
    """Known words by their letters: `child[node * 27 + letter]`, and `ends[node]`: which word, or -1."""

    child: Places
    ends: Places


def find_pieces(words: Sequence[str], forms: Sequence[str], shortest: int = SHORTEST) -> Pieces:
    """Every occurrence of a form of at least `shortest` letters in a word, by word, then start, then length.

    `words` and `forms` are lower-case ASCII; `forms` are distinct (of equal ones the last is found).
    Overlapping and nested occurrences are all given: ann and anna in "anna".
    """
    return find_words(words, tree_of(forms, shortest))


def find_words(words: Sequence[str], tree: Tree) -> Pieces:
    """Every occurrence of a word of the tree in a word, 65,536 words at a time."""
    found = [_find(words[first : first + _CHUNK], first, tree) for first in range(0, len(words), _CHUNK)]
    return together(found)


def together(found: Sequence[Pieces]) -> Pieces:
    """Several finds as one."""
    if not found:
        return Pieces(*(np.empty(0, np.int32) for _ in Pieces._fields))
    return Pieces(*(np.concatenate(column) for column in zip(*found, strict=True)))


def tree_of(forms: Sequence[str], shortest: int = SHORTEST) -> Tree:
    """The tree of all forms of at least `shortest` and at most 40 letters."""
    letters, lengths = _grid(forms)
    kept = np.flatnonzero((lengths >= shortest) & ((letters > 0).sum(axis=1) == lengths))
    branches = list(_branches(letters[kept], lengths[kept]))
    nodes = 1 + sum(len(keys) for keys, *_ in branches)
    child, ends = np.zeros(nodes * _LETTERS, np.int32), np.full(nodes, -1, np.int32)
    for keys, first, ended, at in branches:
        child[keys] = np.arange(first, first + len(keys), dtype=np.int32)
        ends[at] = kept[ended]
    return Tree(child, ends)


def _branches(letters: NDArray[np.uint8], lengths: Places) -> Iterator[tuple[Places, int, Places, Places]]:
    """For each depth: its nodes' places in `child`, its first node, the rows that end there, and where."""
    row, node, first = np.arange(len(letters)), np.zeros(len(letters), np.int64), 1
    for depth in range(letters.shape[1] if len(letters) else 0):
        keys, place = np.unique(node * _LETTERS + letters[row, depth], return_inverse=True)
        node = first + place
        over = lengths[row] == depth + 1
        yield keys.astype(np.int32), first, row[over].astype(np.int32), node[over].astype(np.int32)
        row, node, first = row[~over], node[~over], first + len(keys)


def _find(words: Sequence[str], first: int, tree: Tree) -> Pieces:
    text, starts = flat_letters(words)
    begin = np.flatnonzero(text).astype(np.int32)
    node, depth = np.zeros(len(begin), np.int32), 0
    found: list[tuple[Places, Places, int]] = []
    while len(begin):
        node = tree.child[node * _LETTERS + text[begin + depth]]
        alive = np.flatnonzero(node)
        begin, node, depth = begin[alive], node[alive], depth + 1
        form = tree.ends[node]
        here = np.flatnonzero(form >= 0)
        found.append((begin[here], form[here], depth))
    return _pieces(found, starts, first)


def _pieces(found: list[tuple[Places, Places, int]], starts: Places, first: int) -> Pieces:
    if not found:
        return together([])
    at = np.concatenate([begin for begin, _, _ in found])
    form = np.concatenate([form for _, form, _ in found])
    length = np.concatenate([np.full(len(begin), depth, np.int32) for begin, _, depth in found])
    order = np.lexsort((length, at))
    at, form, length = at[order], form[order], length[order]
    word = np.searchsorted(starts, at, side="right").astype(np.int32) - 1
    start = at - starts[word]
    return Pieces(word + np.int32(first), start, start + length, form)


def flat_letters(words: Sequence[str]) -> tuple[NDArray[np.uint8], Places]:
    """All words in a row, a to z as 1 to 26 and a 0 behind each word; and where each word starts."""
    encoded = ("\n".join(words) + "\n").encode("ascii", "replace")
    text = np.frombuffer(encoded, np.uint8) - np.uint8(ord("a") - 1)
    text[text > 26] = 0
    lengths = np.fromiter(map(len, words), np.int32, len(words))
    starts = np.zeros(len(words), np.int32)
    np.cumsum(lengths[:-1] + 1, out=starts[1:])
    return text, starts


def _grid(words: Sequence[str]) -> tuple[NDArray[np.uint8], Places]:
    """The letters of each word in a row of a table, and how many there are."""
    text, starts = flat_letters(words)
    lengths = np.fromiter(map(len, words), np.int32, len(words))
    longest = min(int(lengths.max(initial=0)), _DEEPEST)
    grid = np.zeros((len(words), longest), np.uint8)
    for depth in range(longest):
        rows = np.flatnonzero(lengths > depth)
        grid[rows, depth] = text[starts[rows] + depth]
    return grid, lengths
