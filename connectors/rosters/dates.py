"""Dates as schools write them, day first."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(\d{1,2})\s?[-/. ]\s?(\d{1,2})\s?[-/. ]\s?(\d{4}|\d{2})(?!\d)")
_DAY_WORD = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+([a-z]{3})[a-z]*\.?,?[\s-]+(\d{4}|\d{2})(?!\d)"
)
_WORD_DAY = re.compile(r"([a-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}|\d{2})(?!\d)")
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+")
_SERIAL = re.compile(r"\d{5}")
_EXCEL_DAY_ZERO = date(1899, 12, 30)  # Excel counts a 29 February 1900 that never was


def month_comes_first(column: Iterable[str]) -> bool:
    """Whether a column is in American order: some second part exceeds 12 and no first one does."""
    parts = [found for text in column if (found := _NUMBERS.match(text.strip()))]
    return any(int(found[2]) > 12 for found in parts) and not any(int(found[1]) > 12 for found in parts)


def read_date(text: str, *, month_first: bool = False) -> date | None:
    """The day `text` names, or None where it names none.

    Understands ISO dates and timestamps, 3/9/2024, 3.9.24, 3rd Mar 24, Sep 3 2024 and Excel's day numbers.
    Day comes first unless `month_first`, or where only the other order is a date; two-digit years end in
    2049.
    """
    plain = _WEEKDAY.sub("", text.strip().lower())
    if found := _ISO.match(plain):
        return _day(*(int(part) for part in found.groups()))
    if found := _NUMBERS.match(plain):
        first, second, year = (int(part) for part in found.groups())
        day_first, other = _day(year, second, first), _day(year, first, second)
        return (other or day_first) if month_first else (day_first or other)
    if found := _DAY_WORD.match(plain):
        return _day(int(found[3]), _month(found[2]), int(found[1]))
    if found := _WORD_DAY.match(plain):
        return _day(int(found[3]), _month(found[1]), int(found[2]))
    if _SERIAL.fullmatch(plain):
        return _EXCEL_DAY_ZERO + timedelta(days=int(plain))
    return None


def _month(word: str) -> int:
    return _MONTHS.index(word) + 1 if word in _MONTHS else 0


def _day(year: int, month: int, day: int) -> date | None:
    century = 0 if year > 99 else 2000 if year < 50 else 1900
    try:
        return date(century + year, month, day)
    except ValueError:
        return None
