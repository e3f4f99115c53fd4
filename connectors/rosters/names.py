"""Every name a person may appear under, from the names a source writes. Pure; shared by all sources."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from typing import NamedTuple
from unicodedata import is_normalized

from connectors.rosters.reference import rows_of
from connectors.rosters.surnames import parts_of
from connectors.rosters.written import LONGEST, Written, is_placeholder, lift_asides, lift_title, tidy
from schemas.words import NameKind

_ORDER = {kind: place for place, kind in enumerate(NameKind)}


class Name(NamedTuple):
    """One row of NAMES without its person."""

    name_kind: NameKind
    forename: str
    middle: str
    surname: str
    full_name: str


class _Form(NamedTuple):
    """One forename or surname, which kind of name it makes, and the cell it was read from."""

    kind: NameKind
    text: str
    raw: str


_NOTHING = _Form(NameKind.LEGAL, "", "")


def names_of(written: Written) -> list[Name]:
    """The distinct names of one person: each forename with each surname, the most official first.

    A name's kind is that of its less official half, and `full_name` is the text it was read from. Where a
    source gives a full name and no forename, that is the one name, beside what its asides say. A person of
    whom nothing is written has no names.
    """
    if _is_plain(written):
        return [Name(NameKind.LEGAL, *written[:3], " ".join(filter(None, written[:3])))]
    cells = Written(*(cell and tidy(cell) for cell in written))
    if is_nobody(cells):
        return []
    if cells.full_name and not cells.forename:
        return distinct(_whole_names(cells))
    pairs = product(_forenames(cells) or [_NOTHING], _surnames(cells) or [_NOTHING])
    return distinct(_joined(forename, surname, cells) for forename, surname in pairs)


def _is_plain(written: Written) -> bool:
    """Whether there is one forename and one surname, each one word that means nothing else (most people)."""
    forename, middle, surname, *others = written
    if any(others) or not (forename.isalpha() and surname.isalpha() and (middle.isalpha() or not middle)):
        return False
    said = _words_with_a_meaning()
    letters = f"{forename}{middle}{surname}"
    return (
        len(letters) <= LONGEST
        and is_normalized("NFC", letters)
        and not (forename.casefold() in said or surname.casefold() in said)
    )


@cache
def _words_with_a_meaning() -> frozenset[str]:
    """Placeholders and titles."""
    words = [row["words"] for row in rows_of("placeholder_names")] + [
        row["title"] for row in rows_of("titles")
    ]
    return frozenset(words)


def is_nobody(written: Written) -> bool:
    """Whether no cell holds a name."""
    given = (
        written.forename,
        written.surname,
        written.preferred_forename,
        written.preferred_surname,
        written.full_name,
    )
    return all(is_placeholder(cell, alone=True) for cell in given if cell)


def distinct(names: Iterable[Name]) -> list[Name]:
    """`names` by kind, each forename with each surname once: most official kind, with middle names."""
    first: dict[tuple[str, str, str], Name] = {}
    for name in sorted(names, key=lambda name: (_ORDER[name.name_kind], not name.middle)):
        whole = "" if name.forename or name.surname else name.full_name.casefold()
        first.setdefault((name.forename.casefold(), name.surname.casefold(), whole), name)
    return list(first.values())


def _joined(forename: _Form, surname: _Form, cells: Written) -> Name:
    kind = max(forename.kind, surname.kind, key=_ORDER.__getitem__)
    middle = cells.middle if forename.kind is NameKind.LEGAL and forename.text else ""
    whole = " ".join(part for part in (forename.raw, middle, surname.raw) if part)
    is_given = kind is NameKind.LEGAL and cells.full_name
    return Name(
        kind, forename.text, lift_asides(middle).text, surname.text, cells.full_name if is_given else whole
    )


def _forenames(cells: Written) -> list[_Form]:
    legal, preferred = lift_asides(lift_title(cells.forename)[1]), _without_surname(cells)
    return [
        *_forms(NameKind.LEGAL, [legal.text], cells.forename),
        *_forms(NameKind.PREFERRED, [preferred]),
        *_forms(NameKind.KNOWN_AS, legal.known_as, cells.forename),
        *_forms(NameKind.KNOWN_AS, lift_asides(cells.middle).known_as),
        *_forms(NameKind.KNOWN_AS, lift_asides(cells.full_name).known_as),
        *_forms(NameKind.FORMER, legal.former, cells.forename),
        *_forms(NameKind.FORMER, [cells.former_forename]),
    ]


def _surnames(cells: Written) -> list[_Form]:
    legal, former, whole = map(lift_asides, (cells.surname, cells.former_surname, cells.full_name))
    several = [*former.text.replace(";", ",").split(","), *former.known_as]
    forms = [
        *_forms(NameKind.LEGAL, [legal.text], cells.surname),
        *_forms(NameKind.PREFERRED, [cells.preferred_surname]),
        *_forms(NameKind.KNOWN_AS, legal.known_as, cells.surname),
        *_forms(NameKind.FORMER, [*legal.former, *legal.maiden], cells.surname),
        *_forms(NameKind.FORMER, lift_asides(cells.forename).maiden),
        *_forms(NameKind.FORMER, [*several, *former.former, *former.maiden]),
        *_forms(NameKind.FORMER, [*whole.former, *whole.maiden]),
    ]
    return [*forms, *(_Form(NameKind.PART, part, form.raw) for form in forms for part in parts_of(form.text))]


def _forms(kind: NameKind, texts: Iterable[str], raw: str = "") -> list[_Form]:
    return [
        _Form(kind, text.strip(), raw or text.strip()) for text in texts if text and not is_placeholder(text)
    ]


def _without_surname(cells: Written) -> str:
    """The preferred forename without the surname that some lists write behind it."""
    preferred = cells.preferred_forename
    for surname in (cells.surname, cells.preferred_surname, *parts_of(cells.surname)):
        if surname and preferred.casefold().endswith(f" {surname.casefold()}"):
            return preferred[: -len(surname)].strip()
    return preferred


def _whole_names(cells: Written) -> Iterator[Name]:
    """The names of a person of whom a full name is known and no forename.

    Another forename stands for the first word; a former surname follows it.
    """
    yield Name(NameKind.LEGAL, "", "", cells.surname, cells.full_name)
    aside = lift_asides(cells.full_name)
    first, _, rest = lift_title(aside.text)[1].partition(" ")
    for kind, alias in [
        (NameKind.PREFERRED, cells.preferred_forename),
        *((NameKind.KNOWN_AS, a) for a in aside.known_as),
    ]:
        if alias:
            yield Name(kind, "", "", "", f"{alias} {rest}".strip())
    for former in (cells.former_surname, *aside.former, *aside.maiden):
        if former and first:
            yield Name(NameKind.FORMER, first, "", former, f"{first} {former}")
