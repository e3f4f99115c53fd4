"""Flickr: "Request my Flickr data", JSON.

A contact is somebody the owner follows: a screen name and the address of a page, whose last step is a name
that person chose or, if they chose none, an id. No dates. Layouts seen: 2018, `contacts_part001.json` and,
laid out alike, `followers_part001.json` (public parsers and a public description; no genuine file was
seen). An empty list may be written as `[]` where a full one is an object.
"""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from connectors.coverage import Coverage, Medium
from connectors.entries import Account, Entry, Found, NotComparable, PeopleList, Unreadable, text_at
from connectors.list_names import FOLLOWERS
from connectors.members import Member
from schemas.extract import Owner
from schemas.words import Relation

TITLE = "Flickr"
MEMBERS = ("{contacts,followers}_part#.json", "account_profile.json")
ON_REQUEST = ()
LOOSE = ()
ARCHIVE_NAMES = ()
SIGNS = (
    "account_testimonials.json",
    "{photos,sets,galleries,apps}_comments_part#.json",
    "{received,sent}_flickrmail_part#.json",
    "data-download-#{,.zip}/",
)
EXPECTED = ("contacts", "followers")
ASKS_FOR_DATES = False
COVERAGE = Coverage(
    media=(Medium.FILE_SHARING,),
    checked=(
        "Contacts, who are the people you follow, and followers, by screen name and by the name in the "
        "address of their page."
    ),
    unchecked=(
        "People whose screen name and address say nothing of their own name. People who only look at your "
        "photographs are in no file. How followers are written is known from public programs alone: nobody "
        "here has seen that list in a genuine export."
    ),
    instead="Look through the followers on your own page, where real names may be shown.",
)

_LAYOUT = "2018-json"
_LISTS = {
    "contacts": ("contacts", Relation.FOLLOWING),
    "followers": FOLLOWERS,
}
_ADDRESS = re.compile(r"https?://(?:[\w-]+\.)*flickr\.com/(?:people|photos)/([^/?#]+)", re.IGNORECASE)
_ID = re.compile(r"\d+@n\d\d", re.IGNORECASE)
_ABOUT = {"description": "bio", "website_url": "website", "city": "location", "occupation": "occupation"}


def layout(member: Member) -> str | None:
    """The one layout there is."""
    if member.stem == "account_profile":
        return _LAYOUT if {"screen_name", "real_name"} <= _account(member).keys() else None
    match member.json:
        case {**lists} if lists:
            is_ours = isinstance(lists.get(member.stem, ""), dict | list | None)
            return _LAYOUT if is_ours else None
        case [] | {} | None:
            return _LAYOUT
    return None


def read(member: Member) -> Iterator[Found]:
    """The one list of the file, or the owner."""
    if member.stem == "account_profile":
        yield _owner(_account(member))
        return
    match member.json:
        case {**lists}:
            yield PeopleList(*_LISTS[member.stem], _entries(lists.get(member.stem)))
        case _:
            yield PeopleList(*_LISTS[member.stem], [])


def _entries(people: object) -> Iterator[Entry]:
    match people:
        case dict():
            yield from (_entry(name, address) for name, address in people.items())
        case list():  # empty; anything else in a list was never seen
            yield from (Unreadable("no name") for _ in people)


def _entry(name: str, address: object) -> Entry:
    page = _ADDRESS.match(address) if isinstance(address, str) else None
    step = unquote(page[1]) if page else ""
    handle = "" if _ID.fullmatch(step) else step
    shown = "" if _ID.fullmatch(name.strip()) else name
    if shown.strip() or handle:
        return Account(shown, handle, page.string if page else "")
    return NotComparable(step or name)


def _account(member: Member) -> dict[str, object]:
    """What is needed of the account, so that its e-mail address is never built."""
    return member.json_parts(("screen_name", "real_name", "path_alias", *_ABOUT))


def _owner(account: Mapping[str, object]) -> Owner:
    screen_name = text_at(account, "screen_name")
    about = {word: text for key, word in _ABOUT.items() if (text := text_at(account, key))}
    return Owner(
        text_at(account, "path_alias") or screen_name, text_at(account, "real_name") or screen_name, about
    )
