"""The cells of a list as people: a block's columns, row by row, and who they name."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import pandas as pd

from connectors.rosters.columns import Block
from connectors.rosters.dates import birth_dates_of, days_of
from connectors.rosters.names import is_nobody, is_word
from connectors.rosters.one_cell import Named, has_several, is_prohibition, people_in
from connectors.rosters.people import Mention, contact_keys
from connectors.rosters.reference import words_of
from connectors.rosters.relationships import responsibility_of
from connectors.rosters.written import Written, folded, is_placeholder
from schemas.words import Responsibility

Cells = Mapping[str, str]
"""One person's cells of one row, by field; without any where all are empty."""

_NOTHING: Cells = {}
_NAME_CELLS = (
    *("forename", "surname", "full_name", "legal_forename", "legal_surname"),
    *("preferred_forename", "preferred_surname"),
)


class ContactKeys(dict[tuple[str, str, str], frozenset[str]]):
    """Digests by e-mail, telephone and address as written: siblings' parents are written often."""

    def __missing__(self, told: tuple[str, str, str]) -> frozenset[str]:
        email, phone, address = told
        self[told] = keys = contact_keys(email, (phone,), address)
        return keys


class Table:
    """The rows of people in a list, of its columns those that are read.

    `unread_dates` are the rows, counted from 1, with a first or last day that is no date.
    """

    def __init__(self, cells: pd.DataFrame, blocks: Sequence[Block]) -> None:
        self.rows = [int(row) + 1 for row in cells.index]
        self.unread_dates: list[int] = []
        self._blocks = [self._cells_of(cells, block) for block in blocks]

    def __iter__(self) -> Iterator[tuple[int, list[Cells]]]:
        """For each row its number, as a reader counts, and the cells of each block."""
        for row, *blocks in zip(self.rows, *self._blocks, strict=True):
            yield row, blocks

    def __len__(self) -> int:
        return len(self.rows)

    def _cells_of(self, cells: pd.DataFrame, block: Block) -> list[Cells]:
        if not block.places:
            return [_NOTHING] * len(self)
        fields = tuple(block.places)
        columns = [
            self._column(what, cells[place].str.strip().tolist()) for what, place in block.places.items()
        ]
        return [
            dict(zip(fields, row, strict=True)) if any(row) else _NOTHING
            for row in zip(*columns, strict=True)
        ]

    def _column(self, what: str, cells: list[str]) -> list[str]:
        if what in {"starts", "ends"}:
            return self._days(cells)
        if what == "date_of_birth":
            born = birth_dates_of(cells)
            return [born.get(cell, "") for cell in cells]
        return cells

    def _days(self, cells: Sequence[str]) -> list[str]:
        """A column of dates as ISO text, empty where a cell is no date; a plain yes (Left: Y) stays."""
        days = days_of(cells)
        said = {cell: responsibility_of(cell) for cell in days}
        plain = {
            cell: day.isoformat() if day else "yes" if said[cell] is Responsibility.YES else ""
            for cell, day in days.items()
        }
        unread = {cell for cell in plain if not plain[cell] and said[cell] is Responsibility.UNKNOWN}
        if unread:
            self.unread_dates += [row for row, cell in zip(self.rows, cells, strict=True) if cell in unread]
        return [plain.get(cell, "") for cell in cells]


def has_left(cells: Cells) -> bool:
    """Whether a row says that a person is no longer there: a status, “Active: no”, “Left: yes”."""
    status = cells.get("status", "")
    return (
        (status != "" and words_of("status_words", "words", "meaning").get(folded(status)) == "left")
        or ("current" in cells and responsibility_of(cells["current"]) is Responsibility.NO)
        or cells.get("ends") == "yes"
    )


def people_of(cells: Cells) -> list[Named]:
    """The people a block's cells name: one, several where one cell holds several, or none."""
    if not cells:
        return []
    written, title = _written(cells), cells.get("title", "")
    if is_word(written.forename) and (not title or title.isalpha()):  # most people
        return [Named(written, title)]
    if not (written.forename or written.surname):
        return [_with_other_names(person, written, title) for person in people_in(written.full_name)]
    if (not written.forename.isalpha() and has_several(written.forename)) or has_several(title):
        return people_in(f"{title} {written.forename} {written.surname}")
    return [] if is_nobody(written) else [Named(written, title)]


def says_something_else(cells: Cells) -> bool:
    """Whether a name cell that names nobody holds more than a placeholder: a remark, a prohibition."""
    return any(not is_placeholder(cells.get(cell, ""), alone=True) for cell in _NAME_CELLS)


def is_restricted(cells: Cells) -> bool:
    """Whether a court order or “no contact” is recorded: a plain yes, or words that do not begin with no."""
    cell = cells.get("restricted", "")
    if not cell or is_placeholder(cell, alone=True):
        return bool(cell) and responsibility_of(cell) is Responsibility.YES
    return is_prohibition(cell) or (
        responsibility_of(cell) is not Responsibility.NO and not folded(cell).startswith("no ")
    )


def mention(person: Named, cells: Cells, row: int, keys: ContactKeys) -> Mention:
    """A person of a row with the rest of their cells."""
    said = cells.get
    email, phone, address = said("email", ""), said("phone", ""), said("address", "")
    return Mention(
        written=person.written,
        row=row,
        source_id=said("id", ""),
        title=person.title,
        email=email if "@" in email else "",
        upn=said("upn", ""),
        date_of_birth=said("date_of_birth", ""),
        year_group=said("year_group", ""),
        starts=_day(day) if (day := said("starts")) else None,
        ends=_day(day) if (day := said("ends")) else None,
        contact=keys[email, phone, address] if email or phone or address else frozenset(),
        former_upn=said("former_upn", ""),
        status=said("status", ""),
        staff_mark=_staff_mark(mark) if (mark := said("staff_mark", "")) else "",
    )


def _day(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso != "yes" else None


def _staff_mark(cell: str) -> str:
    match responsibility_of(cell):
        case Responsibility.YES:
            return "yes"
        case Responsibility.NO:
            return ""
    return cell


def _written(cells: Cells) -> Written:
    """A block's name cells. Where both are there, the legal name is the name and the other the one in use."""
    said = cells.get
    forename, surname = said("forename", ""), said("surname", "")
    legal_forename, legal_surname = said("legal_forename", ""), said("legal_surname", "")
    return Written(
        legal_forename or forename,
        said("middle", ""),
        legal_surname or surname,
        said("preferred_forename", "") or (forename if legal_forename else ""),
        said("preferred_surname", "") or (surname if legal_surname else ""),
        said("former_forename", ""),
        said("former_surname", ""),
        said("full_name", ""),
    )


def _with_other_names(person: Named, others: Written, title: str) -> Named:
    written = person.written._replace(
        middle=others.middle,
        preferred_forename=others.preferred_forename,
        preferred_surname=others.preferred_surname,
        former_forename=others.former_forename,
        former_surname=others.former_surname,
    )
    return person._replace(written=written, title=person.title or title)
