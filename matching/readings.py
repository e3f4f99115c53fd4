"""Texts laid against people: the best reading of each text's spans as one person's forename and surname.

Every span that has something to say of a name is a choice; of all pairs of choices that share no letter the
one that says most is the reading. What it leaves contradicted is charged; what is not said costs nothing.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from matching.arrays import (
    NONE,
    Flags,
    Floats,
    Ints,
    best_of_each,
    codes_of,
    distinct,
    first_letters,
    groups_of,
    matching_rows,
)
from matching.frequencies import Field as FieldName
from matching.handles import Part, chance_of_anybody
from matching.priced import NOTHING_READ, Prices, laid_out, prices
from matching.reference import bits
from matching.roster import SELDOM, Links, RosterIndex
from matching.spans import Shown, Spans
from matching.support import Support, contradiction

FIELDS: tuple[FieldName, FieldName] = ("forename", "surname")


class Pairs(NamedTuple):
    """Texts and the people they are laid against, a row each."""

    text: Ints
    person: Ints


class Said(NamedTuple):
    """What one span says of one name of the pair's person, in bits, its usage included."""

    pair: Ints
    span: Ints
    link: Ints
    level: Ints
    bits: Floats
    agrees: Flags

    def only(self, rows: Ints | Flags) -> "Said":
        """These rows."""
        return Said._make(column[rows] for column in self)


class Field(NamedTuple):
    """For each pair what was read as one field: NONE in `span` where nothing was."""

    span: Ints
    word: Ints
    link: Ints
    level: Ints
    bits: Floats
    agrees: Flags

    @property
    def there(self) -> Flags:
        """Where something was read."""
        there: Flags = self.word >= 0
        return there


class Readings(NamedTuple):
    """The best reading of every pair: whether its surname stands first, and what a handle costs besides."""

    pairs: Pairs
    forename: Field
    surname: Field
    swapped: Flags
    cost: Prices

    def field(self, name: FieldName) -> Field:
        """What was read as this field."""
        return self.forename if name == "forename" else self.surname


class Lookup(NamedTuple):
    """All that is known about words and people, for laying one against the other."""

    roster: RosterIndex
    vocabulary: Sequence[str]
    forenames: Support
    surnames: Support
    middle: Ints
    first_letter: Ints

    def of(self, field: FieldName) -> tuple[Support, Links]:
        """The comparisons and the names of one field."""
        support = self.forenames if field == "forename" else self.surnames
        return support, self.roster.links(field)

    def same_form(self, field: FieldName, other: FieldName) -> Ints:
        """For each form of one field the place of the same word among the other's, NONE where it is none."""
        if field == other:
            return np.arange(len(self.roster.links(field).forms))
        return self.roster.surname_of_forename if field == "forename" else self.roster.forename_of_surname


def lookup_of(roster: RosterIndex, forenames: Support, surnames: Support) -> Lookup:
    """Everything about a vocabulary: `middle` is each word's place among the roster's middle names."""
    vocabulary = forenames.comparer.words.vocabulary
    middles = {form: place for place, form in enumerate(roster.middles.forms)}
    return Lookup(
        roster, vocabulary, forenames, surnames, codes_of(vocabulary, middles), first_letters(vocabulary)
    )


def said_of(pairs: Pairs, spans: Spans, support: Support, links: Links) -> Said:
    """Everything that the pairs' spans say of one field's names of their people."""
    pair, span = spans.by_text.members(pairs.text)
    each, link = links.by_person.members(pairs.person[pair])
    pair, span = pair[each], span[each]
    row = support.rows_of(spans.word[span], links.form[link])
    known = row >= 0
    pair, span, link, row = pair[known], span[known], link[known], row[known]
    agrees = support.agrees[row]
    form, whole = links.form[link], spans.letters[span] > 1
    crowding = np.where(whole, links.crowding[form], links.initial_crowding[links.first_letter[form]])
    weight = support.bits[row] + np.where(agrees, links.usage[link] + crowding, 0.0)
    return Said(pair, span, link, support.level[row], weight, agrees)


def said_of_both(pairs: Pairs, shown: Shown, spans: Spans, lookup: Lookup) -> tuple[Said, Said]:
    """The same of both fields: where only one agrees in a name, every word is laid against the other."""
    given, family = (said_of(pairs, spans, *lookup.of(field)) for field in FIELDS)
    number = len(pairs.text)
    has_given, has_family = _agreeing(given, number), _agreeing(family, number)
    name = ~shown.handle[pairs.text]
    more_given = _second_look("forename", pairs, name & has_family & ~has_given, spans, lookup)
    more_family = _second_look("surname", pairs, name & has_given & ~has_family, spans, lookup)
    return _and(given, more_given), _and(family, more_family)


