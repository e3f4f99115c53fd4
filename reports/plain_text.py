"""Text that others wrote, made safe to print: what it shows is what is there, and it stays in its place.

A name may hold anything: control bytes, marks that reverse the order of reading, characters nobody can see,
ten thousand letters. What remains here is one line of visible characters. Markup and formulas need nothing:
reports pass text as data, never as markup.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reports.glyphs import has_glyph

CanBePrinted = Callable[[str], bool]

NAME_LENGTH = 120
CELL_LENGTH = 32_767  # the most that a cell of a workbook holds
ELLIPSIS = "…"

# More marks than this on one letter is decoration that climbs into the lines above and below.
MARKS_ON_A_LETTER = 3

# Not of category Cf, yet invisible: fillers of Hangul, joiners of Khmer and Mongolian, the blank of braille.
INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")

# One character as wide as a whole line, the basmala, would run through its neighbours.
TOO_WIDE = frozenset("\ufdfd")

# Emoji and many scripts need these between their characters (a family, a flag, a Persian plural).
JOINERS = frozenset("\u200c\u200d")
SELECTORS = frozenset("\ufe0e\ufe0f")
JOINED = frozenset({"So", "Sk", "Lo", "Mn", "Mc"})

# The flags of England, Scotland and Wales are a black flag, invisible letters and an invisible end.
SUBDIVISION_FLAG = re.compile("\U0001f3f4[\U000e0061-\U000e007a]{2,6}\U000e007f")


@dataclass(frozen=True, slots=True)
class Shown:
    """What is printed, and whether it differs from what was written."""

    text: str
    unusual: bool = False
    """Characters were left out or are shown by number."""
    shortened: bool = False


def shown(text: str, length: int = NAME_LENGTH) -> Shown:
    """`text` as a report prints it: one line, visible, at most `length` characters."""
    return _shown(text, length, has_glyph)


def shown_in_a_cell(text: str, length: int = CELL_LENGTH) -> Shown:
    """`text` as a workbook holds it; the program that opens it brings fonts of its own."""
    return _shown(text, length, lambda character: unicodedata.category(character) != "Cn")


def with_marks_by_number(text: str) -> str:
    """The text with every mark on a letter spelled out as its number."""
    return "".join(_number(each) if unicodedata.category(each)[0] == "M" else each for each in text)


def _number(character: str) -> str:
    return f"[U+{ord(character):04X}]"


def _shown(text: str, length: int, printable: CanBePrinted) -> Shown:
    if len(text) <= length and text.isascii() and text.isprintable() and text == " ".join(text.split()):
        return Shown(text)
    # Cut before looking closer, so that a very long name costs no more than a long one.
    start = text[: 4 * length]
    line = " ".join(start.split())
    kept = "".join(_pieces(line, printable))
    visible = " ".join(kept.split())
    short = visible if len(visible) <= length else _cut(visible, length)
    controls = any(unicodedata.category(character) == "Cc" for character in start)
    return Shown(short, unusual=controls or kept != line, shortened=short != visible or text != start)


def _cut(text: str, length: int) -> str:
    head = text[: length - len(ELLIPSIS)]
    while head and (unicodedata.combining(text[len(head)]) or head[-1] in JOINERS):
        text, head = head, head[:-1]
    return head.rstrip() + ELLIPSIS


def _pieces(line: str, printable: CanBePrinted) -> Iterator[str]:
    start = 0
    for flag in SUBDIVISION_FLAG.finditer(line):
        yield from _characters(line[start : flag.start()], printable)
        yield flag.group()
        start = flag.end()
    yield from _characters(line[start:], printable)


def _characters(line: str, printable: CanBePrinted) -> Iterator[str]:
    marks = 0
    before = ""
    for character, after in zip(line, line[1:] + "\0", strict=False):
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MARKS_ON_A_LETTER and _is_seen(character, before, after):
            yield _printed(character, printable)
            before = character


def _is_seen(character: str, before: str, after: str) -> bool:
    """Whether leaving the character out would change what a reader sees."""
    if character in JOINERS:
        return _category(before) in JOINED and _category(after) in JOINED
    if character in SELECTORS:
        return bool(before) and before not in SELECTORS
    hidden = character in INVISIBLE or unicodedata.category(character) == "Cf"
    return not hidden and not _is_a_variation_selector(character)


def _is_a_variation_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _category(character: str) -> str:
    return unicodedata.category(character) if character else ""


def _printed(character: str, printable: CanBePrinted) -> str:
    unprintable = unicodedata.category(character) in {"Cc", "Cs", "Co"} or character in TOO_WIDE
    if character in JOINERS or character in SELECTORS:
        return character
    return _number(character) if unprintable or not printable(character) else character
