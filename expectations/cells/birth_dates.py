"""Dates of birth as rosters write them: read, and plausible for a child at a school or nursery."""

import re
from datetime import date, datetime

_FORMATS = (
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%d/%m/%y",
    "%d.%m.%y",
    "%d %b %Y",
    "%d %B %Y",
    "%d %b %y",
)
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}.*$")
_ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b", re.IGNORECASE)
_NOT_GIVEN = date(1900, 1, 1)
"""What spreadsheets and management systems write where there is no date."""

OLDEST = 20
"""Years: the end of sixth form, and a year's slack."""


def read_date(cell: str) -> date | None:
    """The day a cell names, the day before the month unless the year comes first; None if it names none."""
    text = _ORDINAL.sub("", _TIME.sub("", cell.strip())).replace("Sept ", "Sep ")
    for form in _FORMATS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day of birth has no time zone
        except ValueError:
            continue
    return None


def is_plausible(cell: str, today: date) -> bool:
    """Not in the future, not a stand-in for "no date", and of a child's age; an unreadable cell passes."""
    born = read_date(cell)
    return born is None or (born <= today and born != _NOT_GIVEN and today.year - born.year <= OLDEST)
