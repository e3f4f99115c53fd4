"""Instagram: "Download your information", JSON or HTML, "Followers and following".

Followers and people followed are handles; a display name stands only in some lists of 2026.
Layouts seen: JSON to 2020 (`connections.json`), 2021 (`followers_and_following/`), 2023 onwards
(`connections/`, numbered files), autumn 2025 (handle in `title`), 2026 (`label_values`); HTML to mid 2025
(link), autumn 2025 (`h2`), 2026 (a table in a nested block). All shapes can occur in one archive.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import starmap
from typing import Any

from connectors.contents import Element, words_in
from connectors.entries import Account, Entry, Found, PeopleList, Unreadable, text_at
from connectors.members import Member
from connectors.meta import is_on, links_to, main_part, moment, outermost, repaired, text_in
from schemas.extract import Owner
from schemas.words import Relation

TITLE = "Instagram"
MEMBERS = (
    "connections.json",
    "{,connections/}followers_and_following/{followers,following}{,_#}.{json,html}",
    "{,connections/}followers_and_following/{close_friends,pending_follow_requests}.{json,html}",
    "{,connections/}followers_and_following/{recent_follow_requests,follow_requests_you_ve_received}.{json,html}",
    "{,connections/}followers_and_following/no-data.txt",
    "personal_information/{,personal_information/}personal_information.json",
)
SIGNS = ("your_instagram_activity/", "followers_and_following/", "instagram_profile_information.json")
EXPECTED = ("followers", "accounts followed")
ASKS_FOR_DATES = True

_FOLLOWERS = ("followers", Relation.FOLLOWER)
_FOLLOWED = ("accounts followed", Relation.FOLLOWING)
_CLOSE = ("close friends", Relation.FOLLOWING)
_RECEIVED = ("requests received", Relation.REQUEST_RECEIVED)
_SENT = ("requests sent", Relation.REQUEST_SENT)
_RECENT = ("requests sent before", Relation.REQUEST_SENT)

_BY_FILE = {
    "followers": _FOLLOWERS,
    "following": _FOLLOWED,
    "close_friends": _CLOSE,
    "pending_follow_requests": _SENT,
    "recent_follow_requests": _RECENT,
    "follow_requests_you_ve_received": _RECEIVED,
}
_BY_KEY = {
    "relationships_followers": _FOLLOWERS,
    "relationships_following": _FOLLOWED,
    "relationships_close_friends": _CLOSE,
    "relationships_follow_requests_sent": _SENT,
    "relationships_permanent_follow_requests": _RECENT,
    "relationships_follow_requests_received": _RECEIVED,
}
_BY_OLD_KEY = {  # connections.json, to 2020
    "followers": _FOLLOWERS,
    "following": _FOLLOWED,
    "close_friends": _CLOSE,
    "follow_requests_sent": _SENT,
    "follow_requests_received": _RECEIVED,
}
_HOST = "instagram.com"
_HANDLE = re.compile(r"[\w.]{1,30}")
_BLOCK, _LABEL, _VALUE = "_a6-g", "_a6_q", "_a6_r"
_PROFILE = "personal_information"


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
            return f"{_era(member)}-json"
    return _json_layout(member)


def read(member: Member) -> Iterator[Found]:
    """The lists of the file, or the owner's profile."""
    match member.kind, member.json if member.kind == "json" else None:
        case "html", _:
            yield PeopleList(*_BY_FILE[member.stem], map(_block, _blocks(member.page)))
        case "txt", _:  # no-data.txt: the platform's own word for "nobody"
            yield from (PeopleList(*people, []) for people in (_FOLLOWERS, _FOLLOWED))
        case _, content if member.stem == _PROFILE:
            yield _owner(content)
        case _, dict(content) if member.stem == "connections":
            yield from _old_lists(content)
        case _, content:
            people, items = _people(member, content)
            yield PeopleList(*people, map(_record, items))


def _era(member: Member) -> str:
    return "2021" if member.folder == "followers_and_following" else "2023"


def _is_old(content: object) -> bool:
    match content:
        case {"followers": dict()} | {"following": dict()}:
            return True
    return False


def _json_layout(member: Member) -> str | None:
    if _is_foreign(member):
        return None
    _, items = _people(member, member.json)
    match items:
        case [{"label_values": _}, *_]:
            return "2026-json"
        case [{"title": str(title), "string_list_data": [dict(link), *_]}, *_] if (
            title and "value" not in link
        ):
            return "2025-json"
    return f"{_era(member)}-json"


def _is_foreign(member: Member) -> bool:
    """Whether this is no list of Instagram's: Threads and Facebook have files of the same names."""
    match member.json:
        case {"label_values": list()}:
            return False
        case dict(content):
            ours = any(key in _BY_KEY and isinstance(content[key], list | None) for key in content)
            return not (ours or (member.folder and not content))
        case [{"string_list_data": _} | {"label_values": _}, *_]:
            return False
        case []:
            return not member.folder and member.stem != "followers"
    return True


