"""A mapping: what the columns of a setting's own list hold, proposed once, put right by the DSL, and kept.

It is a small TOML file, and it quotes nothing of the list: a heading we do not know could hold a person's
name, so a column is shown by its letter, named only in words of the alias table, and recognised again by its
sign, a digest so short that it says no name back.
"""

import re
import tomllib
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

import pandas as pd

from connectors.rosters.columns import Layout
from connectors.rosters.errors import (
    MappingDoesNotFit,
    MappingNamesNobody,
    MappingUnclear,
    MappingUnreadable,
)
from connectors.rosters.headers import Header, Heading, heading_texts, read_heading
from connectors.rosters.meanings import NOT_READ, PERSON, Meaning, layout_of, meaning_of
from connectors.rosters.sections import ROWS_SEARCHED, Section
from connectors.rosters.sheets import letters_of, place_of
from connectors.rosters.written import folded

VERSION = 1
_SIGN_DIGITS = 3  # tells a list's columns apart, while dozens of surnames share each sign
_OPENING = """\
# What the columns of a list hold, as proposed by `armslength roster map`. Put right what follows “is”; leave
# the signs as they are: by them the columns are recognised again. docs/mapping-a-list.md says which words may
# stand there.
"""


_LETTERS = re.compile(r"[A-Z]{1,3}")
_CORRECTION = re.compile(r"\s*(?:(?P<list>\d{1,3})\s*:)?\s*(?P<letters>[A-Za-z]{1,3})\s*=\s*(?P<words>.+)")

Signs = dict[int, str]
"""The signs of a list's columns by place, without columns that hold nothing at all."""

Stated = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list. `heading` is empty where it is not in the alias table, and so may be anything.

    `meaning` is None where the column is not read. `perhaps` is what else it may be, and `confidence` (0 to
    1) how sure the proposal is of what it says; a mapping that was put right keeps both as they were.
    """

    place: int
    sign: str
    heading: str = ""
    meaning: Meaning | None = None
    confidence: float = 0.0
    perhaps: Meaning | None = None


@dataclass(frozen=True, slots=True)
class MappedList:
    """One list of a file: the row its columns are named in, as a reader counts, and its columns in order."""

    header_row: int
    columns: tuple[Column, ...]

    def has(self, signs: Iterable[str]) -> bool:
        """Whether these are the signs of its columns, in any order; a column without a heading has none."""
        return Counter(filter(None, signs)) == Counter(filter(None, (each.sign for each in self.columns)))

    def meanings_at(self, signs: Signs) -> dict[int, Meaning | None] | None:
        """What the columns with these signs are read as, by place; None where that cannot be said.

        Columns with one heading, or without any, are told apart by their order; where there are more or fewer
        of those without any than there were, nothing may be read from them.
        """
        waiting: defaultdict[str, deque[Meaning | None]] = defaultdict(deque)
        for column in self.columns:
            waiting[column.sign].append(column.meaning)
        bare = list(signs.values()).count("")
        if len(waiting[""]) != bare:
            if any(waiting[""]):
                return None
            waiting[""] = deque([None] * bare)
        return {place: waiting[sign].popleft() for place, sign in sorted(signs.items())}


@dataclass(frozen=True, slots=True)
class Mapping:
    """What the columns of each list of a file hold."""

    lists: tuple[MappedList, ...]

    def header_in(self, cells: pd.DataFrame) -> Header | None:
        """The row of a sheet that names the columns of one of these lists, alone or with the row above."""
        rows = cells.head(ROWS_SEARCHED).to_numpy().tolist()
        for place, row in enumerate(rows):
            for height in (1, 2) if place else (1,):
                texts = heading_texts(rows, Header(place, (), height))
                if any(row) and any(each.has(map(sign_of, texts)) for each in self.lists):
                    return Header(place, tuple(map(read_heading, texts)), height)
        return None

    def fits(self, cells: pd.DataFrame, section: Section) -> bool:
        """Whether a list of a sheet has the columns of one of these lists."""
        return self._meanings(signs_of(cells, section)) is not None

    def applied(self, cells: pd.DataFrame, section: Section) -> tuple[Header, Layout]:
        """A list's header and layout as the mapping has them. Raises MappingDoesNotFit."""
        signs = signs_of(cells, section)
        meanings = self._meanings(signs)
        if meanings is None:
            raise self._does_not_fit(signs)
        read = [meanings.get(place) for place in range(len(section.header.headings))]
        headings = map(_heading_as, section.header.headings, read)
        return section.header._replace(headings=tuple(headings)), layout_of(read)

    def laid_over(self, other: "Mapping") -> "Mapping":
        """The other mapping, with its columns read as they are in this one where this one knows its lists."""
        return Mapping(tuple(map(self._laid_over, other.lists)))

    def _laid_over(self, mapped: MappedList) -> MappedList:
        meanings = self._meanings({column.place: column.sign for column in mapped.columns})
        if meanings is None:
            return mapped
        columns = (
            column if column.meaning == meanings[column.place] else set_to(column, meanings[column.place])
            for column in mapped.columns
        )
        return replace(mapped, columns=tuple(columns))

    def _meanings(self, signs: Signs) -> dict[int, Meaning | None] | None:
        mapped = next((each for each in self.lists if each.has(signs.values())), None)
        return mapped.meanings_at(signs) if mapped else None

    def _does_not_fit(self, signs: Signs) -> MappingDoesNotFit:
        """Why no list of the mapping has these columns, said of the one most like them."""
        here = Counter(signs.values())
        nearest = max(self.lists, key=lambda each: (_signs(each) & here).total())
        new = _unmatched(signs, _signs(nearest))
        gone = _unmatched({column.place: column.sign for column in nearest.columns}, here)
        said = {"new or renamed": new, "gone or renamed": gone}
        places = (f"{what}: {', '.join(map(letters_of, each))}" for what, each in said.items() if each)
        return MappingDoesNotFit(f"columns {'; '.join(places)}" if new or gone else "columns without a name")


