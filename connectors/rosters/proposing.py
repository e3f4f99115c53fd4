"""A first mapping of a list: what its columns are read as without one, and how far their cells bear that out.

Nothing else than today's reading is proposed. What an unknown column may be, by its cells or as a slip of
spelling, is said beside it as `perhaps`, for a person to accept.
"""

import difflib
import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, partial

import pandas as pd

from connectors.rosters.columns import lay_out_list
from connectors.rosters.dates import read_date
from connectors.rosters.errors import RosterNoHeader
from connectors.rosters.headers import Header, Heading, header_at, heading_texts, read_heading
from connectors.rosters.mapping import Column, MappedList, Mapping, signs_of
from connectors.rosters.meanings import PERSON, Meaning, meanings_in
from connectors.rosters.reference import rows_of, words_of
from connectors.rosters.relationships import responsibility_of, standing_of
from connectors.rosters.sections import Section, cut, kind_of, without_ticks
from connectors.rosters.sheets import Sheet
from connectors.rosters.written import folded, is_placeholder
from connectors.telephones import is_telephone
from schemas.words import Responsibility

_EXACT, _BY_PLACE, _GUESSED = 0.98, 0.85, 0.6
"""How sure a heading makes us: one that says whose the column is; one that leaves it to its place; none."""

_OLDEST_CHILD = 20  # years
_CELLS_TRIED = 300
_FEWEST_CELLS, _MOST_ALIKE = 3, 0.8
_SHORTEST_SLIP = 5  # letters; shorter words are too near to one another
_UPN = re.compile(r"[A-Z]\d{11}[\dA-Z]")
_NAME = re.compile(r"[^\W\d_][^\d@_]*")
_LETTERS = re.compile(r"[^\W\d_]+")

Test = Callable[[str], bool]


def propose(sheets: Sequence[Sheet], today: date, header_row: int = 0) -> Mapping:
    """A mapping of the lists on these sheets, one for each set of headings, read as without a mapping.

    `header_row` (as a reader counts) names the columns of the first sheet, where we cannot tell. Raises
    RosterNoHeader where no row is known to.
    """
    lists: dict[tuple[str, ...], MappedList] = {}
    for number, sheet in enumerate(_current(sheets)):
        first = _header_at(sheet, header_row) if header_row and not number else None
        for section in cut(sheet.cells, first).sections:
            mapped = _mapped(sheet, section, today)
            lists.setdefault(tuple(sorted(column.sign for column in mapped.columns)), mapped)
    if not lists:
        raise RosterNoHeader
    return Mapping(tuple(lists.values()))


def fits(mapping: Mapping, sheets: Sequence[Sheet]) -> bool:
    """Whether every list on these sheets has the columns of one of the mapping's lists."""
    lists = [
        mapping.fits(sheet.cells, section)
        for sheet in _current(sheets)
        for section in cut(sheet.cells, mapping.header_in(sheet.cells)).sections
    ]
    return bool(lists) and all(lists)


