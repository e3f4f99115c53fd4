"""Snapchat: the name that the owner's phone shows, and the handle; JSON on one line, HTML beside it."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from samples.exports.layout import MARKER, Contact, Export, Layout, Member, Shows, neighbour, picture
from samples.exports.meta_html import text
from schemas.words import Relation

R = Relation
SECTIONS = {
    "Friends": R.FRIEND,
    "Friend Requests Sent": R.REQUEST_SENT,
    "Pending Requests": R.REQUEST_RECEIVED,
}
SHOWS = dict.fromkeys(SECTIONS.values(), Shows.BOTH)
COLUMNS = ("Username", "Display Name", "Creation Timestamp", "Last Modified Timestamp", "Source")
SOURCES = tuple(f"added by {how}" for how in ("added me back", "username", "phone", "suggested", "qr code"))
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _new(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M:%S} UTC"


def _old(when: datetime) -> str:
    return f"{DAYS[when.weekday()]} {MONTHS[when.month - 1]} {when.day:02d} {when:%H:%M:%S} UTC {when.year}"


Stamp = Callable[[datetime], str]


def _record(contact: Contact, stamp: Stamp) -> dict[str, str]:
    source = SOURCES[contact.since % len(SOURCES)]
    changed = stamp(contact.when + timedelta(days=contact.since % 70))
    values = (contact.handle, contact.display_name, stamp(contact.when), changed, source)
    return dict(zip(COLUMNS, values, strict=True))


def _sections(export: Export, stamp: Stamp) -> dict[str, list[dict[str, Any]]]:
    """The file's sections: the three that are relations, and those that must not surface."""
    nobody = dict(zip(COLUMNS, (MARKER.lower(), MARKER, "", "", ""), strict=True))
    known = {name: [_record(one, stamp) for one in export.list_of(list_)] for name, list_ in SECTIONS.items()}
    rest = ("Blocked Users", "Deleted Friends", "Hidden Friend Suggestions", "Ignored Snapchatters")
    return known | {name: [nobody] for name in rest} | {"Shortcuts": []}


def _json(stamp: Stamp) -> Callable[[Export], Iterator[Member]]:
    def members(export: Export) -> Iterator[Member]:
        whole = json.dumps(_sections(export, stamp), ensure_ascii=False, separators=(",", ":"))
        yield Member("json/friends.json", whole.encode())
        yield Member("json/account.json", _account(export), listed=False)
        yield from _neighbours("json")

    return members


def _account(export: Export) -> bytes:
    basic = {"Username": export.owner.handle, "Name": export.owner.display_name, "Creation Date": ""}
    return json.dumps({"Basic Information": basic}, ensure_ascii=False, separators=(",", ":")).encode()


def _html(export: Export) -> Iterator[Member]:
    body = []
    for title, records in _sections(export, _new).items():
        head = "".join(f"<th><b>{column}</b></th>" for column in COLUMNS)
        rows = "".join(
            "<tr>" + "".join(f"<td>{text(record[column])}</td>" for column in COLUMNS) + "</tr>"
            for record in records
        )
        body.append(f"<h3>{title}</h3><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>")
    head = '<html><head><meta charset="utf-8"><title>Friends</title></head>'
    yield Member("html/friends.html", f"{head}<body>{''.join(body)}</body></html>".encode())
    yield from _neighbours("html")


def _both(export: Export) -> Iterator[Member]:
    yield from _json(_new)(export)
    yield from _html(export)


def _neighbours(ending: str) -> Iterator[Member]:
    history = f'{{"marlow": [{{"Content": "{MARKER}"}}]}}'
    for name in ("chat_history", "location_history"):
        yield neighbour(
            f"{ending}/{name}.{ending}", history if ending == "json" else f"<html>{MARKER}</html>"
        )
    yield picture(f"memories/2026-08-01_{ending}-main.jpg")


def _archive(export: Export, part: int) -> str:
    made = datetime.combine(export.made, time(9, 30), UTC)
    return f"mydata~{int(made.timestamp()) * 1000}{f'-{part + 1}' if part else ''}"


LAYOUTS = (
    Layout("snapchat-2024", "snapchat", "V", SHOWS, _both, _archive, parts=True, loose=False),
    Layout("snapchat-2024-json", "snapchat", "V", SHOWS, _json(_new), _archive, parts=True),
    Layout("snapchat-2024-html", "snapchat", "V", SHOWS, _html, _archive, parts=True),
    Layout(
        "snapchat-2021-json", "snapchat", "P", SHOWS, _json(_old), _archive, date(2021, 12, 31), parts=True
    ),
)
"""Newest and commonest first."""
