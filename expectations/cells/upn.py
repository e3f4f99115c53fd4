"""Unique pupil numbers (UPN) of England and Wales.

UK Government Data Standards Catalogue, Unique Pupil Number 2.0: a check letter, then the local authority
(3 digits), the establishment (4), the year of issue (2) and a serial (3 digits; a temporary number ends in a
letter). Numbers are without spaces and in capitals here.
"""

import re

from stdnum.gb import upn

PATTERN = r"^[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]$"
"""Thirteen characters in the right places; I, O and S are not used."""

_UPN = re.compile(PATTERN)
_AUTHORITIES: frozenset[int] = frozenset(upn._la_numbers)


def check_letter_agrees(number: str) -> bool:
    """The first letter is the one the other twelve characters call for.

    A number that is not of the pattern agrees here.
    """
    return not _UPN.match(number) or number[0] == upn.calc_check_digit(number[1:])


def authority_is_known(number: str) -> bool:
    """The local authority is on the library's list, which is of 2011: newer ones are real, too.

    A number that is not of the pattern passes here.
    """
    return not _UPN.match(number) or int(number[1:4]) in _AUTHORITIES
