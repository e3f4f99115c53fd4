"""Names without their accents, as people type them in a hurry."""

import unicodedata

STROKES = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "’": "'"}
)
"""Letters that Unicode does not take apart."""


def plain(text: str) -> str:
    """The text without accents: Łucja → Lucja, Şeyma → Seyma, Zoë → Zoe."""
    apart = unicodedata.normalize("NFD", text.translate(STROKES))
    return unicodedata.normalize(
        "NFC", "".join(letter for letter in apart if not unicodedata.combining(letter))
    )


def address_form(text: str) -> str:
    """What of a name fits into a handle or an e-mail address: a to z only."""
    return "".join(letter for letter in plain(text).lower() if letter.isascii() and letter.isalpha())
