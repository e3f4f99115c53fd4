"""The pupils of an iSAMS batch: who is current, and by which keys a contact may name them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from connectors.rosters.dates import read_date
from connectors.rosters.markup import Branch
from connectors.rosters.names import is_nobody
from connectors.rosters.notes import counted
from connectors.rosters.people import Gathered, Mention, Why
from connectors.rosters.written import Written

_STATUS_NOT_CURRENT = frozenset({"0", "-1", "applicant", "former", "leaver", "left"})

Cells = dict[str, str]
"""An element's attributes and the texts of its parts by lower-case name; what is empty is missing."""

Key = tuple[str, str]
"""`SchoolId` or `Id` and what it is."""


def cells_of(element: Branch) -> Cells:
    """What an element says of somebody, in attributes and parts."""
    return element.attributes() | element.texts()


def keys_of(cells: Cells) -> list[Key]:
    """By what a pupil goes, in their own element or in a link to them."""
    said = (("schoolid", cells.get("schoolid")), ("id", cells.get("pupilid") or cells.get("id")))
    return [(name, key) for name, key in said if key]


@dataclass(slots=True)
class Pupils:
    """The current pupils, each once, and those left out: applicants and former pupils."""

    current: list[Cells] = field(default_factory=list)
    places: dict[Key, int] = field(default_factory=dict)
    """Where a pupil stands in `current`; once gathered, among the children."""
    others: set[Key] = field(default_factory=set)
    left_out: int = 0

    @classmethod
    def of(cls, current: Iterable[Branch], others: Iterable[Branch]) -> "Pupils":
        """The pupils of the sections for those who are current and for those who are not."""
        pupils = cls()
        for cells in map(cells_of, current):
            status = cells.get("systemstatus") or cells.get("status", "")
            (pupils._leave_out if status.casefold() in _STATUS_NOT_CURRENT else pupils._add)(cells)
        for cells in map(cells_of, others):
            pupils._leave_out(cells)
        return pupils

    def gather(self, said: Gathered) -> None:
        """Add the current pupils to what the batch says; their rows count from 1."""
        place_of: dict[int, int] = {}
        for place, cells in enumerate(self.current):
            child = _mention(cells, row=place + 1)
            if is_nobody(child.written):
                said.put_aside(Why.NO_CHILD, child.row)
                continue
            place_of[place] = len(said.children)
            said.children.append(child)
        self.places = {key: place_of[place] for key, place in self.places.items() if place in place_of}

    def place(self, keys: Iterable[Key]) -> int | None:
        """Where the pupil of a link stands; None where nobody of these keys is current."""
        return next((self.places[key] for key in keys if key in self.places), None)

    def is_left_out(self, link: Cells) -> bool:
        """Whether a link is to an applicant or former pupil; any may be where a batch lists none of them."""
        return not self.others or not self.others.isdisjoint(keys_of(link))

    def notes(self) -> Iterator[str]:
        """What was left out."""
        if self.left_out:
            others = counted(self.left_out, "applicant or former pupil", "applicants or former pupils")
            yield f"{others} not read"

    def _add(self, cells: Cells) -> None:
        """Add a pupil, or to a pupil what another method of the key says of them."""
        keys = keys_of(cells)
        if (place := self.place(keys)) is None:
            place = len(self.current)
            self.current.append(cells)
        else:
            self.current[place] = cells | self.current[place]
        self.places |= dict.fromkeys(keys, place)

    def _leave_out(self, cells: Cells) -> None:
        self.left_out += 1
        self.others.update(keys_of(cells))


def _mention(cells: Cells, row: int) -> Mention:
    return Mention(
        written=Written(
            forename=cells.get("forename", ""),
            middle=cells.get("middlenames") or cells.get("middlename", ""),
            surname=cells.get("surname", ""),
            preferred_forename=cells.get("preferredname", ""),
            former_surname=cells.get("formersurname") or cells.get("formername", ""),
        ),
        row=row,
        source_id=cells.get("schoolid") or cells.get("id", ""),
        title=cells.get("title", ""),
        email=cells.get("emailaddress", ""),
        upn=cells.get("upn") or cells.get("uniquepupilnumber", ""),
        date_of_birth=cells.get("dob", "").partition("T")[0],
        year_group=cells.get("ncyear", ""),
        starts=read_date(cells.get("enrolmentdate", "")),
        ends=read_date(cells.get("leavingdate", "")),
    )
