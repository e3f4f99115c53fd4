"""What a source says, row by row, before it is put together: mentions of people and ties between them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from connectors.rosters.written import Written
from schemas.words import Responsibility


@dataclass(slots=True)
class Mention:
    """One place in a source where a person is named. Siblings' parents are mentioned once for each child.

    `contact` holds what tells two namesakes apart (e-mail, telephone, address, normalised). It lives in
    memory while a roster is put together and is in nothing that comes out.
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


@dataclass(slots=True)
class Tie:
    """Adult number `adult` is named beside child number `child` (places in the lists of `Gathered`).

    `presumed` says that the source has no word for the relationship anywhere, so its place alone speaks.
    """

    child: int
    adult: int
    relationship: str = ""
    responsibility: Responsibility = Responsibility.UNKNOWN
    presumed: bool = False


class Why(StrEnum):
    """Why a row, a cell or a mention was set aside, in the words of a note."""

    NO_CHILD = "no child is named"
    NOBODY = "nobody is named"
    NO_KIND = "not said whether child or adult"
    NO_PARENT = "a professional or an organisation"
    UNKNOWN_CHILD = "the child it names is not in the list"


@dataclass
class Gathered:
    """Everything a source says. `set_aside` gives the row numbers that could not be read, by reason."""

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

    def put_aside(self, why: Why, row: int) -> None:
        """Remember that `row` could not be read."""
        self.set_aside.setdefault(why, []).append(row)


def contact_keys(email: str = "", phones: Iterable[str] = (), address: str = "") -> frozenset[str]:
    """What may tell two namesakes apart, normalised; what says too little (a short number) is left out."""
    numbers = ["".join(character for character in phone if character.isdigit()) for phone in phones]
    place = "".join(character for character in address.casefold() if character.isalnum())
    return frozenset(
        [
            *([f"email:{email.strip().casefold()}"] if "@" in email else []),
            *(f"phone:{number[-9:]}" for number in numbers if len(number) >= 9),
            *([f"address:{place}"] if len(place) >= 6 else []),
        ]
    )
