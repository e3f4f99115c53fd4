"""Who a text may be, before anything is weighed in full: whom its words support well enough to be shown.

A pair must promise enough: the most that its words can come to must reach what the list's prior asks for.
Whoever does not could not have been shown.
"""

from typing import NamedTuple

import numpy as np

from matching.arrays import (
    Flags,
    Floats,
    Groups,
    Ints,
    distinct,
    groups_of,
    highest_of_each,
    matching_rows,
    places_of,
)
from matching.frequencies import Field
from matching.readings import Lookup, Pairs
from matching.reference import bits
from matching.roster import RosterIndex
from matching.spans import Shown, Spans
from matching.support import contradiction

MOST_FOR_ONE_WORD = 12
"""People a single word may stand for before it is no evidence that anybody need look at."""

_NOTHING, _LETTERS = -1000.0, 26


class _Promise(NamedTuple):
    """What the spans of some texts may say of one field, a row a span and a name it may stand for.

    A `name` is a form of the roster or, for a span of one letter, that initial: the letter's place behind the
    forms. `bits` is the most it says of anybody who bears the name.
    """

    span: Ints
    name: Ints
    bits: Floats

    def only(self, rows: Ints | Flags) -> "_Promise":
        """These rows."""
        return _Promise(self.span[rows], self.name[rows], self.bits[rows])


class _Couples(NamedTuple):
    """Every forename and surname that one person bears, or the initial of one of them, and who that is."""

    keys: Ints
    people: Groups
    person: Ints
    surnames: int


class Search:
    """Finds the pairs of texts and people that promise enough."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self._couples = _couples_of(lookup.roster)

    def pairs(self, shown: Shown, spans: Spans, least: Floats) -> Pairs:
        """Every pair that may come to the `least` bits of its text, once, by text and person."""
        given, family = self._promise("forename", spans), self._promise("surname", spans)
        beside = _most_beside(spans, given, family)
        least = least - np.bincount(spans.text, beside, len(least))
        given, family = (each._replace(bits=each.bits - beside[each.span]) for each in (given, family))
        found = [
            self._coupled(spans, given, family, least),
            self._alone("forename", shown, spans, given, least),
            self._alone("surname", shown, spans, family, least),
        ]
        text, person = (np.concatenate(column) for column in zip(*found, strict=True))
        first, _ = distinct(text, person)
        return Pairs(text[first], person[first])

    def _promise(self, field: Field, spans: Spans) -> _Promise:
        support, links = self._lookup.of(field)
        long = np.flatnonzero(spans.letters > 1)
        each, row = support.agreeing(spans.word[long])
        form = support.form[row]
        names = _Promise(long[each], form, support.bits[row] + links.most_usual[form])
        short = np.flatnonzero(spans.letters == 1)
        each, row = support.agreeing(spans.word[short])
        most = highest_of_each(short[each], support.bits[row], len(spans.text), _NOTHING)
        short = short[most[short] > _NOTHING]
        letter = self._lookup.first_letter[spans.word[short]]
        both = zip(names, _Promise(short, len(links.forms) + letter, most[short]), strict=True)
        return _Promise(*(np.concatenate(column) for column in both))

    def _coupled(self, spans: Spans, given: _Promise, family: _Promise, least: Floats) -> Pairs:
        """The people whose forename and surname, or its initial, two spans of a text may be."""
        given, family = _with_partner(given, family, spans, least), _with_partner(family, given, spans, least)
        number = len(spans.by_text.starts) - 1
        left, right = matching_rows(spans.text[given.span], groups_of(spans.text[family.span], number))
        text = spans.text[given.span[left]]
        enough = given.bits[left] + family.bits[right] >= least[text]
        enough &= _apart(spans, given.span[left], family.span[right])
        enough &= _is_beside(spans, given.span[left], family.span[right])
        left, right, text = left[enough], right[enough], text[enough]
        couples = self._couples
        place = places_of(couples.keys, given.name[left] * couples.surnames + family.name[right])
        there = np.flatnonzero(place >= 0)
        whose, row = couples.people.members(place[there])
        return Pairs(text[there[whose]], couples.person[row])

    def _alone(self, field: Field, shown: Shown, spans: Spans, promise: _Promise, least: Floats) -> Pairs:
        """The people whom one word alone supports well enough."""
        other: Field = "surname" if field == "forename" else "forename"
        _, links = self._lookup.of(field)
        promise = promise.only(promise.name < len(links.forms))
        text = spans.text[promise.span]
        few = np.diff(links.by_form.starts)[promise.name] <= MOST_FOR_ONE_WORD
        beside = np.where(shown.handle[text], spans.inner[promise.span], _leaves_words(spans)[promise.span])
        charged = np.where(beside, contradiction(other), 0.0)
        kept = few & (promise.bits + charged >= least[text])
        row, link = links.by_form.members(promise.name[kept])
        return Pairs(text[kept][row], links.person[link])


def _couples_of(roster: RosterIndex) -> _Couples:
    given, family = roster.forenames, roster.surnames
    left, right = matching_rows(given.person, family.by_person)
    surnames = len(family.forms) + _LETTERS
    one, other = given.form[left], family.form[right]
    one_initial = len(given.forms) + given.first_letter[one]
    other_initial = len(family.forms) + family.first_letter[other]
    keys = np.concatenate(
        [one * surnames + other, one_initial * surnames + other, one * surnames + other_initial]
    )
    distinct_keys, place = np.unique(keys, return_inverse=True)
    return _Couples(
        distinct_keys, groups_of(place, len(distinct_keys)), np.tile(given.person[left], 3), surnames
    )


def _with_partner(promise: _Promise, partner: _Promise, spans: Spans, least: Floats) -> _Promise:
    """The rows that may come to enough with the best that another span says of the other field."""
    most = highest_of_each(partner.span, partner.bits, len(spans.text), _NOTHING)
    beside = _best_other(spans, most)[promise.span]
    return promise.only(promise.bits + beside >= least[spans.text[promise.span]])


def _leaves_words(spans: Spans) -> Flags:
    """Whether a word of each span's text is left that contradicts whatever else is read."""
    left: Flags = spans.long_words()[spans.text] > spans.long
    return left


