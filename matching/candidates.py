"""Who an account may be, before anything is weighed: whom two of its words support, or one rare word.

A candidate must promise enough: the most bits its words can come to, with every further word counted at its
most, must reach what the list's prior asks for. Whoever does not could not have been shown.
"""

from collections.abc import Collection, Iterable
from itertools import combinations

from matching.names import unwrappings
from matching.reference import bits
from matching.roster_index import NOBODY, Bearers, RosterIndex, expected_bearers

Place = tuple[int, int]
"""Where a form starts and stops in an unbroken word."""

MOST_FOR_ONE_WORD = 40
"""People a single word may stand for before it is no evidence that anybody need look at."""

MOST_EXPECTED, SHORTEST_ALONE = 8.0, 3
"""Bearers expected in the circle, and letters, from which one word alone says something."""

MOST_PLACES = 6
"""Forms looked at in one unbroken word, the longest first."""

LONG = 6
"""Letters of a surname that are looked for inside an unbroken word without a forename beside them."""

LONGEST_FORENAME = 14
"""Letters that may stand beside a surname in an unbroken word and still be a forename."""


class Search:
    """One account's search: the bits a candidate must promise, and every word that may add to them."""

    def __init__(self, index: RosterIndex, words: Iterable[str], least: float) -> None:
        self.index = index
        self.least = least
        self._said = {word: (index.support(word).as_surname, _most_of(word)) for word in dict.fromkeys(words)}
        self._most_beside = sum(most for bearers, most in self._said.values() if bearers)

    def named_by(self, words: tuple[str, ...]) -> set[int]:
        """The people for whom one word may be the forename and another, or two joined, the surname."""
        found: set[int] = set()
        for one, other in combinations(words, 2):
            first, second = self.index.support(one), self.index.support(other)
            found |= self._promising(first.as_forename, second.as_surname, (one, other))
            found |= self._promising(second.as_forename, first.as_surname, (one, other))
        if len(words) > 2:
            for place in range(len(words) - 1):
                found |= self._named_by_joined(words, place)
        return found

    def named_by_one_word(self, words: tuple[str, ...]) -> set[int]:
        """The people a name of one word, or of a rare surname, may be: it must say something by itself."""
        if len(words) != 1 or len(words[0]) < SHORTEST_ALONE:
            rare = (word for word in words if word in self.index.rare_surnames)
            return {
                place for word in rare for place in self._alone(self.index.support(word).as_surname, word)
            }
        (word,) = words
        support = self.index.support(word)
        found: set[int] = set()
        if expected_bearers("forename", word) < MOST_EXPECTED:
            found |= self._alone(support.as_forename, word)
        if expected_bearers("surname", word) < MOST_EXPECTED:
            found |= self._alone(support.as_surname, word)
        return found if len(found) <= MOST_FOR_ONE_WORD else set()

    def run_together(self, word: str) -> set[int]:
        """The people whose forename, or its initial, and surname stand in one unbroken word."""
        found: set[int] = set()
        for bare in unwrappings(word):
            forenames = _inside(bare, self.index.forenames.exact)
            for surname in _inside(bare, self.index.surnames.exact):
                found |= self._beside(bare, surname, forenames)
        return found

    def _beside(self, word: str, surname: Place, forenames: list[Place]) -> set[int]:
        """Bearers of the surname at that place whose forename stands beside it; any bearer, if it is rare."""
        start, stop = surname
        shown = word[start:stop]
        bearers = self.index.support(shown).as_surname
        found: set[int] = set()
        if stop - start >= LONG and shown in self.index.rare_surnames:
            found |= self._alone(bearers, shown)
        beside = [rest for rest in (word[:start], word[stop:]) if 0 < len(rest) <= LONGEST_FORENAME]
        beside += [word[begin:end] for begin, end in forenames if end <= start or begin >= stop]
        for rest in beside:
            found |= self._promising(self.index.support(rest).as_forename, bearers, (rest, shown))
        return found

    def _named_by_joined(self, words: tuple[str, ...], place: int) -> set[int]:
        """The people for whom the words at a place and after it are one name: de souza, mary jane."""
        joined = words[place] + words[place + 1]
        as_forename = self.index.forenames.exact.get(joined, NOBODY)
        as_surname = self.index.surnames.exact.get(joined, NOBODY)
        if not as_forename and not as_surname:
            return set()
        rest = [self.index.support(word) for word in (*words[:place], *words[place + 2 :])]
        found: set[int] = set()
        for support in rest:
            found |= as_surname.keys() & support.as_forename.keys()
            found |= as_forename.keys() & support.as_surname.keys()
        return found

    def _alone(self, bearers: Bearers, word: str) -> set[int]:
        return {place for place, said in bearers.items() if self._promises(place, said, (word,))}

    def _promising(self, forenames: Bearers, surnames: Bearers, used: Collection[str]) -> set[int]:
        return {
            place
            for place in forenames.keys() & surnames.keys()
            if self._promises(place, forenames[place] + surnames[place], used)
        }

    def _promises(self, place: int, said: float, used: Collection[str]) -> bool:
        """Whether what was said of a person, and the most that further words can add, is enough."""
        if said >= self.least:
            return True
        missing = self.least - said
        return missing <= self._most_beside and missing <= self._beside_at_most(place, used)

    def _beside_at_most(self, place: int, used: Collection[str]) -> float:
        """The bits that the other words can add: a middle name or another surname of theirs, an initial."""
        return sum(
            most for word, (bearers, most) in self._said.items() if word not in used and place in bearers
        )


def _most_of(word: str) -> float:
    return bits("middle_initial") if len(word) == 1 else bits("another_name_most")


def _inside(word: str, forms: dict[str, Bearers]) -> list[Place]:
    """Where a form of three letters or more stands in the word: the longest few, so that none costs much."""
    length = len(word)
    places = [
        (start, stop)
        for start in range(length - 2)
        for stop in range(start + 3, length + 1)
        if word[start:stop] in forms
    ]
    return sorted(places, key=lambda place: place[0] - place[1])[:MOST_PLACES]
