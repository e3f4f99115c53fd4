"""TikTok: "Download your data", JSON (one file) or TXT (one file a list).

A follower is a username. The JSON keeps its keys in every language but renames its sections often, so the
lists are found by key: `FansList`; `Following` inside a `Following` or `Following List`, and elsewhere if its
records tell usernames. In TXT, files and labels are translated (English and Dutch seen, other names from a
public parser), so a record is known by its shape, a date and a name, and ends where a label comes again.
Layouts seen: JSON to 2023 (`Activity`), 2024 (`Your Activity`), 2025 (`Profile And Settings`); TXT 2023.
Nobody is written as `null`, and an archive may hold none of the lists.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from connectors.coverage import Coverage, Medium
from connectors.entries import Account, Entry, Found, PeopleList, Unreadable, records_in, text_at
from connectors.list_names import FOLLOWED, FOLLOWERS
from connectors.members import Member
from schemas.extract import Owner
from schemas.words import Relation

TITLE = "TikTok"
MEMBERS = (
    "user_data{,_tiktok}{,_#}.json",
    "{follower,followers,follower list,following,following list,volger,volgers,volgend}{,_#}.txt",
    "{seguidores,siguiendo,seguindo,seguiti,abonnés,abonnements,gefolgt,folge ich}{,_#}.txt",
    "{obserwujący,obserwowani,obserwowane}{,_#}.txt",
    "{profile information,profile info,profielinformatie}.txt",
)
ON_REQUEST = ()
LOOSE = ()
ARCHIVE_NAMES = (r"tiktok_data_(?P<seconds>\d{10})(?:\d{3})?",)
SIGNS = (
    "watch history.txt",
    "activity summary.txt",
    "kijkgeschiedenis.txt",
    "samenvatting van activiteit.txt",
)
EXPECTED = ("followers", "accounts followed")
ASKS_FOR_DATES = True
COVERAGE = Coverage(
    media=(Medium.PERSONAL_PROFILES, Medium.FILE_SHARING),
    checked="Followers and the accounts you follow, by username. JSON and TXT downloads can both be read.",
    unchecked=(
        "The name somebody shows is in no download, and a username often says little of a person's name, so "
        "people can be missed. Comments, likes and direct messages are not looked at."
    ),
    instead=(
        "Ask for JSON and for all dates. Look through your followers in the app too: there you see names "
        "and pictures that the download leaves out."
    ),
)

_BY_FILE = {
    "follower": FOLLOWERS,
    "follower list": FOLLOWERS,
    "followers": FOLLOWERS,
    "volger": FOLLOWERS,
    "volgers": FOLLOWERS,
    "seguidores": FOLLOWERS,
    "abonnés": FOLLOWERS,
    "obserwujący": FOLLOWERS,
    "following": FOLLOWED,
    "following list": FOLLOWED,
    "volgend": FOLLOWED,
    "siguiendo": FOLLOWED,
    "seguindo": FOLLOWED,
    "seguiti": FOLLOWED,
    "abonnements": FOLLOWED,
    "gefolgt": FOLLOWED,
    "folge ich": FOLLOWED,
    "obserwowani": FOLLOWED,
    "obserwowane": FOLLOWED,
}
_BY_SECTION = {
    "Follower": FOLLOWERS,
    "Follower List": FOLLOWERS,
    "Following": FOLLOWED,
    "Following List": FOLLOWED,
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
    "TikTok Live",
    "TikTok Shop",
    "Tiktok Shopping",
    "Direct Message",
    "Direct Messages",
    "Ads and data",
    "Ads and rich data",
    "Income Plus Wallet Transactions",
    "Income+ Wallet",
    "Location Review",
}
_BLOCKED = "Block"
_DEEPEST = 6
_NO_DATA = {"You have no data in this section", "Dit gedeelte bevat geen gegevens"}
_USERNAME_LABELS = {"username", "gebruikersnaam", "benutzername"}
_TOLD_NOTHING = {"", "none", "n/a"}
_LINKS = ("instagramLink", "youtubeLink", "lemon8Link")
_DATE = re.compile(r"\d{4}-\d\d?-\d\d?(?: |T|$)")
_USERNAME = re.compile(r"@?[\w.]{1,30}")


def layout(member: Member) -> str | None:
    """The generation: by the section the lists stand in, or by a record's shape in TXT."""
    if member.kind == "txt":
        return "2023-txt" if _is_our_text(member) else None
    match member.json:
        case dict(content):
            sections = (key for key in content if key in _ERAS and next(_lists(content[key], key), None))
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
    if not isinstance(content, dict) or depth > _DEEPEST or key.startswith(_BLOCKED):
        return
    for inner, value in content.items():
        if people := _meaning(key, inner, value):
            yield PeopleList(*people, _entries(value))
        else:
            yield from _lists(value, inner, depth + 1)


