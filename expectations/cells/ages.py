"""How old the children of a setting are, and of which year group."""

import re
from datetime import date

from schemas.words import Phase

_AGES = {
    Phase.NURSERY: (0, 5),
    Phase.PRIMARY: (4, 11),
    Phase.SECONDARY: (11, 18),
    Phase.ALL: (0, 19),
}
_SLACK = 1
"""A year: a nursery class at a primary school, a child kept back, a resit."""

_YEAR = re.compile(r"(?:year|yr|y)?\s*0*(\d{1,2})\b", re.IGNORECASE)
_SCOTTISH = re.compile(r"(primary|p|secondary|s)\s*0*(\d)\b", re.IGNORECASE)
_BEFORE_YEAR_ONE = {"r": 0, "rec": 0, "reception": 0, "n2": -1, "f2": 0, "f1": -1, "nursery": -1, "n1": -2}


def born_between(phase: Phase, today: date) -> tuple[date, date]:
    """The first and the last day of birth that fit a child of this phase on `today`, with a year's slack."""
    youngest, oldest = _AGES[phase]
    earliest = _years_before(today, oldest + _SLACK + 1)
    return earliest, _years_before(today, max(0, youngest - _SLACK))


def year_of(cell: str) -> int | None:
    """The year group as England counts: reception is 0, nursery below it; None where it says no such thing.

    Primary 1 of Scotland is counted as year 1 and secondary 1 as year 8.
    """
    text = " ".join(cell.split()).lower()
    if text in _BEFORE_YEAR_ONE:
        return _BEFORE_YEAR_ONE[text]
    if found := _SCOTTISH.match(text):
        return int(found[2]) + (7 if found[1].startswith("s") else 0)
    found = _YEAR.fullmatch(text)
    return int(found[1]) if found and int(found[1]) <= 14 else None


def usual_year(born: date, today: date) -> int:
    """The year group of most children born on that day, in the school year of `today`, from 1 September."""
    return _school_year(today) - _school_year(born) - 5


def _school_year(day: date) -> int:
    return day.year if day.month >= 9 else day.year - 1


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
