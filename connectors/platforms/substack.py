"""Substack: the export of a publication (ZIP), or the subscribers' page saved as one CSV.

A subscriber is an e-mail address; the page can add the name that the subscriber gave. Layouts seen: the
ZIP's `email_list.<publication>.csv`, 2021 onwards (fixtures and code of public parsers, whose columns after
`expiry` vary), the page's CSV of 2024 (its header in a public issue of a newsletter service) and of 2026
(labels that a public client read from a genuine export). A subscription that is not active is a free one, so
nobody is left out for it. What each subscriber opened stands in `posts/`, which stays closed; handed in by
itself it is known by its `post_id`, and is no list of people.
"""

from collections.abc import Iterator

from connectors.coverage import Coverage, Medium
from connectors.entries import Entry, Found, PeopleList
from connectors.headed_tables import Columns, HeadedRow, HeadedTable, headed_table
from connectors.list_names import SUBSCRIBERS
from connectors.members import Member
from connectors.subscribers import subscriber

TITLE = "Substack"
MEMBERS = ("email_list*.csv",)
ON_REQUEST = ()
LOOSE = ("*.csv",)
ARCHIVE_NAMES = ()
SIGNS = ()  # posts.csv, the one path every export has, is in Reddit's exports too
EXPECTED = ("subscribers",)
ASKS_FOR_DATES = False
COVERAGE = Coverage(
    media=(Medium.BLOGS,),
    checked="Subscribers, by e-mail address, and by name where the list of subscribers was saved with names.",
    unchecked=(
        "Subscribers whose name and address are both unknown to the school, and followers who did not "
        "subscribe: Substack puts them in no file."
    ),
    instead=(
        "On the Subscribers page, show the column Name before you export the list. Look through your "
        "followers in the app yourself."
    ),
    never_exported=("followers who do not subscribe",),
)

_STARTED = ("created at", "start date", "subscription date")
_LAYOUTS = {
    "2021-csv": {"email", "active subscription"},
    "2024-csv": {"email", "subscription type", "subscription date", "activity"},
    "2026-csv": {"email", "type", "start date", "activity"},
}
_NO_LIST = "post id"


def layout(member: Member) -> str | None:
    """The generation, by the columns that no other list of subscribers has together."""
    table = _table(member)
    return _generation(table.columns) if table else None


def read(member: Member) -> Iterator[Found]:
    """The subscribers."""
    if table := _table(member):
        yield PeopleList(*SUBSCRIBERS, map(_subscriber, table.rows))


def _table(member: Member) -> HeadedTable | None:
    return headed_table(member, lambda columns: _generation(columns) is not None)


def _generation(columns: Columns) -> str | None:
    if _NO_LIST in columns:
        return None
    return next((layout for layout, needed in _LAYOUTS.items() if needed <= columns), None)


def _subscriber(row: HeadedRow) -> Entry:
    return subscriber(row, row.first(("email",)), row.first(("name",)), row.first(_STARTED))
