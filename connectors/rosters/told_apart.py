"""What tells two people of one name apart: Mr and Mrs, a father and a grandfather, two middle names. Pure."""

from collections.abc import Iterable
from itertools import combinations, product
from typing import NamedTuple

from connectors.rosters.reference import words_of
from connectors.rosters.written import folded

_SEX = {"mother": "woman", "father": "man"}
_GENERATION = {"mother": "parent", "father": "parent", "parent": "parent", "grandparent": "grandparent"}


class Marks(NamedTuple):
    """What is said of somebody that a namesake may lack; empty where nothing is said.

    `titled` and `related` say woman or man, by the title and by what they are to a child.
    """

    titled: frozenset[str]
    related: frozenset[str]
    generations: frozenset[str]
    middles: frozenset[str]


def marks_of(title: str, middles: Iterable[str], relationships: Iterable[str]) -> Marks:
    """The marks of an adult of this title and these (folded) middle names who is all this to children.

    Relationships are given by their meaning (“step mother”).
    """
    words = {meaning.rpartition(" ")[2] for meaning in relationships}
    titled = words_of("titles", "title", "said_of").get(folded(title), "")
    return Marks(
        frozenset([titled]) - {""},
        frozenset(_SEX.get(word, "") for word in words) - {""},
        frozenset(_GENERATION.get(word, "") for word in words) - {""},
        frozenset(middles) - {""},
    )


def are_two(marks: Iterable[Marks]) -> bool:
    """Whether two of those who bear these marks cannot be one person. An initial agrees with its name."""
    return any(_differ(one, other) for one, other in combinations(set(marks), 2))


def _differ(one: Marks, other: Marks) -> bool:
    return (
        _lack_each_other(one.titled, other.titled)
        or _lack_each_other(one.related, other.related)
        or _lack_each_other(one.titled | one.related, other.titled | other.related)
        or _lack_each_other(one.generations, other.generations)
        or (bool(one.middles and other.middles) and not _share_a_beginning(one.middles, other.middles))
    )


def _lack_each_other(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and one.isdisjoint(other)


def _share_a_beginning(ones: frozenset[str], others: frozenset[str]) -> bool:
    pairs = product(ones, others)
    return any(one.startswith(other) or other.startswith(one) for one, other in pairs)
