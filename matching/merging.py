"""Several sources of one account as one: a second counts only for what it says beyond the first."""

from typing import NamedTuple

import numpy as np

from matching.arrays import NONE, Flags, Floats, Groups, Ints, distinct, groups_of
from matching.communities import bits_against
from matching.comparisons import LEVELS
from matching.frequencies import Field as FieldName
from matching.frequencies import frequencies
from matching.readings import FIELDS, Field, Lookup, Readings
from matching.reference import bits
from matching.remarks import Remark, Remarks, further_name, remarks_of, together
from matching.roster import SELDOM, Links
from schemas.words import NameKind

_HALF_A_NAME = {"initial", "different"}


class Merged(NamedTuple):
    """What all sources of an account say of a person, a row an account and a person.

    `source` of a field is the rank of the source it was read from; so is a remark's.
    """

    forename: Field
    surname: Field
    forename_source: Ints
    surname_source: Ints
    remarks: Remarks
    remark_source: Ints

    def field(self, name: FieldName) -> Field:
        """What was read as this field."""
        return self.forename if name == "forename" else self.surname

    def bits(self) -> Floats:
        """The bits of everything said, a figure a row."""
        remarks = np.bincount(self.remarks.pair, self.remarks.bits, len(self.forename.bits))
        return self.forename.bits + self.surname.bits + remarks

    def with_remarks(self, more: Remarks) -> "Merged":
        """The same with more remarks, of the first source."""
        pair = np.concatenate([self.remarks.pair, more.pair])
        source = np.concatenate([self.remark_source, np.zeros(len(more.pair), np.int64)])
        order = np.argsort(pair, kind="stable")
        return self._replace(remarks=together([self.remarks, more]), remark_source=source[order])


def merged(readings: Readings, remarks: Remarks, row_of_rank: list[Ints], lookup: Lookup) -> Merged:
    """The sources of each account together; `row_of_rank` holds the row of each rank's reading, or NONE."""
    first = row_of_rank[0]
    by_reading = groups_of(remarks.pair, len(readings.pairs.text))
    zero = np.zeros(len(first), np.int64)
    about, rows = _about(first, by_reading)
    so_far = Merged(
        _taken(readings.forename, first),
        _taken(readings.surname, first),
        zero,
        zero,
        remarks.only(rows)._replace(pair=about),
        np.zeros(len(rows), np.int64),
    )
    for rank, row in enumerate(row_of_rank[1:], start=1):
        if (row >= 0).any():
            about, rows = _about(row, by_reading)
            second = Merged(
                _taken(readings.forename, row),
                _taken(readings.surname, row),
                zero + rank,
                zero + rank,
                remarks.only(rows)._replace(pair=about),
                np.full(len(rows), rank),
            )
            so_far = _Merge(so_far, second, lookup).result(rank)
    return so_far


def is_full(merged: Merged, lookup: Lookup) -> Flags:
    """Whether a forename and a surname agree, neither by its initial only nor as a middle name."""
    return _whole("forename", merged.forename, lookup) & _whole("surname", merged.surname, lookup)


def independent_signal(merged: Merged) -> Flags:
    """Whether a second signal speaks for the person, beside a full name."""
    remarks = merged.remarks
    signals = remarks.independent & (remarks.bits >= bits("independent_from"))
    return np.bincount(remarks.pair[signals], minlength=len(merged.forename.bits)) > 0


def together_bits(merged: Merged, lookup: Lookup) -> Floats:
    """What the names' going together takes off, in bits."""
    taken = np.zeros(len(merged.forename.bits))
    both = np.flatnonzero(_both_named(merged))
    given, family = lookup.roster.forenames, lookup.roster.surnames
    forename, surname = given.form[merged.forename.link[both]], family.form[merged.surname.link[both]]
    first, which = distinct(forename, surname)
    often = [bits_against(given.forms[forename[row]], family.forms[surname[row]]) for row in first]
    taken[both] = np.array(often, np.float64)[which]
    return taken


def _both_named(merged: Merged) -> Flags:
    both = np.ones(len(merged.forename.bits), np.bool_)
    for name in FIELDS:
        both &= merged.field(name).there & ~_is_level(name, merged.field(name), _HALF_A_NAME)
    return both


def name_kinds(merged: Merged, lookup: Lookup) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
    """Which of the person's names agreed: a former surname or a part of one before a preferred forename."""
    found = np.full(len(merged.forename.bits), NameKind.LEGAL.value, object)
    for name in FIELDS:
        field, links = merged.field(name), lookup.roster.links(name)
        kinds = np.array([*links.kind, NameKind.LEGAL.value], object)[np.where(field.agrees, field.link, -1)]
        found = np.where(kinds != NameKind.LEGAL, kinds, found)
    return found


def _whole(name: FieldName, field: Field, lookup: Lookup) -> Flags:
    _, links = lookup.of(name)
    usual = _link_values(links.usage, field.link) > np.log2(SELDOM)
    whole: Flags = field.there & usual & ~_is_level(name, field, _HALF_A_NAME)
    return whole


def _is_level(name: FieldName, field: Field, levels: set[str]) -> Flags:
    places = [place for place, one in enumerate(LEVELS[name]) if one.name in levels]
    return np.isin(field.level, places) & field.there


def _link_values(column: Floats, link: Ints) -> Floats:
    if not len(column):
        return np.zeros(len(link))
    return column[np.maximum(link, 0)]


