"""The cells of a list as people: a block's columns, row by row, and who they name."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import pandas as pd

from connectors.rosters.columns import Block
from connectors.rosters.dates import month_comes_first, read_date
from connectors.rosters.names import is_nobody
from connectors.rosters.one_cell import Named, has_several, people_in
from connectors.rosters.people import Mention, contact_keys
from connectors.rosters.reference import words_of
from connectors.rosters.written import Written, folded

Cells = Mapping[str, str]
"""One person's cells of one row, by field; fields the list does not have are missing."""


class Table:
    """The rows of a sheet below its header."""

    def __init__(self, cells: pd.DataFrame, header_row: int) -> None:
        header = cells.iloc[header_row]
        below = cells.iloc[header_row + 1 :]
        is_row = (below != "").any(axis=1) & ~(below == header).all(
            axis=1
        )  # a report repeats its header on each page
        self._cells = below[is_row]
        self.unread_dates = 0

    def rows(self, *blocks: Block) -> Iterator[tuple[int, list[Cells]]]:
        """For each row that holds anything its number, as a reader counts, and the cells of each block."""
        by_block = [self._cells_of(block) for block in blocks]
        for number, *cells in zip(self._cells.index, *by_block, strict=True):
            yield int(number) + 1, cells

    def __len__(self) -> int:
        return len(self._cells)

    def _cells_of(self, block: Block) -> list[Cells]:
        if not block.places:
            return [{}] * len(self)
        columns = [
            self._days(self._cells[place].tolist())
            if what in ("starts", "ends")
            else [cell.strip() for cell in self._cells[place].tolist()]
            for what, place in block.places.items()
        ]
        return [dict(zip(block.places, row, strict=True)) for row in zip(*columns, strict=True)]

    def _days(self, column: Sequence[str]) -> list[str]:
        """A column of dates as ISO text, empty where a cell is no date."""
        month_first = month_comes_first(column)
        days = {cell: read_date(cell, month_first=month_first) for cell in set(column)}
        self.unread_dates += sum(bool(cell.strip()) and days[cell] is None for cell in column)
        return [day.isoformat() if (day := days[cell]) else "" for cell in column]


def has_left(cells: Cells) -> bool:
    """Whether a status column says that a person is no longer there."""
    return words_of("status_words", "words", "meaning").get(folded(cells.get("status", ""))) == "left"


def people_of(cells: Cells) -> list[Named]:
    """The people a block's cells name: one, several where one cell holds several, or none."""
    title, whole = cells.get("title", ""), cells.get("full_name", "")
    written = _written(cells)
    if not (written.forename or written.surname):
        return [_with_other_names(person, written, title) for person in people_in(whole)]
    if has_several(written.forename) or has_several(title):
        return people_in(f"{title} {written.forename} {written.surname}")
    return [] if is_nobody(written) else [Named(written, title)]


def mention(person: Named, cells: Cells, row: int) -> Mention:
    """A person of a row with the rest of their cells."""
    email = cells.get("email", "")
    return Mention(
        written=person.written,
        row=row,
        source_id=cells.get("id", ""),
        title=person.title,
        email=email if "@" in email else "",
        upn=cells.get("upn", ""),
        date_of_birth=cells.get("date_of_birth", ""),
        year_group=cells.get("year_group", ""),
        starts=_day(cells.get("starts", "")),
        ends=_day(cells.get("ends", "")),
        contact=contact_keys(email, (cells.get("phone", ""),), cells.get("address", "")),
    )


def _day(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _written(cells: Cells) -> Written:
    """A block's name cells. Where both are there, the legal name is the name and the other the one in use."""
    forename, surname = cells.get("forename", ""), cells.get("surname", "")
    legal_forename, legal_surname = cells.get("legal_forename", ""), cells.get("legal_surname", "")
    return Written(
        forename=legal_forename or forename,
        middle=cells.get("middle", ""),
        surname=legal_surname or surname,
        preferred_forename=cells.get("preferred_forename", "") or (forename if legal_forename else ""),
        preferred_surname=cells.get("preferred_surname", "") or (surname if legal_surname else ""),
        former_forename=cells.get("former_forename", ""),
        former_surname=cells.get("former_surname", ""),
        full_name=cells.get("full_name", ""),
    )


def _with_other_names(person: Named, others: Written, title: str) -> Named:
    written = person.written._replace(
        middle=others.middle,
        preferred_forename=others.preferred_forename,
        preferred_surname=others.preferred_surname,
        former_surname=others.former_surname,
    )
    return person._replace(written=written, title=person.title or title)
