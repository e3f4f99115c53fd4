"""X (Twitter): "Download an archive of your data", scripts that each assign one piece of JSON.

A follower is an id and nothing more, so nobody in these lists can be compared with a roster: they are
counted and kept nowhere. Layouts seen: 2019 (id alone, the first record on the first line), 2021 onwards
(with `userLink`), in numbered parts (`follower-part1.js`), with a manifest that says how many there are.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from connectors.entries import DeclaredCount, Entry, Found, NotComparable, PeopleList, Unreadable, text_at
from connectors.members import Member
from schemas.extract import Owner
from schemas.words import Relation

TITLE = "X"
MEMBERS = ("data/{follower,following}{,-part#}.js", "data/{manifest,account,profile}.js")
SIGNS = ("data/tweets.js", "data/tweet.js", "data/direct-messages.js", "your archive.html")
EXPECTED = ("followers", "accounts followed")
ASKS_FOR_DATES = False

_FOLLOWERS = ("followers", Relation.FOLLOWER)
_FOLLOWED = ("accounts followed", Relation.FOLLOWING)
_BY_FILE = {"follower": _FOLLOWERS, "following": _FOLLOWED}


def layout(member: Member) -> str | None:
    """The generation, from the first record."""
    match member.stem, member.script:
        case (
            ("manifest", {"dataTypes": _})
            | ("account", [{"account": _}, *_])
            | ("profile", [{"profile": _}, *_])
        ):
            return "2021-js"
        case (("follower" | "following"), [{"follower": dict(who)} | {"following": dict(who)}, *_]):
            return "2021-js" if "userLink" in who else "2019-js"
        case (("follower" | "following" | "account" | "profile"), []):
            return "2021-js"
    return None


def read(member: Member) -> Iterator[Found]:
    """The ids of a list, the manifest's own counts, or what the owner says of themselves."""
    match member.script:
        case {"dataTypes": dict(kinds)}:
            yield from _declared(kinds)
        case [{"account": dict(account)}, *_]:
            yield Owner(text_at(account, "username"), text_at(account, "accountDisplayName"))
        case [{"profile": {"description": dict(about)}}, *_]:
            told = {word: text_at(about, word) for word in ("bio", "website", "location")}
            yield Owner(profile={word: text for word, text in told.items() if text})
        case [*items] if member.stem in _BY_FILE:
            yield PeopleList(*_BY_FILE[member.stem], map(_record, items))


def _record(item: object) -> Entry:
    match item:
        case {"follower": {"accountId": str(who)}} | {"following": {"accountId": str(who)}}:
            return NotComparable(who)
    return Unreadable("no account id")


def _declared(kinds: Mapping[Any, object]) -> Iterator[DeclaredCount]:
    for kind, (name, _) in _BY_FILE.items():
        match kinds.get(kind):
            case {"files": [*files]}:
                counts = [_count(file) for file in files]
                if None not in counts:
                    yield DeclaredCount(name, sum(filter(None, counts)))


def _count(file: object) -> int | None:
    match file:
        case {"count": str(count)} if count.isdecimal() and len(count) < 12:
            return int(count)
        case {"count": int(count)}:
            return count
    return None
