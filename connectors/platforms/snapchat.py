"""Snapchat: "My Data", JSON and HTML side by side.

A friend is a username and the name the owner's phone shows, which may be a nickname, an emoji or a telephone
number; a telephone number is kept nowhere, the rest as written.
Layouts seen: `json/friends.json` and `html/friends.html`, 2023 and 2024. Deleted and blocked people and
suggestions stand in the same file and are no relation, so they are left out.
"""

from collections.abc import Iterable, Iterator, Sequence

from connectors.contents import Element, words_in
from connectors.coverage import Coverage, Medium
from connectors.entries import (
    Account,
    Entry,
    Found,
    NotComparable,
    PeopleList,
    Unreadable,
    records_in,
    text_at,
)
from connectors.list_names import FRIENDS, RECEIVED, SENT
from connectors.members import Member
from connectors.telephones import is_telephone
from schemas.extract import Owner

TITLE = "Snapchat"
MEMBERS = ("json/{friends,account}.json", "html/friends.html")
ON_REQUEST = ()
LOOSE = ()
ARCHIVE_NAMES = (r"mydata~(?P<seconds>\d{10})\d{3}(?:-(?P<part>\d+))?",)
SIGNS = ("mydata~#{,-#}{,.zip}/", "json/{snap,chat}_history.json", "html/{snap,chat}_history.html")
EXPECTED = ("friends",)
ASKS_FOR_DATES = False
COVERAGE = Coverage(
    media=(Medium.PERSONAL_PROFILES, Medium.MESSAGING),
    checked=(
        "Friends and friend requests in both directions, by username and by the name your phone shows, "
        "which may be a nickname of your own."
    ),
    unchecked=(
        "A nickname or an emoji says little of a person's name, and a telephone number is not kept at all, "
        "so people can be missed. Who follows a public profile is in no download; chats, snaps and memories "
        "are not opened."
    ),
    instead="Look through your friends in the app, above all those you have given a nickname.",
    never_exported=("followers of a public profile",),
)

_SECTIONS = {
    "Friends": FRIENDS,
    "Pending Requests": RECEIVED,
    "Friend Requests Sent": SENT,
}
_COLUMNS = ("Username", "Display Name", "Creation Timestamp", "Last Modified Timestamp", "Source")
_DELETED = "No Name"  # what the page shows for somebody who has left


def layout(member: Member) -> str | None:
    """One layout each of JSON and HTML: only the way dates are written has changed."""
    match member.kind, member.stem:
        case "html", _:
            return "2024-html" if any(heading in _SECTIONS for heading, _ in _tables(member.page)) else None
        case _, "account":
            return "2024-json" if _account(member.json) is not None else None
    return "2024-json" if next(_sections(member.json), None) else None


def read(member: Member) -> Iterator[Found]:
    """The friends and the requests both ways, or the owner."""
    match member.kind, member.stem:
        case "html", _:
            yield from _sections_of_page(member.page)
        case _, "account":
            yield _account(member.json) or Owner()
        case _:
            yield from _sections(member.json)


def _sections(content: object) -> Iterator[PeopleList]:
    if not isinstance(content, dict):
        return
    for section, people in _SECTIONS.items():
        if section in content:
            yield PeopleList(*people, _entries(content[section]))


def _entries(value: object) -> Iterable[Entry]:
    """The records of a section; what is neither a list nor a record is not taken for nobody."""
    match value:
        case list() | None | {"Username": _}:
            return map(_entry, records_in(value))
    return [Unreadable("not a list")]


def _entry(item: object, deleted: str = "") -> Entry:
    if not isinstance(item, dict) or "Username" not in item:
        return Unreadable("no username")
    handle, name, since = (text_at(item, column) for column in _COLUMNS[:3])
    if name == deleted or is_telephone(name):
        name = ""
    return Account(name, handle, since=since or None) if name or handle else NotComparable(since)


def _account(content: object) -> Owner | None:
    match content:
        case {"Basic Information": {"Username": str(handle), **rest}}:
            return Owner(handle, text_at(rest, "Name"))
    return None


def _sections_of_page(page: Element) -> Iterator[PeopleList]:
    found: dict[str, list[Entry]] = {}
    for heading, table in _tables(page):
        if heading in _SECTIONS:
            found.setdefault(heading, []).extend(_entry(row, _DELETED) for row in _rows(table))
    return (PeopleList(*_SECTIONS[heading], entries) for heading, entries in found.items())


def _tables(page: Element) -> Iterator[tuple[str, Element]]:
    """Each table with the heading above it, which holds until the next one."""
    heading = ""
    for element in page.iter("h1", "h2", "h3", "h4", "table"):
        if element.tag != "table":
            heading = words_in(element)
        elif heading:
            yield heading, element


def _rows(table: Element) -> Iterator[dict[str, str]]:
    """The rows by column: by the header if it is in English, else in the order of the JSON's keys.

    A row of another width, in a table without such a header, has no columns and so no username.
    """
    columns: Sequence[str] = ()
    for row in _own_rows(table):
        cells = [words_in(cell) for cell in row.iter("td", "th")]
        if _COLUMNS[0] in cells:
            columns = cells
        elif any(cells) and next(row.iter("td"), None) is not None:
            known = columns or (_COLUMNS if len(cells) == len(_COLUMNS) else ())
            yield dict(zip(known, cells, strict=False))


def _own_rows(table: Element) -> Iterator[Element]:
    """The rows of a table itself: none of a table inside it, nor one that holds such a table."""
    for row in table.iter("tr"):
        if next(row.iterancestors("table")) is table and next(row.iter("table"), None) is None:
            yield row
