"""X (Twitter): "Download an archive of your data", scripts that each assign one piece of JSON.

A follower is an id and nothing more, so nobody in these lists can be compared with a roster: they are
counted and kept nowhere. Layouts seen: 2019 (id alone, the first record on the first line), 2021 onwards
(with `userLink`), in numbered parts (`follower-part1.js`), with a manifest that says how many there are and
when the archive was made. Tweets are opened only with the person's explicit word: for who is meant by an id,
which they tell of the people they mention or answer, and for nothing else.
"""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import IO, Any

import ijson

from connectors.coverage import Coverage, Medium
from connectors.entries import (
    DeclaredCount,
    Entry,
    Found,
    Made,
    Named,
    NotComparable,
    PeopleList,
    Unreadable,
    text_at,
)
from connectors.export_errors import MemberBrokenError, MemberUnsafeError
from connectors.list_names import FOLLOWED, FOLLOWERS
from connectors.members import Member
from schemas.extract import Owner

TITLE = "X"
MEMBERS = ("data/{follower,following}{,-part#}.js", "data/{manifest,account,profile}.js")
ON_REQUEST = ("data/{tweets,tweet}{,-part#}.js",)
LOOSE = ()
ARCHIVE_NAMES = (r"twitter-(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)-[\da-f]+",)
SIGNS = ("data/tweets.js", "data/tweet.js", "data/direct-messages.js", "your archive.html")
EXPECTED = ("followers", "accounts followed")
ASKS_FOR_DATES = False
COVERAGE = Coverage(
    media=(Medium.TWITTER, Medium.MICRO_BLOGGING),
    checked=(
        "How many followers you have and how many accounts you follow. With your explicit word your own "
        "tweets are searched as well, only for the names of accounts you mentioned or answered, and those "
        "of them who follow you or whom you follow are compared."
    ),
    unchecked=(
        "Everybody else on these lists, because X tells nothing of them but a number. That is no finding "
        "that nobody is among them: they could not be checked."
    ),
    instead=(
        "Look through your followers on X yourself and note anybody you know from school in the list for "
        "platforms without a usable download."
    ),
)

_BY_FILE = {"follower": FOLLOWERS, "following": FOLLOWED}
_TWEETS = {"tweets": "2021-js", "tweet": "2019-js"}
_LOOKED_AT = 5
_DEEPEST = 64
_PIECE = 2**11  # bytes; the parser writes a path for each bracket of a piece before its depth can be seen
_AFTER = b"; \r\n\t"
_TOLD: dict[str, str | tuple[str, str]] = {
    path: meaning
    for tweet in ("item", "item.tweet")
    for path, meaning in (
        (tweet, "tweet"),
        (f"{tweet}.in_reply_to_user_id_str", ("answer", "id_str")),
        (f"{tweet}.in_reply_to_screen_name", ("answer", "screen_name")),
        (f"{tweet}.entities.user_mentions.item", "mention"),
        (f"{tweet}.entities.user_mentions.item.id_str", ("mention", "id_str")),
        (f"{tweet}.entities.user_mentions.item.id", ("mention", "id")),
        (f"{tweet}.entities.user_mentions.item.screen_name", ("mention", "screen_name")),
        (f"{tweet}.entities.user_mentions.item.name", ("mention", "name")),
    )
}
"""What of a tweet is kept, by its path in the file; all else is passed over."""


def layout(member: Member) -> str | None:
    """The generation, from the first record; of tweets nothing but the first 4 KB is looked at."""
    if member.stem in _TWEETS:
        _, assigned, value = member.beginning.partition(b"=")
        return _TWEETS[member.stem] if assigned and value.lstrip()[:1] == b"[" else None
    match member.stem, member.script:
        case (
            ("manifest", {"dataTypes": _})
            | ("account", [{"account": _}, *_])
            | ("profile", [{"profile": _}, *_])
        ):
            return "2021-js"
        case (("follower" | "following" | "account" | "profile"), []):
            return "2021-js"
        case (("follower" | "following"), [*items]):
            return _layout_of_list(items[:_LOOKED_AT])
    return None