def _second_look(field: FieldName, pairs: Pairs, rows: Flags, spans: Spans, lookup: Lookup) -> Said:
    """What the long words of these pairs' texts say of a field that nothing was found to agree with."""
    place = np.flatnonzero(rows)
    support, links = lookup.of(field)
    some = Pairs(pairs.text[place], pairs.person[place])
    pair, span = spans.by_text.members(some.text)
    whole = spans.single[span] & (spans.letters[span] > 1)
    pair, span = pair[whole], span[whole]
    each, link = links.by_person.members(some.person[pair])
    usual = links.usage[link] > np.log2(SELDOM)
    support = support.with_pairs(spans.word[span[each[usual]]], links.form[link[usual]])
    said = said_of(some, spans, support, links)
    said = said.only(spans.single[said.span] & (spans.letters[said.span] > 1))
    return said._replace(pair=place[said.pair])


def _agreeing(said: Said, number: int) -> Flags:
    return np.bincount(said.pair[said.agrees], minlength=number) > 0


def _and(one: Said, other: Said) -> Said:
    return Said(*(np.concatenate(columns) for columns in zip(one, other, strict=True)))


def read(pairs: Pairs, shown: Shown, spans: Spans, said: tuple[Said, Said], lookup: Lookup) -> Readings:
    """The best reading of each pair, from what its spans say of its person's forename and surname."""
    return _Reader(pairs, shown, spans, said, lookup).best()


class _Options(NamedTuple):
    """Ways to read a pair: a row of the forename's choices and one of the surname's, NONE for neither."""

    pair: Ints
    given: Ints
    family: Ints

    def only(self, rows: Ints | Flags) -> "_Options":
        """These rows."""
        return _Options._make(column[rows] for column in self)


