"""People on the roster as the matcher sees them: every word under which each of them may appear."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pyarrow as pa

from matching.folding import folded
from matching.frequencies import frequencies
from matching.names import parse_name
from matching.reference import weights
from schemas.words import NameKind


@dataclass(frozen=True, slots=True)
class Form:
    """One word a person may appear under, as the roster writes it (`written`) and how often it is shown."""

    word: str
    written: str
    name_kind: str
    usage: float


@dataclass(frozen=True, slots=True)
class Person:
    """One person on the roster. `middles` may stand beside the name; they are never asked for."""

    person_id: str
    forenames: tuple[Form, ...]
    surnames: tuple[Form, ...]
    middles: tuple[Form, ...]
    email: str = ""


class _Forms:
    """Forms gathered for one person: of one word the most usual form stays."""

    def __init__(self) -> None:
        self._by_word: dict[str, Form] = {}

    def add(self, written: str, name_kind: str, usage: str) -> None:
        word = folded(written)
        share = float(weights()["usage"][usage])
        if word and (word not in self._by_word or share > self._by_word[word].usage):
            self._by_word[word] = Form(word, written.strip(), name_kind, share)

    def forms(self) -> tuple[Form, ...]:
        return tuple(self._by_word.values())


@dataclass(frozen=True, slots=True)
class _Gathered:
    forenames: _Forms
    surnames: _Forms
    middles: _Forms


def people_of(names: pa.Table, people: pa.Table | None = None) -> tuple[Person, ...]:
    """The people of a NAMES table by their first row, with their e-mail addresses where PEOPLE is given."""
    emails = _emails(people)
    gathered: dict[str, _Gathered] = {}
    for row in names.to_pylist():
        person = gathered.setdefault(row["person_id"], _Gathered(_Forms(), _Forms(), _Forms()))
        _add_name(person, row)
    return tuple(
        Person(
            who, forms.forenames.forms(), forms.surnames.forms(), forms.middles.forms(), emails.get(who, "")
        )
        for who, forms in gathered.items()
    )


def person_called(name: str) -> Person:
    """A person of whom only one name is known, written in one piece."""
    forms = _Gathered(_Forms(), _Forms(), _Forms())
    _add_one_piece(forms, name, NameKind.LEGAL)
    return Person("", forms.forenames.forms(), forms.surnames.forms(), forms.middles.forms())


def person_of_one_word(person: Person) -> Person:
    """A person known by one word, as one field: a forename, unless the tables know it better as a surname."""
    forenames, surnames = ([form.word for form in forms] for forms in (person.forenames, person.surnames))
    if len(forenames) != 1 or forenames != surnames:
        return person
    word = person.forenames[0].word
    family = frequencies("surname").share_if_listed(word) > frequencies("forename").share_if_listed(word)
    return replace(person, forenames=()) if family else replace(person, surnames=())


def _emails(people: pa.Table | None) -> dict[str, str]:
    if people is None:
        return {}
    rows = people.select(["person_id", "email"]).to_pylist()
    return {row["person_id"]: row["email"].strip().lower() for row in rows if row["email"].strip()}


def _add_name(person: _Gathered, row: dict[str, str]) -> None:
    if not row["forename"].strip() and not row["surname"].strip():
        _add_one_piece(person, row["full_name"], row["name_kind"])
        return
    _add_forename(person, row["forename"].split(), row["name_kind"])
    _add_surname(person.surnames, row["surname"], row["name_kind"])
    _add_middles(person, row["middle"].split(), row["name_kind"])


def _add_forename(person: _Gathered, parts: list[str], kind: str) -> None:
    """A forename of two words under the first, under both joined and, seldom, under the second."""
    parts = [piece for part in parts for piece in part.split("-")]
    if not parts:
        return
    usage = kind if kind in weights()["usage"] and kind not in {"former", "part"} else "legal"
    person.forenames.add(parts[0], kind, usage)
    for part in parts[1:]:
        person.forenames.add(part, kind, "second")
        person.middles.add(part, kind, "middle")
    if len(parts) > 1:
        person.forenames.add("".join(parts), kind, "joined")


def _add_surname(surnames: _Forms, written: str, kind: str) -> None:
    """A surname whole, and each part of a double-barrelled one."""
    surnames.add(written, kind, kind)
    without_article = parse_name(written).words
    if len(without_article) == 1:
        surnames.add(without_article[0], kind, kind)
    parts = [part for part in written.replace("-", " ").split() if len(folded(part)) > 2]
    if len(parts) > 1:
        for part in parts:
            surnames.add(part, NameKind.PART, "part")


def _add_middles(person: _Gathered, middles: Iterable[str], kind: str) -> None:
    for middle in middles:
        person.middles.add(middle, kind, "middle")
        if len(folded(middle)) > 2:
            person.forenames.add(middle, kind, "middle")
            person.surnames.add(middle, kind, "middle_as_surname")


def _add_one_piece(person: _Gathered, full_name: str, kind: str) -> None:
    """A name in one piece: its first word given, its last the family's; a single word may be either."""
    words = parse_name(full_name).words
    if not words:
        return
    person.forenames.add(words[0], kind, "legal")
    person.surnames.add(words[-1], kind, "legal")
    if len(words) > 2:
        person.surnames.add(words[-2] + words[-1], kind, "joined")
        person.forenames.add(words[0] + words[1], kind, "joined")
        _add_middles(person, words[1:-1], kind)
