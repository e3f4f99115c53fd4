"""Instagram: "Download your information", JSON or HTML, "Followers and following".

Followers and people followed are handles; a display name stands only in some lists of 2026.
Layouts seen: JSON to 2020 (`connections.json`), 2021 (`followers_and_following/`), 2023 onwards
(`connections/`, numbered files), autumn 2025 (handle in `title`), 2026 (`label_values`); HTML to mid 2025
(link), autumn 2025 (`h2`), 2026 (a table in a nested block). All shapes can occur in one archive.
Labels are translated and keys are not, so a record is known by its shape.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import starmap
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
    repaired,
    text_in,
    word_of,
)
from schemas.extract import Owner
from schemas.words import Relation

TITLE = "Instagram"
MEMBERS = (
    "connections.json",
    "{,connections/}followers_and_following/{followers,following}{,_#}.{json,html}",
    "{,connections/}followers_and_following/{close_friends,pending_follow_requests}{,_#}.{json,html}",
    "{,connections/}followers_and_following/{recent_follow_requests,profiles_you_ve_favorited}{,_#}.{json,html}",
    "{,connections/}followers_and_following/{follow_requests_you_ve_received}{,_#}.{json,html}",
    "{,connections/}followers_and_following/no-data.txt",
    "personal_information/{,personal_information/}personal_information.json",
)
ON_REQUEST = ()
LOOSE = ()
ARCHIVE_NAMES = (r"instagram-(?P<handle>[\w.]+)-(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)-\w{8}",)
SIGNS = ("your_instagram_activity/", "followers_and_following/", "instagram_profile_information.json")
EXPECTED = ("followers", "accounts followed")
ASKS_FOR_DATES = True
COVERAGE = Coverage(
    media=(Medium.PERSONAL_PROFILES, Medium.FILE_SHARING),
    checked=(
        "Followers, accounts you follow, close friends, favourites, and follow requests in both directions, "
        "by username. In downloads of 2026 some of these lists also tell the name shown, which is then "
        "compared."
    ),
    unchecked=(
        "A username often says little of a person's name, and followers and accounts followed are told by "
        "nothing else, so people can be missed. Who only looks at your page, and direct messages, are not "
        "looked at."
    ),
    instead=(
        "Ask for all dates and for the JSON format. Look through your followers in the app too: there you "
        "see names and pictures that the download leaves out."
    ),
)

_CLOSE = ("close friends", Relation.FOLLOWING)
_FAVOURITES = ("favourites", Relation.FOLLOWING)

_BY_FILE = {
    "followers": FOLLOWERS,
    "following": FOLLOWED,
    "close_friends": _CLOSE,
    "profiles_you_ve_favorited": _FAVOURITES,
    "pending_follow_requests": SENT,
    "recent_follow_requests": SENT_BEFORE,
    "follow_requests_you_ve_received": RECEIVED,
}
_BY_KEY = {
    "relationships_followers": FOLLOWERS,
    "relationships_following": FOLLOWED,
    "relationships_close_friends": _CLOSE,
    "relationships_feed_favorites": _FAVOURITES,
    "relationships_follow_requests_sent": SENT,
    "relationships_permanent_follow_requests": SENT_BEFORE,
    "relationships_follow_requests_received": RECEIVED,
}
_NO_RELATION = {
    "relationships_unfollowed_users",
    "relationships_blocked_users",
    "relationships_restricted_users",
    "relationships_hide_stories_from",
    "relationships_dismissed_suggested_users",
    "relationships_following_hashtags",
    "relationships_custom_lists",
}
_BY_OLD_KEY = {  # connections.json, to 2020
    "followers": FOLLOWERS,
    "following": FOLLOWED,
    "close_friends": _CLOSE,
    "follow_requests_sent": SENT,
    "follow_requests_received": RECEIVED,
}
_HOST = "instagram.com"
_HOSTS_OF_THREADS = ("threads.net", "threads.com")
_BLOCK, _LABEL, _VALUE = "_a6-g", "_a6_q", "_a6_r"
_PROFILE = "personal_information"
_PAGES = {"p", "reel", "reels", "stories", "explore", "accounts", "direct", "tv", "web", "about", "legal"}
"""First steps of an address on instagram.com that lead to no profile."""

_People = tuple[str, Relation]


def layout(member: Member) -> str | None:
    """The generation, from the shape of the first record; from the folder where the shape did not change."""
    match member.kind:
        case "html":
            return _page_layout(member)
        case "txt":
            return f"{_era(member)}-json" if member.folder.endswith("followers_and_following") else None
        case _ if member.stem == "connections":
            return "2020-json" if _is_old(member.json) else None
        case _ if member.stem == _PROFILE:
            is_ours = member.folder or next(_fields(member.json), None)  # Threads has a file of this name
            return f"{_era(member)}-json" if is_ours else None
    return _json_layout(member)


def read(member: Member) -> Iterator[Found]:
    """The lists of the file, or the owner's profile."""
    match member.kind:
        case "html":
            yield PeopleList(*_BY_FILE[member.stem], _page_entries(member.page))
            yield from made_on(member.page, _BLOCK)
        case "txt":  # no-data.txt: the platform's own word for "nobody"
            yield from (PeopleList(*people, []) for people in (FOLLOWERS, FOLLOWED))
        case _ if member.stem == _PROFILE:
            yield _owner(member.json)
        case _ if member.stem == "connections":
            yield from _old_lists(member.json)
        case _:
            yield from (PeopleList(*people, entries_of(items, _record)) for people, items in _lists(member))


