"""Who counts as a parent or carer: the words of `data/reference/roster/relationships.csv`, applied."""

import re
from enum import StrEnum
from functools import cache

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
    table = _table(scheme)
    plain = _BRACKETED.sub(" ", relationship.casefold())
    if standing := table.get(_words(plain)):
        return standing
    known = [table[_words(part)] for part in _APART.split(plain) if _words(part) in table]
    return min(known, key=_MOST_TELLING.index, default=None)


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


@cache
def _table(scheme: str) -> dict[str, Standing]:
    rows = [row for place in ("any", scheme) for row in rows_of("relationships") if row["scheme"] == place]
    return {row["word"]: Standing(row["decision"]) for row in rows}


def _words(text: str) -> str:
    return " ".join(_NOT_LETTERS.sub(" ", text).split())
