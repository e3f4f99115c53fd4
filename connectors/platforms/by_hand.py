"""Filled in by hand: the template's CSV, one account a row, for a platform that gives no usable export.

People fill it in with spreadsheets and editors, so columns may stand in any order, with others between
them; the delimiter and the encoding may be any that those programs write. `docs/by-hand.md` tells them what
to put. Words for a relation and for a platform are looked up in `data/reference/by_hand/`: whatever else a
person wrote there is shown to nobody.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from connectors.by_hand_words import platform_meant, relation_meant, title_of
from connectors.coverage import Coverage, Medium
from connectors.entries import Account, Entry, Found, PeopleList, Unreadable
from connectors.headed_tables import SPILLS, Columns, HeadedRow, headed_table
from connectors.members import Member
from schemas.words import Relation

TITLE = "Filled in by hand"
MEMBERS = ("by{_,-, }hand*.csv",)
ON_REQUEST = ()
LOOSE = ("*.csv", "*.tsv")
ARCHIVE_NAMES = ()
SIGNS = ()
EXPECTED = ()  # somebody with followers and no friends writes down followers alone
ASKS_FOR_DATES = False
COVERAGE = Coverage(
    media=(Medium.ANY,),
    checked="Everybody written down, by the name, the handle and the address that were written.",
    unchecked=(
        "Whoever was not written down: nothing can tell a list that is complete from one that is not. "
        "A row whose relation is none of our words is counted and not compared."
    ),
    instead="Fill in the template as docs/by-hand.md says; leaving it empty is an answer too.",
)

_NAME = ("display name", "name", "full name")
_HANDLE = ("handle", "username", "user name")
_ADDRESS = ("profile url", "profile", "url", "link", "profile link", "address of the profile")
_SINCE = ("since", "date", "since when")
_NAMES_OF_LISTS = {
    Relation.FRIEND: "friends",
    Relation.FOLLOWER: "followers",
    Relation.FOLLOWING: "accounts followed",
    Relation.REQUEST_RECEIVED: "requests received",
    Relation.REQUEST_SENT: "requests sent",
    Relation.CONTACT: "contacts",
}
_ROWS_NAMED = 10
_NO_RELATION = ("rows without a relation", Relation.CONTACT)
_NOBODY = (Relation.FRIEND, Relation.FOLLOWER)


def layout(member: Member) -> str | None:
    """One layout: the template's columns, wherever they stand."""
    return "2026-csv" if headed_table(member, _is_header) else None


def read(member: Member) -> Iterator[Found]:
    """A list for each relation and platform written down; the header alone says that there is nobody."""
    table = headed_table(member, _is_header)
    if table is None:
        return
    if not table.rows:
        yield from (PeopleList(_NAMES_OF_LISTS[relation], relation, ()) for relation in _NOBODY)
    lists: defaultdict[tuple[str, Relation], list[Entry]] = defaultdict(list)
    for row in table.rows:
        lists[_list_of(row)].append(_entry(row))
    for (name, relation), entries in lists.items():
        yield PeopleList(name, relation, entries)
    member.notes.extend(_remarks(member, table.rows))


def _list_of(row: HeadedRow) -> tuple[str, Relation]:
    """The list a row is counted on. Its name has the platform, or one handle on two would be one account."""
    relation, platform = relation_meant(row.cells["relation"]), platform_meant(row.cells["platform"])
    if relation is None:
        return _NO_RELATION
    name = _NAMES_OF_LISTS[relation]
    return f"{title_of(platform)} {name}" if platform else f"{name} on another platform", relation


def _is_header(columns: Columns) -> bool:
    return {"platform", "relation"} <= columns and not columns.isdisjoint((*_NAME, *_HANDLE, *_ADDRESS))


def _entry(row: HeadedRow) -> Entry:
    name, handle, address = row.first(_NAME), row.first(_HANDLE), row.first(_ADDRESS)
    if row.spills:
        return SPILLS
    if not row.cells["relation"]:
        return Unreadable("nothing is written under relation")
    if relation_meant(row.cells["relation"]) is None:
        return Unreadable("what is written under relation is not one of the words we know")
    if name or handle or address:
        platform = platform_meant(row.cells["platform"])
        return Account(name, handle, address, since=row.first(_SINCE) or None, platform=platform)
    return Unreadable("no name, no handle and no address")


def _remarks(member: Member, rows: Sequence[HeadedRow]) -> Iterator[str]:
    """How many rows each known platform has, and which rows could not be read: numbers and our own words."""
    counts = Counter(platform_meant(row.cells["platform"]) for row in rows)
    known = sorted(f"{title_of(platform)} {number:,}" for platform, number in counts.items() if platform)
    other = [f"another or none {counts['']:,}"] if counts[""] else []
    if rows:
        yield f"rows of {member.path} by platform: {', '.join([*known, *other])}"
    unread = (str(row.number) for row in rows if isinstance(_entry(row), Unreadable))
    if first := list(islice(unread, _ROWS_NAMED)):
        numbers = ", ".join(first) + (" and others" if next(unread, None) else "")
        yield f"rows of {member.path} that could not be read, as a spreadsheet numbers them: {numbers}"
