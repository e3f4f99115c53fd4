"""Words shown beside forms of the roster, pair by pair: what is true of a word is worked out once a word."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process

Numbers: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.int32]
Flags: TypeAlias = NDArray[np.bool_]


class WordPairs:
    """Pairs of words: `shown[i]` beside `forms[i]`, both places in `words`, which holds each word once."""

    def __init__(self, words: list[str], shown: Places, forms: Places) -> None:
        self.words = words
        self.shown = shown
        self.forms = forms
        self._distances: dict[Callable[..., Any], Numbers] = {}

    @classmethod
    def of(cls, shown: Sequence[str], forms: Sequence[str]) -> Self:
        """The pairs of two parallel sequences."""
        places = {word: place for place, word in enumerate(dict.fromkeys((*shown, *forms)))}
        return cls(list(places), _looked_up(shown, places), _looked_up(forms, places))

    def __len__(self) -> int:
        return len(self.shown)

    def take(self, which: Flags | NDArray[np.intp]) -> "WordPairs":
        """Some of the pairs."""
        taken = WordPairs(self.words, self.shown[which], self.forms[which])
        taken._distances = {scorer: said[which] for scorer, said in self._distances.items()}
        return taken

    def of_shown(self, work: Callable[[str], float]) -> Numbers:
        """One number a pair: what a function says of the word shown."""
        return self._once_a_word(self.shown, work)

    def of_form(self, work: Callable[[str], float]) -> Numbers:
        """One number a pair: what a function says of the form."""
        return self._once_a_word(self.forms, work)

    def of_all_shown(self, work: Callable[[list[str]], Numbers]) -> Numbers:
        """One number a pair: what a function of many words says of the word shown."""
        distinct = _distinct(self.shown, len(self.words))
        values = np.zeros(len(self.words))
        values[distinct] = work([self.words[at] for at in distinct])
        return values[self.shown]

    def agree_in(self, key: Callable[[str], str]) -> Flags:
        """Whether a function makes the same of both words."""
        keys: dict[str, int] = {}
        number = self._once_a_word(
            np.concatenate([self.shown, self.forms]), lambda word: keys.setdefault(key(word), len(keys))
        )
        agree: Flags = number[: len(self)] == number[len(self) :]
        return agree

    @cached_property
    def shorter(self) -> Numbers:
        """The length of the shorter word of every pair."""
        return np.minimum(self.of_shown(len), self.of_form(len))

    def linked(self, related: Callable[[str], Iterable[str]]) -> Flags:
        """Whether the form is one of the words related to the word shown."""
        place = {word: at for at, word in enumerate(self.words)}
        links = [
            at * len(place) + place[other]
            for at in _distinct(self.shown, len(place))
            for other in related(self.words[at])
            if other in place
        ]
        return np.isin(self.shown.astype(np.int64) * len(place) + self.forms, links)

    def meet(self, related: Callable[[str], frozenset[str]]) -> Flags:
        """Whether some third word is related to both."""
        short, long, distinct = self._by_length
        found = {at: related(self.words[at]) for at in distinct}
        return np.array(
            [not found[one].isdisjoint(found[other]) for one, other in zip(short, long, strict=True)],
            np.bool_,
        )

    def shorter_first(self, key: Callable[[str], str]) -> tuple[list[str], list[str]]:
        """What a function makes of each pair's words, the shorter word's first: the same either way round."""
        short, long, distinct = self._by_length
        made = {at: key(self.words[at]) for at in distinct}
        return [made[at] for at in short], [made[at] for at in long]

    @cached_property
    def _by_length(self) -> tuple[list[int], list[int], list[int]]:
        """The places of each pair's shorter and longer words, and every place that occurs."""
        distinct = _distinct(np.concatenate([self.shown, self.forms]), len(self.words))
        rank = np.zeros(len(self.words), np.int64)
        rank[sorted(distinct, key=lambda at: (len(self.words[at]), self.words[at]))] = np.arange(
            len(distinct)
        )
        swap = rank[self.shown] > rank[self.forms]
        short, long = np.where(swap, self.forms, self.shown), np.where(swap, self.shown, self.forms)
        return short.tolist(), long.tolist(), distinct

    def distance(self, scorer: Callable[..., Any]) -> Numbers:
        """What a RapidFuzz scorer says of every pair, asked once."""
        if scorer not in self._distances:
            words = np.array([*self.words, ""], dtype=object)
            self._distances[scorer] = process.cpdist(
                words[self.shown].tolist(), words[self.forms].tolist(), scorer=scorer, dtype=np.float64
            )
        return self._distances[scorer]

    def _once_a_word(self, places: Places, work: Callable[[str], float]) -> Numbers:
        values = np.zeros(len(self.words))
        for at in _distinct(places, len(self.words)):
            values[at] = work(self.words[at])
        return values[places]


def _looked_up(words: Sequence[str], places: dict[str, int]) -> Places:
    return np.array(list(map(places.__getitem__, words)), np.int32)


def _distinct(places: Places, count: int) -> list[int]:
    """The places that occur, in order."""
    occurs = np.zeros(count, np.bool_)
    occurs[places] = True
    found: list[int] = np.flatnonzero(occurs).tolist()
    return found
