"""Who an account may be, before anything is weighed: people whom two of its words support, or one rare word."""

from itertools import combinations

from matching.frequencies import Field, frequencies
from matching.reference import weights
from matching.roster_index import NOBODY, Bearers, RosterIndex, Support

MOST_FOR_ONE_WORD = 40
"""People a single word may stand for before it is no evidence that anybody need look at."""

MOST_EXPECTED, RARE = 8.0, 0.3
"""Bearers expected in the circle below which one word says something alone, and says it beside a strange one."""

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
    """The people a name of one word may be, or one whose surname is rare: the word must say something by itself."""
    if len(words) != 1:
        return NOBODY.union(*(_bearers_of_rare(word, index) for word in words))
    support = index.support(words[0]) if len(words[0]) > 2 else Support(NOBODY, NOBODY)
    found = support.as_forename if _expected("forename", words[0]) < MOST_EXPECTED else NOBODY
    if _expected("surname", words[0]) < MOST_EXPECTED:
        found |= support.as_surname
    return found if len(found) <= MOST_FOR_ONE_WORD else NOBODY


def _bearers_of_rare(word: str, index: RosterIndex) -> Bearers:
    bearers = index.surnames.exact.get(word, NOBODY)
    return bearers if bearers and _expected("surname", word) < RARE else NOBODY


def run_together(word: str, index: RosterIndex) -> Bearers:
    """The people whose forename, or its initial, and surname stand in one unbroken word."""
    found: set[int] = set()
    forenames = _inside(word, index.forenames.exact)
    for start, stop in _inside(word, index.surnames.exact):
        bearers = index.surnames.exact[word[start:stop]]
        for rest in (word[:start], word[stop:]):
            if 0 < len(rest) <= LONGEST_FORENAME:
                found |= index.support(rest).as_forename & bearers
        for begin, end in forenames:
            if end <= start or begin >= stop:
                found |= index.forenames.exact[word[begin:end]] & bearers
        if not found and stop - start >= LONG:
            found |= _bearers_of_rare(word[start:stop], index)
    return frozenset(found)


def _inside(word: str, forms: dict[str, Bearers]) -> list[tuple[int, int]]:
    """Where a form of three letters or more stands in the word."""
    length = len(word)
    return [
        (start, stop)
        for start in range(length - 2)
        for stop in range(start + 3, length + 1)
        if word[start:stop] in forms
    ]


def _expected(field: Field, word: str) -> float:
    """How many of the people a list is drawn from are expected to bear this name."""
    return frequencies(field).share(word) * float(weights()["prior"]["circle"])
