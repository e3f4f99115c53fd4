"""Every name a person may appear under, from the names a source writes. Pure; shared by all sources."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import product
from typing import NamedTuple
from unicodedata import is_normalized

from connectors.rosters.reference import rows_of
from connectors.rosters.surnames import parts_of
from connectors.rosters.written import (
    LONGEST,
    Aside,
    Written,
    is_placeholder,
    lift_asides,
    lift_title,
    surname_and_maiden_name,
    tidy,
    without_symbols,
)
from schemas.words import NameKind

_KINDS = tuple(NameKind)
"""From the most official to the least."""


class Name(NamedTuple):
    """One row of NAMES without its person."""

    name_kind: NameKind
    forename: str
    middle: str
    surname: str
    full_name: str


class _Form(NamedTuple):
    """One forename or surname, which of `_KINDS` it makes a name, and the cell it was read from."""

    rank: int
    text: str
    raw: str


class _Lifted(NamedTuple):
    """The cells in which other names may hide, without them, and those names."""

    forename: Aside
    middle: Aside
    surname: Aside
    former_surname: Aside
    full_name: Aside


_LEGAL, _PREFERRED, _KNOWN_AS, _FORMER, _PART = range(len(_KINDS))
_NOTHING = _Form(_LEGAL, "", "")


def names_of(written: Written) -> list[Name]:
    """The distinct names of one person: each forename with each surname, the most official first.

    A name's kind is that of its less official half, and `full_name` is the text it was read from. Where a
    source gives a full name and no forename, that is the one name, beside what its asides say. A person of
    whom nothing is written has no names.
    """
    forename, middle, surname, *others = written
    if not any(others) and _are_words(forename, middle):
        if is_word(surname):
            return [Name(NameKind.LEGAL, forename, middle, surname, _whole(forename, middle, surname))]
        return _names_by_surname(forename, middle, tidy(surname))
    cells = Written._make([cell and tidy(cell) for cell in written])
    if is_nobody(cells):
        return []
    if cells.full_name and not cells.forename:
        return distinct(list(_whole_names(cells)))
    asides = _Lifted(
        lift_asides(lift_title(cells.forename)[1]),
        *map(lift_asides, (cells.middle, cells.surname, cells.former_surname, cells.full_name)),
    )
    pairs = product(
        _forenames(cells, asides) or [_NOTHING],
        _surnames(cells, asides) or [_NOTHING],
    )
    return distinct([_joined(forename, surname, cells, asides.middle.text) for forename, surname in pairs])


def _are_words(forename: str, middle: str) -> bool:
    return is_word(forename) and (not middle or (middle.isalpha() and tidy(middle) == middle))


def is_word(text: str) -> bool:
    """Whether `text` is one word that means nothing but a name."""
    return (
        text.isalpha()
        and text.casefold() not in _words_with_a_meaning()
        and len(text) <= LONGEST
        and (text.isascii() or is_normalized("NFC", text))
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


def distinct(names: Sequence[Name]) -> list[Name]:
    """`names` by kind, each forename with each surname once: most official kind, with middle names."""
    first: dict[tuple[str, str, str], Name] = {}
    for name in sorted(names, key=lambda name: (_KINDS.index(name.name_kind), not name.middle)):
        whole = "" if name.forename or name.surname else name.full_name.casefold()
        first.setdefault((name.forename.casefold(), name.surname.casefold(), whole), name)
    return list(first.values())


def _names_by_surname(forename: str, middle: str, surname: str) -> list[Name]:
    """The names of a person of one plain forename: with the surname, with those aside, with its parts."""
    whole = _whole(forename, middle, surname)
    if (found := surname_and_maiden_name(surname)) and all(map(is_word, found)):
        now, before = found
        if now.casefold() != before.casefold():
            return [
                Name(NameKind.LEGAL, forename, middle, now, whole),
                Name(NameKind.FORMER, forename, middle, before, whole),
            ]
    legal = lift_asides(surname)
    forms = _with_parts(
        [
            *_forms(_LEGAL, (legal.text,), surname),
            *_forms(_KNOWN_AS, legal.known_as, surname),
            *_forms(_FORMER, legal.former + legal.maiden, surname),
        ]
    )
    if not forms:
        return [Name(NameKind.LEGAL, forename, middle, "", _whole(forename, middle))]
    return distinct([Name(_KINDS[form.rank], forename, middle, form.text, whole) for form in forms])


def _whole(*cells: str) -> str:
    return " ".join([cell for cell in cells if cell])


def _joined(forename: _Form, surname: _Form, cells: Written, bare_middle: str) -> Name:
    rank = max(forename.rank, surname.rank)
    has_middle = forename.rank == _LEGAL and forename.text
    whole = cells.full_name if rank == _LEGAL else ""
    if not whole:
        whole = _whole(forename.raw, cells.middle if has_middle else "", surname.raw)
    return Name(_KINDS[rank], forename.text, bare_middle if has_middle else "", surname.text, whole)


def _forenames(cells: Written, asides: _Lifted) -> list[_Form]:
    legal = asides.forename
    return [
        *_forms(_LEGAL, (legal.text,), cells.forename),
        *_forms(_PREFERRED, (_without_surname(cells),)),
        *_forms(_KNOWN_AS, legal.known_as, cells.forename),
        *_forms(_KNOWN_AS, asides.middle.known_as + asides.full_name.known_as),
        *_forms(_FORMER, legal.former, cells.forename),
        *_forms(_FORMER, (cells.former_forename,)),
    ]


def _surnames(cells: Written, asides: _Lifted) -> list[_Form]:
    legal, former, whole = asides.surname, asides.former_surname, asides.full_name
    several = former.text.replace(";", ",").split(",")
    return _with_parts(
        [
            *_forms(_LEGAL, (legal.text,), cells.surname),
            *_forms(_PREFERRED, (cells.preferred_surname,)),
            *_forms(_KNOWN_AS, legal.known_as, cells.surname),
            *_forms(_FORMER, legal.former + legal.maiden, cells.surname),
            *_forms(_FORMER, asides.forename.maiden),
            *_forms(_FORMER, (*several, *former.known_as, *former.former, *former.maiden)),
            *_forms(_FORMER, whole.former + whole.maiden),
        ]
    )


def _with_parts(surnames: list[_Form]) -> list[_Form]:
    return surnames + [_Form(_PART, part, form.raw) for form in surnames for part in parts_of(form.text)]


def _forms(rank: int, texts: Iterable[str], raw: str = "") -> list[_Form]:
    """Those of `texts` that are names, read from the cell `raw` if not each from its own."""
    return [
        _Form(rank, without_symbols(text).strip(), raw or text.strip())
        for text in texts
        if text and not is_placeholder(text)
    ]


def _without_surname(cells: Written) -> str:
    """The preferred forename without the surname that some lists write behind it."""
    preferred = cells.preferred_forename
    if " " not in preferred:
        return preferred
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
