"""Names taken apart, as columns: what each text's words are, and the spans of letters that may be a name.

A *span* is a word, two words side by side that make one name of the roster (de souza), or a piece of an
unbroken handle. Places are letters of the text's words run together.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from matching.arrays import NONE, Flags, Groups, Ints, codes_of, distinct, groups_of, spread
from matching.pieces import find_pieces
from matching.reading import ParsedNames

LONGEST_UNBROKEN = 40
"""Letters of a handle in which names are looked for: no platform allows a longer one that people use."""


MOST_IDEOGRAPHS = 4
"""Ideographs or syllables of a name that is read as one word."""

SHORTEST_JOINED = 4
"""Letters of a name in two words: l u is no Lu."""


class Shown(NamedTuple):
    """The texts that name somebody: text t has the vocabulary's words `word[starts[t]:starts[t + 1]]`.

    `natives` has the words of the vocabulary that stood in a script of their own.
    """

    vocabulary: list[str]
    natives: dict[str, str]
    starts: Ints
    word: Ints
    also: Flags
    handle: Flags

    @property
    def number(self) -> int:
        """How many texts there are."""
        return len(self.handle)

    def only(self, texts: Ints) -> "Shown":
        """These texts, in this order."""
        counts = np.diff(self.starts)[texts]
        whose, place = spread(counts)
        rows = self.starts[texts][whose] + place
        starts = np.concatenate([[0], np.cumsum(counts)])
        return Shown(
            self.vocabulary, self.natives, starts, self.word[rows], self.also[rows], self.handle[texts]
        )


class Spans(NamedTuple):
    """A row a span: its text, its letters from `start` up to `stop`, and its word of the vocabulary.

    `single` is one whole word, `inner` a piece of a longer one; `long` counts the words of two letters or
    more that it covers.
    """

    text: Ints
    start: Ints
    stop: Ints
    word: Ints
    also: Flags
    single: Flags
    inner: Flags
    long: Ints
    by_text: Groups

    @property
    def letters(self) -> Ints:
        """How many letters each span has."""
        letters: Ints = self.stop - self.start
        return letters

    def long_words(self) -> Ints:
        """How many words of two letters or more each text has."""
        number = len(self.by_text.starts) - 1
        return np.bincount(self.text[self.single], self.long[self.single], number).astype(np.int64)


class _Rows(NamedTuple):
    """Spans before they are brought in order."""

    text: Ints
    start: Ints
    stop: Ints
    word: Ints
    also: Flags
    single: Flags
    inner: Flags
    long: Ints


def shown_in(
    display_names: ParsedNames, handles: ParsedNames, natives: dict[str, str], more: Iterable[str] = ()
) -> Shown:
    """Display names first, then handles, in one vocabulary, to which `more` words are added."""
    places: dict[str, int] = {}
    recoded = []
    for parsed in (display_names, handles):
        recode = [places.setdefault(word, len(places)) for word in parsed.vocabulary]
        recoded.append(np.array(recode, np.int64)[parsed.words])
    for word in (*natives, *more):
        places.setdefault(word, len(places))
    ends = np.int64(display_names.starts[-1])
    return Shown(
        list(places),
        natives,
        np.concatenate([display_names.starts, handles.starts[1:] + ends]).astype(np.int64),
        np.concatenate(recoded),
        np.concatenate([display_names.also, handles.also]),
        np.repeat([False, True], [len(display_names.starts) - 1, len(handles.starts) - 1]),
    )


class SpanFinder:
    """Finds the spans of texts: knows the vocabulary, and the roster's names that are looked for in them."""

    def __init__(self, shown: Shown, names: Sequence[str]) -> None:
        vocabulary = shown.vocabulary
        self._vocabulary = vocabulary
        self._native = np.fromiter((word in shown.natives for word in vocabulary), np.bool_, len(vocabulary))
        self._names = names
        self._places = {word: place for place, word in enumerate(vocabulary)}
        self._named = codes_of(names, self._places)
        self._known = {*names, *shown.natives}
        self._letters = np.fromiter(map(len, vocabulary), np.int64, len(vocabulary))
        self._alphabet = codes_of([chr(letter) for letter in range(97, 123)], self._places)
        beginnings = {name[:stop] for name in self._known for stop in range(1, len(name))}
        self._begins = np.fromiter((word in beginnings for word in vocabulary), np.bool_, len(vocabulary))

    def spans(self, shown: Shown) -> Spans:
        """Every span of these texts, by text."""
        words = self._words(shown)
        joined = self._joined(words, np.diff(shown.starts) > 2)
        return _together(
            [words, joined, self._whole(words, shown), *self._pieces(shown, words)], shown.number
        )

    def _words(self, shown: Shown) -> _Rows:
        text, _ = spread(np.diff(shown.starts))
        letters = self._letters[shown.word]
        ends = np.cumsum(letters)
        stop = ends - np.concatenate([[0], ends])[shown.starts[:-1]][text]
        whole = np.ones(len(text), np.bool_)
        long = (letters > 1).astype(np.int64)
        return _Rows(text, stop - letters, stop, shown.word, shown.also, whole, ~whole, long)

    def _joined(self, words: _Rows, many: Flags) -> _Rows:
        """Two words side by side that make one name, in texts of `many` words."""
        first = np.flatnonzero((words.text[:-1] == words.text[1:]) & many[words.text[:-1]])
        first = first[self._begins[words.word[first]]]
        pairs, which = distinct(words.word[first], words.word[first + 1])
        made = [self._joined_word(words, row) for row in first[pairs].tolist()]
        word = np.array(made, np.int64)[which]
        first, word = first[word >= 0], word[word >= 0]
        none = np.zeros(len(first), np.bool_)
        start, stop = words.start[first], words.stop[first + 1]
        long = words.long[first] + words.long[first + 1]
        return _Rows(words.text[first], start, stop, word, words.also[first], none, none, long)

    def _whole(self, words: _Rows, shown: Shown) -> _Rows:
        """A whole text that one name fills in a script of its own, its words put back in their order."""
        lengths = np.diff(shown.starts)
        natives = np.bincount(words.text[self._native[words.word]], minlength=shown.number)
        text = np.flatnonzero((natives == lengths) & (lengths > 1) & (lengths <= MOST_IDEOGRAPHS))
        word = codes_of([self._put_back(shown, each) for each in text.tolist()], self._places)
        text, word = text[word >= 0], word[word >= 0]
        stop = np.bincount(words.text, words.stop - words.start, shown.number).astype(np.int64)[text]
        none, long = np.zeros(len(text), np.bool_), lengths[text]
        return _Rows(text, np.zeros(len(text), np.int64), stop, word, none, none, none, long)

    def _put_back(self, shown: Shown, text: int) -> str:
        words = [self._vocabulary[word] for word in shown.word[shown.starts[text] : shown.starts[text + 1]]]
        return "".join([words[-1], *words[:-1]])

    def _joined_word(self, words: _Rows, row: int) -> int:
        joined = self._vocabulary[words.word[row]] + self._vocabulary[words.word[row + 1]]
        known = len(joined) >= SHORTEST_JOINED and joined in self._known
        return self._places[joined] if known else NONE

    def _pieces(self, shown: Shown, words: _Rows) -> list[_Rows]:
        """The names inside handles, and the letters beside them."""
        searched = np.flatnonzero(shown.handle)
        unbroken = [self._unbroken(shown, text) for text in searched.tolist()]
        found = find_pieces(unbroken, self._names)
        text, start, stop = searched[found.word], found.start.astype(np.int64), found.stop.astype(np.int64)
        edges = _Edges(words)
        crossed = edges.crossed(text, start, stop)
        begins, ends = edges.at(text, start), edges.at(text, stop)
        kept = np.where(crossed, begins | ends, ~(begins & ends))
        none, one = np.zeros(int(kept.sum()), np.bool_), np.ones(int(kept.sum()), np.int64)
        word = self._named[found.form[kept]]
        pieces = _Rows(text[kept], start[kept], stop[kept], word, none, none, ~crossed[kept], one)
        return [pieces, self._initials(unbroken, searched, pieces, edges)]

    def _unbroken(self, shown: Shown, text: int) -> str:
        words = [self._vocabulary[word] for word in shown.word[shown.starts[text] : shown.starts[text + 1]]]
        return "".join(words)[:LONGEST_UNBROKEN]

    def _initials(self, unbroken: list[str], searched: Ints, pieces: _Rows, edges: "_Edges") -> _Rows:
        """The single letters one or two places from a piece, where a word of the text begins or ends."""
        lengths = np.fromiter(map(len, unbroken), np.int64, len(unbroken))
        letters = np.frombuffer("".join(unbroken).encode(), np.dtype(np.uint8))
        unit = np.tile(np.searchsorted(searched, pieces.text[pieces.inner]), 4)
        start, stop = pieces.start[pieces.inner], pieces.stop[pieces.inner]
        at = np.concatenate([start - 2, start - 1, stop, stop + 1])
        inside = (at >= 0) & (at < lengths[unit])
        unit, at = unit[inside], at[inside]
        outermost = edges.at(searched[unit], at) | edges.at(searched[unit], at + 1)
        first, _ = distinct(unit[outermost], at[outermost])
        unit, at = unit[outermost][first], at[outermost][first]
        word = self._alphabet[letters[(np.cumsum(lengths) - lengths)[unit] + at] - ord("a")]
        none, zero = np.zeros(len(at), np.bool_), np.zeros(len(at), np.int64)
        return _Rows(searched[unit], at, at + 1, word, none, none, ~none, zero)


class _Edges:
    """Where words begin and end in the letters of their text."""

    _LETTERS = 4096

    def __init__(self, words: _Rows) -> None:
        self._starts = np.sort(words.text * self._LETTERS + words.start)
        self._stops = np.sort(words.text * self._LETTERS + words.stop)

    def at(self, text: Ints, letter: Ints) -> Flags:
        """Whether a word begins or ends at that letter."""
        key = text * self._LETTERS + letter
        return self._has(self._starts, key) | self._has(self._stops, key)

    def crossed(self, text: Ints, start: Ints, stop: Ints) -> Flags:
        """Whether a word begins between these letters."""
        key = text * self._LETTERS
        before = np.searchsorted(self._starts, key + start, side="right")
        crossed: Flags = np.searchsorted(self._starts, key + stop) > before
        return crossed

    @staticmethod
    def _has(keys: Ints, wanted: Ints) -> Flags:
        if not len(keys):
            return np.zeros(len(wanted), np.bool_)
        found: Flags = keys[np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)] == wanted
        return found


def _together(parts: list[_Rows], number: int) -> Spans:
    rows = _Rows._make(np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(rows.text, kind="stable")
    rows = _Rows._make(column[order] for column in rows)
    return Spans(*rows, groups_of(rows.text, number))
