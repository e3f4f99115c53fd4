"""The words of many texts at once, from their bytes: what `folding.words` finds, with no loop over texts."""

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from matching.texts import Bytes, Places, Texts

APOSTROPHE, FOREIGN = 0x27, 2
"""What an apostrophe of any kind and a byte that is not ASCII are in a table of bytes."""

FIRST_LETTER = ord("a")
_FIRST_DIGIT, _LAST_DIGIT, _CASE = ord("0"), ord("9"), 0x20
_AS_LETTER = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t"}


class Words(NamedTuple):
    """Words in a row, and how many of them each text has."""

    written: "pa.Array[Any]"
    lengths: Places


def byte_table() -> Bytes:
    """What each byte is: a lower-case letter, a digit, an apostrophe, foreign, or 0, which parts words."""
    table = np.zeros(256, np.uint8)
    table[128:] = FOREIGN
    for byte in b"abcdefghijklmnopqrstuvwxyz":
        table[byte] = table[byte - _CASE] = byte
    for byte in b"0123456789":
        table[byte] = byte
    table[[APOSTROPHE, ord("`")]] = APOSTROPHE
    return table


def case_changes(texts: Texts) -> Places:
    """Where a new word begins within letters: before a capital behind a small one, or before its last."""
    letters = np.append(texts.letters, np.zeros(1, np.uint8))
    capitals = np.flatnonzero(_is_capital(letters))
    begins = _begins(texts)
    capitals = capitals[~begins[capitals]]
    before, after = letters[capitals - 1], letters[capitals + 1]
    small_after = _is_small(after) & ~begins[capitals + 1]
    found: Places = capitals[_is_small(before) | (_is_capital(before) & small_after)]
    return found


def without_apostrophes(texts: Texts) -> Texts:
    """The texts with the letters on both sides of an apostrophe joined."""
    apostrophes = np.flatnonzero(texts.letters == APOSTROPHE)
    if not len(apostrophes):
        return texts
    starts, stops = (places - np.searchsorted(apostrophes, places) for places in (texts.starts, texts.stops))
    return Texts(np.delete(texts.letters, apostrophes), starts, stops)


def words_of(texts: Texts, breaks: Places | None = None) -> Words:
    """The words of texts whose bytes a table has read; `breaks` are further places where a word begins.

    The texts stand in order. Between a text and the next there may be bytes of neither, all 0.
    """
    letters, begins = texts.letters, _begins(texts)
    if breaks is not None:
        begins[breaks] = True
    repeated = _repeated(letters, begins)
    letters = _digits_as_letters(letters, begins)
    is_letter = letters >= FIRST_LETTER
    first = is_letter.copy()
    first[1:] &= ~is_letter[:-1] | begins[1:-1]
    is_letter[repeated] = False
    lengths = np.diff(np.searchsorted(np.flatnonzero(first), np.append(texts.starts, len(letters))))
    return Words(_text_array(letters[is_letter], np.flatnonzero(first[is_letter])), lengths)


def _is_capital(letters: Bytes) -> NDArray[np.bool_]:
    return (letters - np.uint8(ord("A"))) < 26


def _is_small(letters: Bytes) -> NDArray[np.bool_]:
    return (letters - np.uint8(ord("a"))) < 26


def _begins(texts: Texts) -> NDArray[np.bool_]:
    """For each byte, and the one behind the last, whether a text begins there."""
    begins = np.zeros(len(texts.letters) + 1, np.bool_)
    begins[texts.starts] = True
    return begins


def _repeated(letters: Bytes, begins: NDArray[np.bool_]) -> Places:
    """The letters of a run of three or more but its first: "sarahhh" is "sarah"."""
    same = letters[1:] == letters[:-1]
    runs = np.flatnonzero(same[1:] & same[:-1])
    runs = runs[letters[runs] >= FIRST_LETTER]
    runs = runs[~(begins[runs + 1] | begins[runs + 2])]
    return np.concatenate((runs + 1, runs + 2))


def _digits_as_letters(letters: Bytes, begins: NDArray[np.bool_]) -> Bytes:
    """The letters with each digit between two of them as the letter it is written for: "s4rah"."""
    digits = np.flatnonzero((letters >= _FIRST_DIGIT) & (letters <= _LAST_DIGIT))
    digits = digits[(digits > 0) & (digits < len(letters) - 1)]
    digits = digits[~(begins[digits] | begins[digits + 1])]
    inside = digits[(letters[digits - 1] >= FIRST_LETTER) & (letters[digits + 1] >= FIRST_LETTER)]
    if len(inside):
        letters = letters.copy()
        letters[inside] = _digit_table()[letters[inside]]
    return letters


def _digit_table() -> Bytes:
    table = np.arange(256, dtype=np.uint8)
    for digit, letter in _AS_LETTER.items():
        table[ord(digit)] = ord(letter)
    return table


def _text_array(letters: Bytes, starts: Places) -> "pa.Array[Any]":
    offsets = np.append(starts, len(letters)).astype(np.int32)
    return pa.Array.from_buffers(
        pa.string(), len(starts), [None, pa.py_buffer(offsets.data), pa.py_buffer(letters.data)]
    )
