"""What stands in a record of Wonde's: text, days, and what was included, wrapped in `data` once more.

A day is `{"date": "2019-02-11 00:00:00.000000", "timezone": …}`: it is the day as the school wrote it, so no
time zone is applied. Unknown fields are never looked at.
"""

from datetime import date
from typing import Any

from connectors.rosters.dates import read_date
from connectors.rosters.errors import WondeUnexpected
from connectors.rosters.wonde.paging import Record


def text_in(record: Record, name: str) -> str:
    """A field as text: nothing for null, “true” or “false” for a flag, half a surrogate pair replaced."""
    match record.get(name):
        case bool(flag):
            return str(flag).lower()
        case str() | int() | float() as value:
            return str(value).strip().encode("utf-8", "replace").decode("utf-8")
    return ""


def day_text_in(record: Record, name: str) -> str:
    """A day as written, without its time; an empty text where none is."""
    value: Any = record.get(name)
    return text_in(value if isinstance(value, dict) else {"date": value}, "date")[:10]


def day_in(record: Record, name: str) -> date | None:
    """A day; None where none is written, or what is written is none."""
    return read_date(day_text_in(record, name))


def part_of(record: Record, name: str) -> Record:
    """One part of a record; an empty one where it has none, which PHP writes as a list."""
    match record.get(name):
        case dict(part):
            return part
        case None | []:
            return {}
    raise WondeUnexpected(f"{name} has no parts")


def included(record: Record, name: str) -> list[Record]:
    """What `include=` put into a record under `name`, many or one; nothing where it is not shared."""
    match record.get(name):
        case {"data": found} | (list() as found):
            pass
        case None:
            return []
        case _:
            raise WondeUnexpected(f"{name} is not wrapped in data")
    match found:
        case None:
            return []
        case dict():
            return [found]
        case list() if all(isinstance(each, dict) for each in found):
            return found
    raise WondeUnexpected(f"{name} is no list of records")


def one_included(record: Record, name: str) -> Record:
    """The one record that was included under `name`; an empty one where there is none."""
    return next(iter(included(record, name)), {})
