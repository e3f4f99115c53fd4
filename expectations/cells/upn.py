"""Unique pupil numbers (UPN) of England and Wales.

UK Government Data Standards Catalogue, Unique Pupil Number 2.0: a check letter, then the local authority
(3 digits), the establishment (4), the year of issue (2) and a serial (3 digits; a temporary number ends in a
letter). The authority is not looked up: lists of authorities age, and real numbers were rejected by them.
"""

import re

ALPHABET = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""Check letters by their value: A is 0, Z is 22; I, O and S are not used."""

_UPN = re.compile(rf"[{ALPHABET}][0-9]{{11}}[0-9{ALPHABET}]")


def is_well_formed(cell: str) -> bool:
    """Thirteen characters in the right places; lower case and spaces between them are forgiven."""
    return _UPN.fullmatch(_tidied(cell)) is not None


def check_letter_agrees(cell: str) -> bool:
    """The first letter is the one the other twelve characters call for.

    A cell that is not well formed is told by `is_well_formed` and agrees here.
    """
    upn = _tidied(cell)
    return not _UPN.fullmatch(upn) or upn[0] == check_letter(upn[1:])


def check_letter(rest: str) -> str:
    """The check letter of characters 2 to 13: their values, weighted 2 to 13 and summed, modulo 23."""
    values = (int(each) if each.isdigit() else ALPHABET.index(each) for each in rest)
    return ALPHABET[sum(weight * value for weight, value in enumerate(values, start=2)) % 23]


def _tidied(cell: str) -> str:
    return re.sub(r"\s", "", cell).upper()
