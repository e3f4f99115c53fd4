"""What a platform's reader finds in one file: lists of people, counts the export vouches for, the owner."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from schemas.extract import Owner
from schemas.words import Relation


@dataclass(frozen=True, slots=True)
class Account:
    """One account as the export writes it. `since` is the date as written: Unix seconds or text.

    `platform` is empty but where one file lists accounts of several platforms.
    """

    display_name: str = ""
    handle: str = ""
    profile_url: str = ""
    email: str = ""
    since: int | float | str | None = None
    platform: str = ""


@dataclass(frozen=True, slots=True)
class NotComparable:
    """An account of which nothing is told that a roster could be compared with: an id, a hidden member.

    `told` is what tells it from the next one, so that it is counted once; it is kept nowhere.
    """

    told: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record whose shape is not the one expected; `reason` is ours and quotes nothing."""

    reason: str


Entry = Account | NotComparable | Unreadable


@dataclass(frozen=True, slots=True)
class PeopleList:
    """One list of people. `name` is a plural, as in "no list of followers was in this export"."""

    name: str
    relation: Relation
    entries: Iterable[Entry]


@dataclass(frozen=True, slots=True)
class DeclaredCount:
    """How many entries the export itself says its list of this name has."""

    name: str
    entries: int


@dataclass(frozen=True, slots=True)
class Made:
    """When the export says it was made, as written: Unix seconds or text."""

    on: int | float | str


@dataclass(frozen=True, slots=True)
class Named:
    """Handle and display name by account id, for lists of the same platform that tell nothing but ids."""

    accounts: Mapping[str, tuple[str, str]]


Found = PeopleList | DeclaredCount | Owner | Made | Named


def text_at(record: Mapping[Any, object], key: str) -> str:
    """The text of a field; empty where there is none or it is no text."""
    value = record.get(key)
    return value if isinstance(value, str) else ""


def records_in(value: object) -> list[object]:
    """The records of a list. A lone one may stand without brackets; null is how many write "nobody"."""
    match value:
        case list():
            return value
        case None:
            return []
    return [value]
