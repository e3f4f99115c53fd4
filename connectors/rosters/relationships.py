"""Who counts as a parent or carer: the words of `data/reference/roster/relationships.csv`, applied."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from connectors.rosters.reference import rows_of
from schemas.words import Responsibility


class Standing(StrEnum):
    """What a relationship word says about the adult who bears it."""

    PARENT_CARER = "yes"
    WITH_RESPONSIBILITY = "with_responsibility"
    """A parent or carer only with parental responsibility: other family, relatives, other contacts."""
    PROFESSIONAL = "no"
    SELF = "self"
    """The row is the pupil, entered as a contact."""
    CHILD = "child"
    STAFF = "staff"


Standings = Mapping[str, Standing | None]
"""What each relationship of a source says, by the words it uses."""

_BRACKETED = re.compile(r"\([^()]*\)")
_APART = re.compile(r"[/,;&+]|\band\b")
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_MOST_TELLING = list(Standing)
_YES = frozenset({"t", "true", "y", "yes", "1", "x", "✓", "✔"})
_NO = frozenset({"f", "false", "n", "no", "0", "✗", "✘"})


def standing_of(relationship: str, scheme: str = "any") -> Standing | None:
    """What `relationship`, a word or code in any case, says; None where the word is not known.

    Of several words in one cell (“Mother/Carer”) the one nearest to a parent counts.
    """
    entry = _entry(relationship, scheme)
    return entry and entry.standing


def meaning_of(relationship: str, scheme: str = "any") -> str:
    """What `relationship` means, the same for every word and code for it; an unknown word is itself."""
    entry = _entry(relationship, scheme)
    return entry.meaning if entry else _words(relationship.casefold())


def _entry(relationship: str, scheme: str) -> "_Entry | None":
    table = _table(scheme)
    plain = _BRACKETED.sub(" ", relationship.casefold())
    if entry := table.get(_words(plain)):
        return entry
    known = [table[_words(part)] for part in _APART.split(plain) if _words(part) in table]
    return min(known, key=lambda entry: _MOST_TELLING.index(entry.standing), default=None)


def is_parent_carer(standing: Standing | None, responsibility: Responsibility) -> bool:
    """Whether a link of this standing makes a parent or carer; an unknown word stands as “other contact”."""
    if standing in (None, Standing.WITH_RESPONSIBILITY):
        return responsibility is Responsibility.YES
    return standing is Standing.PARENT_CARER


def responsibility_of(cell: str) -> Responsibility:
    """Parental responsibility as a cell says it; anything but a plain yes or no is not known."""
    plain = cell.strip().casefold()
    if plain in _YES:
        return Responsibility.YES
    return Responsibility.NO if plain in _NO else Responsibility.UNKNOWN


class _Entry(NamedTuple):
    """A word of the table."""

    standing: Standing
    meaning: str


@cache
def _table(scheme: str) -> dict[str, _Entry]:
    rows = [row for place in ("any", scheme) for row in rows_of("relationships") if row["scheme"] == place]
    return {row["word"]: _Entry(Standing(row["decision"]), row["meaning"]) for row in rows}


def _words(text: str) -> str:
    return " ".join(_NOT_LETTERS.sub(" ", text).split())
