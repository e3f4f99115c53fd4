"""Names as a source writes them, and what hides inside a cell: known-as, née, titles, placeholders."""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from connectors.rosters.reference import rows_of, words_of

LONGEST = 200
"""Characters of a cell that are read as a name; no name of a person's is longer."""

_BRACKETED = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]?")
_QUOTED = re.compile(r"(?<!\S)[\"“”„'‘’`]([^\"“”„'‘’`]+)[\"“”'‘’`](?!\S)")
_INTERESTING = re.compile(r"[(\[{\"“”„'‘’`]")
_NOT_WORDS = re.compile(r"[\W_]+")
_LETTERS = re.compile(r"[^\W\d_]")
_EDGES = " \t,;:.-–—/"


class Written(NamedTuple):
    """The cells of one person's name; an empty string where the source says nothing."""

    forename: str = ""
    middle: str = ""
    surname: str = ""
    preferred_forename: str = ""
    preferred_surname: str = ""
    former_forename: str = ""
    former_surname: str = ""
    full_name: str = ""


class Aside(NamedTuple):
    """A cell without its asides, and the other names they gave."""

    text: str
    known_as: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    maiden: tuple[str, ...] = ()


def tidy(text: str) -> str:
    """`text` on one line, composed (NFC), without outer or double spaces, cut at LONGEST characters."""
    return " ".join(unicodedata.normalize("NFC", text[: 4 * LONGEST]).split())[:LONGEST]


def folded(text: str) -> str:
    """`text` for comparing whether two cells say the same: no case, no punctuation but the space."""
    if not text or (text.isascii() and text.isalnum()):
        return text.lower()
    return " ".join(_NOT_WORDS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).split())


def is_placeholder(text: str, *, alone: bool = False) -> bool:
    """Whether a cell stands for no name: TBC, n/a, a dash, a telephone number.

    Some placeholders are also names (Nil, Na): they count only where `alone`, nothing else being said.
    """
    if not _LETTERS.search(text):
        return True
    plain = text.strip(_EDGES).casefold()
    stands = words_of("placeholder_names", "words", "stands").get(plain)
    return (
        stands == "anywhere" or (alone and stands == "alone") or plain.startswith(_placeholder_beginnings())
    )


@cache
def _placeholder_beginnings() -> tuple[str, ...]:
    return tuple(f"{row['words']} " for row in rows_of("placeholder_names") if row["stands"] == "beginning")


def lift_asides(text: str) -> Aside:
    """`text` without what stands in brackets or quotes or after née, formerly or aka, and those names.

    An aside that is no name (a relationship, a number, a remark of four words) is only taken away.
    """
    if not text or text.isalpha() or not (_INTERESTING.search(text) or _marker().search(text)):
        return Aside(text)
    insides: list[str] = []
    for pattern in (_BRACKETED, _QUOTED):
        insides += pattern.findall(text)
        text = pattern.sub(" ", text)
    if marked := _marker().search(text):
        insides.append(text[marked.start() :])
        text = text[: marked.start()]
    found = [_read_aside(tidy(inside).strip(_EDGES)) for inside in insides]
    by_kind = {kind: tuple(name for was, name in found if was == kind and name) for kind in Aside._fields[1:]}
    return Aside(tidy(text).strip(_EDGES), **by_kind)


@cache
def _marker() -> re.Pattern[str]:
    words = [row["words"] for row in rows_of("name_markers") if row["stands"] == "anywhere"]
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!^)(?<!\w)(?:{either})[\s:]+(?=\w)", re.IGNORECASE)


def _read_aside(inside: str) -> tuple[str, str]:
    markers = words_of("name_markers", "words", "kind")
    said = [words for words in markers if inside.casefold().startswith((f"{words} ", f"{words}:"))]
    marker = max(said, key=len, default="")
    name = inside[len(marker) :].strip(_EDGES)
    is_remark = not marker and name[:1].islower()  # (step), (non-resident)
    return markers.get(marker, "known_as"), name if _may_be_a_name(name) and not is_remark else ""


def _may_be_a_name(name: str) -> bool:
    if not name or len(name.split()) > 3 or any(character.isdigit() for character in name):
        return False
    return not is_placeholder(name, alone=True) and folded(name) not in words_of(
        "relationships", "word", "meaning"
    )


def lift_title(text: str) -> tuple[str, str]:
    """The titles at the beginning of `text` (Mrs, Dr, Fg Off), and the rest."""
    if " " not in text and text.replace(".", "").casefold() not in _titles():
        return "", text
    words = text.split()
    count = 0
    while count < len(words):
        pair = " ".join(words[count : count + 2]).replace(".", "").casefold()
        if pair in _titles():
            count += 2 if " " in pair else 1
        elif words[count].replace(".", "").casefold() in _titles():
            count += 1
        else:
            break
    return " ".join(words[:count]), " ".join(words[count:])


@cache
def _titles() -> frozenset[str]:
    return frozenset(row["title"] for row in rows_of("titles"))
