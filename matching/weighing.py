"""One account laid against one person: what each source says, counted once, and the bits it comes to."""

from dataclasses import dataclass, replace

from matching.account import Source
from matching.alignment import SELDOM, Agreement, Alignment, Comparer, Note, align, another_name
from matching.bands import cap_of
from matching.communities import bits_against
from matching.frequencies import Field, frequencies
from matching.handles import align_run_together
from matching.people import Person
from matching.reference import bits
from schemas.words import Band

_HALF_A_NAME = {"initial", "different"}


@dataclass(frozen=True, slots=True)
class Weighed:
    """What all sources of an account say of one person, before how many such people there are."""

    person: Person
    alignment: Alignment

    @property
    def bits(self) -> float:
        """The weight of the evidence about the name."""
        return self.alignment.bits + self.together

    @property
    def together(self) -> float:
        """What the names' going together takes off, in bits."""
        forename, surname = self.alignment.forename, self.alignment.surname
        if forename and surname and not {forename.level.name, surname.level.name} & _HALF_A_NAME:
            return bits_against(forename.form.word, surname.form.word)
        return 0.0

    @property
    def cap(self) -> Band:
        """The highest band this evidence may carry."""
        enough = bits("independent_from")
        signal = any(note.independent and note.bits >= enough for note in self.alignment.notes)
        return cap_of(full_name=_is_full(self.alignment), independent_signal=signal)


def weigh(person: Person, sources: tuple[Source, ...], email: str, comparer: Comparer) -> Weighed:
    """The evidence of every source together; a second one counts only for what it says beyond the first."""
    alignments = [_alignment(person, source, comparer) for source in sources]
    together = alignments[0] if alignments else Alignment(None, None)
    for alignment in alignments[1:]:
        together = _merged(together, alignment)
    if person.email and person.email == email.strip().lower():
        note = Note("The e-mail address is the one on the roster", bits("email_equal"), "", independent=True)
        together = replace(together, notes=(*together.notes, note))
    return Weighed(person, together)


def _alignment(person: Person, source: Source, comparer: Comparer) -> Alignment:
    aligned = align(person, source.name, comparer, source.title)
    if not source.unbroken:
        return aligned
    run_together = align_run_together(person, source.unbroken, comparer, source.title)
    return max(aligned, run_together or aligned, key=lambda alignment: alignment.bits)


def _merged(first: Alignment, second: Alignment) -> Alignment:
    """Two sources as one: the fuller agreement for each field, and what the second adds."""
    if second.bits <= 0 and not _agrees_somewhere(second):
        return first
    forename, forename_notes = _fuller("forename", first.forename, second.forename)
    surname, surname_notes = _fuller("surname", first.surname, second.surname)
    if _tells_another_surname(first, second):
        surname = second.surname
    if forename and surname and forename.shown == surname.shown:
        # Display name and handle show one word twice: it is one name of the person's, not two.
        surname = None
    said = {note.word for note in first.notes}
    whole = _is_full(first)
    added = [
        replace(note, independent=whole) for note in second.notes if note.bits > 0 and note.word not in said
    ]
    pairs = ((forename, second.forename), (surname, second.surname))
    taken = any(field is not None and field is of_second for field, of_second in pairs)
    prices = [note for note in second.notes if note.bits < 0 and taken]
    notes = (*first.notes, *forename_notes, *surname_notes, *added, *prices)
    return Alignment(forename, surname, notes)


def _is_full(alignment: Alignment) -> bool:
    """Whether a forename and a surname agree, neither by its initial only nor as a middle name."""
    fields = (alignment.forename, alignment.surname)
    return all(
        field is not None and field.level.name not in _HALF_A_NAME and field.form.usage > SELDOM
        for field in fields
    )


def _tells_another_surname(first: Alignment, second: Alignment) -> bool:
    """Whether a second source spells out another surname: "Jude B." with the handle jude-baker."""
    known, told = first.surname, second.surname
    if told is None or told.agrees or not (second.forename and second.forename.agrees):
        return False
    open_so_far = known is None or known.level.name == "initial"
    return open_so_far and frequencies("surname").is_listed(told.shown)


def _agrees_somewhere(alignment: Alignment) -> bool:
    return any(field is not None and field.agrees for field in (alignment.forename, alignment.surname))


def _fuller(
    field: Field, first: Agreement | None, second: Agreement | None
) -> tuple[Agreement | None, list[Note]]:
    """The agreement that says more of a field, and the note that a further name or a conflict deserves."""
    if second is None or not second.agrees:
        return first, []
    if first is None:
        return second, []
    if not first.agrees:
        sentence = f"The {first.source} shows another {field} than the {second.source}"
        return second, [Note(sentence, bits("sources_differ"))]
    if first.level.name == "initial":
        return second, []
    if second.level.name == "same" and not _repeats(first.shown, second.shown):
        note = another_name(second.form, second.source)
        return first, [replace(note, independent=field == "surname")]
    return first, []


def _repeats(one: str, other: str) -> bool:
    """Whether two sources show the same word, or one a part of the other's."""
    return one in other or other in one
