"""Unique Pupil Numbers of schools that do not exist: establishment 9999.

Letter, authority (3), establishment (4), year of issue (2), serial (3). Check letter: Government Data
Standards Catalogue, Unique Pupil Number 2.0.
"""

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
SERIALS = 999
"""A school issues at most so many a year; the generator then goes on with the next authority's number."""
AUTHORITIES = range(801, 900)


def check_letter(digits: str) -> str:
    """The letter that belongs before twelve digits: their sum, weighted 2 to 13, modulo 23."""
    return LETTERS[sum(weight * int(digit) for weight, digit in enumerate(digits, start=2)) % 23]


def upn(year: int, count: int) -> str:
    """The UPN of the count-th pupil (from 0) who was given one in that year."""
    authority = AUTHORITIES[count // SERIALS]
    digits = f"{authority}9999{year % 100:02d}{count % SERIALS + 1:03d}"
    return check_letter(digits) + digits


def miswritten(right: str) -> str:
    """The same UPN with a check letter that does not belong to it."""
    return LETTERS[(LETTERS.index(right[0]) + 1) % 23] + right[1:]
