"""Bluesky: pages of the public API, with handles and names; or the owner's repository, with ids alone.

Page shapes: in a public client's test data. A repository has no followers: those are in other people's.
"""

import json
from collections.abc import Iterator
from typing import Any

from samples.exports.car_file import car_file
from samples.exports.layout import MARKER, Contact, Export, Layout, Member, Shows
from samples.exports.made_ids import BASE_32, letters
from schemas.words import Relation

R = Relation
PAGE_SIZE = 100
PAGES = {R.FOLLOWER: ("getFollowers", "followers"), R.FOLLOWING: ("getFollows", "follows")}


def did(handle: str) -> str:
    """An id that tells nothing."""
    return "did:plc:" + letters(f"bluesky/{handle}", 24, BASE_32)


def full_handle(handle: str) -> str:
    """With the domain that Bluesky gives everybody."""
    return f"{handle.replace('_', '-')}.bsky.social"


def _profile(contact: Contact) -> dict[str, Any]:
    name = {"displayName": contact.display_name} if contact.display_name else {}
    return {
        "did": did(contact.handle),
        "handle": full_handle(contact.handle),
        **name,
        "associated": {"chat": {"allowIncoming": "following"}},
        "labels": [],
        "createdAt": f"{contact.when:%Y-%m-%dT%H:%M:%S}.003Z",
        "description": MARKER,
        "indexedAt": f"{contact.when:%Y-%m-%dT%H:%M:%S}.412Z",
    }


def _pages(export: Export) -> Iterator[Member]:
    """Each page as a browser saves it; the second of a list gets a number."""
    me = Contact(export.owner.forename, export.owner.surname, export.owner.handle, 1_700_000_000)
    for relation, (method, key) in PAGES.items():
        people = export.list_of(relation)
        for number, start in enumerate(range(0, max(len(people), 1), PAGE_SIZE)):
            page: dict[str, Any] = {"subject": _profile(me) | {"description": export.owner.bio}}
            page[key] = [_profile(contact) for contact in people[start : start + PAGE_SIZE]]
            if start + PAGE_SIZE < len(people):
                page["cursor"] = f"3l{number}cursor"
            name = f"app.bsky.graph.{method}{f'({number})' if number else ''}.json"
            yield Member(name, json.dumps(page, ensure_ascii=False, separators=(",", ":")).encode())


def _repository(export: Export) -> Iterator[Member]:
    records: dict[str, Any] = {
        f"app.bsky.graph.follow/3l{letters(f'follow/{one.handle}', 11, BASE_32)}": {
            "$type": "app.bsky.graph.follow",
            "subject": did(one.handle),
            "createdAt": f"{one.when:%Y-%m-%dT%H:%M:%S}.003Z",
        }
        for one in export.list_of(R.FOLLOWING)
    }
    records |= _closed_records(export)
    yield Member("repo.car", car_file(did(export.owner.handle), records))


def _closed_records(export: Export) -> dict[str, Any]:
    said = {"$type": "app.bsky.feed.post", "text": MARKER, "createdAt": "2026-01-02T03:04:05.000Z"}
    nobody = {"subject": did(MARKER), "createdAt": "2026-01-02T03:04:05.000Z"}
    me = {"displayName": export.owner.display_name, "description": export.owner.bio}
    return {
        "app.bsky.actor.profile/self": {"$type": "app.bsky.actor.profile", **me},
        "app.bsky.feed.post/3lbxtrbnoxs2k": said,
        "app.bsky.graph.block/3lbxtrbnoxs2m": {"$type": "app.bsky.graph.block", **nobody},
    }


def _archive(export: Export, part: int) -> str:  # noqa: ARG001 - every platform's archive is named by both
    return "bluesky"


LAYOUTS = (
    Layout(
        "bluesky-2024-api",
        "bluesky",
        "P",
        dict.fromkeys(PAGES, Shows.BOTH),
        _pages,
        _archive,
        zipped=False,
        handle=full_handle,
    ),
    Layout(
        "bluesky-2024-repository",
        "bluesky",
        "D",
        {R.FOLLOWING: Shows.NOTHING},
        _repository,
        _archive,
        zipped=False,
        handle=full_handle,
    ),
)
"""The pages are what can be checked; the repository is what the settings offer."""
