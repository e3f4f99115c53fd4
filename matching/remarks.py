"""What the words beside forename and surname say: a middle name, another name of theirs, or nothing known."""

from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.arrays import NONE, Flags, Floats, Ints, best_of_each, distinct, places_of
from matching.comparisons import LEVELS
from matching.frequencies import Field as FieldName
from matching.readings import FIELDS, Field, Lookup, Readings, Said
from matching.reference import bits
from matching.roster import Links
from matching.spans import Spans
from matching.support import contradiction

_SAYS_IT_AGAIN = {"same", "short_form", "family"}


class Remark(IntEnum):
    """What a line of evidence beside forename and surname is about."""

    SWAPPED = 0
    MIDDLE = 1
    ANOTHER_FORENAME = 2
    ANOTHER_SURNAME = 3
    MIDDLE_INITIAL = 4
    NOT_THE_MIDDLE = 5
    UNKNOWN_INITIAL = 6
    UNKNOWN_WORD = 7
    UNKNOWN_LAST_WORD = 8
    SEVERAL_UNKNOWN = 9
    LEFTOVER = 10
    READ_OTHERWISE = 11
    SOURCES_DIFFER_FORENAME = 12
    SOURCES_DIFFER_SURNAME = 13
    SAME_EMAIL = 14


class Remarks(NamedTuple):
    """A row a remark about a pair. `word` and `link` are NONE where there is none; `number` counts letters.

    `independent` is a second signal of its own, beside a full name.
    """

    pair: Ints
    remark: Ints
    bits: Floats
    word: Ints
    link: Ints
    number: Ints
    independent: Flags

    def only(self, rows: Ints | Flags) -> "Remarks":
        """These rows."""
        return Remarks._make(column[rows] for column in self)


class Rest(NamedTuple):
    """The whole words of each pair's text that its reading leaves over, in their order."""

    pair: Ints
    span: Ints

    def only(self, rows: Ints | Flags) -> "Rest":
        """These rows."""
        return Rest(self.pair[rows], self.span[rows])


def remarks_of(pair: Ints, remark: Remark | NDArray[Any], weight: Floats | float) -> Remarks:
    """A remark about each of these pairs, of no word, no name and no number."""
    none = np.full(len(pair), NONE)
    return Remarks(
        pair,
        np.broadcast_to(np.asarray(remark, np.int64), pair.shape),
        np.broadcast_to(np.asarray(weight, np.float64), pair.shape),
        none,
        none,
        none,
        np.zeros(len(pair), np.bool_),
    )


def together(parts: list[Remarks]) -> Remarks:
    """Several tables of remarks as one, by pair."""
    joined = Remarks._make(np.concatenate(column) for column in zip(*parts, strict=True))
    return joined.only(np.argsort(joined.pair, kind="stable"))


def further_name(share: Floats) -> Floats:
    """The bits of one more name in common, of this share of people: its rarity less so much, limited."""
    return np.clip(-np.log2(share) - bits("one_more_word"), 0.0, bits("another_name_most"))


def rest_of(readings: Readings, spans: Spans) -> Rest:
    """The words that forename and surname leave over."""
    pair, span = spans.by_text.members(readings.pairs.text)
    free = spans.single[span]
    for field in (readings.forename, readings.surname):
        used = field.span[pair]
        overlaps = (spans.start[span] < spans.stop[used]) & (spans.stop[span] > spans.start[used])
        free &= (used < 0) | ~overlaps
    return Rest(pair[free], span[free])


def contradicted(readings: Readings, rest: Rest, spans: Spans, lookup: Lookup) -> tuple[Readings, Rest]:
    """The readings with a left-over word as contradiction of each field that nothing was read as.

    The first such word contradicts the forename, the last the surname.
    """
    forename, rest = _contradicted("forename", readings, rest, spans, lookup)
    readings = readings._replace(forename=forename)
    surname, rest = _contradicted("surname", readings, rest, spans, lookup)
    return readings._replace(surname=surname), rest


