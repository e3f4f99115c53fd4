"""Threads: comes inside the Instagram archive, in `your_instagram_activity/threads/`.

A person is a username and, in some exports, the display name. Layouts seen: JSON 2023 (requests received in
a genuine export, the other lists in public parsers). No page of Threads was seen: one is read as
Instagram's are, since the same export writes both. Files are called as Instagram's are; what tells them
apart is the key, `text_post_app_…`, and the folder where an empty file has no key. Blocked and unfollowed
people stand in files of their own and are no relation.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from typing import Any

from connectors.contents import Element, words_in
from connectors.coverage import Coverage, Medium
from connectors.entries import Account, Entry, Found, PeopleList, Unreadable, records_in, text_at
from connectors.list_names import FOLLOWED, FOLLOWERS, RECEIVED, SENT, SENT_BEFORE
from connectors.members import Member
from connectors.meta import (
    HANDLE,
    blocks,
    entries_in,
    entries_of,
    is_blank,
    is_on,
    is_record,
    label_and_value,
    labelled,
    links_to,
    made_on,
    main_part,
    moment,
    outermost,
    repaired,
    text_in,
)
from schemas.extract import Owner

TITLE = "Threads"
MEMBERS = (
    "{your_instagram_activity/,}threads/{followers,following}{,_#}.{json,html}",
    "{your_instagram_activity/,}threads/{pending,recent}_follow_requests{,_#}.{json,html}",
    "{your_instagram_activity/,}threads/follow_requests_you_ve_received{,_#}.{json,html}",
    "{your_instagram_activity/,}threads/personal_information.json",
    "{your_instagram_activity/,}threads/no-data.txt",
)
ON_REQUEST = ()
LOOSE = ()
ARCHIVE_NAMES = (r"instagram-(?P<handle>[\w.]+)-(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)-\w{8}",)
SIGNS = ("your_instagram_activity/threads/",)
EXPECTED = ("followers", "accounts followed")
ASKS_FOR_DATES = True
COVERAGE = Coverage(
    media=(Medium.MICRO_BLOGGING,),
    checked=(
        "Followers, people you follow and follow requests both ways, by username, and by display name "
        "where the export has one."
    ),
    unchecked=(
        "People whose username says nothing of their name, where the export leaves out the display name."
    ),
    instead=(
        "Ask for the Instagram export with Threads ticked, as JSON and for all time. Look through your own "
        "list of followers in the app."
    ),
)


_BY_FILE = {
    "followers": FOLLOWERS,
    "following": FOLLOWED,
    "pending_follow_requests": SENT,
    "recent_follow_requests": SENT_BEFORE,
    "follow_requests_you_ve_received": RECEIVED,
}
_BY_KEY = {
    "followers": FOLLOWERS,
    "following": FOLLOWED,
    "follow_requests_sent": SENT,
    "permanent_follow_requests": SENT_BEFORE,
    "follow_requests_received": RECEIVED,
}
_KEY = re.compile(r"(?:text_post_app_)+(\w+)")
_PROFILE, _PROFILE_KEY = "personal_information", "profile"
_LABELS = {"Username": "username", "Name": "name", "Bio": "bio", "Website": "website"}
_HOSTS = ("threads.net", "threads.com")  # the second since 2025
_BLOCK, _HEADING = "_a6-g", "_a6-h"


def layout(member: Member) -> str | None:
    """One layout each of JSON and HTML: where the name stands varies from record to record."""
    match member.kind, member.stem:
        case "html", _:
            return "2023-html" if _is_our_page(member) else None
        case "txt", _:
            return "2023-json" if member.folder else None
        case _, "personal_information":
            return "2023-json" if member.folder or any(_keyed(member.json, (_PROFILE_KEY,))) else None
    return "2023-json" if _is_ours(member) else None


def read(member: Member) -> Iterator[Found]:
    """The lists of the file, or the owner's profile."""
    match member.kind, member.stem:
        case "html", _:
            yield PeopleList(*_BY_FILE[member.stem], _page_entries(member.page))
            yield from made_on(member.page, _BLOCK)
        case "txt", _:  # no-data.txt: the platform's own word for "nobody"
            yield from (PeopleList(*people, []) for people in (FOLLOWERS, FOLLOWED))
        case _, "personal_information":
            yield _owner(member.json)
        case _:
            yield from _lists(member)


def _is_ours(member: Member) -> bool:
    match member.json:
        case dict(content) if content and not is_record(content):
            return any(_keyed(content, _BY_KEY))
        case dict() | list() | None as content:
            return bool(member.folder) and all(map(is_record, records_in(content or [])[:1]))
    return False


