"""What a source says, row by row, before it is put together: mentions of people and ties between them."""

import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from hashlib import blake2b
from operator import attrgetter

from connectors.rosters.written import Written
from schemas.words import Kind, Observed, Responsibility

_NOT_WORDS = re.compile(r"[\W_]+")
_DIGEST = blake2b(key=secrets.token_bytes(32), digest_size=12)
"""Of e-mail addresses, telephone numbers and addresses; its key ends with the process."""


_CELLS = (
    *("source_id", "title", "email", "upn", "former_upn", "date_of_birth", "year_group", "status"),
    "staff_mark",
)
_CELLS_OF = attrgetter(*_CELLS)


@dataclass(slots=True)
class Mention:
    """One place in a source where a person is named. Siblings' parents are mentioned once for each child.

    `contact` holds what tells two namesakes apart, as `contact_keys` gives it. It lives in memory and is
    never kept. `staff_mark` says that the source knows this parent or carer as staff, too (an id, a name or
    "yes"). `is_elsewhere` is somebody the source refers to by `source_id` and does not list. `is_as_before`
    is somebody of whom changes say neither the kind nor the days: it counts for who was known before.
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
    is_as_before: bool = False


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
    changed since an earlier one, and `gone` are those it says are no longer there, by kind and `source_id`;
    `lists_links` are the kinds of people whose rows are known to name all they are linked to.
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
    lists_links: frozenset[Kind] = frozenset()

    def observe(self, what: Observed, row: int = 0) -> None:
        """Remember what was noticed about `row`; 0 is the file as a whole."""
        self.observed.append((what, row))

    def put_aside(self, why: Why, row: int) -> None:
        """Remember that `row` could not be read."""
        self.set_aside.setdefault(why, []).append(row)


def said_together(mentions: Sequence[Mention]) -> Mention:
    """What several mentions of one person say: of each cell the first that says anything.

    They are there from the first to the last day of any mention; to no known day where any gives none.
    """
    ends = [mention.ends for mention in mentions]
    together = replace(
        mentions[0],
        starts=min((mention.starts for mention in mentions if mention.starts), default=None),
        ends=None if None in ends else max(filter(None, ends)),
        contact=frozenset().union(*(mention.contact for mention in mentions)),
        is_as_before=all(mention.is_as_before for mention in mentions),
    )
    for cell, said in zip(_CELLS, zip(*map(_CELLS_OF, mentions), strict=True), strict=True):
        setattr(together, cell, next(filter(None, said), ""))
    return together


class Elsewhere:
    """Those a source refers to and does not list, each mentioned once."""

    def __init__(self, said: Gathered) -> None:
        self._said = said
        self._places: dict[tuple[Kind, str], int] = {}

    def child(self, source_id: str, row: int) -> int:
        """The place among the children of whom `row` names."""
        return self._place(Kind.PUPIL, self._said.children, Mention(Written(), row, source_id))

    def adult(self, source_id: str, row: int) -> int:
        """The place among the adults of whom `row` names."""
        return self._place(Kind.PARENT_CARER, self._said.adults, Mention(Written(), row, source_id))

    def _place(self, kind: Kind, mentions: list[Mention], mention: Mention) -> int:
        key = kind, mention.source_id
        if key not in self._places:
            self._places[key] = len(mentions)
            mentions.append(replace(mention, is_elsewhere=True))
        return self._places[key]


def contact_keys(email: str = "", phones: Iterable[str] = (), address: str = "") -> frozenset[str]:
    """Keyed digests of what may tell two namesakes apart, normalised, each after its kind (`phone:…`).

    What says too little (a short number) is left out.
    """
    keys: list[str] = []
    if "@" in email:
        keys.append(_key("email", email.strip().casefold()))
    numbers = ["".join(filter(str.isdecimal, phone)) for phone in phones]
    keys += [_key("phone", number[-9:]) for number in numbers if len(number) >= 9]
    if address and len(place := _NOT_WORDS.sub("", address.casefold())) >= 6:
        keys.append(_key("address", place))
    return frozenset(keys)


def _key(kind: str, text: str) -> str:
    digest = _DIGEST.copy()
    digest.update(text.encode())
    return f"{kind}:{digest.hexdigest()}"
