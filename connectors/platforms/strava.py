"""Strava: "Download or delete your account", CSV in the root of the archive.

A follower is an athlete's number and nothing more, so nobody in these lists can be compared with a roster:
they are counted and kept nowhere. Headers are translated (English and French seen) and the columns have
changed: the number and a status, then a date (seen in genuine exports of 2021 and 2024) or whether the
athlete is a favourite (a public parser, 2026). So a table is known by a first column of athletes' numbers.
`blocks.csv` stays closed; of `contacts.csv`, the addresses that a phone uploaded, no more than the header is
looked at, because an address book of Google's is called so too.
"""

import re
from collections.abc import Iterator

from connectors.contents import Rows
from connectors.coverage import Coverage, Medium
from connectors.entries import Entry, Found, NotComparable, PeopleList, Unreadable
from connectors.headed_tables import rows_like
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
    instead="Look through your followers in the app yourself.",
)

_BY_FILE = {
    "followers": (FOLLOWERS, RECEIVED),
    "following": (FOLLOWED, SENT),
}
_ATHLETE = re.compile(r"athl|atle|атлет|спортсмен|アスリート|运动员|運動員|선수", re.IGNORECASE)
_PENDING = "pending"


def layout(member: Member) -> str | None:
    """The generation: with the date in the last column, or without."""
    table = rows_like(member, _begins_list)
    if table is None:
        return None
    return "2021-csv" if any(":" in cell for row in table[1:2] for cell in row) else "2026-csv"


def read(member: Member) -> Iterator[Found]:
    """The athletes who are followed or follow, and those who have only asked or been asked."""
    rows = (rows_like(member, _begins_list) or [])[1:]
    accepted, asked = _BY_FILE[member.stem]
    yield PeopleList(*accepted, [_athlete(row) for row in rows if not _is_pending(row)])
    if any(map(_is_pending, rows)):
        yield PeopleList(*asked, [_athlete(row) for row in rows if _is_pending(row)])


def _begins_list(rows: Rows) -> bool:
    """Whether it is a header that speaks of athletes, with athletes' numbers below it or nothing."""
    match rows:
        case [[first, _, *_], *below] if _ATHLETE.search(first):
            return not below or any(isinstance(_athlete(row), NotComparable) for row in below)
    return False


def _athlete(row: list[str]) -> Entry:
    number = row[0].strip()
    return NotComparable(number) if number.isdecimal() else Unreadable("no athlete's number")


def _is_pending(row: list[str]) -> bool:
    """Whether a request is still open; the word is known in English alone."""
    return len(row) > 1 and row[1].strip().casefold() == _PENDING