def signs_of(cells: pd.DataFrame, section: Section) -> Signs:
    """The signs of the columns of a list that have a name or hold anything."""
    above = max(0, section.header.row - 1)
    rows = cells.iloc[above : section.header.row + 1].to_numpy().tolist()
    texts = heading_texts(rows, section.header._replace(row=section.header.row - above))
    return {place: sign_of(text) for place, text in enumerate(texts) if section.is_used(place)}


def sign_of(heading: str) -> str:
    """The sign of a heading, the same for each way of writing its words; empty where there is none."""
    if not folded(heading):
        return ""
    return blake2b(folded(heading).encode(), digest_size=8).hexdigest()[:_SIGN_DIGITS]


def corrected(mapping: Mapping, corrections: Sequence[str]) -> Mapping:
    """The mapping with columns set anew: `G=mother phone`, or `2:G=…` for the second list.

    Raises MappingUnclear where a correction names no column of the mapping or says no meaning.
    """
    lists = list(mapping.lists)
    for number, text in enumerate(corrections, start=1):
        found = _CORRECTION.fullmatch(text)
        at = int(found["list"] or 1) - 1 if found else -1
        if found is None or not 0 <= at < len(lists):
            raise MappingUnclear(f"correction {number} is not written as G=mother phone")
        meaning = _meaning(found["words"], f"correction {number}")
        place = place_of(found["letters"])
        if place not in {column.place for column in lists[at].columns}:
            raise MappingUnclear(f"correction {number} is of a column that the list does not have")
        columns = [
            replace(column, meaning=meaning, confidence=1.0, perhaps=None)
            if column.place == place
            else column
            for column in lists[at].columns
        ]
        lists[at] = replace(lists[at], columns=tuple(columns))
    return Mapping(tuple(lists))


def _with(mapped: MappedList, place: int, meaning: Meaning | None) -> MappedList:
    columns = (set_to(each, meaning) if each.place == place else each for each in mapped.columns)
    return replace(mapped, columns=tuple(columns))


def set_to(column: Column, meaning: Meaning | None) -> Column:
    """The column read as a person says: nothing about it is a guess any more."""
    return replace(column, meaning=meaning, confidence=1.0, perhaps=None)


def _heading_as(heading: Heading, meaning: Meaning | None) -> Heading:
    """A heading that says what the mapping does; where its words are not ours, in the mapping's words."""
    if meaning is None:
        return heading
    words = heading.words or meaning.words
    return Heading(meaning.owner, f"{meaning.owner} {meaning.number or ''}", meaning.field, words)


