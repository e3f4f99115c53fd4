"""The roster as an index: which people a word may stand for, worked out once an audit and once a word."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

import pyarrow as pa

from matching.alignment import Comparer
from matching.comparisons import SHORTEST_WITH_A_SLIP
from matching.frequencies import Field, frequencies
from matching.people import Form, Person, people_of
from matching.reference import weights
from matching.sounds import sound
from matching.variants import variants

Bearers = frozenset[int]
"""People by their place in the index."""

NOBODY: Bearers = frozenset()
RARE = 0.3
"""Bearers expected in the circle below which a surname says something beside a strange forename."""

LONGEST_WORD = 24
"""Letters of a word that are looked up: no forename or surname of the tables is longer."""


class Support(NamedTuple):
    """The people a word may stand for, as a forename and as a surname."""

    as_forename: Bearers
    as_surname: Bearers


class FieldIndex:
    """The forms of one field: exact, one deletion away, by sound and by part."""

    def __init__(
        self, field: Field, people: Iterable[Person], forms_of: Callable[[Person], tuple[Form, ...]]
    ) -> None:
        self.field = field
        bearers: dict[str, set[int]] = defaultdict(set)
        for place, person in enumerate(people):
            for form in forms_of(person):
                bearers[form.word[:LONGEST_WORD]].add(place)
        self.exact: dict[str, Bearers] = {word: frozenset(places) for word, places in bearers.items()}
        self._by_initial = self._grouped(lambda word: [word[0]])
        self._by_sound = self._grouped(lambda word: [sound(word)])
        self._by_deletion = self._words_by(_deletions)
        self._by_part = self._grouped(_parts) if field == "forename" else {}

    def support(self, word: str, deletions: list[str], by_sound: str) -> Bearers:
        """Everybody whom this word may stand for, by any way that a comparison knows."""
        if len(word) == 1:
            return self._by_initial.get(word, NOBODY)
        keys = (word, word[0], *variants(self.field, word), *self._one_slip_away(deletions))
        found = [self.exact[key] for key in keys if key in self.exact]
        found += [
            group[key] for group, key in ((self._by_sound, by_sound), (self._by_part, word)) if key in group
        ]
        if self.field == "forename":
            found += [self.exact[part] for part in _parts(word) if part in self.exact]
        return NOBODY.union(*found) if found else NOBODY

    def _one_slip_away(self, deletions: list[str]) -> set[str]:
        """Forms that share a deletion with the word (Garbe's symmetric deletions): one edit away, or two."""
        near: set[str] = set()
        for part in deletions:
            if part in self._by_deletion:
                near |= self._by_deletion[part]
        return near

    def _grouped(self, keys: Callable[[str], Iterable[str]]) -> dict[str, Bearers]:
        groups: dict[str, set[int]] = defaultdict(set)
        for word, places in self.exact.items():
            for key in keys(word):
                groups[key] |= places
        return {key: frozenset(places) for key, places in groups.items()}

    def _words_by(self, keys: Callable[[str], Iterable[str]]) -> dict[str, set[str]]:
        groups: dict[str, set[str]] = defaultdict(set)
        for word in self.exact:
            for key in keys(word):
                groups[key].add(word)
        return dict(groups)


class RosterIndex:
    """The people on roll, ready to be looked up. Built once an audit; any number of threads may use it.

    It remembers what it worked out for a word: the same for every thread, so it needs no lock.
    """

    def __init__(self, people: tuple[Person, ...]) -> None:
        self.people = people
        self.forenames = FieldIndex("forename", people, lambda person: person.forenames)
        self.surnames = FieldIndex("surname", people, lambda person: person.surnames)
        self.rare_surnames = {
            word: bearers
            for word, bearers in self.surnames.exact.items()
            if expected_bearers("surname", word) < RARE
        }
        self.by_email = {person.email: place for place, person in enumerate(people) if person.email}
        self.comparer = Comparer()
        self._supports: dict[str, Support] = {}

    def support(self, word: str) -> Support:
        """The people this word may stand for."""
        known = self._supports.get(word)
        if known is None:
            known = self._supports[word] = self._worked_out(word[:LONGEST_WORD])
        return known

    def _worked_out(self, word: str) -> Support:
        deletions, by_sound = _deletions(word), sound(word)
        return Support(
            self.forenames.support(word, deletions, by_sound),
            self.surnames.support(word, deletions, by_sound),
        )


def expected_bearers(field: Field, word: str) -> float:
    """How many of the circle would bear this name, were the circle as the whole country is."""
    return frequencies(field).nationwide(word) * float(weights()["prior"]["circle"])


def build_index(names: pa.Table, people: pa.Table | None = None) -> RosterIndex:
    """The index of the people of a NAMES table; PEOPLE, where given, lends their e-mail addresses."""
    return RosterIndex(people_of(names, people))


def _deletions(word: str) -> list[str]:
    """The word and each string one deletion away; words too short for a slip have none."""
    if len(word) < SHORTEST_WITH_A_SLIP:
        return []
    return [word, *(word[:place] + word[place + 1 :] for place in range(len(word)))]


def _parts(word: str) -> list[str]:
    """The beginnings and the ends a long forename may be cut to."""
    beginnings = [word[:stop] for stop in range(3, len(word) - 1)]
    return beginnings + [word[start:] for start in range(2, len(word) - 3)]
