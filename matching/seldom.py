"""What a surname may be cut to in a handle: the initials of the whole name (mgs), its beginning (fitz).

They count in handles alone, and only where nothing else in the handle is unexplained (`handles.Price.letters`
is 0).
"""

from collections.abc import Iterator

from matching.folding import folded
from matching.people import Form, Person
from matching.reference import weights
from schemas.words import NameKind

FEWEST_INITIALS = 3
"""Initials of a whole name that are looked for; those of a double-barrelled surname are two."""

SHORTEST_CUT, LONGEST_CUT, LEFT_OUT = 4, 6, 3
"""Letters of a surname's beginning, and at least how many it leaves out."""


def seldom_forms(person: Person) -> tuple[Form, ...]:
    """The person's initials and cut surnames, as forms of the surname, each once."""
    forms = [*_initials(person), *_cuts(person)]
    return tuple({form.word: form for form in reversed(forms)}.values())


def _initials(person: Person) -> Iterator[Form]:
    usage = {name: float(weights()["usage"][name]) for name in ("initials", "surname_initials")}
    for surname in _surnames(person):
        parts = _parts(surname.written)
        if len(parts) > 1:
            yield _form(_first_letters(parts), surname, usage["surname_initials"])
        for given in _given_parts(person):
            letters = _first_letters([*given, *parts])
            if len(letters) >= FEWEST_INITIALS:
                yield _form(letters, surname, usage["initials"])


def _given_parts(person: Person) -> list[list[str]]:
    """The forename alone, and with the middle names and further forenames in their order."""
    if not person.forenames:
        return [[]]
    first = [person.forenames[0].word]
    middles = [form.word for form in person.middles]
    return [first, [*first, *middles]] if middles else [first]


def _cuts(person: Person) -> Iterator[Form]:
    usage = float(weights()["usage"]["cut"])
    for surname in _surnames(person):
        for part in {folded(surname.written), *_parts(surname.written)}:
            for length in range(SHORTEST_CUT, min(LONGEST_CUT, len(part) - LEFT_OUT) + 1):
                yield _form(part[:length], surname, usage)


def _surnames(person: Person) -> list[Form]:
    """The surnames written whole, as they are borne."""
    seldom = {NameKind.PART, NameKind.FORMER}
    whole = [form for form in person.surnames if form.name_kind not in seldom and form.usage == 1.0]
    return list({form.written: form for form in whole}.values())


def _parts(written: str) -> list[str]:
    return [part for part in map(folded, written.replace("-", " ").split()) if part]


def _first_letters(parts: list[str]) -> str:
    return "".join(part[0] for part in parts)


def _form(word: str, surname: Form, usage: float) -> Form:
    return Form(word, surname.written, surname.name_kind, usage)
