"""Telegram: Telegram Desktop's "Export Telegram data", JSON or HTML.

The contacts are an address book, so for information only: names as the owner wrote them, and no telephone
number is ever kept. `result.json` holds all chats as well and may be larger than memory, so it is read as it
comes and only as far as the lists, which stand before the chats. Layouts are those of Telegram Desktop's own
source: JSON and HTML since 2018, JSON with `user_id` and `date_unixtime` since about 2020. What it shows is
in English always.

Frequent contacts are people the owner writes to and may never have saved. They are a list of their own,
without those who are contacts already, told by id; where the file gives contacts no ids, nobody could tell
them apart, and the whole list is left out rather than counted twice. Groups, channels, bots and calls are no
contacts. The HTML has no ids, so `lists/frequent.html` stays closed.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from connectors.contents import Element
from connectors.coverage import Coverage, Medium
from connectors.entries import (
    Account,
    Entry,
    Found,
    NotComparable,
    PeopleList,
    Unreadable,
    records_in,
    text_at,
)
from connectors.list_names import CONTACTS
from connectors.members import Member
from connectors.meta import outermost, text_in
from connectors.telephones import is_telephone
from schemas.extract import Owner
from schemas.words import Relation

TITLE = "Telegram"
MEMBERS = ("result.json", "lists/contacts.html")
ON_REQUEST = ()
LOOSE = ()
ARCHIVE_NAMES = (r"dataexport_(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)",)
SIGNS = ("dataexport_#-#-#/", "chatexport_#-#-#/", "export_results.html", "lists/frequent.html")
EXPECTED = ("contacts",)
ASKS_FOR_DATES = False
COVERAGE = Coverage(
    media=(Medium.MESSAGING, Medium.ADDRESS_BOOKS),
    checked=(
        "Saved contacts, and in JSON also the people most often written to, by name; for information only. "
        "What the account says of itself is read from JSON alone."
    ),
    unchecked=(
        "Groups, channels and everything written in chats, which are never read. Telegram has no list of "
        "followers. A contact that is only a telephone number cannot be compared."
    ),
    instead=(
        "In Telegram Desktop, choose Settings, Advanced, Export Telegram data, tick the list of contacts and "
        "the format JSON; leave chats and media unticked."
    ),
)

_WANTED = ("personal_information", "contacts", "frequent_contacts")
_CHAT = ("name", "type", "id")
_UNTIL = ("chats", "left_chats", "messages")
_OPENING = re.compile(rb'\s*\{\s*"(?:about|name|type|id|personal_information|contacts|frequent_contacts)"')
_MARKED = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_CHATS = {
    "saved_messages",
    "replies",
    "personal_chat",
    "bot_chat",
    "private_group",
    "private_supergroup",
    "public_supergroup",
    "private_channel",
    "public_channel",
}
_DELETED = "Deleted Account"
_DATE = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)\b.*")
_UNKNOWN_DATE = "1970-01-01"

_NOT_TOLD_APART = (
    "frequent contacts were left out: this older export does not tell which of them are contacts already"
)

Parts = Mapping[Any, object]


def layout(member: Member) -> str | None:
    """The generation, by how dates are written. One chat alone is Telegram's too, and holds no list."""
    if member.kind == "html":
        return "2018-html" if _is_list_page(member.page) else None
    match _parts(member):
        case {"contacts": {"list": list() | dict() as contacts}}:
            is_new = any(isinstance(each, dict) and "date_unixtime" in each for each in records_in(contacts))
            return "2020-json" if is_new else "2018-json"
        case {"personal_information": {"user_id": _}} | {"frequent_contacts": {"list": [*_]}}:
            return "2018-json"
        case {"type": str(kind), "id": int()} if kind in _CHATS:
            return "2018-json"
    return None


def read(member: Member) -> Iterator[Found]:
    """The contacts, those who are written to without being any, and the owner."""
    if member.kind == "html":
        yield PeopleList(*CONTACTS, map(_block, outermost(member.page, "entry")))
        return
    parts = _parts(member)
    contacts = _list_in(parts, "contacts")
    if contacts is not None:
        yield PeopleList(*CONTACTS, map(_contact, contacts))
    known = {who for contact in contacts or [] if (who := _id_in(contact))}
    others = list(_others(parts, known))
    if others and contacts and not known:
        member.notes.append(_NOT_TOLD_APART)
    elif others:
        yield PeopleList("frequent contacts", Relation.CONTACT, map(_frequent, others))
    yield from _owner(parts)


def _parts(member: Member) -> Parts:
    """What stands before the chats. A file that an editor saved again with a mark is small enough to hold."""
    if member.beginning.startswith(_MARKED):
        return member.json if isinstance(member.json, dict) else {}
    if _OPENING.match(member.beginning) is None:
        return {}
    return member.json_parts((*_WANTED, *_CHAT), until=_UNTIL)


def _list_in(parts: Parts, key: str) -> list[object] | None:
    match parts.get(key):
        case {"list": items}:
            return records_in(items)
    return None


def _others(parts: Parts, known: set[int]) -> Iterator[Parts]:
    """The people written to often who are neither the owner nor known."""
    owner = _id_in(parts.get("personal_information"))
    for item in _list_in(parts, "frequent_contacts") or []:
        match item:
            case {"category": "people", "type": "user", "id": int(who), **person}:
                if who not in known and who != owner:
                    yield {"id": who, **person}


def _id_in(record: object) -> int:
    match record:
        case {"user_id": int(who)}:
            return who
    return 0


def _contact(item: object) -> Entry:
    if isinstance(item, dict) and not item.keys().isdisjoint({"first_name", "date"}):
        return _entry(_name(item), _since(item))  # somebody who has left Telegram is only a date
    return Unreadable("no name")


def _frequent(item: Parts) -> Entry:
    return _entry(text_at(item, "name").strip(), told=str(item["id"]))


def _block(block: Element) -> Entry:
    date = _DATE.fullmatch(text_in(block, "info"))
    since = f"{date[3]}-{date[2]}-{date[1]}T{date[4]}" if date else ""  # as the JSON of the same list
    return _entry(text_in(block, "name"), since)


def _entry(name: str, since: str = "", told: str = "") -> Entry:
    """Somebody with a name. A telephone number is none, nor is what stands for those who have left."""
    if name in ("", _DELETED) or is_telephone(name):
        return NotComparable(told or since)
    return Account(name, since=since or None)


def _name(record: Parts) -> str:
    return f"{text_at(record, 'first_name')} {text_at(record, 'last_name')}".strip()


def _since(contact: Parts) -> str:
    date = text_at(contact, "date")
    return "" if date.startswith(_UNKNOWN_DATE) else date


def _is_list_page(page: Element) -> bool:
    return any("list_page" in body.get("class", "").split() for body in page.iter("div"))


def _owner(parts: Parts) -> Iterator[Owner]:
    match parts.get("personal_information"):
        case dict(own):
            bio = text_at(own, "bio")
            handle = text_at(own, "username").removeprefix("@")
            yield Owner(handle, _name(own), {"bio": bio} if bio else {})
