"""Who an account may be, before anything is weighed: whom two of its words support, or one rare word."""

from itertools import combinations

from matching.names import unwrappings
from matching.roster_index import NOBODY, Bearers, RosterIndex, Support, expected_bearers

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


def named_by(words: tuple[str, ...], index: RosterIndex) -> Bearers:
    """The people for whom one word may be the forename and another, or two joined, the surname."""
    supports = [index.support(word) for word in words]
    found = NOBODY
    for one, other in combinations(supports, 2):
        found |= (one.as_forename & other.as_surname) | (other.as_forename & one.as_surname)
    if len(words) > 2:
        for place in range(len(words) - 1):
            found |= _named_by_joined(words, place, supports, index)
    return found


def _named_by_joined(
    words: tuple[str, ...], place: int, supports: list[Support], index: RosterIndex
) -> set[int]:
    """The people for whom the words at a place and after it are one name: de souza, mary jane."""
    joined = words[place] + words[place + 1]
    as_forename, as_surname = index.forenames.exact.get(joined), index.surnames.exact.get(joined)
    if not as_forename and not as_surname:
        return set()
    found: set[int] = set()
    for other, support in enumerate(supports):
        if other not in (place, place + 1):
            found |= (as_surname or NOBODY) & support.as_forename
            found |= (as_forename or NOBODY) & support.as_surname
    return found


def named_by_one_word(words: tuple[str, ...], index: RosterIndex) -> Bearers:
    """The people a name of one word, or of a rare surname, may be: the word must say something by itself."""
    if len(words) != 1 or len(words[0]) < SHORTEST_ALONE:
        return NOBODY.union(*(index.rare_surnames[word] for word in words if word in index.rare_surnames))
    support = index.support(words[0])
    found = support.as_forename if expected_bearers("forename", words[0]) < MOST_EXPECTED else NOBODY
    if expected_bearers("surname", words[0]) < MOST_EXPECTED:
        found |= support.as_surname
    return found if len(found) <= MOST_FOR_ONE_WORD else NOBODY


def run_together(word: str, index: RosterIndex) -> Bearers:
    """The people whose forename, or its initial, and surname stand in one unbroken word."""
    found = NOBODY
    for bare in unwrappings(word):
        forenames = _inside(bare, index.forenames.exact)
        for surname in _inside(bare, index.surnames.exact):
            found |= _beside(bare, surname, forenames, index)
    return found


def _beside(word: str, surname: Place, forenames: list[Place], index: RosterIndex) -> Bearers:
    """The bearers of the surname at that place whose forename stands beside it; any bearer, if it is rare."""
    start, stop = surname
    bearers = index.surnames.exact[word[start:stop]]
    found = index.rare_surnames.get(word[start:stop], NOBODY) if stop - start >= LONG else NOBODY
    for rest in (word[:start], word[stop:]):
        if 0 < len(rest) <= LONGEST_FORENAME:
            found |= index.support(rest).as_forename & bearers
    for begin, end in forenames:
        if end <= start or begin >= stop:
            found |= index.forenames.exact[word[begin:end]] & bearers
    return found


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