def _keyed(content: object, names: Collection[str]) -> Iterator[tuple[str, object]]:
    """The values under these names, less what Threads writes before each, and those names."""
    for key, value in content.items() if isinstance(content, dict) else ():
        match = _KEY.fullmatch(str(key))
        if match and match[1] in names:
            yield match[1], value


def _lists(member: Member) -> Iterator[PeopleList]:
    """Every list by its key, or a bare one, known by its file."""
    found = list(_keyed(member.json, _BY_KEY))
    if not found:
        yield PeopleList(*_BY_FILE[member.stem], entries_of(member.json or [], _record))
    for key, items in found:
        yield PeopleList(*_BY_KEY[key], entries_of(items, _record))


def _record(item: object) -> Entry:
    match item:
        case {"label_values": [*labels], **rest}:
            return labelled(map(label_and_value, labels), moment(rest))
        case {"string_list_data": [dict(link), *_], **rest}:
            return _linked(link, repaired(text_at(rest, "title")).strip())
        case {"title": str(title)} if title.strip():
            return _named(repaired(title).strip())
    return Unreadable("no username")


def _linked(link: Mapping[Any, object], title: str) -> Entry:
    """An account from a link. The title is its display name, unless it only repeats the username."""
    address = text_at(link, "href")
    handle = repaired(text_at(link, "value")).strip() or _handle_in(address)
    if not handle:
        return _named(title, moment(link))
    name = "" if title.casefold() == handle.casefold() else title
    return Account(name, handle, address if _is_ours_at(address) else "", since=moment(link))


def _named(title: str, since: float | None = None) -> Entry:
    """An account of which nothing but the title is told: its username, if it can be one."""
    if not title:
        return Unreadable("no username")
    return Account(handle=title, since=since) if HANDLE.fullmatch(title) else Account(title, since=since)


def _is_ours_at(address: str) -> bool:
    return any(is_on(address, host) for host in _HOSTS)


def _handle_in(address: str) -> str:
    """The handle in a profile's address, `@` and queries aside; empty for any other address."""
    if not _is_ours_at(address):
        return ""
    steps = re.split(r"[/?#]", address.partition("://")[2])[1:]
    handle = steps[0].removeprefix("@") if steps else ""
    return handle if HANDLE.fullmatch(handle) else ""


def _owner(content: object) -> Owner:
    """Under English labels; in another language the handle alone, from the address that stands with it."""
    match next((records_in(profile) for _, profile in _keyed(content, (_PROFILE_KEY,))), []):
        case [{"string_map_data": {**fields}}, *_]:
            told = {word: _told(fields.get(label)) for label, word in _LABELS.items()}
            handle = told.pop("username") or _own_handle(fields)
            return Owner(handle, told.pop("name"), {word: text for word, text in told.items() if text})
    return Owner()


def _told(field: object) -> str:
    match field:
        case {"value": str(value)}:
            return repaired(value).strip()
    return ""


def _own_handle(fields: Mapping[Any, object]) -> str:
    addresses = (text_at(field, "href") for field in fields.values() if isinstance(field, dict))
    return next(filter(None, map(_handle_in, addresses)), "")


def _is_our_page(member: Member) -> bool:
    """Whether it is a page of people on Threads, or one of nobody in Threads' folder."""
    main = main_part(member.page)
    if main is None:
        return False
    if next(outermost(main, _BLOCK), None) is None:
        return bool(member.folder) and is_blank(main, member.data)
    return next(_links(main), None) is not None


def _links(element: Element) -> Iterator[Element]:
    return chain.from_iterable(links_to(element, host) for host in _HOSTS)


def _page_entries(page: Element) -> Iterator[Entry]:
    for block in blocks(page, _BLOCK):
        yield from entries_in(block, _BLOCK, _people_in, _block)


def _people_in(block: Element) -> int:
    return len({handle.casefold() for link in _links(block) if (handle := _handle_in(link.get("href", "")))})


def _block(block: Element) -> Entry:
    texts = [text for text in map(str.strip, map(str, block.itertext())) if text]
    for link in _links(block):
        address = link.get("href", "")
        if handle := _handle_in(address):
            heading = text_in(block, _HEADING)
            name = "" if heading.casefold() == handle.casefold() else heading
            since = texts[-1] if texts[-1] not in {heading, words_in(link)} else None
            return Account(name, handle, address, since=since)
    return Unreadable("no username")
