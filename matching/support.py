"""What words say of the roster's names: each distinct word laid against each form it may stand for, once."""

from collections.abc import Mapping, Sequence
from functools import cache
from math import log2
from typing import NamedTuple

import numpy as np

from matching.arrays import Flags, Floats, Groups, Ints, distinct, groups_of, places_of
from matching.comparisons import LEVELS, compare_many, scale_of
from matching.frequencies import Field
from matching.neighbours import neighbours
from matching.roster import Links
from matching.scripts.across import compare_across
from matching.scripts.nearest import nearest_forms


class Words(NamedTuple):
    """The words of some texts as ASCII letters; `natives` has those that stood in a script of their own."""

    vocabulary: Sequence[str]
    natives: Mapping[str, str]


class Comparer(NamedTuple):
    """Compares words with the forms of one field: `closely` where somebody asks about two names."""

    words: Words
    links: Links
    closely: bool = False

    def compare(self, word: Ints, form: Ints) -> tuple[Ints, Floats]:
        """The level (a place in LEVELS) and the bits of each pair, before the form's usage."""
        field = self.links.field
        shown = [self.words.vocabulary[place] for place in word.tolist()]
        forms = [self.links.forms[place] for place in form.tolist()]
        compared = compare_many(field, shown, forms, self.closely)
        level, bits = compared.level.astype(np.int64), compared.bits
        natives, written = self.words.natives, self.links.natives
        across = [
            row
            for row, (one, two) in enumerate(zip(shown, forms, strict=True))
            if (one in natives) != (two in written)
        ]
        if across:
            native = [natives.get(shown[row]) or written[forms[row]] for row in across]
            latin = [forms[row] if shown[row] in natives else shown[row] for row in across]
            bits[across] = compare_across(native, latin, self.links.share[form[across]])
            level[across] = np.where(
                bits[across] > 0, level_called(field, "script"), level_called(field, "different")
            )
        return level, bits


class Support(NamedTuple):
    """A row a word and a form of one field, in the order of their keys."""

    comparer: Comparer
    keys: Ints
    level: Ints
    bits: Floats
    agrees: Flags
    by_word: Groups

    @property
    def form(self) -> Ints:
        """The form of each row."""
        forms: Ints = self.keys % max(len(self.comparer.links.forms), 1)
        return forms

    def agreeing(self, words: Ints) -> tuple[Ints, Ints]:
        """For each place in `words` every row of its word that agrees: that place, and the row."""
        each, row = self.by_word.members(words)
        agrees = self.agrees[row]
        return each[agrees], row[agrees]

    def rows_of(self, words: Ints, forms: Ints) -> Ints:
        """The row of each word and form, NONE where they have nothing to do with each other."""
        return places_of(self.keys, words * len(self.comparer.links.forms) + forms)

    def with_pairs(self, words: Ints, forms: Ints) -> "Support":
        """The same with these pairs compared too, whatever comes of it."""
        missing = self.rows_of(words, forms) < 0
        if not missing.any():
            return self
        more = support_of_pairs(self.comparer, words[missing], forms[missing])
        return _in_order(
            self.comparer,
            np.concatenate([self.keys, more.keys]),
            np.concatenate([self.level, more.level]),
            np.concatenate([self.bits, more.bits]),
        )


def support_of(words: Words, shown: Ints, links: Links) -> Support:
    """Every form that each of the words `shown`, places in the vocabulary, may stand for."""
    some = [words.vocabulary[place] for place in shown.tolist()]
    word, form = neighbours(links.field, some, links.forms)
    natives = np.array([place for place, each in enumerate(some) if each in words.natives], np.int64)
    native, nearest = nearest_forms([words.natives[some[place]] for place in natives.tolist()], links.forms)
    both = shown[np.concatenate([word.astype(np.int64), natives[native]])]
    return support_of_pairs(Comparer(words, links), both, np.concatenate([form, nearest]).astype(np.int64))


def support_of_pairs(comparer: Comparer, word: Ints, form: Ints) -> Support:
    """The comparison of each of these pairs, a pair once; those that only differ are kept too."""
    first, _ = distinct(word, form)
    word, form = word[first], form[first]
    level, bits = comparer.compare(word, form)
    return _in_order(comparer, word * max(len(comparer.links.forms), 1) + form, level, bits)


def _in_order(comparer: Comparer, keys: Ints, level: Ints, bits: Floats) -> Support:
    order = np.argsort(keys, kind="stable")
    keys, level = keys[order], level[order]
    different = np.array([one.name == "different" for one in LEVELS[comparer.links.field]], np.bool_)
    word = keys // max(len(comparer.links.forms), 1)
    by_word = groups_of(word, len(comparer.words.vocabulary))
    return Support(comparer, keys, level, bits[order], ~different[level], by_word)


@cache
def level_called(field: Field, name: str) -> int:
    """The place of the last level of that name."""
    return max(place for place, level in enumerate(LEVELS[field]) if level.name == name)


@cache
def contradiction(field: Field) -> float:
    """The bits of a word that stands where this field should, and has nothing to do with it."""
    return log2(scale_of(field).each("different"))
