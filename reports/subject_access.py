"""What is kept about one person, for that person: plain tables, with everybody else left out of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from reports.setting import Setting
from reports.typeset import pdf
from reports.wording import counted, day

LONGEST_CELL = 400
"""Characters; a text that goes on stands in further rows, since a row is never broken between pages."""


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of thing that is kept. `says` is a sentence on it; each row has a text a heading."""

    title: str
    says: str
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.headings) for row in self.rows):
            raise ValueError("a row has a text for each heading")


@dataclass(frozen=True, slots=True)
class SubjectAccess:
    """The whole answer.

    `who` says how the person was looked for, in words that name nobody. `sections` are theirs; `alike` only
    may be: another person may bear the name. `closed` says what could not be opened, and by whom it can be.
    `not_searched` says what nothing can be looked for in.
    """

    setting: Setting
    on: date
    who: str
    sections: tuple[Section, ...]
    alike: tuple[Section, ...] = ()
    closed: tuple[str, ...] = ()
    not_searched: tuple[str, ...] = ()


def subject_access(facts: SubjectAccess) -> bytes:
    """The answer as a tagged PDF, not yet locked."""
    return pdf("subject_access", _page(facts), facts.on)


def in_numbers(facts: SubjectAccess) -> Iterable[str]:
    """A line a section for the screen: how much was found, and nothing of it."""
    for section in facts.sections:
        yield f"  {section.title}: {_found(section)}"
    for section in (each for each in facts.alike if each.rows):
        yield f"  {section.title} (may be another person): {_found(section)}"
    yield from (f"  {sentence}" for sentence in facts.closed)


def _found(section: Section) -> str:
    return counted(len(section.rows), "row") if section.rows else "nothing"


def _page(facts: SubjectAccess) -> dict[str, Any]:
    return {
        "setting": facts.setting.name,
        "ask": facts.setting.ask,
        "on": day(facts.on),
        "who": facts.who,
        "sections": [_section(each) for each in facts.sections if each.rows],
        "empty": [each.title for each in facts.sections if not each.rows],
        "alike": [_section(each) for each in facts.alike if each.rows],
        "closed": facts.closed,
        "not_searched": facts.not_searched,
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "says": section.says,
        "headings": section.headings,
        "rows": [part for row in section.rows for part in _parts(row)],
    }


def _parts(row: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The row, or as many rows as a long text of it needs: nothing is cut off."""
    longest = max(map(len, row), default=0)
    for start in range(0, max(longest, 1), LONGEST_CELL):
        yield tuple(cell[start : start + LONGEST_CELL] for cell in row)
