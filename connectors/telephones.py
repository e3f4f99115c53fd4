"""A telephone number that stands where a name should: it compares with no name, and is another's detail."""

import unicodedata

_FEWEST_DIGITS = 6
_AROUND_DIGITS = frozenset(
    "+()[]./\u2212\u00b7\u2022"
)  # the minus sign and the dots that some write between groups


def is_telephone(text: str) -> bool:
    """Whether this is a telephone number in any way of writing it, and nothing besides."""
    written = [each for each in unicodedata.normalize("NFKC", text) if unicodedata.category(each) != "Cf"]
    digits = sum(each.isdecimal() for each in written)
    return digits >= _FEWEST_DIGITS and all(map(_may_stand, written))


def _may_stand(character: str) -> bool:
    """A digit, or what is written around digits: brackets, spaces and every dash."""
    return (
        character.isdecimal()
        or character.isspace()
        or character in _AROUND_DIGITS
        or unicodedata.category(character) == "Pd"
    )
