"""Which word of a name stands for which name of a person: the best reading, each word used once."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import log2
from typing import NamedTuple

from matching.comparisons import FORENAME, SURNAME, Compared, Comparison, Level, Scale, scale_of
from matching.frequencies import Field, frequencies
from matching.names import ParsedName
from matching.people import Form, Person
from matching.reference import bits

DISPLAY_NAME = "display name"
SELDOM = 0.15
"""How often a form must be shown to count as a usual one: a middle name used as a forename is not."""


class Span(NamedTuple):
    """One word of a name, or two that stand side by side, as one."""

    start: int
    stop: int
    text: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """What one field of a name said: the level that held, the word shown, the roster's form, the bits."""

    field: Field
    level: Level
    shown: str
    form: Form
    bits: float
    source: str

    @property
    def agrees(self) -> bool:
        """Whether the level is for the person rather than against."""
        return self.level.name != "different"


@dataclass(frozen=True, slots=True)
class Note:
    """A line of evidence beside forename and surname. `independent` is a second signal of its own."""

    sentence: str
    bits: float
    word: str = ""
    independent: bool = False


@dataclass(frozen=True, slots=True)
class Alignment:
    """One source's name laid against one person's."""

    forename: Agreement | None
    surname: Agreement | None
    notes: tuple[Note, ...] = ()

    @property
    def bits(self) -> float:
        """The weight of all it says."""
        fields = sum(field.bits for field in (self.forename, self.surname) if field)
        return fields + sum(note.bits for note in self.notes)


class Comparer:
    """The comparisons, each pair of words worked out once.

    Two threads may work out the same pair twice; both write the same value, so it needs no lock.
    """

    def __init__(self) -> None:
        self._comparisons: dict[Field, tuple[Comparison, Scale]] = {
            "forename": (FORENAME, scale_of("forename")),
            "surname": (SURNAME, scale_of("surname")),
        }
        self._worked_out: dict[tuple[str, str, str], Compared] = {}

    def compare(self, field: Field, shown: str, form: str) -> Compared:
        """The level that holds between a word shown and a form, with its bits."""
        key = (field, shown, form)
        if key not in self._worked_out:
            comparison, scale = self._comparisons[field]
            self._worked_out[key] = comparison.compare(shown, form, scale)
        return self._worked_out[key]

    def best(self, field: Field, span: Span, forms: Iterable[Form], source: str) -> Agreement | None:
        """What this word says for a field, by the form it says most about; None where there is no form."""
        found: Agreement | None = None
        for form in forms:
            level, weight = self._level_and_bits(field, span.text, form)
            if found is None or weight > found.bits:
                found = Agreement(field, level, span.text, form, weight, source)
        return found

    def against(self, field: Field, shown: str, form: Form, source: str) -> Agreement:
        """A word where the field should stand, as a contradiction of the form."""
        comparison, scale = self._comparisons[field]
        level = comparison.levels[-1]
        return Agreement(field, level, shown, form, log2(scale.each(level.name)), source)

    def _level_and_bits(self, field: Field, shown: str, form: Form) -> tuple[Level, float]:
        compared = self.compare(field, shown, form.word)
        agrees = compared.level.name != "different"
        return compared.level, compared.bits + (log2(form.usage) if agrees else 0.0)


def spans_of(words: tuple[str, ...], forms: tuple[Form, ...]) -> list[Span]:
    """Every word, and two neighbours as one where that is a form: de souza, mary jane."""
    spans = [Span(place, place + 1, word) for place, word in enumerate(words)]
    if len(words) > 2:
        whole = {form.word for form in forms}
        joined = [Span(place, place + 2, words[place] + words[place + 1]) for place in range(len(words) - 1)]
        spans += [span for span in joined if span.text in whole]
    return spans


class _Reading(NamedTuple):
    forename: tuple[Span, Agreement] | None
    surname: tuple[Span, Agreement] | None
    order: float = 0.0
    contradicted: tuple[Agreement, ...] = ()

    @property
    def bits(self) -> float:
        said = [part[1].bits for part in (self.forename, self.surname) if part]
        return sum(said) + self.order + sum(one.bits for one in self.contradicted)

    @property
    def used(self) -> set[int]:
        return {place for part in (self.forename, self.surname) if part for place in range(*part[0][:2])}


def align(person: Person, name: ParsedName, comparer: Comparer, source: str) -> Alignment:
    """The best reading of a name as this person's, with what its remaining words say."""
    words = (*name.words, *name.also)
    reading = _best_reading(person, name, comparer, source)
    forename, surname = (part[1] if part else None for part in (reading.forename, reading.surname))
    spoken_for = {against.shown for against in reading.contradicted}
    rest = [word for place, word in enumerate(words) if place not in reading.used and word not in spoken_for]
    order = [Note("The surname stands before the forename", reading.order)] if reading.order else []
    notes = _rest_notes(person, rest, (forename, surname), comparer, source)
    for against in reading.contradicted:
        forename, surname = (against, surname) if against.field == "forename" else (forename, against)
    return Alignment(forename, surname, (*order, *notes))