def _layout_of_list(items: list[object]) -> str | None:
    """By the first record that is one."""
    known = next((who for who in map(_fields, items) if who is not None), None)
    if known is None:
        return None
    return "2021-js" if "userLink" in known else "2019-js"


def read(member: Member) -> Iterator[Found]:
    """The ids of a list, what the manifest says of the archive, or what the owner says of themselves."""
    if member.stem in _TWEETS:
        with member.stream() as file:
            yield Named(_named(file, member.path))
        return
    match member.script:
        case {"dataTypes": dict(kinds), **rest}:
            yield from _about(rest)
            yield from _declared(kinds)
        case [{"account": dict(account)}, *_]:
            yield Owner(text_at(account, "username"), text_at(account, "accountDisplayName"))
        case [{"profile": {"description": dict(about)}}, *_]:
            told = {word: text_at(about, word) for word in ("bio", "website", "location")}
            yield Owner(profile={word: text for word, text in told.items() if text})
        case [*items] if member.stem in _BY_FILE:
            yield PeopleList(*_BY_FILE[member.stem], map(_record, items))


def _record(item: object) -> Entry:
    match _fields(item):
        case {"accountId": str(who)} if who:
            return NotComparable(who)
    return Unreadable("no account id")


def _fields(item: object) -> Mapping[Any, object] | None:
    match item:
        case {"follower": dict(who)} | {"following": dict(who)}:
            return who
    return None


def _about(manifest: Mapping[Any, object]) -> Iterator[Found]:
    """When the archive was made, and whose it is."""
    match manifest:
        case {"archiveInfo": {"generationDate": str(written)}} if written:
            yield Made(written)
    match manifest:
        case {"userInfo": dict(owner)}:
            yield Owner(text_at(owner, "userName"), text_at(owner, "displayName"))


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


def _named(file: IO[bytes], where: str) -> dict[str, tuple[str, str]]:
    """Handle and display name of every account that a tweet mentions or answers, by its id.

    A later tweet says more only if it tells a display name; an answer tells the handle alone. A tweet stands
    bare or, since 2019, in a `tweet` of its own; what is retweeted or quoted in it is passed over.
    """
    accounts: dict[str, tuple[str, str]] = {}
    mention: dict[str, object] = {}
    answer: dict[str, object] = {}
    for path, event, value in _events(file, where):
        match _TOLD.get(path), event:
            case "tweet", "end_map":
                _add(accounts, answer.get("id_str"), answer.get("screen_name"), "")
                answer = {}
            case "mention", "end_map":
                who = mention.get("id_str", mention.get("id"))
                _add(accounts, who, mention.get("screen_name"), mention.get("name"))
                mention = {}
            case ("answer", field), _:
                answer[field] = value
            case ("mention", field), _:
                mention[field] = value
    return accounts


def _add(accounts: dict[str, tuple[str, str]], who: object, handle: object, name: object) -> None:
    told = (handle if isinstance(handle, str) else "", name if isinstance(name, str) else "")
    key = str(who)
    if key.isdecimal() and any(told) and (told[1] or key not in accounts):  # -1 is somebody who has left
        accounts[key] = told


def _events(file: IO[bytes], where: str) -> Iterator[tuple[str, str, object]]:
    """The parser's events, each with its path in the file; a file nested beyond reason is refused."""
    found = ijson.sendable_list()
    parser = ijson.parse_coro(found, use_float=True)
    depth = 0
    try:
        for chunk in chain(filter(None, _assigned(file)), [b""]):
            parser.send(chunk) if chunk else parser.close()
            for path, event, value in found:
                depth += event.startswith("start_") - event.startswith("end_")
                if depth > _DEEPEST:
                    raise MemberUnsafeError(where)
                yield path, event, value
            del found[:]
    except (ijson.JSONError, ValueError, OverflowError):
        raise MemberBrokenError(where) from None


def _assigned(file: IO[bytes]) -> Iterator[bytes]:
    """What a script assigns, piece by piece: from its first `=` to before a last semicolon."""
    held = file.read(_PIECE).partition(b"=")[2]
    while more := file.read(_PIECE):
        if more.strip(_AFTER):
            yield held
            held = more
        else:  # the end, most likely: what stands there stays short, however long it is written
            held += b";" if b";" in more else b" "
    yield held.rstrip(_AFTER)