def check(mapping: Mapping) -> None:
    """Raise MappingUnclear where a list contradicts itself, MappingNamesNobody where nobody has a name."""
    for number, each in enumerate(mapping.lists, start=1):
        said = Counter(column.meaning for column in each.columns if column.meaning)
        if twice := [meaning.words for meaning, times in said.items() if times > 1]:
            raise MappingUnclear(f"list {number}: two columns are {twice[0]}")
        owners = {meaning.owner for meaning in said}
        if PERSON in owners and (others := owners - {PERSON, "child"}):
            raise MappingUnclear(f"list {number}: columns are a person's and a {min(others)}'s")
    layouts = [layout_of([column.meaning for column in each.columns]) for each in mapping.lists]
    if not any(block.names_somebody for layout in layouts for block in (layout.child, *layout.adults)):
        raise MappingNamesNobody


def to_toml(mapping: Mapping) -> str:
    """The mapping as a file; everything in it is our own word, a letter, a number or a sign."""
    lines = [_OPENING, f"version = {VERSION}"]
    for each in mapping.lists:
        lines += ["", "[[list]]", f"header_row = {each.header_row}"]
        for column in each.columns:
            lines += [
                "",
                "[[list.column]]",
                *(f"{key} = {_quoted(value)}" for key, value in _keys(column).items()),
            ]
    return "\n".join(lines) + "\n"


def from_toml(text: str) -> Mapping:
    """The mapping a file holds.

    Raises MappingUnreadable or MappingUnclear, which name the column by its number, and what `check` raises.
    """
    try:
        stated = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        stated = {}  # its message quotes the line
    if stated.get("version") != VERSION:
        raise MappingUnreadable(f"it does not begin with “version = {VERSION}”, or is not TOML")
    lists = _tables(stated, "list", "it has no list")
    mapping = Mapping(tuple(_list(each, number) for number, each in enumerate(lists, start=1)))
    check(mapping)
    return mapping


def _list(stated: Stated, number: int) -> MappedList:
    columns = _tables(stated, "column", f"list {number} has no columns")
    header_row = stated.get("header_row")
    if not isinstance(header_row, int) or header_row < 1:
        raise MappingUnreadable(f"list {number}: header_row is no number")
    return MappedList(
        header_row,
        tuple(_column(each, f"list {number}, column {at}") for at, each in enumerate(columns, start=1)),
    )


def _column(stated: Stated, where: str) -> Column:
    place, sign = stated.get("place"), stated.get("sign")
    if not (isinstance(place, str) and _LETTERS.fullmatch(place) and isinstance(sign, str)):
        raise MappingUnreadable(f"{where}: no place, such as A, or no sign")
    confidence = stated.get("confidence", 0.0)
    heading = stated.get("heading", "")
    return Column(
        place_of(place),
        sign,
        heading if isinstance(heading, str) and read_heading(heading).words else "",
        _meaning(stated.get("is"), where),
        confidence if isinstance(confidence, float) else 0.0,
        _meaning(stated.get("perhaps", NOT_READ), where),
    )


def _meaning(words: object, where: str) -> Meaning | None:
    if words == NOT_READ:
        return None
    meaning = meaning_of(words) if isinstance(words, str) else None
    if meaning is None:
        raise MappingUnclear(f"{where} is set to words we do not know")
    return meaning


def _tables(stated: Stated, key: str, missing: str) -> list[Stated]:
    found = stated.get(key)
    if not isinstance(found, list) or not found or not all(isinstance(each, dict) for each in found):
        raise MappingUnreadable(missing)
    return found


def _keys(column: Column) -> dict[str, str | float]:
    keys: dict[str, str | float] = {
        "place": letters_of(column.place),
        "heading": column.heading,
        "is": column.meaning.words if column.meaning else NOT_READ,
        "confidence": column.confidence,
        "sign": column.sign,
        "perhaps": column.perhaps.words if column.perhaps else "",
    }
    return {key: value for key, value in keys.items() if value != "" or key == "sign"}


def _quoted(value: str | float) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def _signs(mapped: MappedList) -> "Counter[str]":
    return Counter(column.sign for column in mapped.columns)


def _unmatched(signs: Signs, others: "Counter[str]") -> list[int]:
    """The places whose signs the others do not have, or not so often."""
    left = Counter(others)
    places = []
    for place, sign in sorted(signs.items()):
        if left[sign] > 0:
            left[sign] -= 1
        elif sign:
            places.append(place)
    return places
