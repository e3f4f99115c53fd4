"""Mastodon: whom the owner follows, by address; no follower is in any export.

The CSV's headings: in genuine files and in Mastodon's own code; its archive in published examples.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from samples.exports.comma_separated import comma_separated
from samples.exports.layout import MARKER, Export, Layout, Member, Shows, neighbour, picture
from samples.exports.made_ids import HEX, letters
from schemas.words import Relation

R = Relation
SHOWS = {R.FOLLOWING: Shows.HANDLE}
SERVERS = ("social.example", "fedi.example.org", "wald.example.net")
HEADER_NOW = ("Account address", "Show boosts", "Notify on new posts", "Languages")


def _server(handle: str) -> str:
    return SERVERS[len(handle) % len(SERVERS)]


def address(handle: str) -> str:
    """Name and server, the owner's own server too."""
    return f"{handle}@{_server(handle)}"


def _following(export: Export, header: Sequence[str], width: int) -> Member:
    found = [(address(one.handle), "true", "false", "")[:width] for one in export.list_of(R.FOLLOWING)]
    rows = [header, *found] if header else found
    return Member("following_accounts.csv", comma_separated(rows).encode())


def _csv(header: Sequence[str], width: int) -> Callable[[Export], Iterator[Member]]:
    def members(export: Export) -> Iterator[Member]:
        yield _following(export, header, width)

    return members


def _archived(export: Export) -> Iterator[Member]:
    yield Member("actor.json", json.dumps(_actor(export), ensure_ascii=False).encode(), listed=False)
    said = {"type": "Create", "object": {"type": "Note", "content": MARKER}}
    for name in ("outbox", "likes", "bookmarks"):
        page = {"id": f"{name}.json", "type": "OrderedCollection", "totalItems": 1, "orderedItems": [said]}
        yield neighbour(f"{name}.json", json.dumps(page))
    yield picture("media_attachments/files/109/holiday.jpg")
    yield picture("avatar.jpg")


def _actor(export: Export) -> dict[str, Any]:
    home = f"https://{_server(export.owner.handle)}"
    me = f"{home}/users/{export.owner.handle}"
    return {
        "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
        "id": me,
        "type": "Person",
        "following": f"{me}/following",
        "followers": f"{me}/followers",
        "inbox": f"{me}/inbox",
        "outbox": "outbox.json",
        "preferredUsername": export.owner.handle,
        "name": export.owner.display_name,
        "summary": f"<p>{export.owner.bio}</p>",
        "url": f"{home}/@{export.owner.handle}",
        "likes": "likes.json",
        "bookmarks": "bookmarks.json",
    }


def _everything(export: Export) -> Iterator[Member]:
    """All that the export page offers, put into one folder by hand."""
    yield _following(export, HEADER_NOW, 4)
    nobody = f"{MARKER.lower()}@{SERVERS[1]}"
    yield neighbour("blocked_accounts.csv", comma_separated([(nobody,)]))
    yield neighbour(
        "muted_accounts.csv", comma_separated([("Account address", "Hide notifications"), (nobody, "true")])
    )
    yield neighbour("lists.csv", comma_separated([(MARKER, nobody)]))
    yield neighbour("bookmarks.csv", comma_separated([(f"https://{SERVERS[1]}/@{MARKER}/1",)]))
    yield from _archived(export)


def _archive(export: Export, part: int) -> str:  # noqa: ARG001 - every platform's archive is named by both
    return f"archive-{export.made:%Y%m%d}093000-{letters(f'mastodon/{export.noise}', 32, HEX)}"


def _by_hand(export: Export, part: int) -> str:  # noqa: ARG001
    return "mastodon"


def _layout(slug: str, seen: str, header: Sequence[str], width: int, until: date | None = None) -> Layout:
    members = _csv(header, width)
    return Layout(
        f"mastodon-{slug}", "mastodon", seen, SHOWS, members, _archive, until, zipped=False, handle=address
    )


LAYOUTS = (
    _layout("2022-csv", "V", HEADER_NOW, 4),
    Layout("mastodon-2022-everything", "mastodon", "V", SHOWS, _everything, _by_hand, handle=address),
    Layout("mastodon-2022-archive", "mastodon", "P", {}, _archived, _archive, loose=False),
    _layout("2019-csv", "V", HEADER_NOW[:2], 2, date(2022, 9, 30)),
    _layout("2017-csv", "V", (), 1, date(2018, 12, 31)),
)
"""Newest and commonest first. The archive alone has nobody in it, and a report must say why."""
