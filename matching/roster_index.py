"""The roster as an index: which people a word may stand for, worked out once an audit and once a word."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from math import log2
from typing import NamedTuple

import pyarrow as pa

from matching.alignment import Comparer
from matching.comparisons import SHORTEST_WITH_A_SLIP, is_slip, sounds_alike
from matching.frequencies import Field, frequencies
from matching.people import Form, Person, people_of
from matching.reference import weights
from matching.sounds import sound
from matching.variants import pet_stems, variants

Bearers = dict[int, float]
"""People by their place in the index, each with the most bits a word says of a name of theirs."""

NOBODY: Bearers = {}
RARE = 0.3
"""Bearers expected in the circle below which a surname says something beside a strange forename."""

LONGEST_WORD = 24
"""Letters beyond which a word is looked up as it stands only: no name of the tables is longer."""


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
        self.exact: dict[str, Bearers] = defaultdict(dict)
        for place, person in enumerate(people):
            for form in forms_of(person):
                self.exact[form.word[:LONGEST_WORD]][place] = log2(form.usage)
        self.exact = dict(self.exact)
        self._by_initial = self._forms_by(lambda word: [word[0]])
        self._by_sound = self._forms_by(lambda word: [sound(word)])
        self._by_deletion = self._forms_by(_deletions)
        self._by_part = self._forms_by(_parts) if field == "forename" else {}

    def support(self, word: str, deletions: list[str], by_sound: str, comparer: Comparer) -> Bearers:
        """Everybody whom this word may stand for, by any way that a comparison knows."""
        found: Bearers = {}
        for form in self._near(word, deletions, by_sound):
            compared = comparer.compare(self.field, word, form)
            if compared.level.name != "different":
                for place, usage in self.exact[form].items():
                    found[place] = max(compared.bits + usage, found.get(place, compared.bits + usage))
        return found

    def _near(self, word: str, deletions: list[str], by_sound: str) -> set[str]:
        """The forms that a comparison may find to agree with the word."""
        if len(word) == 1:
            return self._by_initial.get(word, set())
        keys = {word, word[0], *variants(self.field, word), *self._by_part.get(word, ())}
        for part in deletions:
            # Symmetric deletions (Garbe 2012): forms that share one are an edit away, or two.
            keys.update(form for form in self._by_deletion.get(part, ()) if is_slip(word, form))
        keys.update(form for form in self._by_sound.get(by_sound, ()) if sounds_alike(word, form))
        if self.field == "forename":
            keys.update(_parts(word))
            for stem in pet_stems(word):
                keys.update(self._by_part.get(stem, ()), (stem,))
        return keys & self.exact.keys()

    def _forms_by(self, keys: Callable[[str], Iterable[str]]) -> dict[str, set[str]]:
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
            self.forenames.support(word, deletions, by_sound, self.comparer),
            self.surnames.support(word, deletions, by_sound, self.comparer),
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