def _best_other(spans: Spans, most: Floats) -> Floats:
    """For each span the most that another span of its text may say."""
    number = len(spans.by_text.starts) - 1
    best = highest_of_each(spans.text, most, number, _NOTHING)
    is_best = most == best[spans.text]
    several = np.bincount(spans.text, is_best, number) > 1
    second = highest_of_each(spans.text[~is_best], most[~is_best], number, _NOTHING)
    return np.where(is_best & ~several[spans.text], second[spans.text], best[spans.text])


def _is_beside(spans: Spans, forename: Ints, initial: Ints) -> Flags:
    """Whether a surname's initial that is a letter of a longer word stands right beside the forename."""
    touches = (spans.stop[forename] == spans.start[initial]) | (spans.stop[initial] == spans.start[forename])
    beside: Flags = touches | ~spans.inner[initial] | (spans.letters[initial] > 1)
    return beside


def _apart(spans: Spans, one: Ints, other: Ints) -> Flags:
    """Whether two spans of one text share no letter."""
    apart: Flags = (spans.stop[one] <= spans.start[other]) | (spans.stop[other] <= spans.start[one])
    return apart


def _most_beside(spans: Spans, given: _Promise, family: _Promise) -> Floats:
    """The most that each word may add beside forename and surname, in texts of three words or more."""
    number = len(spans.by_text.starts) - 1
    many = np.bincount(spans.text[spans.single], minlength=number) > 2
    most = np.zeros(len(spans.text))
    for promise in (given, family):
        np.maximum.at(most, promise.span, promise.bits - bits("one_more_word"))
    most = np.where(spans.single, np.minimum(most, bits("another_name_most")), 0.0)
    return np.where(many[spans.text], most, 0.0)
