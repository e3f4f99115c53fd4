"""Many byte strings looked for at once: a vectorised pass over the data, a close look where it points."""

import base64
import html
import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import quote, quote_plus

import numpy as np

Words = np.ndarray[tuple[int], np.dtype[np.uint32]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]

WINDOW = 4
"""Bytes of a needle that the first, vectorised pass looks for."""
_BITS = 20
_MIX = np.uint32(2654435761)


class Needles:
    """The canaries in every plain way of writing them."""

    def __init__(self, canaries: Iterable[str]) -> None:
        self._by_window: dict[bytes, set[tuple[bytes, str, str]]] = defaultdict(set)
        self._windows = np.zeros(1 << _BITS, dtype=bool)
        for canary in canaries:
            if len(canary.encode()) < WINDOW:
                raise ValueError(f"a canary needs {WINDOW} bytes to be told from chance")
            for encoding, needle in _written(canary):
                self._add(canary, encoding, needle)
        if not self._by_window:
            raise ValueError("no canary to look for")

    def _add(self, canary: str, encoding: str, needle: bytes) -> None:
        self._by_window[needle[:WINDOW]].add((needle, canary, encoding))
        self._windows[_slots(np.frombuffer(needle, dtype="<u4", count=1))] = True

    def find(self, data: bytes) -> set[tuple[str, str]]:
        """Each canary that is in the data, with how it is written there."""
        found = self._search(data.lower())
        if b"\0" in data:
            # UTF-16 and UTF-32 are the same letters with zeros between; so are arrays of text in memory.
            wide = self._search(data.replace(b"\0", b"").lower())
            found |= {(canary, "utf-16 or utf-32") for canary, _ in wide - found}
        return found

    def _search(self, lowered: bytes) -> set[tuple[str, str]]:
        found = set()
        for place in _places(lowered, self._windows):
            for needle, canary, encoding in self._by_window.get(lowered[place : place + WINDOW], ()):
                if lowered.startswith(needle, place):
                    found.add((canary, encoding))
        return found


def _written(canary: str) -> Iterator[tuple[str, bytes]]:
    """All ways of writing the canary, lower-cased and without zero bytes, as the data will be."""
    forms = {canary, unicodedata.normalize("NFC", canary), unicodedata.normalize("NFD", canary)}
    for form in {cased for each in forms for cased in (each, each.lower(), each.upper(), each.title())}:
        # The first, plainest name stands for several ways that look alike, as most do for ASCII.
        plainest: dict[bytes, str] = {}
        for way, needle in _encoded(form).items():
            plainest.setdefault(needle.replace(b"\0", b"").lower(), way)
        yield from ((way, needle) for needle, way in plainest.items() if len(needle) >= WINDOW)


def _encoded(text: str) -> dict[str, bytes]:
    once = json.dumps(text)[1:-1]
    latin = text.encode("latin-1", "ignore")
    return {
        "utf-8": text.encode(),
        "latin-1": latin if len(latin) == len(text) else b"",
        "utf-16-le": text.encode("utf-16-le"),
        "utf-16-be": text.encode("utf-16-be"),
        "utf-32-le": text.encode("utf-32-le"),
        "utf-32-be": text.encode("utf-32-be"),
        "json escapes": once.encode(),
        "json escapes twice": json.dumps(once)[1:-1].encode(),
        "python escapes": text.encode("unicode_escape"),
        "url escapes": quote(text, safe="").encode(),
        "url form": quote_plus(text).encode(),
        "xml escapes": html.escape(text).encode("ascii", "xmlcharrefreplace"),
        "hexadecimal": text.encode().hex().encode(),
        **{f"base64 shifted by {shift}": _base64(text, shift) for shift in range(3)},
    }


def _base64(text: str, shift: int) -> bytes:
    """What base64 writes for the text alone when `shift` bytes of its first group come before it."""
    padded = b"\0" * shift + text.encode()
    own = slice(-(-shift * 8 // 6), len(padded) * 8 // 6)
    needle = base64.b64encode(padded)[own]
    return needle if len(needle) >= 8 else b""  # shorter ones are found by chance


def _places(data: bytes, windows: Flags) -> Iterator[int]:
    """Offsets at which a needle may begin."""
    for offset in range(min(WINDOW, max(0, len(data) - WINDOW + 1))):
        words = np.frombuffer(data, dtype="<u4", offset=offset, count=(len(data) - offset) // WINDOW)
        yield from (np.flatnonzero(windows[_slots(words)]) * WINDOW + offset).tolist()


def _slots(words: Words) -> Words:
    return (words * _MIX) >> np.uint32(32 - _BITS)