def _contradicted(
    name: FieldName, readings: Readings, rest: Rest, spans: Spans, lookup: Lookup
) -> tuple[Field, Rest]:
    field, links = readings.field(name), lookup.roster.links(name)
    person = readings.pairs.person
    missing = ~field.there & links.borne[person]
    rows = np.flatnonzero(missing[rest.pair] & (spans.letters[rest.span] > 1))
    place = rows if name == "surname" else -rows
    found = best_of_each(rest.pair[rows], place.astype(np.float64), len(person))
    pair = np.flatnonzero(found >= 0)
    if not len(pair):
        return field, rest
    row = rows[found[pair]]
    new = Field._make(column.copy() for column in field)
    new.span[pair] = rest.span[row]
    new.word[pair] = spans.word[rest.span[row]]
    new.link[pair] = links.by_person.rows[links.by_person.starts[person[pair]]]
    new.level[pair] = [level.name for level in LEVELS[name]].index("different")
    new.bits[pair] = contradiction(name)
    kept = np.ones(len(rest.pair), np.bool_)
    kept[row] = False
    return new, rest.only(kept)


def remarks_on(
    readings: Readings, rest: Rest, said: tuple[Said, Said], spans: Spans, lookup: Lookup
) -> Remarks:
    """What the left-over words say, a word a remark; together they take off no more than a limit."""
    return _Remarker(readings, rest, said, spans, lookup).remarks()


def swapped(readings: Readings) -> Remarks:
    """What a surname costs that stands before the forename."""
    return remarks_of(np.flatnonzero(readings.swapped), Remark.SWAPPED, bits("swapped"))


