"""Bluesky: the pages its public address answers with (JSON), and the repository that it exports (CAR).

A page of `getFollowers` or `getFollows` tells of each person a handle and, mostly, a display name. A
repository tells account ids alone, which no roster could be compared with, and only of the accounts
followed: a follow is a record of the one who follows. One that was taken back is normally not in it any
more; blocks come in any order, and one may stand there twice. Layouts: pages as in the test data of a
public client, 2023 onwards; repositories as in the published specification and public parsers, 2023
onwards.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from connectors.content_archive import is_content_archive, records
from connectors.coverage import Coverage, Medium
from connectors.entries import Account, Entry, Found, NotComparable, PeopleList, Unreadable, text_at
from connectors.list_names import FOLLOWED, FOLLOWERS
from connectors.members import Member
from schemas.extract import Owner

TITLE = "Bluesky"
MEMBERS = ("{,app.bsky.graph.get}{followers,follows}{,_#,-#}.json", "*.car")
ON_REQUEST = ()
LOOSE = ("*.json",)
ARCHIVE_NAMES = ()
SIGNS = ("repo.car",)
EXPECTED = ("accounts followed",)
ASKS_FOR_DATES = False
COVERAGE = Coverage(
    media=(Medium.MICRO_BLOGGING,),
    checked="Followers and accounts followed, by display name and handle, from saved pages of the two lists.",
    unchecked=(
        "The export (repo.car) holds no followers, and of the accounts followed only ids: they are counted "
        "and cannot be compared."
    ),
    instead=(
        "Bluesky shows both lists to everybody. Open https://public.api.bsky.app/xrpc/app.bsky.graph.getFollowers"
        "?limit=100&actor=YOUR-HANDLE in a browser and save the page; while it ends with a cursor, open the "
        "address again with &cursor= and that text after it. Then do the same with getFollows, and hand in "
        "all the pages together."
    ),
    never_exported=("followers",),
)

_LISTS = {
    "followers": FOLLOWERS,
    "follows": FOLLOWED,
}
_A_PAGE = re.compile(rb'"(?:followers|follows|subject)"\s*:')
_FOLLOW = "app.bsky.graph.follow"
_INVALID = "handle.invalid"  # what stands there when a handle no longer leads to its account

Page = Mapping[Any, object]


def layout(member: Member) -> str | None:
    """One layout each of pages and of repositories."""
    if member.kind == "car":
        return "2023-car" if is_content_archive(member.beginning) else None
    if not _A_PAGE.search(member.beginning):
        return None
    return "2023-json" if _pages(member.json) else None


def read(member: Member) -> Iterator[Found]:
    """The lists of the pages and whose they are, or the ids that a repository follows."""
    if member.kind == "car":
        yield PeopleList(*_LISTS["follows"], _followed(member))
        return
    pages = _pages(member.json)
    for word, people in _LISTS.items():
        of_this = [page for page in pages if word in page]
        if of_this:
            yield PeopleList(*people, [_person(item) for page in of_this for item in _items(page, word)])
        if of_this and text_at(of_this[-1], "cursor"):
            member.notes.append(
                f"{member.path} says that more {people[0]} follow on another page: people are missing unless "
                "that was handed in as well"
            )
    yield from _owners(pages)


def _pages(content: object) -> list[Page]:
    """The pages, be it one or a list of them; none if there is anything else among them."""
    pages: list[Any] = content if isinstance(content, list) else [content]
    return pages if all(map(_is_page, pages)) else []


def _is_page(page: object) -> bool:
    match page:
        case {"subject": {"did": str()}, "followers": [*_]} | {"subject": {"did": str()}, "follows": [*_]}:
            return True
    return False


def _items(page: Page, word: str) -> list[object]:
    items = page[word]
    return items if isinstance(items, list) else []


def _person(item: object) -> Entry:
    match item:
        case {"did": str(who), **rest}:
            name, handle = text_at(rest, "displayName"), _known_handle(rest)
            return Account(name, handle) if name.strip() or handle else NotComparable(who)
    return Unreadable("no account id")


def _known_handle(account: Page) -> str:
    handle = text_at(account, "handle").strip()
    return "" if handle == _INVALID else handle


def _owners(pages: list[Page]) -> Iterator[Owner]:
    """Whose lists they are: told on every page, and once for each account."""
    told: dict[str, Owner] = {}
    for page in pages:
        match page["subject"]:
            case {"did": str(who), **rest} if who not in told:
                bio = text_at(rest, "description")
                profile = {"bio": bio} if bio else {}
                told[who] = Owner(_known_handle(rest), text_at(rest, "displayName"), profile)
    yield from told.values()


def _followed(member: Member) -> Iterator[Entry]:
    """Each account followed, once however many records say so."""
    told: set[str] = set()
    with member.stream() as file:
        for record in records(file, _FOLLOW, member.path):
            match record:
                case {"subject": str(who)}:
                    if who not in told:
                        told.add(who)
                        yield NotComparable(who)
                case _:
                    yield Unreadable("no account id")
