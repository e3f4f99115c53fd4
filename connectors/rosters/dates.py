"""Dates as schools write them, day first."""

import re
from collections.abc import Iterable, Sequence
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
_NOT_ENTERED = date(1900, 1, 1)
"""What some systems write for a day that nobody entered; others write the year 1, 1753 or 1899."""


def days_of(column: Sequence[str]) -> dict[str, date | None]:
    """The day each distinct cell of a column names, in the column's own order of day and month.

    An Excel day number is a date only where most other cells are dates.
    """
    cells = {cell for cell in column if cell}
    month_first = month_comes_first(cells)
    days = {cell: read_date(cell, month_first=month_first) for cell in cells}
    serials = {cell for cell in cells if _SERIAL.fullmatch(cell.strip())}
    others = cells - serials
    if others and sum(days[cell] is not None for cell in others) * 2 < len(others):
        days |= dict.fromkeys(serials)
    return days


def birth_dates_of(column: Sequence[str]) -> dict[str, str]:
    """The cells of a column of birth dates, as written; in ISO form where one alone would be misread.

    That is a day number, and a date of a column in American order.
    """
    days = days_of(column)
    is_turned = month_comes_first(days)
    return {
        cell: day.isoformat() if day and (is_turned or _SERIAL.fullmatch(cell.strip())) else cell
        for cell, day in days.items()
    }


def month_comes_first(column: Iterable[str]) -> bool:
    """Whether a column is in American order: some second part exceeds 12 and no first one does."""
    parts = _numbers(column)
    return any(second > 12 for _, second in parts) and not any(first > 12 for first, _ in parts)


def day_comes_first(column: Iterable[str]) -> bool:
    """Whether a column is in British order: some first part exceeds 12 and no second one does."""
    return month_comes_first(f"{second}/{first}/2000" for first, second in _numbers(column))


def _numbers(column: Iterable[str]) -> list[tuple[int, int]]:
    found = (_NUMBERS.match(text.strip()) for text in column)
    return [(int(numbers[1]), int(numbers[2])) for numbers in found if numbers]


def read_date(text: str, *, month_first: bool = False) -> date | None:
    """The day `text` names, or None where it names none.

    Understands ISO dates and timestamps, 3/9/2024, 3.9.24, 3rd Mar 24, Sep 3 2024 and Excel's day numbers.
    Day comes first unless `month_first`, or where only the other order is a date; two-digit years end in
    2049. Days up to 1 January 1900 stand for none: whoever "left" in the year 1 is still there.
    """
    plain = _WEEKDAY.sub("", text.strip().lower())
    if found := _ISO.match(plain):
        return _day(found[1], int(found[2]), int(found[3]))
    if found := _NUMBERS.match(plain):
        first, second, year = int(found[1]), int(found[2]), found[3]
        day_first, other = _day(year, second, first), _day(year, first, second)
        return (other or day_first) if month_first else (day_first or other)
    if found := _DAY_WORD.match(plain):
        return _day(found[3], _month(found[2]), int(found[1]))
    if found := _WORD_DAY.match(plain):
        return _day(found[3], _month(found[1]), int(found[2]))
    if _SERIAL.fullmatch(plain):
        return _EXCEL_DAY_ZERO + timedelta(days=int(plain))
    return None


def _month(word: str) -> int:
    return _MONTHS.index(word) + 1 if word in _MONTHS else 0


def _day(year: str, month: int, day: int) -> date | None:
    century = 0 if len(year) > 2 else 2000 if int(year) < 50 else 1900
    try:
        named = date(century + int(year), month, day)
    except ValueError:
        return None
    return named if named > _NOT_ENTERED else None