class _Reader:
    """Weighs every way to read each of these pairs."""

    def __init__(
        self, pairs: Pairs, shown: Shown, spans: Spans, said: tuple[Said, Said], lookup: Lookup
    ) -> None:
        self._pairs, self._spans, self._lookup = pairs, spans, lookup
        self._handle = shown.handle[pairs.text]
        self._laid = laid_out(shown, lookup.roster.lexicon)
        self._long = spans.long_words()[pairs.text]
        self._given, self._family = (self._choices(*each) for each in zip(FIELDS, said, strict=True))

    def best(self) -> Readings:
        """The reading of each pair that says most, after what it is charged."""
        options = self._options()
        options = options.only(self._is_allowed(options))
        one, other = _at(self._given.span, options.given), _at(self._family.span, options.family)
        swapped = self._is_swapped(options, one, other)
        cost = self._prices(options)
        total = _value(self._given.bits, options.given) + _value(self._family.bits, options.family)
        cost = cost._replace(unexplained=cost.unexplained + self._torn(options, cost, one, other))
        total = total + cost.otherwise + cost.unexplained + np.where(swapped, bits("swapped"), 0.0)
        total = total + self._contradictions(options, one, other)
        total = np.where(self._is_seldom(options) & (cost.letters > 0), NOTHING_READ, total)
        ties = (-_at(self._spans.stop, one), _at(self._spans.start, other))
        best = best_of_each(options.pair, total, len(self._pairs.text), *ties)
        chosen = options.only(best)
        forename, surname = self._field(self._given, chosen.given), self._field(self._family, chosen.family)
        return Readings(self._pairs, forename, surname, swapped[best], cost.only(best))

    def _choices(self, name: FieldName, said: Said) -> Said:
        """For each pair and span the name it says most of; one seldom shown only if no usual one agrees."""
        links, handle = self._lookup.roster.links(name), self._handle[said.pair]
        said = said.only(np.where(handle, said.agrees, ~links.seldom[said.link]))
        often = links.usage[said.link] > np.log2(SELDOM)
        usual = said.agrees & often & (self._spans.letters[said.span] > 1)
        has_usual = np.bincount(said.pair[usual], minlength=len(self._pairs.text)) > 0
        said = said.only(self._handle[said.pair] | usual | ~has_usual[said.pair] | ~said.agrees)
        first, which = distinct(said.pair, said.span)
        return said.only(best_of_each(which, said.bits, len(first), said.link))

    def _options(self) -> _Options:
        """A forename and a surname that share no letter, either alone, or neither."""
        given, family, number = self._given, self._family, len(self._pairs.text)
        left, right = matching_rows(family.pair, groups_of(given.pair, number))
        one, other = given.span[right], family.span[left]
        spans = self._spans
        apart = (spans.stop[one] <= spans.start[other]) | (spans.stop[other] <= spans.start[one])
        left, right = left[apart], right[apart]
        no_given, no_family = np.full(len(family.pair), NONE), np.full(len(given.pair), NONE)
        neither = np.full(number, NONE)
        return _Options(
            np.concatenate([family.pair[left], given.pair, family.pair, np.arange(number)]),
            np.concatenate([right, np.arange(len(given.pair)), no_given, neither]),
            np.concatenate([left, no_family, np.arange(len(family.pair)), neither]),
        )

    def _is_allowed(self, options: _Options) -> Flags:
        """All but the options of a handle that hold initials alone."""
        one, other = _at(self._given.span, options.given), _at(self._family.span, options.family)
        short = [(span < 0) | (_at(self._spans.letters, span) == 1) for span in (one, other)]
        something = (one >= 0) | (other >= 0)
        allowed: Flags = ~(self._handle[options.pair] & something & short[0] & short[1])
        return allowed

    def _is_seldom(self, options: _Options) -> Flags:
        """Whether the surname is one that counts only where it explains a whole handle."""
        return _is(self._lookup.roster.surnames.seldom, _at(self._family.link, options.family))

    def _prices(self, options: _Options) -> Prices:
        """What each option costs in a handle besides its names; nothing in any other text."""
        text = self._pairs.text[options.pair]
        given = self._part("forename", self._given, options.given)
        return prices(self._laid, text, given, self._part("surname", self._family, options.family))

    def _part(self, name: FieldName, said: Said, rows: Ints) -> Part:
        """Where each option's forename or surname stands, and how often anybody shows it so."""
        links, words = self._lookup.roster.links(name), self._spans.word[said.span]
        handles = np.flatnonzero(self._handle[said.pair])
        bare = said.bits[handles] - links.usage[said.link[handles]]
        vocabulary = self._lookup.vocabulary
        shown = [vocabulary[word] for word in words[handles].tolist()]
        chance = np.zeros(len(said.pair))
        chance[handles] = chance_of_anybody(name, shown, said.level[handles], bare)
        span = _at(said.span, rows)
        return Part(_at(self._spans.start, span), _at(self._spans.stop, span), _value(chance, rows))

    def _contradictions(self, options: _Options, one: Ints, other: Ints) -> Floats:
        """What is charged for a field that nothing was read as, where words are left that contradict it."""
        pair, spans = options.pair, self._spans
        rest = self._long[pair] - _value(spans.long, one) - _value(spans.long, other)
        rest = np.where(self._handle[pair], 0.0, rest)
        charged = np.zeros(len(pair))
        for field, missing in zip(FIELDS, (one < 0, other < 0), strict=True):
            named = self._lookup.roster.links(field).borne[self._pairs.person[pair]]
            against = missing & named & (rest > 0)
            charged += np.where(against, contradiction(field), 0.0)
            rest = rest - against
        return charged

    def _torn(self, options: _Options, cost: Prices, one: Ints, other: Ints) -> Floats:
        """The price of a name in a part of a word that the handle's owner set apart: raya in rayan_harun."""
        words = self._long[options.pair]
        read = _value(self._spans.long, one) + _value(self._spans.long, other)
        inner = _is(self._spans.inner, one) | _is(self._spans.inner, other)
        torn = self._handle[options.pair] & (words > 1) & (read >= words) & inner & (cost.letters > 0)
        return np.where(torn, bits("torn_word"), 0.0)

    def _is_swapped(self, options: _Options, one: Ints, other: Ints) -> Flags:
        both = _is(self._given.agrees, options.given) & _is(self._family.agrees, options.family)
        before = _at(self._spans.start, other) < _at(self._spans.start, one)
        return both & before & ~_is(self._spans.also, one) & ~self._handle[options.pair]

    def _field(self, said: Said, rows: Ints) -> Field:
        span = _at(said.span, rows)
        word, link, level = _at(self._spans.word, span), _at(said.link, rows), _at(said.level, rows)
        return Field(span, word, link, level, _value(said.bits, rows), _is(said.agrees, rows))


def _at(column: Ints, rows: Ints) -> Ints:
    """The values of these rows, NONE where there is no row."""
    if not len(column):
        return np.full(len(rows), NONE)
    return np.where(rows >= 0, column[rows], NONE)


def _value(column: Floats | Ints, rows: Ints) -> Floats:
    """The figures of these rows, nothing where there is no row."""
    if not len(column):
        return np.zeros(len(rows))
    return np.where(rows >= 0, column[rows], 0.0)


def _is(column: Flags, rows: Ints) -> Flags:
    if not len(column):
        return np.zeros(len(rows), np.bool_)
    flags: Flags = (rows >= 0) & column[rows]
    return flags