def _people(member: Member, content: object) -> tuple[tuple[str, Relation], list[object]]:
    """Which list, by its key or else by its file, and its records; a lone record is a list of one (2026)."""
    match content:
        case {"label_values": _}:
            return _BY_FILE[member.stem], [content]
        case dict():
            key = next((key for key in content if key in _BY_KEY), None)
            items = content.get(key)
            people = _BY_KEY[key] if key else _BY_FILE[member.stem]
            return people, items if isinstance(items, list) else []
        case list():
            return _BY_FILE[member.stem], content
    return _BY_FILE[member.stem], []


def _old_lists(content: Mapping[Any, object]) -> Iterator[PeopleList]:
    for key, people in _BY_OLD_KEY.items():
        match content.get(key):
            case dict(since_by_handle):
                yield PeopleList(*people, starmap(_old_record, since_by_handle.items()))


def _old_record(handle: str, since: object) -> Entry:
    if not handle.strip():
        return Unreadable("no username")
    return Account(handle=repaired(handle), since=since if isinstance(since, str) else None)


def _record(item: object) -> Entry:
    match item:
        case {"label_values": [*labels], **rest}:
            return _labelled([_label(label) for label in labels], moment(rest))
        case {"string_list_data": [dict(link), *_], **rest}:
            return _linked(link, rest)
        case {"title": str(handle)} if handle.strip():
            return Account(handle=repaired(handle))
    return Unreadable("no username")


def _linked(link: Mapping[Any, object], rest: Mapping[Any, object]) -> Entry:
    """An account from a link: its handle is the link's value, else in its address, else the title."""
    address = text_at(link, "href")
    handle = text_at(link, "value").strip() or _handle_in(address) or text_at(rest, "title").strip()
    if not handle:
        return Unreadable("no username")
    url = address if is_on(address, _HOST) else ""
    return Account(handle=repaired(handle), profile_url=url, since=moment(link))


def _label(item: object) -> tuple[str, str]:
    match item:
        case {"label": str(label), "value": str(value)}:
            return repaired(label), repaired(value).strip()
    return "", ""


def _labelled(labels: list[tuple[str, str]], since: float | str | None) -> Entry:
    """An account from labelled values. The URL is the person's own website, so it gives no handle.

    Labels are translated, their order is not: URL, Name, Username, and an empty one is left out.
    """
    named = {label: value for label, value in labels if value}
    if "Username" in named:
        name, handle = named.get("Name", ""), named["Username"]
    else:
        *names, handle = ["", *(value for value in named.values() if "://" not in value)]
        name = names[-1] if names else ""
        if not _HANDLE.fullmatch(handle):
            name, handle = handle, ""
    return Account(name, handle, since=since) if name or handle else Unreadable("no username")


def _handle_in(address: str) -> str:
    """The handle in a profile's address, `/_u/` and queries aside; empty for any other address."""
    if not is_on(address, _HOST):
        return ""
    steps = [step for step in re.split(r"[/?#]", address.partition("://")[2])[1:] if step and step != "_u"]
    return steps[0] if steps and _HANDLE.fullmatch(steps[0]) else ""


def _owner(content: object) -> Owner:
    """Only under English labels: nothing but the label tells a bio from a name."""
    told = {}
    for label in ("Username", "Name", "Bio", "Website"):
        match content:
            case {"profile_user": [{"string_map_data": {**fields}}, *_]}:
                match fields.get(label):
                    case {"value": str(value)} if value.strip():
                        told[label.lower()] = repaired(value)
    return Owner(told.pop("username", ""), told.pop("name", ""), told)


def _page_layout(member: Member) -> str | None:
    main = main_part(member.page)
    if main is None:
        return None
    block = next(outermost(main, _BLOCK), None)
    if block is None:
        return f"{_era(member)}-html" if member.folder else None
    if text_in(block, _VALUE):
        return "2026-html"
    if next(links_to(block, _HOST), None) is None and not member.folder:
        return None
    return "2025-html" if text_in(block, "_a6-h") else f"{_era(member)}-html"


def _blocks(page: Element) -> Iterator[Element]:
    main = main_part(page)
    if main is not None:
        yield from outermost(main, _BLOCK)


def _block(block: Element) -> Entry:
    texts = [text for text in map(str.strip, map(str, block.itertext())) if text]
    rows = [(text_in(row, _LABEL), text_in(row, _VALUE)) for row in block.iter("tr")]
    if rows:
        known = {text for row in rows for text in row}
        return _labelled(rows, _last_other_than(known, texts))
    for link in links_to(block, _HOST):
        if handle := _handle_in(link.get("href", "")):
            shown = {words_in(link), text_in(block, "_a6-h")}
            url = link.get("href", "")
            return Account(handle=handle, profile_url=url, since=_last_other_than(shown, texts))
    return Unreadable("no username")


def _last_other_than(known: set[str], texts: list[str]) -> str | None:
    """The date: the last text of a block, unless that is something already read."""
    return texts[-1] if texts and texts[-1] not in known else None
