"""The words of an export that may be shown: those of a fixed list, and no other of any path or key.

A folder, a key or a column can be called after a person, so nothing is shown because it looks harmless. What
is shown is written anew from the list, so not even somebody's way of writing a letter comes through.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from itertools import groupby, pairwise

from schemas.places import REFERENCE

UNKNOWN = "…"
"""What stands for everything that is on no list: nothing is told of its letters, nor how many there are."""
NUMBER = "#"
"""What stands for digits, however many."""

_SEPARATORS = frozenset(" _-.:/()'’&,$@~")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The list by what a word is good for; `beside` are shown only beside `words`, as in "Last Name"."""

    words: frozenset[str]
    beside: frozenset[str]
    exact: frozenset[str]
    tags: frozenset[str]
    attributes: frozenset[str]
    people: frozenset[str]
    closed: frozenset[str]


class _Sort(Enum):
    WORD = auto()
    BESIDE = auto()
    DIGITS = auto()
    SEPARATOR = auto()
    STRANGE = auto()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a text, and what is shown of it; nothing for a strange one."""

    sort: _Sort
    shown: str = ""


@cache
def vocabulary() -> Vocabulary:
    """The words of `data/reference/export_words.csv`."""
    with (REFERENCE / "export_words.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    def where(column: str, value: str) -> frozenset[str]:
        return frozenset(row["word"] for row in rows if row[column] == value)

    return Vocabulary(
        *(where("kind", kind) for kind in ("word", "beside", "exact", "tag", "attribute")),
        *(where("opens", opens) for opens in ("people", "closed")),
    )


def shown_name(text: str) -> str | None:
    """A key, a column or a label as it may be shown; None unless every word of it is on the list."""
    if text in vocabulary().exact:
        return text
    pieces = _pieces(text)
    sorts = {piece.sort for piece in pieces}
    if _Sort.STRANGE in sorts or (_Sort.BESIDE in sorts and _Sort.WORD not in sorts):
        return None
    return _written(pieces) if sorts & {_Sort.WORD, _Sort.DIGITS} else None


def shown_path(path: str) -> str:
    """A path with what may be shown of each of its steps: `messages/inbox/…/message_#.json`."""
    *folders, file = path.split("/")
    stem, dot, ending = file.rpartition(".")
    if not stem:
        return "/".join(map(_shown_step, [*folders, file]))
    kind = ending.lower() if ending.lower() in vocabulary().words else UNKNOWN
    return "/".join([*map(_shown_step, folders), f"{_shown_step(stem)}{dot}{kind}"])


def words_of(text: str) -> frozenset[str]:
    """The words of a text that are on the list."""
    pieces = _pieces(text)
    return frozenset(piece.shown.lower() for piece in pieces if piece.sort in {_Sort.WORD, _Sort.BESIDE})


def share_known(texts: list[str]) -> float:
    """How many of all words of these texts are on the list, from 0 to 1."""
    sorts = [piece.sort for text in texts for piece in _pieces(text)]
    known = sum(sort in {_Sort.WORD, _Sort.BESIDE} for sort in sorts)
    return known / max(1, known + sorts.count(_Sort.STRANGE))


def _shown_step(step: str) -> str:
    """One step of a path: a strange word hides all that is beside it up to the next word of the list."""
    whole = shown_name(step)
    if whole is not None:
        return whole
    runs = groupby(_pieces(step), key=lambda piece: piece.sort is _Sort.WORD)
    parts = [_written(list(run)) if known else _gap(list(run)) for known, run in runs]
    return "".join(parts) or UNKNOWN


def _gap(pieces: list[_Piece]) -> str:
    if {piece.sort for piece in pieces} <= {_Sort.SEPARATOR, _Sort.DIGITS}:
        return _written(pieces)
    before, after = (
        piece.shown if piece.sort is _Sort.SEPARATOR else "" for piece in (pieces[0], pieces[-1])
    )
    return f"{before}{UNKNOWN}{after}"


def _written(pieces: list[_Piece]) -> str:
    return "".join(piece.shown for piece in pieces)


def _pieces(text: str) -> list[_Piece]:
    if len(text) > _LONGEST:
        return [_Piece(_Sort.STRANGE)]
    return list(_cut(unicodedata.normalize("NFC", text)))


def _cut(text: str) -> Iterator[_Piece]:
    for sort, characters in groupby(text, key=_sort_of):
        run = "".join(characters)
        match sort:
            case _Sort.WORD:
                yield from map(_word, _HUMP.split(run))
            case _Sort.DIGITS:
                yield _Piece(sort, NUMBER)
            case _Sort.SEPARATOR:
                yield _Piece(sort, _without_repeats(run))
            case _:
                yield _Piece(sort)


def _sort_of(character: str) -> _Sort:
    match unicodedata.category(character):
        case "Nd":
            return _Sort.DIGITS
        case category if category[0] in "LM":
            return _Sort.WORD
    return _Sort.SEPARATOR if character in _SEPARATORS else _Sort.STRANGE


def _without_repeats(run: str) -> str:
    """Separators without one that follows itself: how many underscores a handle has is told to nobody."""
    return run[0] + "".join(after for before, after in pairwise(run) if after != before)


def _word(text: str) -> _Piece:
    folded = text.casefold()
    if folded in vocabulary().words:
        return _Piece(_Sort.WORD, _cased_like(text, folded))
    if folded in vocabulary().beside:
        return _Piece(_Sort.BESIDE, _cased_like(text, folded))
    return _Piece(_Sort.STRANGE)


def _cased_like(text: str, word: str) -> str:
    if len(text) > 1 and text.isupper():
        return word.upper()
    return word.capitalize() if text[0].isupper() else word
