"""Discord: "Request all of my data", JSON.

A friend is a username and a name: the display name that person chose, or else the nickname the owner gave.
Layouts seen: 2021, `relationships` in `Account/user.json`, a folder
whose name is translated (fixtures of a public parser for packages of 2021 and 2025; Discord's help page
says that the friends list is in this file). No dates were seen.

Kinds of relation are the numbers of Discord's public interface: 1 friend, 3 a request received, 4 one sent.
Blocked (2), implied (5) and suggested (6) people are no relation; what is of no known kind is counted as
unreadable. A file without relationships is not taken for one without friends.

The file also holds addresses, sessions, payments and settings: nothing but the username and the
relationships is ever built.
"""

from collections.abc import Iterator, Mapping
from typing import Any

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
from schemas.extract import Owner

TITLE = "Discord"
MEMBERS = (
    "user.json",  # whatever its folder is called
    "activities_#/users/user.json",  # listed to be told apart: nothing in it is wanted
)
ON_REQUEST = ()
LOOSE = ()
ARCHIVE_NAMES = ()
SIGNS = ("{c,}#/channel.json", "#/guild.json", "activity/{analytics,reporting}/")
EXPECTED = ("friends",)
ASKS_FOR_DATES = False
COVERAGE = Coverage(
    media=(Medium.MESSAGING, Medium.FORUMS),
    checked=(
        "Friends and friend requests both ways, by username and display name; your own nickname for them "
        "counts only where the package tells no display name."
    ),
    unchecked=(
        "People whose username says nothing of their name. People who share a server with you, or who "
        "write to you and are no friend, stand only beside messages, which are never opened."
    ),
    instead="Look through the members of small servers yourself, and through the people who write to you.",
)

_FRIEND = 1
_BY_KIND = {
    _FRIEND: FRIENDS,
    3: RECEIVED,
    4: SENT,
}
_NO_RELATION = {0, 2, 5, 6}
_LAYOUT = "2021-json"


def layout(member: Member) -> str | None:
    """The one layout there is: a username and the relationships beside it."""
    if _is_of_activities(member):
        return _LAYOUT
    match _parts(member):
        case {"username": str(), "relationships": [] | None}:
            return _LAYOUT
        case {"username": str(), "relationships": people} if any(map(_is_relationship, records_in(people))):
            return _LAYOUT
    return None


def read(member: Member) -> Iterator[Found]:
    """The owner, the friends and the requests both ways."""
    if _is_of_activities(member):
        return
    parts = _parts(member)
    yield Owner(text_at(parts, "username"))
    people = records_in(parts.get("relationships"))
    for kind, named in _BY_KIND.items():
        yield PeopleList(*named, [_entry(item) for item in people if _kind(item) == kind])


def _is_of_activities(member: Member) -> bool:
    """Whether this is the other file of that name, which holds no friends."""
    return bool(member.folder)


def _parts(member: Member) -> dict[str, object]:
    return member.json_parts(("username", "relationships"))


def _is_relationship(item: object) -> bool:
    match item:
        case {"type": _, "user": _} | {"type": _, "id": _}:
            return True
    return False


def _kind(item: object) -> int:
    """What kind of relation it is. One that nobody knows stands among the friends, so that it is counted."""
    match item:
        case {"type": int(kind)} if kind in _BY_KIND or kind in _NO_RELATION:
            return kind
    return _FRIEND


def _entry(item: object) -> Entry:
    match item:
        case {"type": int(kind), **record} if kind in _BY_KIND:
            return _account(record)
    return Unreadable("no known kind of relation")


def _account(record: Mapping[Any, object]) -> Entry:
    match record:
        case {"user": {"username": str(handle), **person}} if handle.strip():
            return Account(text_at(person, "global_name").strip() or text_at(record, "nickname"), handle)
        case {"id": str(told)}:
            return NotComparable(told)
    return Unreadable("no account")
