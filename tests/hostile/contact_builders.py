"""Hostile address books and repositories: vCards, Telegram's one file, Bluesky's archive of blocks, chats."""

import json
import struct
from pathlib import Path

from tests.hostile.corpus import Draft, hostile
from tests.hostile.made_exports import stored
from tests.hostile.raw_zip import flood, write

_RESULT = "DataExport_2026-01-01/result.json"
_CARDS = "Takeout/Contacts/All Contacts/All Contacts.vcf"
_ROOT = b"\x3a\xa2eroots\x81\xd8\x2a\x58\x25\x00\x01\x71\x12\x20" + bytes(32) + b"gversion\x01"


def _card(name: str) -> str:
    return f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nN:{name};;;;\r\nEND:VCARD\r\n"


@hostile(12)
def vcard_bombs(draft: Draft) -> Path:
    """Cards never ended, in one another, folded a million times, with pictures, or of odd encodings."""
    name = draft.canary
    cards = [
        f"BEGIN:VCARD\r\nFN:{name}",
        "BEGIN:VCARD\r\n" * 50_000 + _card(name),
        f"BEGIN:VCARD\r\nFN:{name}" + "\r\n a" * 500_000,
        _card(name).replace("END", "PHOTO;ENCODING=b:" + "QUJD" * 4_000_000 + "\r\nEND"),
        _card(name) * 60_000,
        "END:VCARD\r\n" * 10**5,
        _card(name).replace("FN:", "FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=FF=FE=\r\n=00"),
        _card(name).replace("FN:", "FN" + ";X=Y" * 200_000 + ":"),
        _card(name).replace(":", ""),
        _card("\\n" * 10**5 + name),
        _card(name).replace("\r\n", "\n\n \t"),
        _card(name).encode("utf-16").decode("latin-1"),
    ]
    content = draft.one_of(cards).encode("latin-1" if draft.variant == 11 else "utf-8")
    if draft.variant % 2:
        return stored(draft, {_CARDS: content})
    path = draft.folder / "contacts.vcf"
    path.write_bytes(content)
    return path


@hostile(14)
def repository_bombs(draft: Draft) -> Path:
    """Bluesky's archive with lengths without end, blocks that are cut, nests, loops and huge counts."""
    block = b"\x01\x71\x12\x20" + bytes(32)
    follow = b"\xa2e$typetapp.bsky.graph.followgsubject" + b"\x6a" + b"did:plc:" + draft.canary.encode()[:2]
    insides = [
        b"\xff" * 20,
        b"\x80" * 10**6,
        b"\xff\xff\xff\xff\x0f" + block,
        b"\x00" * 10**6,
        _sized(block + b"\x9b" + b"\xff" * 8),
        _sized(block + b"\x81" * 100_000),
        _sized(block + b"\xa1\x60" * 50_000),
        _sized(block + b"\x5b" + struct.pack(">Q", 2**62)),
        _sized(block + b"\x9f" * 1_000),
        _sized(block + b"\xd8\x2a" * 50_000),
        _sized(block + follow) * 50_000,
        _sized(block + follow)[:-3],
        _sized(block + b"\xfb\x7f\xf8" + bytes(6)),
        _sized(b"\x01\x55\x00\x00" + follow),
    ]
    path = draft.folder / "repo.car"
    path.write_bytes(_ROOT + draft.one_of(insides))
    return path


def _sized(block: bytes) -> bytes:
    """A block with its length before it, as a number in base 128."""
    length, size = bytearray(), len(block)
    while size > 0x7F:
        length.append(size & 0x7F | 0x80)
        size >>= 7
    return bytes([*length, size]) + block


def _contact(name: str) -> dict[str, object]:
    return {"first_name": name, "last_name": "", "phone_number": "0044", "date_unixtime": "1600000000"}


@hostile(10)
def telegram_nested_deep(draft: Draft) -> Path:
    """Telegram's file with a nest before, in or behind its contacts, or broken off inside them."""
    nest = "[" * draft.one_of([60, 100, 100_000]) + "]" * draft.one_of([60, 100, 100_000])
    contacts = json.dumps({"list": [_contact(draft.canary)]})
    written = [
        f'{{"about": {nest}, "contacts": {contacts}}}',
        f'{{"contacts": {contacts}, "chats": {nest}}}',
        f'{{"contacts": {{"list": {nest}}}}}',
        f'{{"contacts": {contacts[:-4]}',
        f'{{"contacts": {contacts}',
        f'{{"contacts": {contacts}, "contacts": {contacts}}}',
        f'[{{"contacts": {contacts}}}]',
        f'{{"contacts": [{nest}]}}',
        '{"contacts": {"list": [' + "[" * 80_000,
        '{"contacts": NaN}',
    ]
    return stored(draft, {_RESULT: draft.one_of(written).encode()})


