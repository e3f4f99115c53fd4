"""BeReal: the export its support sends, JSON.

A friend is a username, the full name that person gave (it may be empty or a forename alone) and a date.
Layouts seen: 2023 (a public parser, and a public description of a genuine export of 2026).

A friend request tells the id of whoever sent it and nothing else, so it is counted and not compared.
Nothing in a record says which way it went: `fromUserId` names a sender, and in that genuine export all were
received and still open, so every one is taken for received. Blocked people stand in a file of their own and
are no relation.

Facebook and Snapchat have a `friends.json`, too: a record's fields tell it apart, and an empty list is
BeReal's only if it lies beside a file that nobody else writes.
"""

from collections.abc import Iterator, Mapping

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
from connectors.list_names import FRIENDS, RECEIVED
from connectors.members import Member
from schemas.extract import Owner

TITLE = "BeReal"
MEMBERS = ("{friends,friend-requests,user}.json",)
ON_REQUEST = ()
LOOSE = ()
ARCHIVE_NAMES = ()
SIGNS = ("realmojis.json", "photos/{bereal,realmoji}/")
EXPECTED = ("friends",)
ASKS_FOR_DATES = False
COVERAGE = Coverage(
    media=(Medium.PERSONAL_PROFILES,),
    checked="Friends, by full name and username.",
    unchecked=(
        "Friend requests that you have not answered: the export gives a code for each, and no name. "
        "Friends of friends, who may see a post that is shared more widely, are in no file."
    ),
    instead="Look through the open friend requests in the app yourself.",
)

_LAYOUT = "2023-json"
_FRIEND_FIELDS = {"friendUsername", "friendFullname"}
_REQUEST_FIELDS = ({"fromUserId"}, {"status", "updatedAt"})  # a public parser allows for no sender
_ABOUT = {"biography": "bio", "location": "location"}
_OURS_ALONE = {"realmojis.json", "friend-requests.json", "memories.json", "push-tokens.json"}


def layout(member: Member) -> str | None:
    """The one layout there is, if the fields are BeReal's."""
    match member.stem:
        case "user":
            return _LAYOUT if {"username", "fullname"} <= _account(member).keys() else None
        case _ if items := records_in(member.json):
            return _LAYOUT if any(map(_is_ours, items)) else None
    return _LAYOUT if _stands_beside_ours(member) else None


def read(member: Member) -> Iterator[Found]:
    """The friends, the requests, or the owner."""
    match member.stem:
        case "user":
            yield _owner(_account(member))
        case "friends":
            yield PeopleList(*FRIENDS, map(_friend, records_in(member.json)))
        case _:
            yield PeopleList(*RECEIVED, map(_request, records_in(member.json)))


def _is_ours(item: object) -> bool:
    match item:
        case {**fields}:
            is_friend = not _FRIEND_FIELDS.isdisjoint(fields)
            return is_friend or any(needed <= fields.keys() for needed in _REQUEST_FIELDS)
    return False


def _stands_beside_ours(member: Member) -> bool:
    """Whether a file that only BeReal writes lies in the same folder, or is this one."""
    here = member.entry.path.rpartition("/")[0]
    beside = (entry.path.rpartition("/") for entry in member.archive.entries)
    return any(folder == here and name in _OURS_ALONE for folder, _, name in beside)


def _friend(item: object) -> Entry:
    if not isinstance(item, dict) or _FRIEND_FIELDS.isdisjoint(item):
        return Unreadable("no username")
    name, handle = text_at(item, "friendFullname"), text_at(item, "friendUsername")
    since = text_at(item, "createdAt")
    if name.strip() or handle.strip():
        return Account(name, handle, since=since or None)
    return NotComparable(since)


def _request(item: object) -> Entry:
    if not isinstance(item, dict) or not _is_ours(item):
        return Unreadable("no account")
    return NotComparable(text_at(item, "fromUserId") or text_at(item, "createdAt"))


def _account(member: Member) -> dict[str, object]:
    """What is needed of the account, so that neither the phone number nor the date of birth is ever built."""
    return member.json_parts(("username", "fullname", *_ABOUT))


def _owner(account: Mapping[str, object]) -> Owner:
    about = {word: text for key, word in _ABOUT.items() if (text := text_at(account, key))}
    return Owner(text_at(account, "username"), text_at(account, "fullname"), about)
