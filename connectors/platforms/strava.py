"""Strava: "Download or delete your account", CSV in the root of the archive.

A follower is an athlete's number and nothing more, so nobody in these lists can be compared with a roster:
they are counted and kept nowhere. Headers are translated (English and French seen) and the columns have
changed: the number and a status, then a date (seen in genuine exports of 2021 and 2024) or whether the
athlete is a favourite (a public parser, 2026). So a table is known by a first column of athletes' numbers.
`contacts.csv`, the addresses that a phone uploaded, and `blocks.csv` stay closed.
"""

import re
from collections.abc import Iterator

from connectors.coverage import Coverage, Medium
from connectors.entries import Entry, Found, NotComparable, PeopleList, Unreadable
from connectors.list_names import FOLLOWED, FOLLOWERS, RECEIVED, SENT
from connectors.members import Member

TITLE = "Strava"
MEMBERS = ("{followers,following}.csv",)
ON_REQUEST = ()
LOOSE = ()
ARCHIVE_NAMES = (r"export_\d+",)
SIGNS = ("{global_challenges,starred_segments,local_legend_segments,mobile_device_identifiers}.csv",)
EXPECTED = ("followers", "accounts followed")
ASKS_FOR_DATES = False
COVERAGE = Coverage(
    media=(Medium.PERSONAL_PROFILES,),
    checked="How many followers there are and how many athletes are followed; nobody can be compared.",
    unchecked="Who they are: Strava writes an athlete's number and no name.",
    instead=(
        "Look through your followers in the app yourself, remove whom the policy does not allow, and let "
        "new followers ask first."
    ),
)

_BY_FILE = {
    "followers": (FOLLOWERS, RECEIVED),
    "following": (FOLLOWED, SENT),
}
_ATHLETE = re.compile(r"athl|atle|атлет|спортсмен|アスリート|运动员|運動員|선수", re.IGNORECASE)
_DELIMITERS = ",;\t"  # a spreadsheet may have saved it again
_PENDING = "pending"

Rows = list[list[str]]


def layout(member: Member) -> str | None:
    """The generation: with the date in the last column, or without."""
    table = _table(member)
    if table is None:
        return None
    return "2021-csv" if any(":" in cell for row in table[1:2] for cell in row) else "2026-csv"


def read(member: Member) -> Iterator[Found]:
    """The athletes who are followed or follow, and those who have only asked or been asked."""
    rows = (_table(member) or [])[1:]
    accepted, asked = _BY_FILE[member.stem]
    yield PeopleList(*accepted, [_athlete(row) for row in rows if not _is_pending(row)])
    if any(map(_is_pending, rows)):
        yield PeopleList(*asked, [_athlete(row) for row in rows if _is_pending(row)])


def _table(member: Member) -> Rows | None:
    """The header and the rows that are not blank; None for a table of anything else."""
    for delimiter in _DELIMITERS:
        rows = [row for row in member.rows(delimiter) if any(cell.strip() for cell in row)]
        match rows:
            case [[first, _, *_], *below] if _ATHLETE.search(first) and _holds_numbers(below):
                return rows
    return None


def _holds_numbers(rows: Rows) -> bool:
    return not rows or any(isinstance(_athlete(row), NotComparable) for row in rows)


def _athlete(row: list[str]) -> Entry:
    number = row[0].strip()
    return NotComparable(number) if number.isdecimal() else Unreadable("no athlete's number")


def _is_pending(row: list[str]) -> bool:
    """Whether a request is still open; the word is known in English alone."""
    return len(row) > 1 and row[1].strip().casefold() == _PENDING
