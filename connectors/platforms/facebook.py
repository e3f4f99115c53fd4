"""Facebook: "Download your information", JSON or HTML, "Connections" (before 2023 "Friends and followers").

A friend is a display name and nothing more: no address, no id, so two of one name cannot be told apart.
Layouts seen: JSON 2018 (`friends/`), 2020 (`friends_and_followers/`), 2022, 2023 onwards (`connections/`);
HTML to 2021 (`uiBoxWhite`), 2022 (`div._a6-g`), late 2024 (`section._a6-g`). File names stay English in
every language.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from connectors.contents import Element
from connectors.entries import Account, Entry, Found, NotComparable, PeopleList, Unreadable, text_at
from connectors.members import Member
from connectors.meta import links_to, main_part, moment, outermost, repaired, text_in
from schemas.extract import Owner
from schemas.words import Relation

TITLE = "Facebook"
MEMBERS = (
    "friends/{friends,sent_friend_requests,received_friend_requests}.{json,html}",
    "following_and_followers/{following,followers}.{json,html}",
    "{,your_facebook_activity/}friends_and_followers/{friends,following,followers,who_you_follow}.{json,html}",
    "{,your_facebook_activity/}friends_and_followers/friend_requests_{sent,received}.{json,html}",
    "connections/friends/{your_friends,sent_friend_requests,received_friend_requests}.{json,html}",
    "connections/followers/{who_you_ve_followed,people_who_followed_you}{,_#}.{json,html}",
    "{friends,following_and_followers,connections/friends,connections/followers}/no-data.txt",
    "{,personal_information/}profile_information/profile_information.json",
)
SIGNS = (
    "your_facebook_activity/",
    "your_activity_across_facebook/",
    "this_profile_s_activity_across_facebook/",
    "friends_and_followers/",
    "connections/followers/",
    "connections/friends/",
)
EXPECTED = ("friends", "followers", "accounts followed")
ASKS_FOR_DATES = True

_FRIENDS = ("friends", Relation.FRIEND)
_FOLLOWERS = ("followers", Relation.FOLLOWER)
_FOLLOWED = ("accounts followed", Relation.FOLLOWING)
_RECEIVED = ("requests received", Relation.REQUEST_RECEIVED)
_SENT = ("requests sent", Relation.REQUEST_SENT)

_BY_KEY = {
    "friends": _FRIENDS,
    "followers": _FOLLOWERS,
    "following": _FOLLOWED,
    "received_requests": _RECEIVED,
    "sent_requests": _SENT,
}
_BY_FILE = {
    "your_friends": _FRIENDS,
    "friends": _FRIENDS,
    "people_who_followed_you": _FOLLOWERS,
    "followers": _FOLLOWERS,
    "who_you_ve_followed": _FOLLOWED,
    "who_you_follow": _FOLLOWED,
    "following": _FOLLOWED,
    "received_friend_requests": _RECEIVED,
    "friend_requests_received": _RECEIVED,
    "sent_friend_requests": _SENT,
    "friend_requests_sent": _SENT,
}
_BY_FOLDER = {
    "friends": (_FRIENDS,),
    "connections/friends": (_FRIENDS,),
    "connections/followers": (_FOLLOWERS, _FOLLOWED),
    "following_and_followers": (_FOLLOWERS, _FOLLOWED),
}
_SHARED_NAMES = {"friends", "followers", "following"}  # other platforms call files so, too
_ERAS = {
    "friends": "2018",
    "following_and_followers": "2018",
    "friends_and_followers": "2020",
    "your_facebook_activity/friends_and_followers": "2022",
}
_BLOCK, _OLD_BLOCK = "_a6-g", "uiBoxWhite"
_PROFILE = "profile_information"


def layout(member: Member) -> str | None:
    """The generation, from the folder for JSON and from the markup for HTML."""
    match member.kind:
        case "html":
            return _page_layout(member)
        case "json" if _is_ours(member):
            return f"{_era(member)}-json"
        case "txt" if member.folder in _BY_FOLDER:
            return f"{_era(member)}-json"
    return None


def read(member: Member) -> Iterator[Found]:
    """The one list of the file, or the owner's profile."""
    match member.kind:
        case "html":
            yield PeopleList(*_BY_FILE[member.stem], map(_block, _blocks(member.page)))
        case "txt":  # no-data.txt: the platform's own word for "nobody"
            yield from (PeopleList(*people, []) for people in _BY_FOLDER[member.folder])
        case _ if member.stem == _PROFILE:
            yield _owner(member.json)
        case _:
            yield _people(member)