def _best_reading(person: Person, name: ParsedName, comparer: Comparer, source: str) -> _Reading:
    """The reading that says most, every reading charged for the field it leaves contradicted."""
    words = (*name.words, *name.also)
    forenames = _agreeing("forename", words, person.forenames, comparer, source)
    surnames = _agreeing("surname", words, person.surnames, comparer, source)
    price = bits("swapped" if source == DISPLAY_NAME else "swapped_in_handle")
    readings = [_Reading(None, None)]
    readings += [_Reading(one, None) for one in forenames]
    readings += [_Reading(None, one) for one in surnames]
    for one in forenames:
        for other in surnames:
            if _apart(one[0], other[0]):
                swapped = other[0].start < one[0].start < len(name.words)
                readings.append(_Reading(one, other, price if swapped else 0.0))
    charged = [_charged(reading, person, words, comparer, source) for reading in readings]
    return max(charged, key=lambda reading: reading.bits)


def _charged(
    reading: _Reading, person: Person, words: tuple[str, ...], comparer: Comparer, source: str
) -> _Reading:
    """The reading with the fields that a remaining word contradicts; what is not said contradicts nothing."""
    rest = [word for place, word in enumerate(words) if place not in reading.used and len(word) > 1]
    against = []
    if reading.forename is None and person.forenames and rest:
        against.append(comparer.against("forename", rest.pop(0), person.forenames[0], source))
    if reading.surname is None and person.surnames and rest:
        against.append(comparer.against("surname", rest.pop(), person.surnames[0], source))
    return reading._replace(contradicted=tuple(against))


def _agreeing(
    field: Field, words: tuple[str, ...], forms: tuple[Form, ...], comparer: Comparer, source: str
) -> list[tuple[Span, Agreement]]:
    """The spans that agree with a form; a form seldom shown counts only where no usual one agrees."""
    found = [(span, comparer.best(field, span, forms, source)) for span in spans_of(words, forms)]
    agreeing = [(span, agreement) for span, agreement in found if agreement and agreement.agrees]
    usual = [one for one in agreeing if one[1].form.usage > SELDOM and len(one[1].shown) > 1]
    return usual or agreeing


def _apart(one: Span, other: Span) -> bool:
    return one.stop <= other.start or other.stop <= one.start


def _rest_notes(
    person: Person,
    rest: list[str],
    fields: tuple[Agreement | None, Agreement | None],
    comparer: Comparer,
    source: str,
) -> list[Note]:
    """What the words beside forename and surname say: a middle name, another name of theirs, nothing."""
    used = {field.form.word for field in fields if field}
    unsaid = [word for word in dict.fromkeys(rest) if not _says_it_again(word, fields[0], comparer)]
    notes = [_rest_note(person, word, used, source) for word in unsaid]
    against = sum(note.bits for note in notes if note.bits < 0)
    if against >= bits("unexplained_most"):
        return notes
    kept = [note for note in notes if note.bits >= 0]
    return [
        *kept,
        Note(f"The {source} holds several words that the roster does not", bits("unexplained_most")),
    ]


def _says_it_again(word: str, forename: Agreement | None, comparer: Comparer) -> bool:
    """Whether a word only repeats the forename: Elizabeth (Lizzie) Smith."""
    if forename is None or len(word) == 1:
        return False
    return comparer.compare("forename", word, forename.form.word).level.name in {
        "same",
        "short_form",
        "family",
    }


def _rest_note(person: Person, word: str, used: set[str], source: str) -> Note:
    others = {form.word: form for form in (*person.surnames, *person.forenames) if form.word not in used}
    middles = {form.word for form in person.middles}
    if word in middles:
        sentence = f"{word.capitalize()} in the {source} is the middle name on the roster"
        return Note(sentence, _rarity_bits("forename", word, "middle_most"), word)
    if word in others and len(word) > 2:
        return another_name(others[word], source)
    if len(word) == 1 and any(middle.startswith(word) for middle in middles):
        return Note(f"The middle initial {word.upper()} agrees", bits("middle_initial"), word)
    if len(word) == 1:
        return Note(f"The initial {word.upper()} is not on the roster", bits("unexplained_word"), word)
    if middles and len(max(middles, key=len)) > 1:
        sentence = f"{word.capitalize()} in the {source} is not the middle name on the roster"
        return Note(sentence, bits("middle_differs"), word)
    return Note(f"{word.capitalize()} in the {source} is not on the roster", bits("unexplained_word"), word)


def another_name(form: Form, source: str) -> Note:
    """A further name of the person's that a source shows: for the person, as its rarity allows."""
    sentence = f"{form.written} in the {source} is another name of theirs on the roster"
    return Note(sentence, _rarity_bits("surname", form.word, "another_name_most"), form.word)


def _rarity_bits(field: Field, word: str, most: str) -> float:
    """The weight of one more word in common: what its rarity is worth, up to a limit."""
    return min(bits(most), max(0.0, -log2(frequencies(field).share(word)) - bits("one_more_word")))
