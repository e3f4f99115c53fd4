"""Evidence as columns of sentences and bits that add up to the match weight.

Sentences are for a designated safeguarding lead: which name agreed, how common it is, what speaks against.
Each distinct sentence is put together once, however many accounts it is said of.
"""

from collections.abc import Callable
from math import exp2
from typing import NamedTuple

import numpy as np

from matching.arrays import Floats, Ints, distinct
from matching.communities import togetherness
from matching.comparisons import LEVELS
from matching.frequencies import Field as FieldName
from matching.frequencies import frequencies
from matching.merging import Merged
from matching.readings import Field, Lookup
from matching.reference import weights
from matching.remarks import Remark
from matching.roster import Links
from schemas.words import NameKind

DISPLAY_NAME = "display name"
SOURCES = (DISPLAY_NAME, "handle", "e-mail address", "profile address")

_KINDS = {
    NameKind.LEGAL: "legal",
    NameKind.PREFERRED: "preferred",
    NameKind.KNOWN_AS: "known-as",
    NameKind.FORMER: "former",
    NameKind.PART: "double-barrelled",
}
_PLAIN = {"same", "short_form", "family", "gendered"}


class Lines(NamedTuple):
    """A row a line of evidence: whose, its rank among theirs, which of the sentences, its bits."""

    row: Ints
    rank: Ints
    sentence: Ints
    bits: Floats


