"""Telegram Desktop: `result.json`, the address book first and every chat after it, in one file.

Keys and their order: in Telegram Desktop's own code. An empty value is left out, key and all.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from samples.exports.layout import MARKER, Contact, Export, Layout, Member, Shows, picture
from samples.exports.made_ids import digits
from schemas.words import Relation

R = Relation
NAMELESS_EVERY = 60
"""One contact in so many has no name and no number any more, and only a date."""


def _dates(contact: Contact, *, unixtime: bool) -> dict[str, str]:
    local = {"date": f"{contact.when:%Y-%m-%dT%H:%M:%S}"}
    return local | ({"date_unixtime": str(contact.since)} if unixtime else {})


def _contact(contact: Contact, *, unixtime: bool) -> dict[str, Any]:
    record = {
        "user_id": int(digits(f"telegram/{contact.handle}", 10)),
        "first_name": contact.forename,
        "last_name": contact.surname,
        "phone_number": f"+44 7700 900{contact.since % 1000:03d}",
    }
    return {key: value for key, value in record.items() if value} | _dates(contact, unixtime=unixtime)


def _contacts(people: list[Contact], *, unixtime: bool) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for number, contact in enumerate(people, start=1):
        found.append(_contact(contact, unixtime=unixtime))
        if number % NAMELESS_EVERY == 0:
            found.append(dict(_dates(contact, unixtime=unixtime)))
    return found


def _members(*, unixtime: bool) -> Callable[[Export], Iterator[Member]]:
    def members(export: Export) -> Iterator[Member]:
        people = list(export.list_of(R.CONTACT))
        whole = {
            "about": "Here is the data you requested.",
            "personal_information": _owner(export),
            "profile_pictures": [{"date": "2026-01-02T03:04:05", "photo": "profile_pictures/photo_1.jpg"}],
            "contacts": {"about": "Your contacts.", "list": _contacts(people, unixtime=unixtime)},
            "frequent_contacts": {"about": "Those you write to.", "list": list(_frequent(people))},
            **_rest(),
        }
        yield Member("result.json", json.dumps(whole, ensure_ascii=False, indent=1).encode())
        yield picture("profile_pictures/photo_1.jpg")
        yield picture("chats/chat_01/photos/photo_1.jpg")

    return members


def _owner(export: Export) -> dict[str, Any]:
    return {
        "user_id": int(digits(f"telegram/{export.owner.handle}", 10)),
        "first_name": export.owner.forename,
        "last_name": export.owner.surname,
        "phone_number": "+44 7700 900000",
        "username": f"@{export.owner.handle}",
        "bio": export.owner.bio,
    }


def _frequent(people: list[Contact]) -> Iterator[dict[str, Any]]:
    """A few of the contacts once more; a bot, which is nobody."""
    for contact in people[:3]:
        number = int(digits(f"telegram/{contact.handle}", 10))
        one = {"id": number, "category": "people", "type": "user", "name": contact.display_name}
        yield one | {"rating": 12.5}
    yield {"id": 1, "category": "inline_bots", "type": "bot", "name": MARKER, "rating": 0.5}


def _rest() -> dict[str, Any]:
    session = {"last_active": "2026-01-02T03:04:05", "last_ip": "192.0.2.1", "device_model": MARKER}
    said = {"id": 1, "type": "message", "date": "2026-01-02T03:04:05", "from": "Marlow", "text": MARKER}
    chat = {"name": f"Marlow {MARKER}", "type": "personal_chat", "id": 1, "messages": [said]}
    contacts_again = {"list": [{"first_name": MARKER, "last_name": MARKER}]}
    return {
        "sessions": {"about": "Your sessions.", "list": [session]},
        "web_sessions": {"about": "Your web sessions.", "list": []},
        "other_data": {"about": "All else.", "drafts": MARKER, "contacts": contacts_again},
        "chats": {"about": "Your chats.", "list": [chat]},
        "left_chats": {"about": "Chats you left.", "list": [chat]},
    }


def _archive(export: Export, part: int) -> str:  # noqa: ARG001 - every platform's archive is named by both
    return f"DataExport_{export.made.isoformat()}"


def _layout(slug: str, until: date | None = None, *, unixtime: bool = True) -> Layout:
    shows = {R.CONTACT: Shows.NAME}
    members = _members(unixtime=unixtime)
    return Layout(f"telegram-{slug}", "telegram", "D", shows, members, _archive, until)


LAYOUTS = (_layout("2022-json"), _layout("2018-json", date(2021, 12, 31), unixtime=False))
"""Newest first."""
