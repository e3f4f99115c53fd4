"""BeReal: friends by full name and handle. File names and records: in a public parser."""

import json
from collections.abc import Iterator
from typing import Any

from samples.exports.layout import MARKER, Export, Layout, Member, Shows, neighbour, picture
from samples.exports.made_ids import uuid
from schemas.words import Relation

R = Relation


def _file(path: str, value: Any, *, listed: bool = False) -> Member:
    return Member(path, json.dumps(value, ensure_ascii=False).encode(), listed)


def _members(export: Export) -> Iterator[Member]:
    friends = [
        {
            "friendUsername": one.handle,
            "friendFullname": one.display_name,
            "createdAt": f"{one.when:%Y-%m-%dT%H:%M:%S}.000Z",
        }
        for one in export.list_of(R.FRIEND)
    ]
    yield _file("friends.json", friends, listed=True)
    yield _file("user.json", _owner(export))
    yield from _neighbours()


def _owner(export: Export) -> dict[str, Any]:
    return {
        "id": uuid(f"bereal/{export.owner.handle}"),
        "username": export.owner.handle,
        "fullname": export.owner.display_name,
        "biography": export.owner.bio,
        "createdAt": "2023-01-01T10:00:00.000Z",
        "countryCode": "GB",
    }


def _neighbours() -> Iterator[Member]:
    day = "2026-01-02T10:00:00.000Z"
    asked = {"fromUserId": uuid(MARKER), "status": "pending", "createdAt": day, "updatedAt": day}
    yield _file("friend-requests.json", [asked], listed=True)
    said = {"postId": uuid("post"), "userId": uuid("marlow"), "content": MARKER}
    yield neighbour("comments.json", json.dumps([said]))
    yield neighbour("posts.json", json.dumps([{"caption": MARKER, "takenAt": day}]))
    yield neighbour("memories.json", json.dumps([{"caption": MARKER, "date": "2026-01-02"}]))
    yield neighbour("realmojis.json", json.dumps([{"emoji": MARKER}]))
    log = {"messages": [{"userId": uuid("marlow"), "message": MARKER, "createdAt": day}]}
    yield neighbour(f"conversations/{uuid('talk')}/chat_log.json", json.dumps(log))
    yield picture(f"Photos/{uuid('bucket')}/primary.jpg")


def _archive(export: Export, part: int) -> str:  # noqa: ARG001 - every platform's archive is named by both
    return "bereal-export"


LAYOUTS = (Layout("bereal-2023", "bereal", "P", {R.FRIEND: Shows.BOTH}, _members, _archive),)
"""There is one. A friend request names nobody: it holds an id."""
