"""WordPress.com and Jetpack: "Download subscribers as CSV".

Unconfirmed: no genuine file was seen. Its maintainers wrote in 2024 that it held e-mail addresses and nothing
else, and would hold more; the file's names are those in the dashboard's own public code. So it is known by a
column of addresses that holds some, and by no column that such a list would not have. A file that
WordPress.com did not name must also say when people subscribed, or anybody's list of addresses would be taken
for followers.
"""

from collections.abc import Iterator

from connectors.coverage import Coverage, Medium
from connectors.entries import Entry, Found, PeopleList
from connectors.headed_tables import Columns, HeadedRow, HeadedTable, headed_table
from connectors.list_names import SUBSCRIBERS
from connectors.members import Member
from connectors.subscribers import subscriber

TITLE = "WordPress.com"
MEMBERS = ("subscribers-*-#-#-#.csv", "*.*-#-{email,all}.csv")
ON_REQUEST = ()
LOOSE = ("*.csv",)
ARCHIVE_NAMES = (r"subscribers-.+-(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)",)
SIGNS = ()
EXPECTED = ("subscribers",)
ASKS_FOR_DATES = False
COVERAGE = Coverage(
    media=(Medium.BLOGS,),
    checked="Subscribers of a blog, by e-mail address, and by name and username where the file has them.",
    unchecked=(
        "Subscribers whose address the school does not know: often the file holds nothing but addresses. "
        "People who read or comment without subscribing are in no list."
    ),
    instead="Look through Subscribers in the dashboard, which shows names that the file may not have.",
    confirmed=False,
)

_EMAIL = ("email address", "email", "e mail", "e mail address", "user email")
_NAME = ("display name", "name", "subscriber", "subscriber name")
_HANDLE = ("username", "user name", "user login", "wordpress com username")
_SINCE = (
    "date subscribed",
    "subscription date",
    "subscribed date",
    "subscribed on",
    "subscribed at",
    "subscribed since",
)
_DATE = (*_SINCE, "since")
_BESIDE = {
    *("subscription id", "user id", "avatar", "url", "site", "country", "plan", "plans"),
    *("status", "subscription status", "subscription type", "email subscription", "newsletter categories"),
    *("open rate", "click rate", "emails sent"),
}
_KNOWN = {*_EMAIL, *_NAME, *_HANDLE, *_DATE, *_BESIDE}
_ANY_NAME = "file.csv"


def layout(member: Member) -> str | None:
    """One layout: what differs is only which columns are there."""
    table = _table(member)
    return "2023-csv" if table and _holds_addresses(table) else None


def read(member: Member) -> Iterator[Found]:
    """The subscribers."""
    if table := _table(member):
        yield PeopleList(*SUBSCRIBERS, map(_subscriber, table.rows))


def _table(member: Member) -> HeadedTable | None:
    is_named = member.path != _ANY_NAME
    return headed_table(member, lambda columns: _is_header(columns, is_named=is_named))


def _is_header(columns: Columns, *, is_named: bool) -> bool:
    is_subscribers = is_named or not columns.isdisjoint(_SINCE)
    return is_subscribers and not columns.isdisjoint(_EMAIL) and columns <= _KNOWN


def _holds_addresses(table: HeadedTable) -> bool:
    """Whether anybody's address stands where addresses belong, or there is nobody."""
    return not table.rows or any("@" in row.first(_EMAIL) for row in table.rows)


def _subscriber(row: HeadedRow) -> Entry:
    return subscriber(row, row.first(_EMAIL), row.first(_NAME), row.first(_DATE), row.first(_HANDLE))
