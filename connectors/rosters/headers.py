"""Which column of a list holds what: the words of `data/reference/roster/column_aliases.csv`, applied."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from connectors.rosters.reference import rows_of

_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_INITIAL = re.compile(r"\b([^\W\d_])\.")
_HOW_TO_FILL_IN = re.compile(
    r"\b(?:y\s?/\s?n|yes\s?/\s?no|t\s?/\s?f|true\s?/\s?false|dd?\W?mm?\W?y{2,4})\b", re.IGNORECASE
)
_OF_SOMEBODY = re.compile(r"@|\d[\d\s()-]{7,}\d|\b[A-Z]\d{11}[\dA-Z]\b")
_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]")
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4"}
_FILLERS = frozenset({"of", "the", "s", "st", "nd", "rd", "th"})
_ROWS_SEARCHED = 25
_LONGEST = 80  # a longer cell is a remark, not a heading
_LONGEST_NUMBER = 2  # digits: Parent 12, but no date
_LONGEST_OWNER = 5  # words: parent carer with parental responsibility

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
    """The row (from 0) below which the list begins, and what its columns say. `height` rows say it."""

    row: int
    headings: tuple[Heading, ...]
    height: int = 1


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
    if len(number) <= _LONGEST_NUMBER and (owned := _owned(words, number)):
        return owned
    if whole in fields:
        return Heading("", "", fields[whole], whole)
    return Heading("", "", "", whole if whole in _aliases("dropped") else "")


def find_header(rows: Sequence[Sequence[str]]) -> Header | None:
    """The first header among the first `rows` of a list: a row, or two rows read as one, of known words.

    A row of less than half the known words of another is part of a title. None where no row names a column
    that holds names: then the first row may well be a person.
    """
    scored = [header_at(rows, place) or (0.0, None) for place in range(min(len(rows), _ROWS_SEARCHED))]
    most = max((score for score, _ in scored), default=0.0)
    for place, (score, header) in enumerate(scored):
        if header and score * 2 >= most:
            below_score, below = scored[place + 1] if place + 1 < len(scored) else (0.0, None)
            return below if below and below.height > 1 and below_score > score else header
    return None


def header_at(rows: Sequence[Sequence[str]], place: int) -> tuple[float, Header] | None:
    """Row `place` as a header, alone or with the row above it, and how much it looks like one; or None."""
    row = rows[place]
    above = rows[place - 1] if place else ()
    found: tuple[float, Header] | None = None
    for height, cells in enumerate((row, _under(above, row)), start=1):
        headings = tuple(map(read_heading, cells))
        score = _score(headings, cells)
        if score and (found is None or score > found[0]):
            found = score, Header(place, headings, height)
        if not any(above[1:]):  # nothing, or a title
            break
    return found


def heading_texts(rows: Sequence[Sequence[str]], header: Header) -> list[str]:
    """The headings of a header among `rows` as they are written, those of two rows put together."""
    row = rows[header.row]
    return list(row) if header.height == 1 else _under(rows[header.row - 1], row)


def _tokens(cell: str) -> list[str]:
    plain = _INITIAL.sub(r"\1", _CAMEL.sub(" ", _POSSESSIVE.sub("", _HOW_TO_FILL_IN.sub(" ", cell))))
    return [
        _NUMBERS.get(token, token)
        for token in _TOKEN.findall(plain.casefold().replace("'", "").replace("’", ""))
    ]


def _owned(words: list[str], number: str) -> Heading | None:
    """The heading as an owner and a field, the longest owner first; an owner alone is a whole name."""
    owners, fields = _aliases("owner"), _aliases("field") | _aliases("owned")
    for length in range(min(len(words), _LONGEST_OWNER), 0, -1):
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


def _score(headings: Sequence[Heading], cells: Sequence[str]) -> float:
    """How much a row looks like a header: 0 where it may be a person's row.

    Words that are also names (House, Street, Child) are no evidence, unless a child's and an adult's column
    are all there is. What only a person has (an e-mail address, a telephone number, a UPN) rules it out.
    """
    filled = sum(bool(cell.strip()) for cell in cells)
    known = [heading for heading in headings if heading.words]
    telling = [heading for heading in known if not _names().issuperset(heading.words.split())]
    if len(known) < 2 or len(known) * 3 < filled or any(map(_OF_SOMEBODY.search, cells)):
        return 0
    says_names = any(heading.field in NAME_FIELDS and not is_owner_alone(heading) for heading in telling)
    only_people = len(known) == filled and _are_people(known, telling)
    if not (says_names or only_people):
        return 0
    return len(known) + sum(0.01 for heading in known if heading.owner and not is_owner_alone(heading))


def _are_people(known: Sequence[Heading], telling: Sequence[Heading]) -> bool:
    """Whether columns are called by whom they hold: Child, Parent; or Room, Mum, Dad."""
    people = [
        heading for heading in known if heading.owner and (heading in telling or is_owner_alone(heading))
    ]
    others = [heading for heading in known if heading not in people and heading not in telling]
    if len(others) >= len(people) or any(" " in heading.words for heading in others):
        return False
    return len({heading.owner == "child" for heading in people}) == 2 or any(h in telling for h in people)


def is_owner_alone(heading: Heading) -> bool:
    """Whether a heading says whose the column is and nothing else (“Mum”), so that names are in it."""
    return bool(heading.owner) and heading.words == heading.block.strip()


@cache
def _names() -> frozenset[str]:
    return frozenset(row["words"] for row in rows_of("headings_that_are_names"))


@cache
def _aliases(part: str) -> dict[str, str]:
    rows = [row for row in rows_of("column_aliases") if row["part"] == part]
    return {" ".join(w for w in row["words"].split() if w not in _FILLERS): row["meaning"] for row in rows}
