"""Snapchat: "My Data", JSON and HTML side by side.

A friend is a username and the name the owner's phone shows, which may be a nickname, an emoji or a telephone
number; it is kept as written.
Layouts seen: `json/friends.json` and `html/friends.html`, 2023 and 2024. Deleted and blocked people and
suggestions stand in the same file and are no relation, so they are left out.
"""

from collections.abc import Iterator

from connectors.contents import Element, words_in
from connectors.coverage import Coverage, Medium
from connectors.entries import Account, Entry, Found, NotComparable, PeopleList, Unreadable, text_at
from connectors.list_names import FRIENDS, RECEIVED, SENT
from connectors.members import Member
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
        "A nickname, an emoji or a telephone number says little of a person's name, so people can be "
        "missed. Who follows a public profile is in no download; chats, snaps and memories are not opened."
    ),
    instead="Look through your friends in the app, above all those you have given a nickname.",
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
            for heading, table in _tables(member.page):
                if heading in _SECTIONS:
                    yield PeopleList(*_SECTIONS[heading], [_entry(row, _DELETED) for row in _rows(table)])
        case _, "account":
            yield _account(member.json) or Owner()
        case _:
            yield from _sections(member.json)


def _sections(content: object) -> Iterator[PeopleList]:
    if not isinstance(content, dict):
        return
    for section, people in _SECTIONS.items():
        match content.get(section, ""):
            case [*items]:
                yield PeopleList(*people, map(_entry, items))
            case None:
                yield PeopleList(*people, [])


def _entry(item: object, deleted: str = "") -> Entry:
    if not isinstance(item, dict) or "Username" not in item:
        return Unreadable("no username")
    handle, name, since = (text_at(item, column) for column in _COLUMNS[:3])
    if name == deleted:
        name = ""
    return Account(name, handle, since=since or None) if name or handle else NotComparable(since)


def _account(content: object) -> Owner | None:
    match content:
        case {"Basic Information": {"Username": str(handle), **rest}}:
            return Owner(handle, text_at(rest, "Name"))
    return None


def _tables(page: Element) -> Iterator[tuple[str, Element]]:
    """Each section's heading with the table that follows it."""
    heading = ""
    for element in page.iter("h1", "h2", "h3", "h4", "table"):
        if element.tag != "table":
            heading = words_in(element)
        elif heading:
            yield heading, element
            heading = ""


def _rows(table: Element) -> Iterator[dict[str, str]]:
    """The rows by column: by the header if there is one, else in the order of the JSON's keys."""
    columns: tuple[str, ...] = _COLUMNS
    for row in table.iter("tr"):
        cells = [words_in(cell) for cell in row.iter("td", "th")]
        if _COLUMNS[0] in cells:
            columns = tuple(cells)
        elif any(cells) and next(row.iter("td"), None) is not None:
            yield dict(zip(columns, cells, strict=False))
