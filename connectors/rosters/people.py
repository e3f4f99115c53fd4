"""What a source says, row by row, before it is put together: mentions of people and ties between them."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import blake2b

from connectors.rosters.written import Written
from schemas.words import Kind, Observed, Responsibility

_KEY = secrets.token_bytes(32)
"""Of the digests of e-mail addresses, telephone numbers and addresses; it ends with the process."""


@dataclass(slots=True)
class Mention:
    """One place in a source where a person is named. Siblings' parents are mentioned once for each child.

    `contact` holds what tells two namesakes apart, as `contact_keys` gives it. It lives in memory and is
    never kept. `staff_mark` says that the source knows this parent or carer as staff, too (an id, a name or
    "yes"). `is_elsewhere` is somebody the source refers to by `source_id` and does not list.
    """

    written: Written
    row: int
    source_id: str = ""
    title: str = ""
    email: str = ""
    upn: str = ""
    date_of_birth: str = ""
    year_group: str = ""
    starts: date | None = None
    ends: date | None = None
    contact: frozenset[str] = frozenset()
    former_upn: str = ""
    status: str = ""
    staff_mark: str = ""
    is_elsewhere: bool = False


@dataclass(slots=True)
class Tie:
    """Adult number `adult` is named beside child number `child` (places in the lists of `Gathered`).

    `presumed` says that the source has no word for the relationship anywhere, so its place alone speaks.
    `priority` is the cell as written; `restricted` says that a court order or “no contact” is recorded.
    """

    child: int
    adult: int
    relationship: str = ""
    responsibility: Responsibility = Responsibility.UNKNOWN
    presumed: bool = False
    priority: str = ""
    restricted: bool = False


class Why(StrEnum):
    """Why a row, a cell or a mention was set aside, in the words of a note."""

    NO_CHILD = "no child is named"
    NOBODY = "nobody is named"
    NO_KIND = "not said whether child or adult"
    NO_PARENT = "a professional or an organisation"
    UNKNOWN_CHILD = "the child it names is not in the list"


@dataclass
class Gathered:
    """Everything a source says. `set_aside` gives the row numbers that could not be read, by reason.

    `made` is the day the source was written, where it says so. With `is_changes` the source holds only what
    changed since an earlier one, and `gone` are those it says are no longer there, by kind and `source_id`.
    """

    source: str
    children: list[Mention] = field(default_factory=list)
    adults: list[Mention] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    staff: int = 0
    scheme: str = "any"
    columns_kept: tuple[str, ...] = ()
    columns_dropped: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    set_aside: dict[Why, list[int]] = field(default_factory=dict)
    observed: list[tuple[Observed, int]] = field(default_factory=list)
    made: date | None = None
    is_changes: bool = False
    gone: list[tuple[Kind, str]] = field(default_factory=list)

    def observe(self, what: Observed, row: int = 0) -> None:
        """Remember what was noticed about `row`; 0 is the file as a whole."""
        self.observed.append((what, row))

    def put_aside(self, why: Why, row: int) -> None:
        """Remember that `row` could not be read."""
        self.set_aside.setdefault(why, []).append(row)


def contact_keys(email: str = "", phones: Iterable[str] = (), address: str = "") -> frozenset[str]:
    """Keyed digests of what may tell two namesakes apart, normalised, each after its kind (`phone:…`).

    What says too little (a short number) is left out.
    """
    numbers = ["".join(character for character in phone if character.isdigit()) for phone in phones]
    place = "".join(character for character in address.casefold() if character.isalnum())
    return frozenset(
        [
            *([_key("email", email.strip().casefold())] if "@" in email else []),
            *(_key("phone", number[-9:]) for number in numbers if len(number) >= 9),
            *([_key("address", place)] if len(place) >= 6 else []),
        ]
    )


def _key(kind: str, text: str) -> str:
    return f"{kind}:{blake2b(text.encode(), key=_KEY, digest_size=12).hexdigest()}"