def _current(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets that hold anything and are not of leavers."""
    return [each for each in sheets if each.width and kind_of(each.name) != "left"]


def _header_at(sheet: Sheet, header_row: int) -> Header:
    rows = sheet.cells.head(header_row).to_numpy().tolist()
    if len(rows) < header_row:
        raise RosterNoHeader("there is no such row")
    scored = header_at(rows, header_row - 1)
    return scored[1] if scored else Header(header_row - 1, tuple(map(read_heading, rows[-1])))


def _mapped(sheet: Sheet, section: Section, today: date) -> MappedList:
    header = section.header
    kind = section.kind or kind_of(sheet.name)
    width = len(header.headings)
    meanings = meanings_in(lay_out_list(without_ticks(section), kind), width)
    signs = signs_of(sheet.cells, section)
    slips = _read_with_slips(sheet, header, kind)
    columns = []
    whose = Meaning("child", 0, "")
    for place, sign in signs.items():
        cells = _tried(section.cells[place])
        meaning = meanings[place]
        whose = meaning or whose
        perhaps = (
            None if meaning or header.headings[place].words else slips[place] or _guessed(cells, whose, today)
        )
        columns.append(
            Column(
                place,
                sign,
                header.headings[place].words,
                meaning,
                _confidence(header.headings[place], meaning or perhaps, cells, today),
                perhaps,
            )
        )
    return MappedList(header.row + 1, tuple(columns))


def _tried(column: "pd.Series[str]") -> list[str]:
    """The first cells that hold anything."""
    return [cell.strip() for cell in column[column != ""].head(_CELLS_TRIED).tolist()]


def _confidence(heading: Heading, meaning: Meaning | None, cells: Sequence[str], today: date) -> float:
    """How sure we are of what a column is read as, or may be: its heading's share times its cells'."""
    if meaning is None:
        return 0.0
    said = (_EXACT if heading.owner else _BY_PLACE) if heading.field else _GUESSED
    return round(said * (0.2 + 0.8 * _share(meaning.field, cells, today)), 2)


def _share(field: str, cells: Sequence[str], today: date) -> float:
    """The share of the cells that look like this field; 1 where nothing speaks against it."""
    test = _tests(today).get(field)
    return sum(map(test, cells)) / len(cells) if test and cells else 1.0


def _guessed(cells: Sequence[str], whose: Meaning, today: date) -> Meaning | None:
    """What an unknown column may be by its cells: e-mail addresses, telephone numbers, UPNs, birth dates."""
    if len(cells) < _FEWEST_CELLS:
        return None
    for field in ("email", "phone", "upn", "date_of_birth"):
        if _share(field, cells, today) >= _MOST_ALIKE:
            is_childs = field in {"upn", "date_of_birth"} and whose.owner != PERSON
            return Meaning("child", 0, field) if is_childs else whose._replace(field=field)
    return None


def _read_with_slips(sheet: Sheet, header: Header, kind: str) -> list[Meaning | None]:
    """What the columns would be read as with slips of spelling (Forname) put right."""
    above = max(0, header.row - 1)
    rows = sheet.cells.iloc[above : header.row + 1].to_numpy().tolist()
    texts = heading_texts(rows, header._replace(row=header.row - above))
    headings = [
        heading if heading.words else read_heading(_LETTERS.sub(_put_right, text))
        for heading, text in zip(header.headings, texts, strict=True)
    ]
    return meanings_in(lay_out_list(headings, kind), len(headings))


def _put_right(word: "re.Match[str]") -> str:
    plain = word[0].casefold()
    if len(plain) < _SHORTEST_SLIP or plain in _known_words():
        return plain
    return next(iter(difflib.get_close_matches(plain, _known_words(), n=1, cutoff=_MOST_ALIKE)), plain)


@cache
def _known_words() -> tuple[str, ...]:
    """The words of the headings that are read."""
    return tuple(
        {
            word
            for row in rows_of("column_aliases")
            if row["part"] in ("field", "owner")
            for word in row["words"].split()
        }
    )


@cache
def _tests(today: date) -> dict[str, Test]:
    """How the cells of a field look, for the fields whose cells look like anything."""
    titles = words_of("titles", "title", "said_of")
    names = ("forename", "surname", "full_name", "preferred_forename", "legal_forename", "legal_surname")
    return {
        "email": lambda cell: "@" in cell,
        "phone": is_telephone,
        "upn": lambda cell: bool(_UPN.fullmatch(cell.upper())),
        "date_of_birth": partial(_is_birth_date, today=today),
        "relationship": lambda cell: standing_of(cell) is not None,
        "responsibility": lambda cell: responsibility_of(cell) is not Responsibility.UNKNOWN,
        "title": lambda cell: folded(cell) in titles,
        "starts": _is_date,
        "ends": _is_date,
        **dict.fromkeys(names, _is_like_a_name),
    }


def _is_date(cell: str) -> bool:
    return read_date(cell) is not None


def _is_birth_date(cell: str, today: date) -> bool:
    """Whether a cell is a day on which a child of today may be born."""
    day = read_date(cell)
    return day is not None and today.year - _OLDEST_CHILD <= day.year and day <= today


def _is_like_a_name(cell: str) -> bool:
    return bool(_NAME.fullmatch(cell)) or is_placeholder(cell)
