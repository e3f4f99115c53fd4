"""The day an entry began, from a date as a platform writes it.

A date that cannot be read is no reason to drop a person: it is None.

Month names come from `data/reference/month_names.csv`, because Meta translates them; names that mean two
different months in two languages are not in it.
"""

import csv
import re
import unicodedata
from datetime import UTC, date, datetime
from functools import cache

from schemas.places import REFERENCE

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_SLASHES = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})(?!\d)(?P<american>,? \d{1,2}:\d\d ?[AP]M)?", re.IGNORECASE
)
_EAST_ASIAN = re.compile(r"(?:(\d{4})年)?(\d{1,2})[月월]")
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?")
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\s\d_!-&(-/:-@\[-`{-~\u3001\u060c]+")
_FIRST, _LAST = 2000, 2100
_LONGEST = 80


def day_of(written: float | str | None) -> date | None:
    """The day, in UTC for Unix seconds, else as written; None for no date, an unreadable or an absurd one."""
    match written:
        case bool() | None:
            return None
        case int() | float():
            return _day_of_seconds(written)
        case str():
            return _day_of_text(unicodedata.normalize("NFKC", written[:_LONGEST]).strip())


def _day_of_seconds(seconds: float) -> date | None:
    try:
        day = datetime.fromtimestamp(seconds, UTC).date()
    except (OverflowError, ValueError, OSError):
        return None
    return day if _FIRST <= day.year < _LAST else None


def _day_of_text(text: str) -> date | None:
    if iso := _ISO.match(text):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if slashes := _SLASHES.match(text):
        return _day_between_slashes(slashes)
    return _day_of_words(_CLOCK.sub(" ", text))


def _day_between_slashes(match: re.Match[str]) -> date | None:
    """American where a 12-hour clock says so (LinkedIn, 2018); else only if it can be read in one way."""
    first, second, year = int(match[1]), int(match[2]), _century(int(match[3]))
    if match["american"]:
        return _day(year, first, second)
    ways = {way for way in (_day(year, first, second), _day(year, second, first)) if way}
    return ways.pop() if len(ways) == 1 else None


def _day_of_words(text: str) -> date | None:
    """From a text with the month as a word or as `7月`, in any order: the day comes before the year."""
    month = _month(text)
    if month is None:
        return None
    rest = text if text.isascii() else _EAST_ASIAN.sub(lambda match: f" {match[1] or ''} ", text)
    numbers = [int(number) for number in _NUMBER.findall(rest)[:4] if len(number) <= 4]
    years = [number for number in numbers if _FIRST <= number < _LAST]
    days = [number for number in numbers if 1 <= number <= 31]
    if years and days:
        return _day(years[0], month, days[0])
    if len(numbers) == 2 and "-" in text:  # Excel's 4-Apr-21
        return _day(_century(numbers[1]), month, numbers[0])
    return None


def _month(text: str) -> int | None:
    if not text.isascii() and (east_asian := _EAST_ASIAN.search(text)):
        return int(east_asian[2])
    names = month_names()
    found = {names[word] for word in map(str.casefold, _WORD.findall(text)) if word in names}
    return found.pop() if len(found) == 1 else None


@cache
def month_names() -> dict[str, int]:
    """The number of each month, by its name or abbreviation in some language, case folded."""
    with (REFERENCE / "month_names.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: int(row["month"]) for row in csv.DictReader(file)}


def _century(year: int) -> int:
    return year if year > 99 else 2000 + year


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if _FIRST <= year < _LAST else None
    except ValueError:
        return None