class Sentences:
    """The distinct sentences said so far."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._places: dict[str, int] = {}

    def place(self, text: str) -> int:
        """Where this sentence stands."""
        if text not in self._places:
            self._places[text] = len(self.texts)
            self.texts.append(text)
        return self._places[text]

    def of(self, make: Callable[..., str], *columns: Ints) -> Ints:
        """The sentence of each row, `make` called once for each distinct combination of the columns."""
        first, which = distinct(*columns)
        made = [self.place(make(*(int(column[row]) for column in columns))) for row in first]
        return np.array(made, np.int64)[which]


class Teller:
    """Puts what was weighed into sentences."""

    def __init__(self, merged: Merged, sources: Ints, lookup: Lookup) -> None:
        """`sources` says of each row and rank of source which of SOURCES it is: a table of rows and ranks."""
        self._merged = merged
        self._sources = sources
        self._vocabulary = lookup.vocabulary
        self._lookup = lookup
        self.sentences = Sentences()

    def lines(self, rows: Ints, prior: Floats, together: Floats, shared: Floats, others: Ints) -> Lines:
        """The evidence of these rows of what was merged, each with its list's prior and its rivals' share."""
        parts = [
            self._line(0, np.arange(len(rows)), self._prior(prior), prior),
            self._field("forename", 1, rows),
            self._field("surname", 2, rows),
            self._remarks(3, rows),
            self._namesakes(4, rows, together),
            self._shared(5, shared, others),
        ]
        row, rank, sentence, weight = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.lexsort((rank, row))
        return Lines(row[order], rank[order], sentence[order], weight[order])

    def _line(self, rank: int, row: Ints, sentence: Ints, weight: Floats) -> Lines:
        return Lines(row, np.full(len(row), rank), sentence, np.round(weight, 2) + 0.0)

    def _prior(self, prior: Floats) -> Ints:
        hundredths = np.round(prior * 100).astype(np.int64)
        return self.sentences.of(lambda each: _prior_sentence(each / 100), hundredths)

    def _field(self, name: FieldName, rank: int, rows: Ints) -> Lines:
        field: Field = getattr(self._merged, name)
        source: Ints = getattr(self._merged, f"{name}_source")
        place = np.flatnonzero(field.there[rows])
        row = rows[place]
        _, links = self._lookup.of(name)

        def sentence(word: int, link: int, level: int, source: int) -> str:
            return _field_sentence(name, self._vocabulary[word], links, link, level, SOURCES[source])

        of_source = self._sources[row, source[row]]
        made = self.sentences.of(sentence, field.word[row], field.link[row], field.level[row], of_source)
        return self._line(rank, place, made, field.bits[row])

    def _remarks(self, rank: int, rows: Ints) -> Lines:
        remarks = self._merged.remarks
        wanted = np.full(len(self._merged.forename.word), -1)
        wanted[rows] = np.arange(len(rows))
        place = wanted[remarks.pair]
        kept = np.flatnonzero(place >= 0)
        of_source = self._sources[remarks.pair[kept], self._merged.remark_source[kept]]
        columns = (
            remarks.remark[kept],
            remarks.word[kept],
            remarks.link[kept],
            remarks.number[kept],
            of_source,
        )
        return self._line(rank, place[kept], self.sentences.of(self._remark, *columns), remarks.bits[kept])

    def _remark(self, remark: int, word: int, link: int, number: int, source: int) -> str:
        said = self._vocabulary[word] if word >= 0 else ""
        links = (
            self._lookup.roster.surnames
            if remark == Remark.ANOTHER_SURNAME
            else self._lookup.roster.forenames
        )
        written = links.written[link] if remark in {Remark.ANOTHER_FORENAME, Remark.ANOTHER_SURNAME} else ""
        return _REMARKS[Remark(remark)].format(
            word=said.capitalize(), letter=said.upper(), source=SOURCES[source], written=written,
            letters=f"{number} other {'letter stands' if number == 1 else 'letters stand'}",
        )  # fmt: skip

    def _namesakes(self, rank: int, rows: Ints, together: Floats) -> Lines:
        forename, surname = self._merged.forename, self._merged.surname
        both = forename.there & surname.there & forename.agrees & surname.agrees
        place = np.flatnonzero(both[rows])
        row = rows[place]
        given, family = self._lookup.roster.forenames, self._lookup.roster.surnames

        def sentence(one: int, other: int) -> str:
            return _namesakes_sentence(
                given.forms[given.form[one]],
                given.written[one],
                family.forms[family.form[other]],
                family.written[other],
            )

        made = self.sentences.of(sentence, forename.link[row], surname.link[row])
        return self._line(rank, place, made, together[place])

    def _shared(self, rank: int, shared: Floats, others: Ints) -> Lines:
        place = np.flatnonzero(np.round(shared, 2) < 0)
        made = self.sentences.of(_shared_sentence, others[place])
        return self._line(rank, place, made, shared[place])


_REMARKS = {
    Remark.SWAPPED: "The surname stands before the forename",
    Remark.MIDDLE: "{word} in the {source} is the middle name on the roster",
    Remark.ANOTHER_FORENAME: "{word} in the {source} agrees with {written}, another forename of theirs",
    Remark.ANOTHER_SURNAME: "{word} in the {source} agrees with {written}, another surname of theirs",
    Remark.MIDDLE_INITIAL: "The middle initial {letter} agrees",
    Remark.NOT_THE_MIDDLE: "{word} in the {source} is not the middle name on the roster",
    Remark.UNKNOWN_INITIAL: "The initial {letter} is not on the roster",
    Remark.UNKNOWN_WORD: "{word} in the {source} is not on the roster",
    Remark.UNKNOWN_LAST_WORD: "{word} stands where the {source} has the surname, and is not on the roster",
    Remark.SEVERAL_UNKNOWN: "The {source} holds several words that the roster does not",
    Remark.LEFTOVER: "{letters} in the {source}",
    Remark.READ_OTHERWISE: "The {source} reads as well as another name",
    Remark.SOURCES_DIFFER_FORENAME: "Another source shows another forename than the {source}",
    Remark.SOURCES_DIFFER_SURNAME: "Another source shows another surname than the {source}",
    Remark.SAME_EMAIL: "The e-mail address is the one on the roster",
}


def _field_sentence(name: FieldName, shown: str, links: Links, link: int, level: int, source: str) -> str:
    found = LEVELS[name][level]
    word, kind = links.forms[links.form[link]], _KINDS[NameKind(links.kind[link])]
    said = found.sentence.format(shown=shown.capitalize(), form=links.written[link], kind=kind)
    said = said[0].upper() + said[1:]
    if found.name != "same":
        said += f", the {kind} {name} on the roster"
    if found.name not in _PLAIN:
        return f"{said} ({source})"
    names, share = frequencies(name), links.share[links.form[link]]
    about = "at most" if names.nationwide(word) < names.rarest else "about"
    here = " here" if share > names.share(word) else ""
    return f"{said}; {about} 1 person in {_counted(1 / share)} bears it{here} ({source})"


def _namesakes_sentence(given: str, given_written: str, family: str, family_written: str) -> str:
    """How many people of this name are expected in the country, and whether its names go together."""
    share = frequencies("forename").nationwide(given) * frequencies("surname").nationwide(family)
    often = togetherness(given, family)
    expected = share * often * float(weights()["population"]["people"])
    people = "Fewer than 2 people" if expected < 2 else f"About {_counted(expected)} people"
    sentence = f"{people} called {given_written} {family_written} are expected in Great Britain"
    return f"{sentence}: these names often go together" if often > 1 else sentence


def _prior_sentence(prior: float) -> str:
    circle = _counted(exp2(-prior))
    return f"Before any name is compared, this account could be any one of about {circle} people"


def _shared_sentence(others: int) -> str:
    if others < 2:
        return "Another person on the roster fits this account too"
    return f"{others} other people on the roster fit this account too"


def _counted(number: float) -> str:
    """A round figure, two digits that count: 32,000."""
    digits = max(0, len(str(int(number))) - 2)
    return f"{round(number, -digits):,.0f}"
