"""X: numbers, no names. Nothing in these lists can be compared with a roster, and a report must say so."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from samples.exports.layout import MARKER, Contact, Export, Layout, Member, Shows, neighbour, picture
from schemas.words import Relation

R = Relation
SHOWS = {R.FOLLOWER: Shows.NOTHING, R.FOLLOWING: Shows.NOTHING}
PART_SIZE = 50


def account_id(contact: Contact) -> str:
    """A number with nineteen digits: more than a float holds."""
    return str(10**18 + int.from_bytes(contact.handle.encode()[:7].ljust(7, b"x")) * 97 + contact.since)


def archive(export: Export, part: int) -> str:  # noqa: ARG001 - every platform's archive is named by both
    """`twitter-<date>-<hex>`."""
    return f"twitter-{export.made.isoformat()}-{export.noise * 11400714819323198485 % 16**16:016x}"


def assigned(name: str, value: Any, *, tight: bool = False) -> bytes:
    """The JavaScript file. In 2019 the first record began on the first line."""
    body = json.dumps(value, indent=2, separators=(",", " : ")) if value else "[ ]"
    if tight:
        body = body.replace("[\n  {", "[ {", 1)
    return f"window.{name} = {body}".encode()


def _records(kind: str, people: Sequence[Contact], host: str) -> list[Any]:
    found = []
    for contact in people:
        number = account_id(contact)
        link = {"userLink": f"https://{host}/intent/user?user_id={number}"} if host else {}
        found.append({kind: {"accountId": number} | link})
    return found


def _closed_posts(export: Export) -> Iterator[Member]:  # noqa: ARG001 - other archives' posts name people
    yield _closed("tweets", "tweet")


def members_of(
    host: str,
    *,
    parts: bool = False,
    manifest: bool = True,
    posts: Callable[[Export], Iterator[Member]] = _closed_posts,
) -> Callable[[Export], Iterator[Member]]:
    """What writes an archive's files; `posts` writes those that hold posts."""

    def members(export: Export) -> Iterator[Member]:
        files: dict[str, list[dict[str, str]]] = {}
        for relation in SHOWS:
            kind = str(relation)
            records = _records(kind, export.list_of(relation), host)
            size = PART_SIZE if parts else max(len(records), 1)
            for part, start in enumerate(range(0, max(len(records), 1), size)):
                some = records[start : start + size]
                path = f"data/{kind}{f'-part{part}' if part else ''}.js"
                name = f"YTD.{kind}.part{part}"
                files.setdefault(kind, []).append(
                    {"fileName": path, "globalName": name, "count": str(len(some))}
                )
                yield Member(path, assigned(name, some, tight=not host))
        if manifest:
            yield _manifest(export, files)
        yield from _neighbours(export, posts)

    return members


def _manifest(export: Export, files: dict[str, list[dict[str, str]]]) -> Member:
    config = {
        "userInfo": {
            "accountId": "1000000000000000001",
            "userName": export.owner.handle,
            "displayName": export.owner.display_name,
        },
        "archiveInfo": {
            "sizeBytes": "1048576",
            "generationDate": f"{export.made.isoformat()}T09:30:00.000Z",
            "isPartialArchive": False,
            "maxPartSizeBytes": "53687091200",
        },
        "dataTypes": {kind: {"files": found} for kind, found in files.items()},
    }
    return Member("data/manifest.js", assigned("__THAR_CONFIG", config), listed=False)


def _closed(name: str, kind: str) -> Member:
    records = [{kind: {"accountId": "1", "full_text": MARKER}}]
    file = assigned(f"YTD.{name.replace('-', '_')}.part0", records)
    return Member(f"data/{name}.js", file, listed=False)


def _neighbours(export: Export, posts: Callable[[Export], Iterator[Member]]) -> Iterator[Member]:
    owner = {
        "username": export.owner.handle,
        "accountId": "1000000000000000001",
        "accountDisplayName": export.owner.display_name,
    }
    yield Member("data/account.js", assigned("YTD.account.part0", [{"account": owner}]), listed=False)
    yield neighbour("Your archive.html", f"<html><body>{MARKER}</body></html>")
    yield from posts(export)
    yield _closed("direct-messages", "dmConversation")
    yield _closed("block", "blocking")
    yield picture("data/tweets_media/100-holiday.jpg")


LAYOUTS = (
    Layout("x-2024", "x", "V", SHOWS, members_of("x.com"), archive),
    Layout(
        "x-2023-parts", "x", "V", SHOWS, members_of("twitter.com", parts=True), archive, date(2024, 5, 31)
    ),
    Layout("x-2021", "x", "V", SHOWS, members_of("twitter.com"), archive, date(2023, 6, 30)),
    Layout("x-2019", "x", "V", SHOWS, members_of("", manifest=False), archive, date(2019, 12, 31)),
)
"""Newest first."""
