"""Who an account may be, before anything is weighed: people whom two of its words support, or one rare word."""

from matching.frequencies import frequencies
from matching.reference import weights
from matching.roster_index import NOBODY, Bearers, RosterIndex, Support

MOST_FOR_ONE_WORD = 40
"""People a single word may stand for before it is no evidence that anybody need look at."""

LONGEST_FORENAME = 14
"""Letters that may stand beside a surname in an unbroken word and still be a forename."""


def named_by(words: tuple[str, ...], index: RosterIndex) -> Bearers:
    """The people for whom one word may be the forename and another, or two joined, the surname."""
    supports = [index.support(word) for word in words]
    found: set[int] = set()
    for place, support in enumerate(supports):
        for other, other_support in enumerate(supports):
            if place != other and support.as_forename and other_support.as_surname:
                found |= support.as_forename & other_support.as_surname
    for place in range(len(words) - 1):
        found |= _named_by_joined(words, place, supports, index)
    return frozenset(found)


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
    """The people a name of one word may be, where the word is rare enough to say something by itself."""
    if len(words) != 1 or len(words[0]) < 3:
        return NOBODY
    support = index.support(words[0])
    found = support.as_forename if _says_something("forename", words[0]) else NOBODY
    if _says_something("surname", words[0]):
        found |= support.as_surname
    return found if len(found) <= MOST_FOR_ONE_WORD else NOBODY


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


def _says_something(field: str, word: str) -> bool:
    share = frequencies("forename" if field == "forename" else "surname").share(word)
    return share * float(weights()["prior"]["circle"]) < 8
