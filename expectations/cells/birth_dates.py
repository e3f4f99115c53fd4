"""Dates of birth as rosters write them: in which order, and which day they name."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import partial

_FORMATS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%d %m %Y",
    "%d/%m/%y",
    "%d.%m.%y",
    "%d-%m-%y",
    "%d %b %Y",
    "%d %B %Y",
    "%d %b %y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%b %d %Y",
    "%B %d %Y",
)
_MONTH_FIRST = ("%m/%d/%Y", "%m-%d-%Y", "%m.%d.%Y", "%m/%d/%y", "%m-%d-%y")
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}.*$")
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b", re.IGNORECASE)
_SERIAL = re.compile(r"\d{5}")
_DAY_ZERO = date(1899, 12, 30)
"""Of a spreadsheet's numbers for days, which count a 29 February 1900 that never was."""
_PARTS = re.compile(r"\s*(\d{1,2})\s?[-/. ]\s?(\d{1,2})\s?[-/. ]\s?(?:\d{4}|\d{2})(?!\d)")


class DateOrder(StrEnum):
    """Which of day and month comes first in a column of dates."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    BOTH = "both"
    """Some dates can only be read one way, and some only the other."""
    UNDECIDABLE = "undecidable"
    """Many dates, and each can be read both ways."""
    FEW = "few"
    """Too few dates in numbers to say."""


_ENOUGH = 8
"""Dates both of whose numbers are 12 or less: in a column of so many it is no chance (one in 2,000)."""
_SLIPS = 100
"""One date in so many may stand the other way round and is a slip of the pen, not another order."""


def order_of(cells: Mapping[str, int]) -> DateOrder:
    """The order of day and month, told by the numbers above 12; one date in a hundred may be a slip.

    `cells` are the different cells of a column, with how often each is there.
    """
    found = [(parts, times) for cell, times in cells.items() if (parts := _PARTS.match(cell))]
    pairs = [(int(parts[1]), int(parts[2]), times) for parts, times in found]
    days = sum(times for first, second, times in pairs if first > 12 >= second)
    months = sum(times for first, second, times in pairs if second > 12 >= first)
    if min(days, months) > max(1, (days + months) // _SLIPS):
        return DateOrder.BOTH
    if days or months:
        return DateOrder.DAY_FIRST if days >= months else DateOrder.MONTH_FIRST
    return DateOrder.UNDECIDABLE if sum(times for *_, times in pairs) >= _ENOUGH else DateOrder.FEW


def read_date(cell: str, *, month_first: bool = False) -> date | None:
    """The day a cell names, or None; the day comes before the month unless the column says otherwise."""
    text = _ORDINAL.sub("", _TIME.sub("", _WEEKDAY.sub("", cell.strip()))).replace("Sept ", "Sep ")
    if _SERIAL.fullmatch(text):
        return _DAY_ZERO + timedelta(days=int(text))
    for form in (*_MONTH_FIRST * month_first, *_FORMATS):
        try:
            return datetime.strptime(text.replace(",", " ").replace("  ", " "), form).date()  # noqa: DTZ007 - a day of birth has no time zone
        except ValueError:
            continue
    return None


def reader(order: DateOrder) -> partial[date | None]:
    """`read_date` for a column in this order."""
    return partial(read_date, month_first=order is DateOrder.MONTH_FIRST)
