"""Which characters the fonts of the reports can print; any other is written as its number."""

from functools import lru_cache

from schemas.places import REFERENCE

TABLE = REFERENCE / "fonts" / "glyphs.txt"


def has_glyph(character: str) -> bool:
    """Whether a report can print the character as itself rather than as an empty box."""
    return ord(character) in _printable()


@lru_cache(maxsize=1)
def _printable() -> frozenset[int]:
    ranges = (line.split("-") for line in TABLE.read_text(encoding="utf-8").splitlines())
    return frozenset(point for first, last in ranges for point in range(int(first, 16), int(last, 16) + 1))
