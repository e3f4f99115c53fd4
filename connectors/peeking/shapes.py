"""What a value is, without what it says: its type and, for a text, one of six shapes. Never its length."""

import re

from connectors.export_dates import day_of

_URL = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.)\S+", re.IGNORECASE)
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_NUMBER = re.compile(r"[-+(]*\d[\d\s().,+/-]*%?")
_DIGIT = re.compile(r"\d")
_LONGEST_DATE = 60
_LONGEST_LOOKED_AT = 2_000


def type_of(value: object) -> str:
    """The type of a value of JSON; for a text its shape, as in "text: date"."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return f"text: {shape_of(value)}"
        case list():
            return "list"
    return "object"


def shape_of(text: str) -> str:
    """One of `empty`, `url`, `e-mail`, `date`, `number` and `text`, where nothing else fits."""
    if not text or text.isspace():
        return "empty"
    looked_at = text[:_LONGEST_LOOKED_AT].strip()
    if _URL.fullmatch(looked_at):
        return "url"
    if _EMAIL.fullmatch(looked_at):
        return "e-mail"
    if not _DIGIT.search(looked_at):
        return "text"
    if len(looked_at) <= _LONGEST_DATE and not looked_at.isdecimal() and day_of(looked_at) is not None:
        return "date"
    return "number" if _NUMBER.fullmatch(looked_at) else "text"
