"""Whole names in ideographs or Hangul, written without a space: which part is the family's."""

import re
from functools import cache

from matching.reference import rows
from matching.scripts.symbols import script_of

IDEOGRAPHS = re.compile("[々㐀-鿿가-힣]+")
KANA = re.compile("[ぁ-ゖァ-ヺー]+")

_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN_FOREIGN_NAMES = re.compile("[·・‧•]")
_LONGEST_GIVEN_NAME = 2


def puts_family_first(text: str) -> bool:
    """Whether the text begins with a family name in ideographs or Hangul, so far as one can tell.

    A foreign name spelt in ideographs has a dot between its words, and one in Hangul begins with no Korean
    family name. Who sets Chinese characters apart by spaces writes Japanese, and the family first.
    """
    if text.isascii() or _BETWEEN_FOREIGN_NAMES.search(text):
        return False
    first = _WORD.search(text)
    runs = IDEOGRAPHS.findall(text)
    if first is None or not runs or not first.group().startswith(runs[0]):
        return False
    if runs[0] in _family_names() or family_and_given(runs[0]):
        return True
    words = _WORD.findall(text)
    return script_of(runs[0]) == "han" and len(words) > 1 and "latin" not in map(script_of, words)


def set_names_apart(text: str) -> str:
    """The text with a space between ideographs if they are one whole name: its family name comes first."""
    runs = IDEOGRAPHS.findall(text)
    name = family_and_given(runs[0]) if len(runs) == 1 and not KANA.search(text) else None
    return IDEOGRAPHS.sub(f" {' '.join((name[0], *name[1]))} " if name else r" \g<0> ", text)


def family_and_given(run: str) -> tuple[str, str] | None:
    """A name in one piece as family name and given name; None where it begins with no family name."""
    for size in (2, 1):
        if run[:size] in _family_names() and 0 < len(run) - size <= _LONGEST_GIVEN_NAME:
            return run[:size], run[size:]
    return None


@cache
def _family_names() -> frozenset[str]:
    return frozenset(row["name"] for row in rows("ideograph_family_names"))
