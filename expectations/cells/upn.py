"""Unique pupil numbers (UPN) of England and Wales.

UK Government Data Standards Catalogue, Unique Pupil Number 2.0: a check letter, then the local authority
(3 digits), the establishment (4), the year of issue (2) and a serial (3 digits; a temporary number ends in a
letter). Numbers are without spaces and in capitals here.
"""

import re

import pyarrow as pa
import pyarrow.compute as pc
from stdnum.gb import upn

PATTERN = r"^[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]$"
"""Thirteen characters in the right places; I, O and S are not used."""

_UPN = re.compile(PATTERN)
_AUTHORITIES = pa.array(map(str, upn._la_numbers), pa.string())


def check_letter_agrees(number: str) -> bool:
    """The first letter is the one the other twelve characters call for.

    A number that is not of the pattern agrees here.
    """
    return not _UPN.match(number) or number[0] == upn.calc_check_digit(number[1:])


def authorities_are_known(numbers: pa.StringArray) -> pa.BooleanArray:
    """Which local authorities are on the library's list, which is of 2011: newer ones are real, too.

    A number that is not of the pattern passes here.
    """
    known = pc.is_in(pc.utf8_slice_codeunits(numbers, 1, 4), value_set=_AUTHORITIES)
    return pc.or_(known, pc.invert(pc.match_substring_regex(numbers, PATTERN)))
