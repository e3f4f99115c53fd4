"""The table of what can be checked where, for staff and governors: `docs/coverage.md`.

    .venv/bin/python -m connectors.coverage_table

writes it anew. What stands in it is what the platforms' modules say of themselves, and
`data/reference/platforms_elsewhere.csv` of the platforms that have no module.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from connectors.coverage import Coverage, Medium
from connectors.platforms import platforms
from schemas.places import REFERENCE

PAGE = REFERENCE.parents[1] / "docs" / "coverage.md"
ELSEWHERE = REFERENCE / "platforms_elsewhere.csv"

_BEGINNING = """\
# What can be checked, and what cannot

For staff, governors and whoever answers for the policy. Handing anything in is voluntary. The page is made of
what each connector says of itself (`python -m connectors.coverage_table`).

- **Checked** says which lists are read, and by what the people on them are compared with the roster.
- **Not checked** says what nobody should take for checked. Checked with nothing found, could not be checked,
  and not handed in are three different things, and every report keeps them apart.
- **Instead** says what a member of staff can do about it. Any list can be [written down by hand](by-hand.md).
- *Unconfirmed* marks a platform of which neither a genuine export nor a public parser was seen. Its files are
  known by their headings; one that looks otherwise is refused, and never read as an empty list.

People who are blocked, removed, muted or only suggested are read nowhere. Messages and posts stay closed.
"""
_HEADINGS = ("Platform", "Checked", "Not checked, and why", "Instead")


@dataclass(frozen=True, slots=True)
class Row:
    """What one row says of one platform."""

    title: str
    coverage: Coverage

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of the page, under its headings."""
        what = self.coverage
        mark = "" if what.confirmed else " *(unconfirmed)*"
        return f"**{self.title}**{mark}", what.checked, what.unchecked, what.instead


def rows() -> list[Row]:
    """Every platform we know of: those with a connector, then those without."""
    read = [Row(platform.TITLE, platform.COVERAGE) for platform in platforms().values()]
    return [*sorted(read, key=lambda row: row.title.casefold()), *_elsewhere()]


def rows_for(medium: Medium) -> list[Row]:
    """The platforms of one medium."""
    return [row for row in rows() if medium in row.coverage.media]


def page() -> str:
    """The whole page, as Markdown."""
    sections = (line for medium in Medium for line in _section(medium))
    return "\n".join((_BEGINNING, *sections))


def _elsewhere() -> Iterator[Row]:
    with ELSEWHERE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            media = tuple(Medium(name) for name in row["media"].split(";"))
            yield Row(row["title"], Coverage(media, "Nothing.", row["why"], row["instead"]))


def _section(medium: Medium) -> Iterator[str]:
    """A table of the platforms that belong here first of all, and where the others stand."""
    all_of_it = rows_for(medium)
    here = [row for row in all_of_it if row.coverage.media[0] is medium]
    others = [row for row in all_of_it if row not in here]
    yield f"## {medium}\n"
    if here:
        yield from map(_line, (_HEADINGS, ["---"] * len(_HEADINGS), *(row.cells for row in here)))
        yield ""
    if others:
        yield f"{_also(others)}\n"


def _also(others: Sequence[Row]) -> str:
    names = [f"{row.title} (under {row.coverage.media[0]})" for row in others]
    return f"Also: {', '.join(names)}."


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