def _era(member: Member) -> str:
    return "2021" if member.folder == "followers_and_following" else "2023"


def _is_old(content: object) -> bool:
    match content:
        case {"followers": dict()} | {"following": dict()}:
            return True
    return False


def _json_layout(member: Member) -> str | None:
    lists = _lists(member)
    match next((records_in(items) for _, items in lists if items), []):
        case [{"label_values": _}, *_]:
            return "2026-json"
        case [{"title": str(title), "string_list_data": [dict(link), *_]}, *_] if (
            title and "value" not in link
        ):
            return "2025-json"
    return f"{_era(member)}-json" if lists else None


def _lists(member: Member) -> list[tuple[_People, object]]:
    """Each list of the file with what it holds; none if the file is another platform's of the same name."""
    own = _BY_FILE[member.stem]
    match member.json:
        case {} as content if content and not is_record(content):
            return list(_keyed(content, own))
        case {}:
            return [(own, records_in(member.json or None))] if member.folder or _has_ours(member.json) else []
        case [] if member.folder or member.name == "followers_1.json":  # many write nobody so, none numbered
            return [(own, [])]
        case [*items] if member.folder or any(map(_has_ours, items)):
            return [(own, items)]
    return []


def _keyed(content: Mapping[Any, object], own: _People) -> Iterator[tuple[_People, object]]:
    """The lists by their keys; one under a key we do not know is taken for what its file is called."""
    for key, items in content.items():
        is_new = key.startswith("relationships_") and key not in _NO_RELATION
        if key in _BY_KEY or (is_new and isinstance(items, list | dict | None)):
            yield _BY_KEY.get(key, own), items


def _has_ours(item: object) -> bool:
    """Whether this is a record of somebody who is not on Threads, where records look alike."""
    match item:
        case {"string_list_data": [{"href": str(address)}, *_]}:
            return not any(is_on(address, host) for host in _HOSTS_OF_THREADS)
    return is_record(item)


def _old_lists(content: object) -> Iterator[PeopleList]:
    if not isinstance(content, dict):
        return
    for key, people in _BY_OLD_KEY.items():
        if key in content:
            yield PeopleList(*people, _old_entries(content[key]))


def _old_entries(content: object) -> Iterable[Entry]:
    match content:
        case dict(since_by_handle):
            return starmap(_old_record, since_by_handle.items())
    return entries_of(content, _record)


def _old_record(handle: str, since: object) -> Entry:
    if not handle.strip():
        return Unreadable("no username")
    return Account(handle=repaired(handle), since=since if isinstance(since, str) else None)


def _record(item: object) -> Entry:
    match item:
        case {"label_values": [*labels], **rest}:
            return labelled(map(label_and_value, labels), moment(rest))
        case {"string_list_data": [dict(link), *_], **rest}:
            return _linked(link, rest)
        case {"title": str(handle)} if handle.strip():
            return Account(handle=repaired(handle))
    return Unreadable("no username")


