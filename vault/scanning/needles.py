"""Many names looked for at once: a vectorised pass over the data, a close look where it points."""

import base64
import html
import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from html.entities import codepoint2name
from urllib.parse import quote, quote_plus

import numpy as np

Words = np.ndarray[tuple[int], np.dtype[np.uint32]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]
Hits = np.ndarray[tuple[int], np.dtype[np.int64]]

WINDOW = 4
"""Bytes of a needle that the first, vectorised pass looks for."""
PIECE = 1 << 24
"""Bytes looked over at once, so that a large file does not take many times its size in memory."""
_BITS = 22
_MIX = np.uint32(2654435761)


class Needles:
    """Names in every plain way of writing them, whatever the case.

    An escape counts where a name's special characters are written so, or where every one is; what is escaped
    here and there by no rule is not known.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._needles: dict[bytes, set[tuple[str, str]]] = defaultdict(set)
        self._lengths: dict[bytes, set[int]] = defaultdict(set)
        self._short: set[bytes] = set()
        self._windows = np.zeros(1 << _BITS, dtype=bool)
        self._further = np.zeros(1 << _BITS, dtype=bool)
        for name in names:
            if len(name.encode()) < WINDOW:
                raise ValueError(f"a canary needs {WINDOW} bytes to be told from chance")
            for encoding, needle in _written(name):
                self._add(name, encoding, needle)
        if not self._needles:
            raise ValueError("no canary to look for")

    def _add(self, name: str, encoding: str, needle: bytes) -> None:
        self._needles[needle].add((name, encoding))
        self._lengths[needle[:WINDOW]].add(len(needle))
        first = np.frombuffer(needle, dtype="<u4", count=1)
        self._windows[_slots(first)] = True
        if len(needle) < 2 * WINDOW:
            self._short.add(needle[:WINDOW])
        else:
            self._further[_slots(first ^ _slots(np.frombuffer(needle, "<u4", 1, WINDOW)))] = True

    def find(self, data: bytes) -> set[tuple[str, str]]:
        """Each name that is in the data, with how it is written there."""
        found = self._search(data.lower())
        if b"\0" in data:
            # UTF-16 and UTF-32 are the same letters with zeros between; so are arrays of text in memory.
            wide = self._search(data.replace(b"\0", b"").lower())
            found |= {(name, "utf-16 or utf-32") for name, _ in wide - found}
        return found

    def _search(self, lowered: bytes) -> set[tuple[str, str]]:
        found: set[tuple[str, str]] = set()
        # A short needle has no second window, so then the first one must do.
        for place in _places(lowered, self._windows, None if self._short else self._further):
            for length in self._lengths.get(lowered[place : place + WINDOW], ()):
                found |= self._needles.get(lowered[place : place + length], set())
        return found


def _written(name: str) -> Iterator[tuple[str, bytes]]:
    """All ways of writing the name, lower-cased and without zero bytes, as the data will be."""
    forms = {name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)}
    # The first, plainest word stands for several ways that look alike, as most do for ASCII.
    plainest: dict[bytes, str] = {}
    for form in sorted(
        {cased for each in forms for cased in (each, each.lower(), each.upper(), each.title())}
    ):
        ways = [*_encoded(form).items(), *_entities(form).items(), *_every_character(form).items()]
        for way, needle in ways:
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
        "pickle escapes": text.encode("raw_unicode_escape"),
        "url escapes": quote(text, safe="").encode(),
        "url form": quote_plus(text).encode(),
        "hexadecimal": text.encode().hex().encode(),
        **{f"base64 shifted by {shift}": _base64(text, shift) for shift in range(3)},
    }


def _entities(text: str) -> dict[str, bytes]:
    """As XML and HTML write what is not ASCII: by number, decimal and hexadecimal, and by name."""
    escaped = html.escape(text)
    return {
        "xml escapes": escaped.encode("ascii", "xmlcharrefreplace"),
        "xml escapes, hexadecimal": "".join(
            letter if letter.isascii() else f"&#x{ord(letter):x};" for letter in escaped
        ).encode(),
        "html names": "".join(
            letter
            if letter.isascii() or ord(letter) not in codepoint2name
            else f"&{codepoint2name[ord(letter)]};"
            for letter in escaped
        ).encode(),
    }


def _every_character(text: str) -> dict[str, bytes]:
    """As what escapes every character writes it."""
    return {
        "xml escapes": "".join(f"&#{ord(letter)};" for letter in text).encode(),
        "xml escapes, hexadecimal": "".join(f"&#x{ord(letter):x};" for letter in text).encode(),
        "json escapes": "".join(f"\\u{ord(letter):04x}" for letter in text).encode(),
        "url escapes": "".join(f"%{byte:02x}" for byte in text.encode()).encode(),
    }


def _base64(text: str, shift: int) -> bytes:
    """What base64 writes for the text alone when `shift` bytes of its first group come before it."""
    padded = b"\0" * shift + text.encode()
    own = slice(-(-shift * 8 // 6), len(padded) * 8 // 6)
    needle = base64.b64encode(padded)[own]
    return needle if len(needle) >= 8 else b""  # shorter ones are found by chance


def _places(data: bytes, windows: Flags, further: Flags | None) -> Iterator[int]:
    """Offsets at which a needle may begin: by its first window and, where given, by the one after it."""
    for start in range(0, max(0, len(data) - WINDOW + 1), PIECE):
        for offset in range(start, min(start + WINDOW, len(data) - WINDOW + 1)):
            count = min(PIECE, len(data) - offset) // WINDOW
            words = np.frombuffer(data, dtype="<u4", offset=offset, count=count)
            hits = np.flatnonzero(windows[_slots(words)])
            if further is not None:
                hits = hits[_goes_on(data, offset, words, hits, further)]
            yield from (hits * WINDOW + offset).tolist()


def _goes_on(data: bytes, offset: int, words: Words, hits: Hits, further: Flags) -> Flags:
    """Whether the window after each hit may be that of the same needle."""
    whole = (len(data) - offset) // WINDOW
    following = np.frombuffer(data, dtype="<u4", offset=offset, count=whole)
    inside = hits + 1 < whole
    after = following[np.minimum(hits + 1, whole - 1)]
    return inside & further[_slots(words[hits] ^ _slots(after))]


def _slots(words: Words) -> Words:
    return (words * _MIX) >> np.uint32(32 - _BITS)