def _taken(field: Field, rows: Ints) -> Field:
    there = rows >= 0
    if not len(field.span):
        none = np.full(len(rows), NONE)
        return Field(none, none, none, none, np.zeros(len(rows)), np.zeros(len(rows), np.bool_))
    blank = Field(NONE, NONE, NONE, NONE, 0.0, False)  # type: ignore[arg-type]
    return Field(*(np.where(there, column[rows], empty) for column, empty in zip(field, blank, strict=True)))


def _about(rows: Ints, by_reading: Groups) -> tuple[Ints, Ints]:
    there = np.flatnonzero(rows >= 0)
    whose, remark = by_reading.members(rows[there])
    return there[whose], remark


def _same_form(links: Links, one: Ints, other: Ints) -> Flags:
    """Whether two names of one person are the same: Matt and Mathew of Mathew say it twice."""
    if not len(links.form):
        return np.zeros(len(one), np.bool_)
    same: Flags = links.form[one] == links.form[other]
    return same


class _Merge:
    """One more source beside what the ones before it said."""

    def __init__(self, first: Merged, second: Merged, lookup: Lookup) -> None:
        self.first, self.second = first, second
        self.vocabulary, self.lookup = lookup.vocabulary, lookup
        self.number = len(first.forename.span)
        agrees = second.forename.agrees | second.surname.agrees
        total = second.forename.bits + second.surname.bits
        total = total + np.bincount(second.remarks.pair, second.remarks.bits, self.number)
        self.heard = (second.forename.there | second.surname.there) & (agrees | (total > 0))

    def result(self, rank: int) -> Merged:
        """Both as one."""
        forename, from_forename, notes = self._fuller("forename")
        surname, from_surname, more = self._fuller("surname")
        told = self._tells_another_surname()
        surname, from_surname = _either(told, self.second.surname, surname), from_surname | told
        twice = forename.there & surname.there & (forename.word == surname.word)
        blank = _taken(surname, np.full(self.number, NONE))
        surname = _either(twice, blank, surname)
        kept = self._kept_of_second(from_forename | from_surname)
        remarks = [self.first.remarks, *notes, *more, kept]
        ranks = [self.first.remark_source, *(np.full(len(one.pair), rank) for one in remarks[1:])]
        order = np.argsort(np.concatenate([one.pair for one in remarks]), kind="stable")
        return Merged(
            forename,
            surname,
            np.where(from_forename, rank, self.first.forename_source),
            np.where(from_surname, rank, self.first.surname_source),
            together(remarks),
            np.concatenate(ranks)[order],
        )

    def _fuller(self, name: FieldName) -> tuple[Field, Flags, list[Remarks]]:
        """The agreement that says more of a field, whether it is the second's, and what deserves a remark."""
        one: Field = self.first.field(name)
        other: Field = self.second.field(name)
        better = self.heard & other.there & other.agrees
        differ = better & one.there & ~one.agrees
        initial = better & _is_level(name, one, {"initial"})
        links = self.lookup.roster.links(name)
        same_name = one.there & other.there & _same_form(links, one.link, other.link)
        taken = better & (~one.there | ~one.agrees | initial | (same_name & (other.bits > one.bits)))
        further = better & ~taken & ~same_name & _is_level(name, other, {"same"})
        further[further] = ~self._repeats(one.word[further], other.word[further])
        rows = np.flatnonzero(further)
        surname = name == "surname"
        differ_by = Remark.SOURCES_DIFFER_SURNAME if surname else Remark.SOURCES_DIFFER_FORENAME
        another = Remark.ANOTHER_SURNAME if surname else Remark.ANOTHER_FORENAME
        weight = further_name(links.share[links.form[other.link[rows]]])
        notes = [
            remarks_of(np.flatnonzero(differ), differ_by, bits("sources_differ")),
            remarks_of(rows, another, weight)._replace(
                word=other.word[rows], link=other.link[rows], independent=np.full(len(rows), surname)
            ),
        ]
        return _either(taken, other, one), taken, notes

    def _repeats(self, words: Ints, others: Ints) -> Flags:
        """Whether two sources show the same word, or one a part of the other's."""
        shown = [(self.vocabulary[one], self.vocabulary[two]) for one, two in zip(words, others, strict=True)]
        return np.array([one in two or two in one for one, two in shown], np.bool_)

    def _tells_another_surname(self) -> Flags:
        """Whether a second source spells out another surname: "Jude B." with the handle jude-baker."""
        known, told = self.first.surname, self.second.surname
        open_so_far = ~known.there | _is_level("surname", known, {"initial"})
        tells = self.heard & told.there & ~told.agrees & self.second.forename.agrees & open_so_far
        rows = np.flatnonzero(tells)
        surnames = frequencies("surname")
        tells[rows] = [surnames.is_listed(self.vocabulary[word]) for word in told.word[rows]]
        return tells

    def _kept_of_second(self, taken: Flags) -> Remarks:
        """What the second source says for the person, where it is new; and against, where a field is its."""
        remarks = self.second.remarks
        size = len(self.vocabulary) + 1
        said = np.sort(self.first.remarks.pair * size + self.first.remarks.word + 1)
        new = ~np.isin(remarks.pair * size + remarks.word + 1, said) | (remarks.word < 0)
        full = is_full(self.first, self.lookup)
        kept = self.heard[remarks.pair] & np.where(remarks.bits > 0, new, taken[remarks.pair])
        signal = (remarks.bits > 0) & full[remarks.pair]
        return remarks._replace(independent=signal).only(kept)


def _either(which: Flags, one: Field, other: Field) -> Field:
    return Field(*(np.where(which, left, right) for left, right in zip(one, other, strict=True)))