def _linked(link: Mapping[Any, object], rest: Mapping[Any, object]) -> Entry:
    """An account from a link: its handle is the link's value, else in its address, else the title."""
    address = text_at(link, "href")
    linked = _handle_in(address)
    handle = text_at(link, "value").strip() or linked or text_at(rest, "title").strip()
    if not handle:
        return Unreadable("no username")
    url = address if linked else ""
    return Account(handle=repaired(handle), profile_url=url, since=moment(link))


def _handle_in(address: str) -> str:
    """The handle in a profile's address, `/_u/` and queries aside; empty for any other address."""
    if not is_on(address, _HOST):
        return ""
    steps = [step for step in re.split(r"[/?#]", address.partition("://")[2])[1:] if step and step != "_u"]
    is_profile = bool(steps) and HANDLE.fullmatch(steps[0]) is not None and steps[0].lower() not in _PAGES
    return steps[0] if is_profile else ""


def _owner(content: object) -> Owner:
    told: dict[str, str] = {}
    for label, value in _fields(content):
        if value and (word := word_of(label)):
            told.setdefault(word, value)
    return Owner(told.pop("username", ""), told.pop("name", ""), told)


def _fields(content: object) -> Iterator[tuple[str, str]]:
    """The labels of the profile with their values; Meta breaks the letters of both."""
    match content:
        case {"profile_user": [{"string_map_data": dict(fields)}, *_]}:
            for label, field in fields.items():
                if isinstance(field, dict):
                    yield repaired(label).strip(), repaired(text_at(field, "value")).strip()
        case {"profile_user": [{"label_values": [*labels]}, *_]} | {"label_values": [*labels]}:
            yield from map(label_and_value, labels)


def _page_layout(member: Member) -> str | None:
    main = main_part(member.page)
    if main is None:
        return None
    block = next(blocks(member.page, _BLOCK), None)
    if block is None:
        return f"{_era(member)}-html" if member.folder and is_blank(main, member.data) else None
    if text_in(block, _VALUE):
        return "2026-html"
    if next(links_to(block, _HOST), None) is None and not member.folder:
        return None
    return "2025-html" if text_in(block, "_a6-h") else f"{_era(member)}-html"


def _page_entries(page: Element) -> Iterator[Entry]:
    for block in blocks(page, _BLOCK):
        yield from entries_in(block, _BLOCK, _people_in, _block)


def _people_in(block: Element) -> int:
    """How many people a block's tables of labels tell, else how many profiles it links to."""
    labels = [Counter(label for label, _ in rows) for rows in _tables(block)]
    handles = {_handle_in(link.get("href", "")).casefold() for link in links_to(block, _HOST)} - {""}
    return sum(max(each.values()) for each in labels) or len(handles) or bool(text_in(block, "_a6-h"))


def _tables(block: Element) -> list[list[tuple[str, str]]]:
    """The labels with their values, table by table."""
    tables = (
        [(text_in(row, _LABEL), text_in(row, _VALUE)) for row in each.iter("tr")]
        for each in block.iter("table")
    )
    return list(filter(None, tables))


def _block(block: Element) -> Entry:
    texts = [text for text in map(str.strip, map(str, block.itertext())) if text]
    if tables := _tables(block):
        known = {text for rows in tables for row in rows for text in row}
        return labelled(tables[0], _last_other_than(known, texts))
    for link in links_to(block, _HOST):
        if handle := _handle_in(link.get("href", "")):
            shown = {words_in(link), text_in(block, "_a6-h")}
            url = link.get("href", "")
            return Account(handle=handle, profile_url=url, since=_last_other_than(shown, texts))
    handle = text_in(block, "_a6-h")
    if HANDLE.fullmatch(handle):
        return Account(handle=handle, since=_last_other_than({handle}, texts))
    return Unreadable("no username")


def _last_other_than(known: set[str], texts: list[str]) -> str | None:
    """The date: the last text of a block, unless that is something already read."""
    return texts[-1] if texts and texts[-1] not in known else None