class _Remarker:
    """Explains the words that some readings leave over."""

    def __init__(
        self, readings: Readings, rest: Rest, said: tuple[Said, Said], spans: Spans, lookup: Lookup
    ) -> None:
        self._readings, self._said, self._spans, self._lookup = readings, said, spans, lookup
        first, _ = distinct(rest.pair, spans.word[rest.span])
        rest = rest.only(np.sort(first))
        self._rest = rest.only(~self._says_it_again(rest))
        self._word = spans.word[self._rest.span]

    def remarks(self) -> Remarks:
        """A remark a word: the first of these that applies."""
        known = np.zeros(len(self._rest.pair), np.bool_)
        kept = []
        for row, remarks in (self._middles(), self._other_names("surname"), self._other_names("forename")):
            new = ~known[row]
            kept.append(remarks.only(new))
            known[row] = True
        return together([*kept, self._limited(self._unknown(np.flatnonzero(~known)))])

    def _keys(self, pair: Ints, span: Ints) -> Ints:
        return pair * len(self._spans.text) + span

    def _says_it_again(self, rest: Rest) -> Flags:
        """Whether a word only repeats the forename: Elizabeth (Lizzie) Smith."""
        said, links = self._said[0], self._lookup.roster.forenames
        forename = self._readings.forename
        chosen = forename.link[said.pair]
        again = forename.agrees[said.pair] & (links.form[said.link] == links.form[chosen])
        names = [level.name in _SAYS_IT_AGAIN for level in LEVELS["forename"]]
        again &= np.array(names)[said.level]
        return np.isin(self._keys(rest.pair, rest.span), self._keys(said.pair[again], said.span[again]))

    def _middles(self) -> tuple[Ints, Remarks]:
        """The words that are a middle name of the person's, or its initial."""
        rest, links = self._rest, self._lookup.roster.middles
        row, link = links.by_person.members(self._readings.pairs.person[rest.pair])
        form = links.form[link]
        single = self._spans.letters[rest.span[row]] == 1
        same = (self._lookup.middle[self._word[row]] == form) & ~single
        begins = self._lookup.first_letter[self._word[row]] == links.first_letter[form]
        agrees = same | (single & begins)
        first, _ = distinct(row[agrees])
        row, link, same = row[agrees][first], link[agrees][first], same[agrees][first]
        weight = np.minimum(further_name(links.share[links.form[link]]), bits("middle_most"))
        remark = np.where(same, Remark.MIDDLE, Remark.MIDDLE_INITIAL)
        remarks = remarks_of(rest.pair[row], remark, np.where(same, weight, bits("middle_initial")))
        return row, remarks._replace(word=self._word[row], link=link)

    def _other_names(self, name: FieldName) -> tuple[Ints, Remarks]:
        """The words that are another name of the person's, besides those read as forename and surname."""
        said = self._said[FIELDS.index(name)]
        links = self._lookup.roster.links(name)
        free = said.agrees & (self._spans.letters[said.span] > 2)
        said = said.only(free & ~self._is_read_already(name, said, links))
        keys = self._keys(self._rest.pair, self._rest.span)
        order = np.argsort(keys)
        at = places_of(keys[order], self._keys(said.pair, said.span))
        said, at = said.only(at >= 0), order[at[at >= 0]]
        unused = said.bits - links.usage[said.link]
        best = best_of_each(at, unused, len(keys), said.link)
        row = np.flatnonzero(best >= 0)
        best = best[row]
        weight = np.clip(unused[best] - bits("one_more_word"), 0.0, bits("another_name_most"))
        remark = Remark.ANOTHER_SURNAME if name == "surname" else Remark.ANOTHER_FORENAME
        remarks = remarks_of(self._rest.pair[row], remark, weight)
        return row, remarks._replace(word=self._word[row], link=said.link[best])

    def _is_read_already(self, name: FieldName, said: Said, links: Links) -> Flags:
        """Whether a name is the very word that the pair's forename or surname agrees with."""
        read = np.zeros(len(said.pair), np.bool_)
        for each in FIELDS:
            field, others = self._readings.field(each), self._lookup.roster.links(each)
            if not len(others.form):
                continue
            same = self._lookup.same_form(name, each)[links.form[said.link]]
            read |= field.agrees[said.pair] & (same == others.form[field.link[said.pair]])
        return read

    def _unknown(self, rows: Ints) -> Remarks:
        """The words that the roster does not know: charged more beside a middle name, or for a surname."""
        rest, links = self._rest.only(rows), self._lookup.roster.middles
        single = self._spans.letters[rest.span] == 1
        middle = links.long_borne[self._readings.pairs.person[rest.pair]] & ~single
        last = self._is_last(rest) & ~single
        kinds = [Remark.UNKNOWN_INITIAL, Remark.UNKNOWN_LAST_WORD, Remark.NOT_THE_MIDDLE]
        remark = np.select([single, last, middle], kinds, Remark.UNKNOWN_WORD)
        prices = [bits("unexplained_word"), bits("unexplained_last_word"), bits("middle_differs")]
        weight = np.select([single, last, middle], prices, bits("unexplained_word"))
        return remarks_of(rest.pair, remark, weight)._replace(word=self._word[rows])

    def _is_last(self, rest: Rest) -> Flags:
        """Whether a left-over word stands last, where the surname was read before it."""
        spans, surname = self._spans, self._readings.surname
        whole = np.flatnonzero(spans.single & ~spans.also & (spans.letters > 1))
        end = np.zeros(len(spans.by_text.starts) - 1, np.int64)
        np.maximum.at(end, spans.text[whole], spans.stop[whole])
        family = surname.span[rest.pair]
        before = surname.agrees[rest.pair] & (spans.stop[family] <= spans.start[rest.span])
        last: Flags = before & (spans.stop[rest.span] == end[spans.text[rest.span]])
        return last

    def _limited(self, unknown: Remarks) -> Remarks:
        """Words that together take off more than the limit, as one remark that takes off the limit."""
        most = bits("unexplained_most")
        over = np.bincount(unknown.pair, unknown.bits, len(self._readings.swapped)) < most
        several = remarks_of(np.flatnonzero(over), Remark.SEVERAL_UNKNOWN, most)
        return together([unknown.only(~over[unknown.pair]), several])
