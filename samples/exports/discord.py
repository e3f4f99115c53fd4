"""Discord: `user.json`, with friends and requests by handle, since 2023 often a display name too.

Keys: in public parsers and a public fixture generator; types 3 and 4 are those of the public API.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from samples.exports.layout import MARKER, Contact, Export, Layout, Member, Shows, neighbour
from samples.exports.made_ids import digits
from schemas.words import Relation

R = Relation
TYPES = {R.FRIEND: 1, R.REQUEST_RECEIVED: 3, R.REQUEST_SENT: 4}
BLOCKED = 2


@dataclass(frozen=True, slots=True)
class Folders:
    """What one language and era calls the folders."""

    account: str
    messages: str
    servers: str
    activity: str


OLD = Folders("account", "messages", "servers", "activity")
NEW = Folders("Account", "Messages", "Servers", "Activity")
FRENCH = Folders("Compte", "Messages", "Serveurs", "Activité")


def snowflake(handle: str) -> str:
    """An id of eighteen digits."""
    return digits(f"discord/{handle}", 18)


def _relationship(contact: Contact, kind: int, *, named: bool) -> dict[str, Any]:
    person = {
        "id": snowflake(contact.handle),
        "username": contact.handle,
        "discriminator": "0" if named else f"{contact.since % 9999 + 1:04d}",
        "avatar": None,
    }
    if named:
        person["global_name"] = contact.display_name or None
    return {"id": snowflake(contact.handle), "type": kind, "nickname": None, "user": person}


def _user(export: Export, *, named: bool) -> dict[str, Any]:
    me = export.owner
    known = [
        _relationship(contact, kind, named=named)
        for relation, kind in TYPES.items()
        for contact in export.list_of(relation)
    ]
    blocked = Contact("Marlow", MARKER, MARKER.lower(), 1_700_000_000)
    return {
        "id": snowflake(me.handle),
        "username": me.handle,
        "discriminator": 0 if named else 1234,
        **({"global_name": me.display_name} if named else {}),
        "email": me.email,
        "verified": True,
        "ip": "192.0.2.1",
        "settings": {"settings": {"status": MARKER}},
        "connections": [{"type": "steam", "id": MARKER, "name": MARKER}],
        "external_friends_lists": [],
        "friend_suggestions": [],
        "relationships": [*known, _relationship(blocked, BLOCKED, named=named)],
        "payments": [{"description": MARKER}],
        "notes": {snowflake("marlow"): MARKER},
    }


def _members(folders: Folders, *, named: bool, wrapper: str = "") -> Callable[[Export], Iterator[Member]]:
    def members(export: Export) -> Iterator[Member]:
        content = json.dumps(_user(export, named=named), ensure_ascii=False, indent=2).encode()
        yield Member(f"{wrapper}{folders.account}/user.json", content)
        for member in _neighbours(folders):
            yield Member(wrapper + member.path, member.content, member.listed)

    return members


def _neighbours(folders: Folders) -> Iterator[Member]:
    talk = f"{folders.messages}/c{snowflake('talk')}"
    yield neighbour("README.txt", f"Your data. {MARKER}")
    yield neighbour(f"{folders.messages}/index.json", json.dumps({"1": f"Direct Message with {MARKER}"}))
    yield neighbour(f"{talk}/messages.json", json.dumps([{"ID": "1", "Contents": MARKER}]))
    yield neighbour(f"{talk}/channel.json", json.dumps({"id": "1", "recipients": [MARKER]}))
    yield neighbour(f"{folders.servers}/index.json", json.dumps({"1": MARKER}))
    events = f"{folders.activity}/analytics/events-2026-00000-of-00001.json"
    yield neighbour(events, json.dumps({"event_type": "session_start", "city": MARKER}))


def _archive(export: Export, part: int) -> str:  # noqa: ARG001 - every platform's archive is named by both
    return "package"


def _layout(
    slug: str, members: Callable[[Export], Iterator[Member]], until: date | None = None, *, named: bool = True
) -> Layout:
    shows = dict.fromkeys(TYPES, Shows.BOTH if named else Shows.HANDLE)
    return Layout(f"discord-{slug}", "discord", "P", shows, members, _archive, until)


LAYOUTS = (
    _layout("2023-json", _members(NEW, named=True)),
    _layout("2023-json-french", _members(FRENCH, named=True)),
    _layout("2021-json", _members(OLD, named=False, wrapper="package/"), date(2023, 5, 31), named=False),
)
"""Newest and commonest first."""
