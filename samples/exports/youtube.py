"""YouTube, from Google Takeout: the channels subscribed to, by title; folders, files and headings translated.

Paths and headings: in public parsers; the English file in a genuine export. Takeout has no subscribers.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from samples.exports.comma_separated import comma_separated
from samples.exports.layout import MARKER, Contact, Export, Layout, Member, Shows, neighbour
from samples.exports.made_ids import BASE_64, letters
from schemas.words import Relation

R = Relation
SHOWS = {R.FOLLOWING: Shows.NAME}
COMMENTS = ("Comment ID", "Channel ID", "Comment Create Timestamp", "Price", "Video ID", "Comment Text")
OWN_CHANNEL = ("Channel ID", "Channel Title (Original)", "Channel Visibility")


@dataclass(frozen=True, slots=True)
class Language:
    """What Takeout calls the product, the list (folder and file), the comments, and three columns."""

    product: str
    list: str
    comments: str
    header: tuple[str, str, str]


ENGLISH = Language(
    "YouTube and YouTube Music", "subscriptions", "comments", ("Channel Id", "Channel Url", "Channel Title")
)
GERMAN = Language("YouTube und YouTube Music", "Abos", "Kommentare", ("Kanal-ID", "Kanal-URL", "Kanaltitel"))
SPANISH = Language(
    "YouTube y YouTube Music",
    "suscripciones",
    "comentarios",
    ("ID del canal", "URL del canal", "Título del canal"),
)
FRENCH = Language(
    "YouTube et YouTube Music",
    "abonnements",
    "commentaires",
    ("ID des chaînes", "URL des chaînes", "Titres des chaînes"),
)
DUTCH = Language(
    "YouTube en YouTube Music", "abonnementen", "reacties", ("Kanaal-ID", "Kanaal-URL", "Kanaaltitel")
)


def channel_id(contact: Contact) -> str:
    """UC and 22 letters."""
    return "UC" + letters(f"youtube/{contact.handle}", 22, BASE_64)


def _archive(export: Export, part: int) -> str:
    return f"takeout-{export.made:%Y%m%d}T093000Z-{part + 1:03d}"


def _csv(words: Language) -> Callable[[Export], Iterator[Member]]:
    folder = f"Takeout/{words.product}"

    def members(export: Export) -> Iterator[Member]:
        rows = [
            (channel_id(one), f"http://www.youtube.com/channel/{channel_id(one)}", one.display_name)
            for one in export.list_of(R.FOLLOWING)
        ]
        path = f"{folder}/{words.list}/{words.list}.csv"
        yield Member(path, comma_separated([words.header, *rows]).encode())
        yield from _neighbours(export, folder, words.comments)

    return members


def _json(export: Export) -> Iterator[Member]:
    """Resources as the API gives them: until 2021."""
    folder = "Takeout/YouTube and YouTube Music"
    found = [_resource(contact) for contact in export.list_of(R.FOLLOWING)]
    content = json.dumps(found, ensure_ascii=False, indent=2).encode()
    yield Member(f"{folder}/subscriptions/subscriptions.json", content)
    yield from _neighbours(export, folder, "my-comments")


def _resource(contact: Contact) -> dict[str, Any]:
    return {
        "contentDetails": {"activityType": "all", "newItemCount": 0, "totalItemCount": 12},
        "etag": letters(f"etag/{contact.handle}", 27, BASE_64),
        "id": letters(f"subscription/{contact.handle}", 40, BASE_64),
        "kind": "youtube#subscription",
        "snippet": {
            "channelId": "UC" + "0" * 22,
            "description": MARKER,
            "publishedAt": f"{contact.when:%Y-%m-%dT%H:%M:%S}.000Z",
            "resourceId": {"channelId": channel_id(contact), "kind": "youtube#channel"},
            "title": contact.display_name,
        },
    }


def _neighbours(export: Export, folder: str, comments: str) -> Iterator[Member]:
    mine = "UC" + letters(f"youtube/{export.owner.handle}", 22, BASE_64)
    said = ("Ugx1", mine, "2026-01-02T03:04:05+00:00", "0", "vid1", f'{{"text":"{MARKER}"}}')
    yield neighbour(f"{folder}/{comments}/{comments}.csv", comma_separated([COMMENTS, said]))
    own = [OWN_CHANNEL, (mine, export.owner.display_name, "Public")]
    yield Member(f"{folder}/channels/channel.csv", comma_separated(own).encode(), listed=False)
    watched = ("Video ID", "Playlist Video Creation Timestamp")
    yield neighbour(f"{folder}/playlists/Watch later-videos.csv", comma_separated([watched, (MARKER, "")]))
    yield neighbour(f"{folder}/history/watch-history.html", f"<html><body>{MARKER}</body></html>")
    yield neighbour("Takeout/archive_browser.html", f"<html><body>{MARKER}</body></html>")


def _layout(
    slug: str, seen: str, members: Callable[[Export], Iterator[Member]], until: date | None = None
) -> Layout:
    return Layout(f"youtube-{slug}", "youtube", seen, SHOWS, members, _archive, until, parts=True)


LAYOUTS = (
    _layout("2021-csv", "V", _csv(ENGLISH)),
    _layout("2021-csv-german", "P", _csv(GERMAN)),
    _layout("2021-csv-spanish", "P", _csv(SPANISH)),
    _layout("2021-csv-french", "P", _csv(FRENCH)),
    _layout("2021-csv-dutch", "P", _csv(DUTCH)),
    _layout("2019-json", "P", _json, date(2021, 5, 31)),
)
"""Commonest first. The translated names of the comments' folder are our guess."""
