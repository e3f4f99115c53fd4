"""Threads, as it comes inside the Instagram archive: a handle, and in part of the exports a display name.

Record shapes and root keys: in public parsers; the received requests in a genuine export.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from samples.exports import instagram
from samples.exports.layout import MARKER, Contact, Export, Layout, Member, Shows, neighbour
from samples.exports.meta_json import meta_json
from schemas.words import Relation

R = Relation
FOLDER = "your_instagram_activity/threads"
PREFIX = "text_post_app_text_post_app_"
LISTS = {
    R.FOLLOWER: ("followers", f"{PREFIX}followers"),
    R.FOLLOWING: ("following", f"{PREFIX}following"),
    R.REQUEST_RECEIVED: ("follow_requests_you've_received", f"{PREFIX}follow_requests_received"),
    R.REQUEST_SENT: ("pending_follow_requests", f"{PREFIX}follow_requests_sent"),
}
OLD_LINK, NEW_LINK = "https://www.threads.net/@{}", "https://www.threads.com/{}"

Members = Callable[[Export], Iterator[Member]]


def _record(contact: Contact, title: str, link: str) -> dict[str, Any]:
    entry = {"href": link.format(contact.handle), "value": contact.handle, "timestamp": contact.since}
    return {"title": title, "string_list_data": [entry]}


def _members(link: str, *, named: bool) -> Members:
    def members(export: Export) -> Iterator[Member]:
        for relation, (name, root) in LISTS.items():
            people = export.list_of(relation)
            records = [_record(one, one.display_name if named else "", link) for one in people]
            yield Member(f"{FOLDER}/{name}.json", meta_json({root: records}))
        yield from _neighbours(link)
        yield from instagram.neighbours(instagram.NEW, export, "json")

    return members


def _neighbours(link: str) -> Iterator[Member]:
    blocked = _record(Contact("Marlow", MARKER, MARKER.lower(), 1_700_000_000), MARKER, link)
    content = meta_json({f"{PREFIX}blocked_users": [blocked]})
    yield Member(f"{FOLDER}/blocked_profiles.json", content, listed=False)
    post = {"media": [{"uri": "", "creation_timestamp": 1_700_000_000, "title": MARKER}]}
    for name, root in (
        ("threads_and_replies", "text_post_app_text_posts"),
        ("liked_threads", "text_post_app_media_likes"),
    ):
        yield neighbour(f"{FOLDER}/{name}.json", meta_json({root: [post]}).decode())


def _beside_instagram(export: Export) -> Iterator[Member]:
    """The same people on both platforms, in files of the same names."""
    yield from _members(OLD_LINK, named=True)(export)
    for member in instagram.LAYOUTS[0].members(export):
        if member.listed:
            yield member


def _layout(slug: str, members: Members, until: date | None = None, *, named: bool = False) -> Layout:
    shows = dict.fromkeys(LISTS, Shows.BOTH if named else Shows.HANDLE)
    archive = instagram.archive
    return Layout(f"threads-{slug}", "threads", "P", shows, members, archive, until, loose=False, parts=True)


LAYOUTS = (
    _layout("2025-json", _members(NEW_LINK, named=False)),
    _layout("2024-json-named", _members(OLD_LINK, named=True), date(2025, 4, 30), named=True),
    _layout("2024-json", _members(OLD_LINK, named=False), date(2025, 4, 30)),
    _layout("2025-json-beside-instagram", _beside_instagram, named=True),
)
"""Newest first. Out of its folder a list cannot be told from Instagram's by its name."""
