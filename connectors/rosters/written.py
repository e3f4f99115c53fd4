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
_NO_WORD = re.compile(r"[\W\d_]*(?:\d[eE]\+?\d[\W\d_]*)?")  # a telephone number may be 7.7009E+09
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF]
)
_JOINERS = frozenset("\u200d\ufe0f\u20e3")
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
    """`text` on one line, composed (NFC), without outer, double or invisible spaces, cut at LONGEST."""
    text = text[: 4 * LONGEST]
    if not text.isascii():
        text = unicodedata.normalize("NFC", text if text.isprintable() else text.translate(_INVISIBLE))
    return " ".join(text.split())[:LONGEST]


def without_symbols(text: str) -> str:
    """`text` without emoji and other signs that are in no name."""
    if text.isascii() or not any(map(_is_symbol, text)):
        return text
    return tidy("".join(" " if _is_symbol(each) or each in _JOINERS else each for each in text))


def _is_symbol(character: str) -> bool:
    category = unicodedata.category(character)
    is_sign = category in {"So", "Co", "Cn"} or (category == "Sk" and ord(character) > 0x1F000)
    return is_sign and not unicodedata.normalize("NFKC", character).isalnum()  # Ⓐ and ⼀ are letters


def folded(text: str) -> str:
    """`text` for comparing whether two cells say the same: no case, no punctuation but the space."""
    if not text or (text.isascii() and text.isalnum()):
        return text.lower()
    return " ".join(_NOT_WORDS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).split())


def is_placeholder(text: str, *, alone: bool = False) -> bool:
    """Whether a cell stands for no name: TBC, n/a, a dash, a telephone number.

    Some placeholders are also names (Nil, Na): they count only where `alone`, nothing else being said.
    """
    plain = text.strip(_EDGES).casefold()
    stands = _placeholders().get(plain)
    if stands == "anywhere" or (alone and stands == "alone"):
        return True
    return not text.isalpha() and (
        _NO_WORD.fullmatch(text) is not None or plain.startswith(_placeholder_beginnings())
    )


@cache
def _placeholders() -> dict[str, str]:
    return words_of("placeholder_names", "words", "stands")


@cache
def _placeholder_beginnings() -> tuple[str, ...]:
    return tuple(f"{words} " for words, stands in _placeholders().items() if stands == "beginning")


def lift_asides(text: str) -> Aside:
    """`text` without what stands in brackets or quotes or after née, formerly or aka, and those names.

    An aside that is no name (a relationship, a number, a remark of four words) is only taken away.
    """
    if not text or text.isalpha() or not (_INTERESTING.search(text) or _marker().search(text)):
        return Aside(text)
    insides: list[str] = []
    for pattern in (_BRACKETED, _QUOTED):
        outside_and_in = pattern.split(text)  # in turn
        text = " ".join(outside_and_in[::2])
        insides += outside_and_in[1::2]
    if marked := _marker().search(text):
        insides.append(text[marked.start() :])
        text = text[: marked.start()]
    said: dict[str, list[str]] = {kind: [] for kind in Aside._fields[1:]}
    for inside in insides:
        kind, name = _read_aside(tidy(inside).strip(_EDGES))
        if name:
            said[kind].append(name)
    return Aside(tidy(text).strip(_EDGES), *map(tuple, said.values()))


@cache
def _marker() -> re.Pattern[str]:
    words = [row["words"] for row in rows_of("name_markers") if row["stands"] == "anywhere"]
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!^)(?<!\w)(?:{either})[\s:]+(?=\w)", re.IGNORECASE)


def _read_aside(inside: str) -> tuple[str, str]:
    marked = _first_marker().match(inside)
    kind = words_of("name_markers", "words", "kind")[marked[0].casefold()] if marked else "known_as"
    name = inside[marked.end() if marked else 0 :].strip(_EDGES)
    is_remark = not marked and name[:1].islower()  # (step), (non-resident)
    return kind, name if _may_be_a_name(name) and not is_remark else ""


@cache
def _first_marker() -> re.Pattern[str]:
    words = sorted(words_of("name_markers", "words", "kind"), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})(?=[ :])", re.IGNORECASE)


def surname_and_maiden_name(surname: str) -> tuple[str, str] | None:
    """The two words of a tidy cell like “Holt (née Lind)”, which are most of all cells with an aside."""
    if (found := _one_maiden_name().fullmatch(surname)) and _may_be_a_name(found[2]):
        return found[1], found[2]
    return None


@cache
def _one_maiden_name() -> re.Pattern[str]:
    markers = [row["words"] for row in rows_of("name_markers") if row["kind"] == "maiden"]
    return re.compile(rf"([^\W\d_]+) \((?:{'|'.join(map(re.escape, markers))}) ([^\W\d_]+)\)", re.IGNORECASE)


def _may_be_a_name(name: str) -> bool:
    if not name or len(name.split()) > 3 or any(map(str.isdigit, name)):
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
