"""What a column of a list is read as, in words a DSL may write: “child forename”, “mother phone”."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from connectors.rosters.columns import Block, Layout
from connectors.rosters.headers import read_heading
from connectors.rosters.reference import rows_of

NOT_READ = "not read"

_FIELD_WORDS = {
    "full_name": "name",
    "middle": "middle name",
    "id": "number",
    "family": "family number",
    "kind": "child or adult",
    "starts": "first day",
    "ends": "last day",
    "current": "on roll",
    "responsibility": "parental responsibility",
    "restricted": "no contact",
    "staff_mark": "also staff",
}
"""Fields that are not called what they are; the others are."""

PERSON = "person"
"""Whoever a row is about, in a list with one row for each child and each adult."""
_ONLY_ONE = ("child", PERSON)
_SHAPE = re.compile(r"(?P<owner>[a-z ]+?)(?: (?P<number>[1-9]\d?))?(?: (?P<field>[a-z ]+))")


class Meaning(NamedTuple):
    """Whose column it is and which field of theirs. `number` tells contact 1 from contact 2; 0 where one."""

    owner: str
    number: int
    field: str

    @property
    def words(self) -> str:
        """The meaning as a mapping says it."""
        number = str(self.number) if self.number else ""
        field = _FIELD_WORDS.get(self.field, self.field.replace("_", " "))
        return " ".join(filter(None, (self.owner, number, field)))


def meaning_of(words: str) -> Meaning | None:
    """The meaning that `words` say, as a mapping or as a heading would; None where they say none."""
    plain = " ".join(words.casefold().split())
    meaning = _as_in_a_mapping(plain) or _as_a_heading(plain)
    return None if meaning and meaning.number and meaning.owner in _ONLY_ONE else meaning


def _as_in_a_mapping(words: str) -> Meaning | None:
    found = _SHAPE.fullmatch(words)
    if found is None:
        return None
    owner_and_field = f"{found['owner']} {found['field']}"
    cuts = [
        (owner, _fields()[said])
        for owner in _owners()
        for said in _fields()
        if f"{owner} {said}" == owner_and_field
    ]
    return next((Meaning(owner, int(found["number"] or 0), field) for owner, field in cuts), None)


def _as_a_heading(words: str) -> Meaning | None:
    heading = read_heading(words)
    if not heading.owner or heading.field not in _fields().values():
        return None
    return Meaning(heading.owner, int(heading.block.rpartition(" ")[2] or 0), heading.field)


def meanings_in(layout: Layout, width: int) -> list[Meaning | None]:
    """What each of `width` columns is read as in a layout; None for one that is not read."""
    found: list[Meaning | None] = [None] * width
    for number, block in _numbered(layout):
        for field, place in block.places.items():
            found[place] = Meaning(block.owner, number, field)
    return found


def layout_of(meanings: Sequence[Meaning | None]) -> Layout:
    """The layout in which each column is read as this; of two columns with one meaning the first is."""
    blocks: dict[tuple[str, int], Block] = {}
    for place, meaning in enumerate(meanings):
        if meaning:
            owner, number, field = meaning
            key = f"{owner} {number or ''}"
            blocks.setdefault((owner, number), Block(owner, key=key)).places.setdefault(field, place)
    child = blocks.pop(("child", 0), Block("child"))
    person = blocks.pop((PERSON, 0), None)
    adults = [child] if person else [block for block in blocks.values() if block.names_somebody]
    first = person or child
    read = {place for block in (first, *adults) for place in block.places.values()}
    return Layout(first, adults, [place for place in range(len(meanings)) if place not in read])


def _numbered(layout: Layout) -> Iterator[tuple[int, Block]]:
    """The blocks with what tells them from others of the same owner."""
    by_owner: defaultdict[str, list[Block]] = defaultdict(list)
    for block in (layout.child, *layout.adults):
        by_owner[block.owner].append(block)
    for block in (layout.child, *layout.adults):
        same = by_owner[block.owner]
        yield (same.index(block) + 1 if len(same) > 1 else 0), block


@cache
def _owners() -> tuple[str, ...]:
    said = {row["meaning"] for row in rows_of("column_aliases") if row["part"] == "owner"}
    return tuple(sorted({*said, "child", "contact", PERSON}))


@cache
def _fields() -> dict[str, str]:
    """Every field a list may have, by its words."""
    fields = {row["meaning"] for row in rows_of("column_aliases") if row["part"] == "field"}
    return {_FIELD_WORDS.get(field, field.replace("_", " ")): field for field in fields - {"details"}}
