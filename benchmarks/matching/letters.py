"""What happens to letters: slips of the finger, fancy letters, another spelling of the same sounds."""

import random
import unicodedata

_NEIGHBOURS = {
    letter: "".join(
        other
        for row, line in enumerate(("qwertyuiop", "asdfghjkl", "zxcvbnm"))
        for column, other in enumerate(line)
        if other != letter and abs(row - at_row) <= 1 and abs(column + row / 2 - at_column - at_row / 2) <= 1
    )
    for at_row, at_line in enumerate(("qwertyuiop", "asdfghjkl", "zxcvbnm"))
    for at_column, letter in enumerate(at_line)
}
_PLAIN = {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss"}
_ALPHABETS = (
    0x1D400,
    0x1D434,
    0x1D468,
    0x1D4D0,
    0x1D56C,
    0x1D5A0,
    0x1D5D4,
    0x1D608,
    0x1D63C,
    0x1D670,
    0x24B6,
    0xFF21,
)
"""Where the capitals of fancy alphabets begin in Unicode; the small letters follow (_in_alphabet)."""
_LOOK_ALIKE = str.maketrans("aeopcxyABEKMHOPCTX", "аеорсхуАВЕКМНОРСТХ")
_SMALL_CAPITALS = str.maketrans("abcdefghijklmnopqrstuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ")
_SOUNDS = (
    ("ph", "f"), ("ee", "i"), ("oo", "u"), ("ie", "y"), ("ck", "k"), ("ss", "s"), ("ll", "l"), ("nn", "n"),
    ("tt", "t"), ("ey", "y"), ("ei", "ie"), ("ai", "ay"), ("ou", "u"), ("kh", "k"), ("dh", "d"), ("th", "t"),
    ("sz", "sh"), ("cz", "ch"), ("w", "v"), ("q", "k"), ("z", "s"), ("c", "k"), ("j", "y"), ("iy", "i"),
    ("ah", "a"), ("ar", "er"), ("e", "a"), ("i", "y"),
)  # fmt: skip


def slip(chance: random.Random, word: str) -> str:
    """One letter left out, doubled, changed with the next, or hit beside its key; never the first."""
    if len(word) < 3:
        return word + word[-1]
    place = chance.randrange(1, len(word) - 1)
    kind = chance.randrange(4)
    if kind == 0:
        return word[:place] + word[place + 1 :]
    if kind == 1:
        return word[:place] + word[place] + word[place:]
    if kind == 2 and word[place] != word[place + 1]:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    near = _NEIGHBOURS.get(plain(word[place]).lower()[:1], "e")
    return word[:place] + chance.choice(near) + word[place + 1 :]


def as_heard(chance: random.Random, word: str) -> str:
    """Another spelling of much the same sounds; the word itself where none is at hand."""
    small = word.lower()
    options = [(a, b) for one in _SOUNDS for a, b in (one, one[::-1]) if a in small[1:]][:6]
    if not options:
        return word + "h" if small.endswith("a") else word
    old, new = chance.choice(options)
    place = small.index(old, 1)
    return word[:place] + new + word[place + len(old) :]


def fancy(chance: random.Random, text: str) -> str:
    """The text in one of Unicode's fancy alphabets, in letters that only look Latin, or under marks."""
    kind = chance.randrange(len(_ALPHABETS) + 3)
    if kind < len(_ALPHABETS):
        return "".join(_in_alphabet(_ALPHABETS[kind], letter) for letter in plain(text))
    if kind == len(_ALPHABETS):
        return plain(text).translate(_LOOK_ALIKE)
    if kind == len(_ALPHABETS) + 1:
        return plain(text).lower().translate(_SMALL_CAPITALS)
    return "".join(
        letter + (chance.choice("\u0336\u0332\u0308\u0307") if letter != " " else "") for letter in text
    )


def _in_alphabet(start: int, letter: str) -> str:
    small = start + (32 if start == 0xFF21 else 26)
    if "A" <= letter <= "Z":
        fancied = chr(start + ord(letter) - ord("A"))
    elif "a" <= letter <= "z":
        fancied = chr(small + ord(letter) - ord("a"))
    else:
        return letter
    return fancied if unicodedata.normalize("NFKC", fancied) == letter else letter


def plain(text: str) -> str:
    """Without accents: as most people type their name into a handle."""
    if text.isascii():
        return text
    swapped = "".join(_PLAIN.get(letter, letter) for letter in text)
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", swapped) if not unicodedata.combining(letter)
    )
