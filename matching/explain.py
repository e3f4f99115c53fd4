"""Evidence as a column of sentences and bits that adds up to the match weight.

Sentences are for a designated safeguarding lead: which name agreed, how common it is, what speaks against.
"""

from dataclasses import dataclass
from math import exp2

from matching.alignment import Agreement
from matching.communities import togetherness
from matching.frequencies import Field, frequencies
from matching.reference import weights
from matching.weighing import Weighed
from schemas.words import NameKind

_KINDS = {
    NameKind.LEGAL: "legal",
    NameKind.PREFERRED: "preferred",
    NameKind.KNOWN_AS: "known-as",
    NameKind.FORMER: "former",
    NameKind.PART: "double-barrelled",
}
_PLAIN = {"same", "short_form", "family", "gendered"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of evidence; `bits` to two decimals."""

    sentence: str
    bits: float


def evidence_of(weighed: Weighed, prior: float, shared: float, others: int) -> list[Line]:
    """Every line of the evidence for one person, the prior first; their bits are the match weight."""
    lines = [_line(_prior_sentence(prior), prior)]
    fields: tuple[tuple[Field, Agreement | None], ...] = (
        ("forename", weighed.alignment.forename),
        ("surname", weighed.alignment.surname),
    )
    lines += [_line(_sentence(field, agreement), agreement.bits) for field, agreement in fields if agreement]
    lines += [_line(note.sentence, note.bits) for note in weighed.alignment.notes]
    lines += _namesakes(weighed)
    if round(shared, 2) < 0:
        lines.append(_line(_shared_sentence(others), shared))
    return lines


def weight_of(lines: list[Line]) -> float:
    """The match weight: the sum of the bits as shown."""
    return round(sum(line.bits for line in lines), 2)


def name_kind_of(weighed: Weighed) -> str:
    """Which of the person's names agreed: a former surname or a part of one before a preferred forename."""
    agreeing = [
        agreement.form.name_kind
        for agreement in (weighed.alignment.surname, weighed.alignment.forename)
        if agreement and agreement.agrees
    ]
    return next((kind for kind in agreeing if kind != NameKind.LEGAL), NameKind.LEGAL)


def _line(sentence: str, bits: float) -> Line:
    return Line(sentence, round(bits, 2) + 0.0)


def _prior_sentence(prior: float) -> str:
    circle = _counted(exp2(-prior))
    return f"Before any name is compared, this account could be any one of about {circle} people"


def _sentence(field: Field, agreement: Agreement) -> str:
    kind = _KINDS[NameKind(agreement.form.name_kind)]
    said = agreement.level.sentence.format(
        shown=agreement.shown.capitalize(), form=agreement.form.written, kind=kind
    )
    said = said[0].upper() + said[1:]
    if agreement.level.name != "same":
        said += f", the {kind} {field} on the roster"
    if not agreement.agrees or agreement.level.name not in _PLAIN:
        return f"{said} ({agreement.source})"
    names, word = frequencies(field), agreement.form.word
    about = "at most" if names.nationwide(word) < names.rarest else "about"
    return f"{said}; {about} 1 person in {_counted(1 / names.share(word))} bears it ({agreement.source})"


def _namesakes(weighed: Weighed) -> list[Line]:
    """How many people of this name are expected in the country, and what their going together takes off."""
    forename, surname = weighed.alignment.forename, weighed.alignment.surname
    if not (forename and surname and forename.agrees and surname.agrees):
        return []
    given, family = forename.form.word, surname.form.word
    share = frequencies("forename").nationwide(given) * frequencies("surname").nationwide(family)
    expected = share * togetherness(given, family) * float(weights()["population"]["people"])
    people = "Fewer than 2 people" if expected < 2 else f"About {_counted(expected)} people"
    sentence = f"{people} called {forename.form.written} {surname.form.written} are expected in Great Britain"
    if weighed.together:
        sentence += ": these names often go together"
    return [_line(sentence, weighed.together)]


def _shared_sentence(others: int) -> str:
    if others < 2:
        return "Another person on the roster fits this account too"
    return f"{others} other people on the roster fit this account too"


def _counted(number: float) -> str:
    """A round figure, two digits that count: 32,000."""
    digits = max(0, len(str(int(number))) - 2)
    return f"{round(number, -digits):,.0f}"
