"""TikTok: "Download your data", JSON (one file) or TXT (one file a list).

A follower is a username. The JSON keeps its keys in every language but renames its sections often, so the
lists are found by key: `FansList`, and `Following` inside a `Following` or `Following List`. In TXT, files
and labels are translated (English and Dutch seen), so a record is known by its shape: a date and a name.
Layouts seen: JSON to 2023 (`Activity`), 2024 (`Your Activity`), 2025 (`Profile And Settings`); TXT 2023.
"""

import re
from collections.abc import Iterator

from connectors.entries import Account, Entry, Found, PeopleList, Unreadable, text_at
from connectors.members import Member
from schemas.extract import Owner
from schemas.words import Relation

TITLE = "TikTok"
MEMBERS = (
    "user_data{,_tiktok}{,_#}.json",
    "{follower,follower list,following,following list,volger,volgend}{,_#}.txt",
    "{profile information,profielinformatie}.txt",
)
SIGNS = (
    "watch history.txt",
    "activity summary.txt",
    "kijkgeschiedenis.txt",
    "samenvatting van activiteit.txt",
)
EXPECTED = ("followers", "accounts followed")
ASKS_FOR_DATES = True

_FOLLOWERS = ("followers", Relation.FOLLOWER)
_FOLLOWED = ("accounts followed", Relation.FOLLOWING)
_BY_FILE = {
    "follower": _FOLLOWERS,
    "follower list": _FOLLOWERS,
    "volger": _FOLLOWERS,
    "following": _FOLLOWED,
    "following list": _FOLLOWED,
    "volgend": _FOLLOWED,
}
_ERAS = {"Activity": "2020-json", "Your Activity": "2024-json", "Profile And Settings": "2025-json"}
_SECTIONS = {
    *_ERAS,
    "Profile",
    "App Settings",
    "Video",
    "Post",
    "Comment",
    "Likes and Favorites",
    "Tiktok Live",
}
_DEEPEST = 6
_NO_DATA = {"You have no data in this section", "Dit gedeelte bevat geen gegevens"}
_USERNAME_LABELS = {"username", "gebruikersnaam"}
_DATE = re.compile(r"\d{4}-\d\d?-\d\d?(?: |T|$)")


def layout(member: Member) -> str | None:
    """The generation: by the section the lists stand in, or by a record's shape in TXT."""
    if member.kind == "txt":
        return "2023-txt" if _is_our_text(member) else None
    match member.json:
        case dict(content):
            sections = (key for key in content if key in _ERAS and next(_lists(content[key]), None))
            known = next(sections, None)
            if known:
                return _ERAS[known]
            if next(_lists(content), None) or not _SECTIONS.isdisjoint(content):
                return "2024-json"
    return None


def read(member: Member) -> Iterator[Found]:
    """The lists, each found wherever it stands, and the owner."""
    if member.kind == "json":
        yield from _lists(member.json)
        yield from _owners(member.json)
    elif member.stem in _BY_FILE:
        yield PeopleList(*_BY_FILE[member.stem], map(_text_record, _records(member.text)))
    else:
        yield from _text_owners(member.text)


def _lists(content: object, key: str = "", depth: int = 0) -> Iterator[PeopleList]:
    if not isinstance(content, dict) or depth > _DEEPEST:
        return
    for inner, value in content.items():
        if isinstance(value, list | None) and (people := _meaning(key, inner)):
            yield PeopleList(*people, map(_record, value or ()))
        else:
            yield from _lists(value, inner, depth + 1)


def _meaning(outer: str, inner: str) -> tuple[str, Relation] | None:
    match outer, inner:
        case _, "FansList":
            return _FOLLOWERS
        case (("Following" | "Following List"), "Following"):
            return _FOLLOWED
    return None


def _record(item: object) -> Entry:
    if isinstance(item, dict):
        fields = {str(key).lower(): value for key, value in item.items()}
        match fields:
            case {"username": str(handle)} if handle.strip(" @"):
                return Account(handle=_handle(handle), since=text_at(fields, "date") or None)
    return Unreadable("no username")


def _handle(written: str) -> str:
    return written.strip().removeprefix("@")


def _owners(content: object, depth: int = 0) -> Iterator[Owner]:
    if not isinstance(content, dict) or depth > _DEEPEST:
        return
    for key, value in content.items():
        match key, value:
            case "ProfileMap", {"userName": str(handle), **rest}:
                bio = text_at(rest, "bioDescription")
                yield Owner(_handle(handle), text_at(rest, "displayName"), {"bio": bio} if bio else {})
            case _, dict():
                yield from _owners(value, depth + 1)


def _is_our_text(member: Member) -> bool:
    if member.stem not in _BY_FILE:
        return next(_text_owners(member.text), None) is not None
    blocks = list(_records(member.text))
    return not blocks or any(isinstance(_text_record(block), Account) for block in blocks)


def _records(text: str) -> Iterator[list[str]]:
    """The values of each block of `label: value` lines; TikTok's sentence for "no data" is no block."""
    if text.strip() in _NO_DATA:
        return
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        if block.strip():
            yield [line.partition(":")[2].strip() for line in block.split("\n")]


def _text_record(values: list[str]) -> Entry:
    dates = [value for value in values if _DATE.match(value)]
    others = [value for value in values if value and value not in dates]
    match dates, others:
        case [since], [handle] if _handle(handle):
            return Account(handle=_handle(handle), since=since)
    return Unreadable("no username")


def _text_owners(text: str) -> Iterator[Owner]:
    for line in text.splitlines():
        label, _, value = line.partition(":")
        if label.strip().lower() in _USERNAME_LABELS and value.strip():
            yield Owner(handle=_handle(value))
            return
