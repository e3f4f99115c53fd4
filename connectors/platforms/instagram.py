"""Instagram: "Download your information", JSON or HTML, "Followers and following".

Followers and people followed are handles; a display name stands only in some lists of 2026.
Layouts seen: JSON to 2020 (`connections.json`), 2021 (`followers_and_following/`), 2023 onwards
(`connections/`, numbered files), autumn 2025 (handle in `title`), 2026 (`label_values`); HTML to mid 2025
(link), autumn 2025 (`h2`), 2026 (a table in a nested block). All shapes can occur in one archive.
Labels are translated and keys are not, so a record is known by its shape.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import starmap
from typing import Any

from connectors.contents import Element, words_in
from connectors.coverage import Coverage, Medium
from connectors.entries import Account, Entry, Found, PeopleList, Unreadable, text_at
from connectors.list_names import FOLLOWED, FOLLOWERS, RECEIVED, SENT, SENT_BEFORE
from connectors.members import Member
from connectors.meta import (
    is_blank,
    is_on,
    label_and_value,
    links_to,
    made_on,
    main_part,
    moment,
    outermost,
    repaired,
    text_in,
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
_HANDLE = re.compile(r"[\w.]{1,30}")
_BLOCK, _LABEL, _VALUE = "_a6-g", "_a6_q", "_a6_r"
_PROFILE = "personal_information"
_PAGES = {"p", "reel", "reels", "stories", "explore", "accounts", "direct", "tv", "web", "about", "legal"}
"""First steps of an address on instagram.com that lead to no profile."""
_PROFILE_LABELS = {  # a translated label tells no bio from a name; those of the username are known
    "username": "username",
    "benutzername": "username",
    "nombre de usuario": "username",
    "nom d'utilisateur": "username",
    "nome utente": "username",
    "gebruikersnaam": "username",
    "nazwa użytkownika": "username",
    "nome de usuário": "username",
    "nome de utilizador": "username",
    "name": "name",
    "bio": "bio",
    "website": "website",
}

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
            yield PeopleList(*_BY_FILE[member.stem], map(_block, _blocks(member.page)))
            yield from made_on(member.page, _BLOCK)
        case "txt":  # no-data.txt: the platform's own word for "nobody"
            yield from (PeopleList(*people, []) for people in (FOLLOWERS, FOLLOWED))
        case _ if member.stem == _PROFILE:
            yield _owner(member.json)
        case _ if member.stem == "connections":
            yield from _old_lists(member.json)
        case _:
            yield from (PeopleList(*people, map(_record, items)) for people, items in _lists(member))


def _era(member: Member) -> str:
    return "2021" if member.folder == "followers_and_following" else "2023"


def _is_old(content: object) -> bool:
    match content:
        case {"followers": dict()} | {"following": dict()}:
            return True
    return False


def _json_layout(member: Member) -> str | None:
    lists = _lists(member)
    match next((items for _, items in lists if items), []):
        case [{"label_values": _}, *_]:
            return "2026-json"
        case [{"title": str(title), "string_list_data": [dict(link), *_]}, *_] if (
            title and "value" not in link
        ):
            return "2025-json"
    return f"{_era(member)}-json" if lists else None


def _lists(member: Member) -> list[tuple[_People, list[object]]]:
    """Each list of the file with its records; none if the file is another platform's of the same name."""
    own = _BY_FILE[member.stem]
    match member.json:
        case {"label_values": list()} | {"string_list_data": list()}:  # a lone record is a list of one
            return [(own, [member.json])]
        case {} as content if content:
            return list(_keyed(content, own))
        case dict() if member.folder:
            return [(own, [])]
        case list(items) if member.folder or any(map(_has_our_shape, items)):
            return [(own, items)]
        case [] if member.stem == "followers":
            return [(own, [])]
    return []


def _keyed(content: Mapping[Any, object], own: _People) -> Iterator[tuple[_People, list[object]]]:
    """The lists by their keys; one under a key we do not know is taken for what its file is called."""
    for key, items in content.items():
        if isinstance(items, list | None) and key.startswith("relationships_") and key not in _NO_RELATION:
            yield _BY_KEY.get(key, own), items or []


def _has_our_shape(item: object) -> bool:
    return isinstance(item, dict) and not {"string_list_data", "label_values"}.isdisjoint(item)


def _old_lists(content: object) -> Iterator[PeopleList]:
    if not isinstance(content, dict):
        return
    for key, people in _BY_OLD_KEY.items():
        match content.get(key, ""):
            case dict(since_by_handle):
                yield PeopleList(*people, starmap(_old_record, since_by_handle.items()))
            case [] | None:
                yield PeopleList(*people, [])


def _old_record(handle: str, since: object) -> Entry:
    if not handle.strip():
        return Unreadable("no username")
    return Account(handle=repaired(handle), since=since if isinstance(since, str) else None)


def _record(item: object) -> Entry:
    match item:
        case {"label_values": [*labels], **rest}:
            return _labelled(list(map(label_and_value, labels)), moment(rest))
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


def _labelled(labels: list[tuple[str, str]], since: float | str | None) -> Entry:
    """An account from labelled values. The URL is the person's own website, so it gives no handle.

    Labels are translated, their order is not: URL, Name, Username, and an empty one is left out.
    """
    named = {label: value for label, value in labels if value and label.casefold() != "url"}
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
    is_profile = bool(steps) and _HANDLE.fullmatch(steps[0]) is not None and steps[0].lower() not in _PAGES
    return steps[0] if is_profile else ""


def _owner(content: object) -> Owner:
    told: dict[str, str] = {}
    for label, value in _fields(content):
        if value and (word := _PROFILE_LABELS.get(label.casefold().replace("\u2019", "'"))):
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
    block = next(outermost(main, _BLOCK), None)
    if block is None:
        return f"{_era(member)}-html" if member.folder and is_blank(main, member.data) else None
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
    handle = text_in(block, "_a6-h")
    if _HANDLE.fullmatch(handle):
        return Account(handle=handle, since=_last_other_than({handle}, texts))
    return Unreadable("no username")


def _last_other_than(known: set[str], texts: list[str]) -> str | None:
    """The date: the last text of a block, unless that is something already read."""
    return texts[-1] if texts and texts[-1] not in known else None
