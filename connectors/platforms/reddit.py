"""Reddit: "Request your data", a ZIP of some forty CSV files.

An account followed (`friends.csv`) is a username; the note that the owner wrote beside it is never taken.
No file lists followers. Layouts seen: 2021 onwards (public parsers), some of the files with a byte order
mark, large ones in parts (`friends_1.csv`). Who the owner is stands in `statistics.csv` (a public parser's
fixture), of which two rows are taken: the name of the account and when the export was made.
"""

import re
from collections.abc import Iterable, Iterator

from connectors.coverage import Coverage, Medium
from connectors.entries import Account, Entry, Found, Made, NotComparable, PeopleList, Unreadable
from connectors.headed_tables import HeadedRow, HeadedTable, headed_table
from connectors.list_names import FOLLOWED
from connectors.members import Member
from schemas.extract import Owner

TITLE = "Reddit"
MEMBERS = ("friends{,_#}.csv", "statistics.csv")
ON_REQUEST = ()
LOOSE = ()
ARCHIVE_NAMES = (r"export_(?P<handle>[\w-]+)_(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",)
SIGNS = (
    "subscribed_subreddits.csv",
    "approved_submitter_subreddits.csv",
    "reddit_gold_information.csv",
    "{post,comment}_votes{,_#}.csv",
    "saved_{posts,comments}{,_#}.csv",
)
EXPECTED = ("accounts followed",)
ASKS_FOR_DATES = True
COVERAGE = Coverage(
    media=(Medium.FORUMS,),
    checked="Accounts followed, by username.",
    unchecked="Followers: no export of Reddit holds them. Reddit tells no names, only usernames.",
    instead="Look through your followers in the app yourself: they are listed on your profile.",
    never_exported=("followers",),
)

_HEADERS = {"friends": {"username", "note"}, "statistics": {"statistic", "value"}}
_PREFIX = re.compile(r"^/?u/", re.IGNORECASE)
_DELETED = "[deleted]"


def layout(member: Member) -> str | None:
    """The one layout there is, known by its header."""
    return "2021-csv" if _table(member) else None


def read(member: Member) -> Iterator[Found]:
    """The accounts followed, or the owner and the day."""
    table = _table(member)
    rows = table.rows if table else ()
    if member.stem == "friends":
        yield PeopleList(*FOLLOWED, [_followed(row.first(("username",))) for row in rows])
    else:
        yield from _statistics(rows)


def _table(member: Member) -> HeadedTable | None:
    return headed_table(member, lambda columns: columns == _HEADERS[member.stem])


def _followed(written: str) -> Entry:
    match _PREFIX.sub("", written):
        case "":
            return Unreadable("no username")
        case handle if handle == _DELETED:
            return NotComparable()
        case handle:
            return Account(handle=handle)


def _statistics(rows: Iterable[HeadedRow]) -> Iterator[Found]:
    for row in rows:
        match row.cells:
            case {"statistic": "account name", "value": str(handle)} if handle:
                yield Owner(handle)
            case {"statistic": "export time", "value": str(day)} if day:
                yield Made(day)
