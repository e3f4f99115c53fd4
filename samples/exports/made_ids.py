"""Ids as platforms give them out: always the same for the same handle, and telling nothing of it."""

import string
from hashlib import sha256

BASE_32 = string.ascii_lowercase + "234567"
BASE_64 = string.ascii_letters + string.digits + "-_"
HEX = string.hexdigits[:16]


def _number(seed: str) -> int:
    return int.from_bytes(sha256(seed.encode()).digest())


def digits(seed: str, length: int) -> str:
    """A number of that many digits, none of them a leading nought."""
    return str(10 ** (length - 1) + _number(seed) % (9 * 10 ** (length - 1)))


def letters(seed: str, length: int, alphabet: str) -> str:
    """A word of that many letters; at most forty."""
    left, found = _number(seed), ""
    for _ in range(length):
        left, place = divmod(left, len(alphabet))
        found += alphabet[place]
    return found


def uuid(seed: str) -> str:
    """Five groups of hexadecimal digits."""
    text = letters(seed, 32, HEX)
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
