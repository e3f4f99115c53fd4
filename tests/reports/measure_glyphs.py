"""Writes `data/reference/fonts/glyphs.txt` anew: which characters the fonts of the reports can print.

Run it after a change of the font packages: `.venv/bin/python tests/reports/measure_glyphs.py`. It asks Typst
about every assigned character, which takes a few minutes.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date

import typst

from reports.glyphs import TABLE
from reports.typeset import set_in_type

# Controls, surrogates, private use and unassigned are never printed; format characters have no glyph.
NEVER = {"Cc", "Cs", "Co", "Cn", "Cf"}


def can_be_printed(text: str) -> bool:
    try:
        set_in_type("glyphs", {"text": text}, date(2026, 1, 1))
    except typst.TypstError:
        return False
    return True


def printable(first: int, last: int) -> Iterator[int]:
    points = [point for point in range(first, last) if unicodedata.category(chr(point)) not in NEVER]
    if not points or can_be_printed(" ".join(map(chr, points))):
        yield from points
    else:
        yield from (point for point in points if can_be_printed(chr(point)))


def ranges(points: Iterable[int]) -> Iterator[tuple[int, int]]:
    first = last = -2
    for point in points:
        if point != last + 1:
            if last >= 0:
                yield first, last
            first = point
        last = point
    yield first, last


def script(point: int) -> str:
    return unicodedata.name(chr(point)).split()[0]


def without_marks_of_unknown_scripts(points: list[int]) -> Iterator[int]:
    """Typst drops a mark that its fonts lack without a word, where it would refuse a letter."""
    known = {script(point) for point in points if unicodedata.category(chr(point))[0] == "L"}
    for point in points:
        if unicodedata.category(chr(point))[0] != "M" or script(point) in known | {"COMBINING"}:
            yield point


def main() -> None:
    printed = [point for start in range(0x20, 0x40000, 64) for point in printable(start, start + 64)]
    covered = without_marks_of_unknown_scripts(printed)
    lines = [f"{first:04X}-{last:04X}" for first, last in ranges(covered)]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