def _era(member: Member) -> str:
    if member.folder:
        return _ERAS.get(member.folder, "2023")
    return "2020" if member.stem in _SHARED_NAMES else "2023"


def _is_ours(member: Member) -> bool:
    match member.json:
        case list():
            return bool(member.folder) or member.stem == "people_who_followed_you"
        case dict(content):
            is_empty = bool(member.folder) and not content
            return is_empty or member.stem == _PROFILE or _root_key(content) is not None
    return False


def _root_key(content: Mapping[Any, object]) -> str | None:
    """The key of the list of people, whatever its version: `friends_v2`."""
    ours = (key for key in content if re.sub(r"_v\d+$", "", key) in _BY_KEY)
    return next((key for key in ours if isinstance(content[key], list | None)), None)


def _people(member: Member) -> PeopleList:
    match member.json:
        case dict(content) if key := _root_key(content):
            items = content[key]
            people = _BY_KEY[re.sub(r"_v\d+$", "", key)]
        case items:
            people = _BY_FILE[member.stem]
    return PeopleList(*people, map(_record, items if isinstance(items, list) else []))


def _record(item: object) -> Entry:
    match item:
        case {"name": str(name), **rest} if name.strip():
            return Account(repaired(name), since=moment(rest), email=_email(rest))
        case {"string_list_data": [{"value": str(name), **rest}, *_]} if name.strip():
            return Account(repaired(name), since=moment(rest))
        case {"timestamp": int(seconds)}:  # somebody who has left Facebook
            return NotComparable(str(seconds))
    return Unreadable("no name")


def _email(rest: Mapping[Any, object]) -> str:
    match rest:
        case {"contact_info": str(contact)} if "@" in contact:  # 2018 only
            return repaired(contact)
    return ""


def _owner(content: object) -> Owner:
    match content:
        case {"profile_v2": dict(profile)} | {"profile": dict(profile)}:
            sites = [repaired(site) for site in _websites(profile)]
            return Owner(
                repaired(text_at(profile, "username")),
                _name(profile),
                {"website": " ".join(sites)} if sites else {},
            )
    return Owner()


def _name(profile: Mapping[Any, object]) -> str:
    match profile:
        case {"name": {"full_name": str(name)}}:
            return repaired(name)
    return ""


def _websites(profile: Mapping[Any, object]) -> Iterator[str]:
    match profile:
        case {"websites": [*sites]}:
            for site in sites:
                match site:
                    case {"address": str(address)}:
                        yield address


def _page_layout(member: Member) -> str | None:
    main = main_part(member.page)
    if main is None or (not member.folder and next(links_to(main, "instagram.com"), None) is not None):
        return None
    block = next(_blocks(member.page), None)
    if block is None:
        return _empty_page_layout(member)
    if block.tag == "section":
        return "2024-html"
    return "2022-html" if _BLOCK in block.get("class", "").split() else "2018-html"


def _empty_page_layout(member: Member) -> str | None:
    if not member.folder and member.stem in _SHARED_NAMES:
        return None
    return "2022-html" if _era(member) in {"2022", "2023"} else "2018-html"


def _blocks(page: Element) -> Iterator[Element]:
    main = main_part(page)
    if main is not None:
        yield from outermost(main, _BLOCK if next(outermost(main, _BLOCK), None) is not None else _OLD_BLOCK)


def _block(block: Element) -> Entry:
    name = text_in(block, "_a6-h", "_2lel")
    date = text_in(block, "_a72d", "_2lem")
    if name:
        return Account(name, since=date or None)
    return NotComparable(date) if date else Unreadable("no name")
