"""Which column of a list holds what: the words of `data/reference/roster/column_aliases.csv`, applied."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from connectors.rosters.reference import rows_of

_POSSESSIVE = re.compile(r"['’]s\b")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]")
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4"}
_FILLERS = frozenset({"of", "the", "s", "st", "nd"})
_ROWS_SEARCHED = 20
_LONGEST = 80  # a longer cell is a remark, not a heading

NAME_FIELDS = frozenset({"forename", "surname", "full_name", "legal_forename", "legal_surname"})


class Heading(NamedTuple):
    """What one column says it holds.

    `owner` is whose it is (child, or how an adult is called: mother, parent, contact), empty where it does
    not say. `block` tells Parent 1 from Parent 2. `field` is empty where the column is not read; `words`
    are the heading in the alias table's words, empty where they are not there and so may be anything.
    """

    owner: str = ""
    block: str = ""
    field: str = ""
    words: str = ""


class Header(NamedTuple):
    """The row (counted from 0) below which the list begins, and what its columns say."""

    row: int
    headings: tuple[Heading, ...]


def read_heading(cell: str) -> Heading:
    """What a heading says: an owner and a field (“Parent 1 first name”), either alone, or neither."""
    if len(cell) > _LONGEST:
        return Heading()
    said = _read_words(cell)
    return said if said.words else _read_words(_BRACKETED.sub(" ", cell))  # Parental responsibility (T/F)


def _read_words(cell: str) -> Heading:
    tokens = _tokens(cell)
    number = "".join(token for token in tokens if token.isdigit())
    words = [token for token in tokens if not token.isdigit() and token not in _FILLERS]
    fields = _aliases("field")
    if (whole := " ".join(words)) in fields and not number:
        return Heading("", "", fields[whole], whole)
    if owned := _owned(words, number):
        return owned
    if whole in fields:
        return Heading("", "", fields[whole], whole)
    return Heading("", "", "", whole if whole in _aliases("dropped") else "")


def find_header(rows: Sequence[Sequence[str]]) -> Header | None:
    """The header among the first `rows` of a list: the row, or two rows read as one, of most known words.

    None where no row names a column that holds names: then the first row may well be a person.
    """
    found: tuple[float, Header] | None = None
    for place, row in enumerate(rows[:_ROWS_SEARCHED]):
        above = rows[place - 1] if place else ()
        for cells in (row, _under(above, row)) if place else (row,):
            headings = tuple(map(read_heading, cells))
            score = _score(headings, sum(bool(cell.strip()) for cell in row))
            if score and (found is None or score > found[0]):
                found = score, Header(place, headings)
    return found[1] if found else None


def _tokens(cell: str) -> list[str]:
    plain = _CAMEL.sub(" ", _POSSESSIVE.sub("", cell)).replace(".", "")
    return [
        _NUMBERS.get(token, token)
        for token in _TOKEN.findall(plain.casefold().replace("'", "").replace("’", ""))
    ]


def _owned(words: list[str], number: str) -> Heading | None:
    """The heading as an owner and a field, the longest owner first; an owner alone is a whole name."""
    owners, fields = _aliases("owner"), _aliases("field")
    for length in range(min(len(words), 3), 0, -1):
        for owner, rest in ((words[:length], words[length:]), (words[-length:], words[:-length])):
            name, field = " ".join(owner), " ".join(rest)
            if len(name) <= 2 and not number:  # P1, but not P for present
                continue
            if name in owners and (not field or field in fields):
                said = " ".join(filter(None, (name, number, field)))
                return Heading(owners[name], f"{name} {number}", fields.get(field, "full_name"), said)
            if name in owners and field in _aliases("dropped"):
                return Heading(words=f"{name} {field}")
    return None


def _under(above: Sequence[str], row: Sequence[str]) -> list[str]:
    """The cells of two header rows read as one: “Parent 1” over “Name”, carried right as merged cells are."""
    carried, cells = "", []
    for place, cell in enumerate(row):
        upper = above[place].strip() if place < len(above) else ""
        carried = upper or carried
        cells.append(f"{carried} {cell}".strip() if cell.strip() else upper)
    return cells


def _score(headings: Sequence[Heading], filled: int) -> float:
    """How much a row looks like a header: 0 where it may be a person's row."""
    read = [heading for heading in headings if heading.field]
    known = [heading for heading in headings if heading.words]
    names_said = any(
        heading.field in NAME_FIELDS and heading.words != heading.block.strip() for heading in read
    )
    all_known = len(known) == filled
    if len(known) < 2 or not read or not (names_said or all_known) or len(known) * 3 < filled:
        return 0
    return sum(1.5 if heading.owner and heading.words != heading.block.strip() else 1 for heading in known)


@cache
def _aliases(part: str) -> dict[str, str]:
    rows = [row for row in rows_of("column_aliases") if row["part"] == part]
    return {" ".join(w for w in row["words"].split() if w not in _FILLERS): row["meaning"] for row in rows}
