"""A handle in one unbroken word, read as one person's name: sarahjones, sjones, joneskid."""

from collections.abc import Iterator
from dataclasses import replace
from math import log2
from typing import NamedTuple

from matching.alignment import Alignment, Comparer, Note, align
from matching.frequencies import frequencies
from matching.names import ParsedName, unwrappings
from matching.people import Person
from matching.reference import bits

WHOLE_WORD = 0.1
"""Share of handles that are a forename and nothing else."""


class Segments(NamedTuple):
    """The forename and the surname found in a word, in the order they stand, and the letters left over."""

    words: tuple[str, ...]
    leftover: int


def align_run_together(person: Person, word: str, comparer: Comparer, source: str) -> Alignment | None:
    """The best reading of an unbroken word as this person's name, less what its leftover letters cost."""
    read = [
        _with_price(align(person, ParsedName(segments.words), comparer, source), segments, bare, source)
        for bare in unwrappings(word)
        for segments in _segmentations(person, bare)
    ]
    return max(read, key=lambda alignment: alignment.bits, default=None)


def _segmentations(person: Person, word: str) -> Iterator[Segments]:
    for surname in {form.word for form in person.surnames if len(form.word) > 2}:
        start = word.find(surname)
        if start >= 0:
            before, after = word[:start], word[start + len(surname) :]
            yield from _around(person, before, surname, after)


def _around(person: Person, before: str, surname: str, after: str) -> Iterator[Segments]:
    """The letters beside a surname as the forename: all of them, or a known form with letters left over."""
    if before:
        yield Segments((before, surname), len(after))
    if after:
        yield Segments((surname, after), len(before))
    if not before or not after:
        yield Segments((surname,), len(before) + len(after))
    for form in {form.word for form in person.forenames if len(form.word) > 2}:
        if form in before:
            yield Segments((form, surname), len(before) + len(after) - len(form))
        if form in after:
            yield Segments((surname, form), len(before) + len(after) - len(form))


def _with_price(alignment: Alignment, segments: Segments, word: str, source: str) -> Alignment:
    notes = [Note(f"The {source} runs the names together", bits("run_together"))]
    if segments.leftover:
        price = max(bits("leftover_most"), segments.leftover * bits("leftover_letter"))
        letters = "letter stands" if segments.leftover == 1 else "letters stand"
        notes.append(Note(f"{segments.leftover} other {letters} in the {source}", price))
    otherwise = _read_otherwise(word, segments)
    if otherwise:
        notes.append(Note(f"The {source} reads as well as another name", otherwise))
    return replace(alignment, notes=(*alignment.notes, *notes))


def _read_otherwise(word: str, segments: Segments) -> float:
    """The bits by which another reading, of names in the tables alone, is likelier than this: "natalie"."""
    own = _chance(*segments.words) if len(segments.words) == 2 else 1e-9
    own *= 2.0 ** (-4 * segments.leftover)
    splits = ((word[:place], word[place:]) for place in range(2, len(word) - 1))
    others = max((_chance(*split) for split in splits if _are_listed(*split)), default=0.0)
    forenames = frequencies("forename")
    whole = forenames.share(word) * WHOLE_WORD if forenames.is_listed(word) else 0.0
    return min(0.0, log2(own / max(others, whole, own)))


def _chance(one: str, other: str) -> float:
    """P(somebody's two names are these), in the likelier order."""
    return max(
        _share(one) * frequencies("surname").share(other), _share(other) * frequencies("surname").share(one)
    )


def _share(forename: str) -> float:
    shares = frequencies("forename")
    return shares.share_of_initial(forename) if len(forename) == 1 else shares.share(forename)


def _are_listed(one: str, other: str) -> bool:
    forename, surname = frequencies("forename"), frequencies("surname")
    in_order = forename.is_listed(one) and surname.is_listed(other)
    return in_order or (forename.is_listed(other) and surname.is_listed(one))
