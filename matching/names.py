"""Names taken apart: what is a name, and what was lifted out of it and remembered."""

import re
from functools import cache
from typing import NamedTuple

from matching.folding import ascii_view, plain, words
from matching.reference import rows
from matching.scripts.whole_names import puts_family_first

MOST_WORDS = 8
"""Words of a name that are looked at. The longest names of the labelled lists have seven."""


_POSSESSIVE = re.compile(r"\w+(?:['’]s|s['’]) +(\w+)")
_BRACKETED = re.compile(r"[(\[{\"“](.*?)[)\]}\"”]")
_CASE_CHANGE = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
SPARE_WITH_ONE_LEFT = {"title", "kin", "decoration", "article"}
NEVER_FIRST, NEVER_LAST = "qualification", "article"
ONLY_IN_HANDLES = "handle"
KIN = {"kin", "kin or forename"}
OF_WHOM = {"of", "to"}
"""What stands between a kin word and the child: the rest of "mum of Ellie" is not the account's name."""


class ParsedName(NamedTuple):
    """One name as it is compared: `words` in order, given names before family names.

    `also` are the words of a bracket or after "née"; `lifted` are the titles, kin words and decorations.
    """

    words: tuple[str, ...]
    also: tuple[str, ...] = ()
    lifted: tuple[str, ...] = ()


@cache
def lifted_words() -> dict[str, str]:
    """What each word that is no part of a name is: a title, a kin word, a decoration, a job."""
    return {row["word"]: row["kind"] for row in rows("lifted_words")}


def parse_name(text: str) -> ParsedName:
    """A name as people write it: a display name, or a roster's full name."""
    text = plain(text)
    if text.isascii() and text.replace(" ", "").isalpha():
        return _named(_own_words(text.lower()), [])
    family_first = puts_family_first(text)
    text = ascii_view(_without_childs_name(text))
    text, also = _set_brackets_apart(text)
    before, comma, after = text.partition(",")
    parts = _in_order(_own_words(before), _own_words(after)) if comma else _own_words(text)
    return _named(parts, also, family_first=family_first)


def _named(parts: list[str], also: list[str], *, family_first: bool = False) -> ParsedName:
    """The name that these words are, once everything that is none is lifted out."""
    kept = _without_kisses(parts)
    lifted: list[str] = []
    if not lifted_words().keys().isdisjoint(kept):
        kept, after_marker = _split_at_marker(kept)
        kept, lifted = _lift_by_place(_without_kisses(kept))
        also = [*also, *after_marker]
    if family_first and 2 <= len(kept) <= 4:
        kept = [*kept[1:], kept[0]]
    return ParsedName(tuple(kept[:MOST_WORDS]), tuple(also[:MOST_WORDS]), tuple(lifted))


def parse_handle(text: str) -> ParsedName:
    """A handle, or what serves as one in an e-mail or a profile address, split where its letters change."""
    text = plain(text)
    apart = _CASE_CHANGE.sub(" ", text) if not text.isupper() else text
    parts = _without_kisses(words(ascii_view(apart)))
    if len(parts) > 1 and lifted_words().get(parts[0]) == ONLY_IN_HANDLES:
        parts = parts[1:]
    kept, lifted = _lift(parts)
    return ParsedName(tuple(kept[:MOST_WORDS]), (), tuple(lifted))


def _without_childs_name(text: str) -> str:
    """The text without the child of "Ellie's Mum": the account is her mother's."""
    if "'" not in text and "’" not in text:
        return text
    return _POSSESSIVE.sub(_of_kin, text)


def _of_kin(possessive: re.Match[str]) -> str:
    word = possessive.group(1)
    return word if lifted_words().get(word.lower()) in KIN else possessive.group()


def _own_words(text: str) -> list[str]:
    """The words of a text up to the kin word of "mum of Ellie"."""
    found = words(text)
    kinds = lifted_words()
    for place, word in enumerate(found):
        if kinds.get(word) in KIN and (
            word.endswith("of") or OF_WHOM.intersection(found[place + 1 : place + 2])
        ):
            return found[: place + 1]
    return found


def _is_no_name(word: str) -> bool:
    return lifted_words().get(word, ONLY_IN_HANDLES) != ONLY_IN_HANDLES


def _set_brackets_apart(text: str) -> tuple[str, list[str]]:
    if not any(bracket in text for bracket in '([{"“'):
        return text, []
    inside = [word for part in _BRACKETED.findall(text) for word in _own_words(part)]
    outside = _BRACKETED.sub(" ", text)
    if not words(outside):
        return " ".join(inside), []  # the whole name stands in quotes or brackets
    return outside, [word for word in inside if not _is_no_name(word)]


def _in_order(before: list[str], after: list[str]) -> list[str]:
    """The words of "Jones, Sarah" as "sarah jones"; what stands after a whole name is no given name."""
    given = [word for word in after if not _is_no_name(word)]
    if given and 0 < len(before) <= 2:
        return [*given, *before]
    return before or after


def _split_at_marker(parts: list[str]) -> tuple[list[str], list[str]]:
    kinds = lifted_words()
    for place, word in enumerate(parts[1:-1], start=1):
        if kinds.get(word) == "formerly":
            return parts[:place], parts[place + 1 :]
    return parts, []


def _without_kisses(parts: list[str]) -> list[str]:
    while len(parts) > 1 and not parts[-1].strip("xo"):
        parts = parts[:-1]
    while len(parts) > 1 and not parts[0].strip("x"):
        parts = parts[1:]
    return parts


def _lift_by_place(parts: list[str]) -> tuple[list[str], list[str]]:
    """As `_lift`, but the Ma of "Ma Jun Li" is no degree, and the Al of "Smith Al" no article."""
    kinds = lifted_words()
    start = 1 if parts and kinds.get(parts[0]) == NEVER_FIRST else 0
    stop = len(parts) - 1 if len(parts) > start and kinds.get(parts[-1]) == NEVER_LAST else len(parts)
    kept, lifted = _lift(parts[start:stop])
    return [*parts[:start], *kept, *parts[stop:]], lifted


def _lift(parts: list[str]) -> tuple[list[str], list[str]]:
    """The words of the name, and the others: never so many that no name is left."""
    kinds = lifted_words()
    spare = [word for word in parts if _is_no_name(word)]
    if not spare:
        return parts, []
    kept = [word for word in parts if word not in spare]
    if len(kept) < 2:
        kept = [word for word in parts if kinds.get(word) not in SPARE_WITH_ONE_LEFT] or kept
    if not kept:
        return parts, []
    return kept, spare
