"""What is kept of one export: the people it lists, as a table, and what could be counted."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from schemas.words import Relation

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class ListCount:
    """One list of an export, counted. `entries` is the sum of the four counts after it."""

    relation: Relation
    layout: str
    entries: int
    with_display_name: int
    handle_only: int
    not_comparable: int
    unreadable: int


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose account the export says it is, and the profile text that person wrote about themselves."""

    handle: str = ""
    display_name: str = ""
    profile: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unread:
    """A file handed in that could not be read: the error's code, and its sentence, which quotes nobody.

    `file` is its 1-based position among the files handed in together, 0 for all of them; `platform` is empty
    where it is not known.
    """

    file: int
    code: str
    message: str
    platform: str = ""


@dataclass(frozen=True, slots=True)
class Extract:
    """What is kept of one platform's export.

    `accounts` is an ACCOUNTS table whose `submission_id` is still empty; accounts with nothing to compare
    (an X id, a hidden LinkedIn member) are in `lists` as counts and nowhere else. `unopened` counts the
    members of the archive that were never opened. `notes` are plain sentences that quote nobody. `made` is
    the day the export was made, where it says so. `fingerprint` is the hex SHA-256 of the lists as read, by
    which the very same export is known again.
    """

    platform: str
    layout: str
    accounts: "pa.Table"
    lists: tuple[ListCount, ...]
    owner: Owner = Owner()
    unopened: int = 0
    notes: tuple[str, ...] = ()
    made: date | None = None
    fingerprint: str = ""