def _meaning(outer: str, inner: str, value: object) -> tuple[str, Relation] | None:
    """Which list a key holds, if any. A section without the level below it is a list, too."""
    match outer, inner, value:
        case _, "FansList", _:
            return FOLLOWERS
        case (("Following" | "Following List"), "Following", _):
            return FOLLOWED
        case _, "Following", [*items] if any("username" in _fields(item) for item in items):
            return FOLLOWED
        case _ if outer in _ERAS and not isinstance(value, dict):
            return _BY_SECTION.get(inner)
    return None


def _entries(value: object) -> Iterable[Entry]:
    """The records that a list's key holds; what is neither a list nor a record is not taken for nobody."""
    if isinstance(value, list | None) or "username" in _fields(value):
        return map(_record, records_in(value))
    return [Unreadable("not a list")]


def _record(item: object) -> Entry:
    fields = _fields(item)
    match fields:
        case {"username": str(handle)} if handle.strip(" @"):
            return Account(handle=_handle(handle), since=text_at(fields, "date") or None)
    return Unreadable("no username")


def _fields(item: object) -> dict[str, object]:
    """The fields of a record, whose names are written in several ways."""
    return {str(key).lower(): value for key, value in item.items()} if isinstance(item, dict) else {}


def _handle(written: str) -> str:
    return written.strip().removeprefix("@")


def _owners(content: object, depth: int = 0) -> Iterator[Owner]:
    if not isinstance(content, dict) or depth > _DEEPEST:
        return
    for key, value in content.items():
        match key, value:
            case "ProfileMap", {"userName": str(handle), **rest}:
                yield Owner(_handle(handle), _told(rest, "displayName"), _profile(rest))
            case _, dict():
                yield from _owners(value, depth + 1)


def _profile(told: Mapping[Any, object]) -> dict[str, str]:
    """What the profile shows; the date of birth, e-mail address and telephone number are not shown on it."""
    links = " ".join(filter(None, (_told(told, key) for key in _LINKS)))
    profile = {"bio": _told(told, "bioDescription"), "website": links}
    return {word: text for word, text in profile.items() if text}


def _told(record: Mapping[Any, object], key: str) -> str:
    text = text_at(record, key).strip()
    return "" if text.lower() in _TOLD_NOTHING else text


def _is_our_text(member: Member) -> bool:
    if member.stem not in _BY_FILE:
        return next(_text_owners(member.text), None) is not None
    blocks = list(_records(member.text))
    return not blocks or any(isinstance(_text_record(block), Account) for block in blocks)


def _records(text: str) -> Iterator[list[tuple[str, str]]]:
    """The labels and values of each record, which ends where a line is blank or a label comes again.

    TikTok's sentence for "no data" is no record.
    """
    if text.strip() in _NO_DATA:
        return
    record: list[tuple[str, str]] = []
    for line in [*text.strip().splitlines(), ""]:
        label, value = _line(line)
        if record and (not line.strip() or label in dict(record)):
            yield record
            record = []
        if line.strip():
            record.append((label, value))


def _line(line: str) -> tuple[str, str]:
    label, _, value = line.partition(":")
    return label.strip().lower(), value.strip()


def _text_record(lines: list[tuple[str, str]]) -> Entry:
    """The username under its label; under an unknown one, what stands beside or after the date."""
    dates = [value for _, value in lines if _DATE.match(value)]
    others = [value for _, value in lines if value and value not in dates]
    labelled = [value for label, value in lines if label in _USERNAME_LABELS and value.strip(" @")]
    match labelled, dates, others:
        case [_, _, *_], _, _:
            return Unreadable("more than one username")
        case [handle], _, _:
            since = next((value for _, value in lines if value and value != handle), None)
            return Account(handle=_handle(handle), since=since)
        case [], [since], [handle] if _handle(handle):
            return Account(handle=_handle(handle), since=since)
        case [], [], [*since, handle] if len(lines) == 2 and lines[1][1] == handle and _is_username(handle):
            return Account(handle=_handle(handle), since=next(iter(since), None))
    return Unreadable("no username")


def _is_username(text: str) -> bool:
    return _USERNAME.fullmatch(text) is not None


def _text_owners(text: str) -> Iterator[Owner]:
    told = dict(map(_line, reversed(text.splitlines())))
    handle = next((told[label] for label in told if label in _USERNAME_LABELS and told[label]), "")
    if handle:
        bio = _told(told, "bio description") or _told(told, "bio")
        yield Owner(_handle(handle), _told(told, "display name"), {"bio": bio} if bio else {})