@hostile(6)
def telegram_with_everything_before_it(draft: Draft) -> Path:
    """Telegram's file where hundreds of megabytes of chats stand before the contacts."""
    noise = json.dumps({"text": draft.chance.randbytes(2_000).hex()}) + ","
    chunk = (noise + '{"id": 1, "type": "message"},' * 15_000).encode()
    times = draft.one_of([50, 200, 450])
    contacts = json.dumps({"list": [_contact(draft.canary)]}).encode()
    key = draft.one_of([b"chats", b"about"])
    return write(
        draft.path,
        [
            flood(
                _RESULT.encode(), chunk, times, b'{"' + key + b'": [', b'{}], "contacts": ' + contacts + b"}"
            )
        ],
    )


@hostile(6)
def telegram_with_contacts_without_end(draft: Draft) -> Path:
    """Telegram's contacts by the hundred thousand, empty, of one giant name, or of every type."""
    contact = json.dumps(_contact(draft.canary))
    giant = json.dumps(_contact(draft.canary * 2_000_000))
    items = [
        f'"{draft.canary}"',
        giant,
        ", ".join([contact] * 150_000),
        ", ".join(["{}"] * 500_000),
        "1, " * 10**6 + "1",
        f"[{contact}]",
    ]
    return stored(draft, {_RESULT: f'{{"contacts": {{"list": [{draft.one_of(items)}]}}}}'.encode()})


@hostile(8)
def chats_that_hold_no_list(draft: Draft) -> Path:
    """A chat handed in as an export: it is told that it holds no list, and quotes nobody."""
    name = draft.canary
    lines = [
        f"[2020-01-01, 12:00:01] {name}: hello\n",
        f"13/06/2026, 12:34 - {name}: hello\r\n",
        f"\u200e{name}: ",
        "\n" * 1_000,
    ]
    names = ["_chat.txt", f"WhatsApp Chat with {name}.txt"]
    if draft.variant % 2:
        return stored(draft, {names[0]: (draft.one_of(lines) * 5_000).encode()})
    path = draft.folder / names[draft.variant // 2 % 2]
    path.write_bytes((draft.one_of(lines) * 5_000).encode())
    return path


@hostile(10)
def address_books_as_tables(draft: Draft) -> Path:
    """Google's table of contacts with rows of nothing, values joined without end, names in every column."""
    name = draft.canary
    header = "First Name,Middle Name,Last Name,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Value"
    rows = [
        ",,,,,,",
        f"{name},,,* myContacts,,,",
        f"{name},,," + " ::: ".join(["x"] * 100_000) + ",,,",
        f'"{name}',
        f"=1+1{name},,,,,,",
        f",,,,,{name}@example.org ::: {name}@example.org,",
        "\0,\0,\0,,,,",
        f"{name}" + "," * 10_000,
        f"{name}\r{name}\r\n{name}",
        "\u202e,,,,,,",
    ]
    return stored(
        draft,
        {"Takeout/Contacts/All Contacts/All Contacts.csv": f"{header}\n{draft.one_of(rows)}\n".encode()},
    )


@hostile(8)
def other_platforms_lists(draft: Draft) -> Path:
    """Lists of platforms with small exports, each with one thing in it that should not be there."""
    name = draft.canary
    lists: list[tuple[str, object]] = [
        ("friends.json", [{"friendUsername": [name], "friendFullname": {name: 1}}] * 50),
        ("contacts_part001.json", {"contacts": {name: [name], "": "", "x": None}}),
        (
            "Account/user.json",
            {"relationships": [{"type": name, "user": None}, {"type": 10**30, "user": {"username": [name]}}]},
        ),
        (
            "your_instagram_activity/threads/followers.json",
            {"text_post_app_text_post_app_followers": [{"string_list_data": [[name]]}]},
        ),
        ("followers.json", {"followers": {name: {}}}),
        ("friend-requests.json", [{"fromUserId": name, "status": None}]),
        ("actor.json", {"followers": f"https://{name}", "orderedItems": [[name]]}),
        ("subscriptions.json", [{"snippet": {"title": [name], "resourceId": name}}]),
    ]
    path, content = draft.one_of(lists)
    return stored(draft, {path: json.dumps(content).encode()})
