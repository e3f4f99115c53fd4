"""Instagram, JSON: a handle for each person; display names only in the optional lists of 2026."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from samples.exports.layout import MARKER, Contact, Export, Layout, Member, Shows, neighbour, picture
from samples.exports.meta_html import page
from samples.exports.meta_json import meta_json, numbered
from schemas.words import Relation

R = Relation
OLD, NEW = "followers_and_following", "connections/followers_and_following"
FOLLOWS = (R.FOLLOWER, R.FOLLOWING)
FILE_SIZE = 60
"""Followers a file: the platform's own number is not known; this one makes several of an ordinary list."""
OPTIONAL = {
    R.REQUEST_RECEIVED: ("follow_requests_you've_received", "relationships_follow_requests_received"),
    R.REQUEST_SENT: ("pending_follow_requests", "relationships_follow_requests_sent"),
}
NOT_KNOWN = {
    "blocked_profiles": "relationships_blocked_users",
    "recently_unfollowed_profiles": "relationships_unfollowed_users",
    "removed_suggestions": "relationships_dismissed_suggested_users",
    "hide_story_from": "relationships_hide_stories_from",
}
GERMAN = {"Name": "Name", "Username": "Benutzername", "URL": "URL"}

Members = Callable[[Export], Iterator[Member]]


def archive(export: Export, part: int) -> str:
    """`instagram-<username>-<date>-<8 random>`, another random part for each ZIP."""
    noise = f"{(export.noise * 2246822519 + part * 7919) % 16**8:08x}"
    return f"instagram-{export.owner.handle}-{export.made.isoformat()}-{noise}"


def _shape_a(contact: Contact) -> dict[str, Any]:
    link = f"https://www.instagram.com/{contact.handle}"
    entry = {"href": link, "value": contact.handle, "timestamp": contact.since}
    return {"title": "", "media_list_data": [], "string_list_data": [entry]}


def _shape_b(contact: Contact) -> dict[str, Any]:
    link = f"https://www.instagram.com/_u/{contact.handle}"
    return {"title": contact.handle, "string_list_data": [{"href": link, "timestamp": contact.since}]}


def _shape_c(contact: Contact, number: int, labels: dict[str, str]) -> dict[str, Any]:
    website = "https://example.org/about-me" if number % 5 == 0 else ""
    values = {"URL": website, "Name": contact.display_name, "Username": contact.handle}
    return {
        "timestamp": contact.since,
        "media": [],
        "label_values": [
            {"label": labels.get(label, label), "value": value} for label, value in values.items() if value
        ],
        "fbid": str(17840000000000000 + contact.since + number),
    }


def _connections_2019(export: Export) -> Iterator[Member]:
    def people(relation: Relation) -> dict[str, str]:
        return {c.handle: datetime.fromtimestamp(c.since, UTC).isoformat() for c in export.list_of(relation)}

    lists = {
        "blocked_users": {},
        "close_friends": {},
        "follow_requests_sent": people(R.REQUEST_SENT),
        "followers": people(R.FOLLOWER),
        "following": people(R.FOLLOWING),
        "following_hashtags": {},
    }
    yield Member("connections.json", meta_json(lists))
    yield neighbour("messages.json", f'[{{"participants": ["marlow"], "conversation": ["{MARKER}"]}}]')
    yield neighbour("likes.json", f'{{"media_likes": [["2019-05-01T10:00:00", "{MARKER}"]]}}')
    yield picture("photos/201905/holiday.jpg")


def _json(
    folder: str,
    followers: Callable[[list[Any]], Iterator[tuple[str, Any]]],
    following: Callable[[list[Any]], Iterator[tuple[str, Any]]],
    shape: Callable[[Contact], dict[str, Any]] = _shape_a,
    requests: Callable[[Relation, Sequence[Contact]], Any] | None = None,
) -> Members:
    requests = requests or _requests_a

    def members(export: Export) -> Iterator[Member]:
        for name, content in followers([_shape_a(contact) for contact in export.list_of(R.FOLLOWER)]):
            yield Member(f"{folder}/{name}.json", meta_json(content))
        for name, content in following([shape(contact) for contact in export.list_of(R.FOLLOWING)]):
            yield Member(f"{folder}/{name}.json", meta_json(content))
        for relation, (name, _) in OPTIONAL.items():
            if people := export.list_of(relation):
                yield Member(f"{folder}/{name}.json", meta_json(requests(relation, people)))
        yield from neighbours(folder, export, "json")

    return members


def _requests_a(relation: Relation, people: Sequence[Contact]) -> Any:
    return {OPTIONAL[relation][1]: [_shape_a(contact) for contact in people]}


def _requests_c(labels: dict[str, str]) -> Callable[[Relation, Sequence[Contact]], Any]:
    def requests(_: Relation, people: Sequence[Contact]) -> Any:
        records = [_shape_c(contact, number, labels) for number, contact in enumerate(people)]
        return records[0] if len(records) == 1 else records  # one record alone is written as a bare object

    return requests


def _whole(name: str, root: str = "") -> Callable[[list[Any]], Iterator[tuple[str, Any]]]:
    def files(records: list[Any]) -> Iterator[tuple[str, Any]]:
        yield name, {root: records} if root else records

    return files


def _parts(name: str, root: str = "") -> Callable[[list[Any]], Iterator[tuple[str, Any]]]:
    def files(records: list[Any]) -> Iterator[tuple[str, Any]]:
        for number, some in numbered(records, FILE_SIZE):
            yield f"{name}_{number}", {root: some} if root else some

    return files


def neighbours(folder: str, export: Export, ending: str) -> Iterator[Member]:
    """What else an Instagram archive holds: nobody's business but the owner's profile."""
    if ending == "json":
        owner = {
            "profile_user": [
                {
                    "title": "",
                    "media_map_data": {},
                    "string_map_data": {
                        "Username": {"href": "", "value": export.owner.handle, "timestamp": 0},
                        "Name": {"href": "", "value": export.owner.display_name, "timestamp": 0},
                        "Bio": {"href": "", "value": export.owner.bio, "timestamp": 0},
                    },
                }
            ]
        }
        path = "personal_information/personal_information/personal_information.json"
        yield Member(path, meta_json(owner), listed=False)
    nobody = Contact("Marlow", MARKER, MARKER.lower(), 1_500_000_000)
    for name, root in NOT_KNOWN.items():
        listed = meta_json({root: [_shape_b(nobody) | {"title": MARKER}]})
        shown = page(name, [f'<div class="_a6-g"><h2 class="_a6-h">{MARKER}</h2></div>'])
        yield Member(f"{folder}/{name}.{ending}", listed if ending == "json" else shown, listed=False)
    book = meta_json({"contacts_contact_info": [{"string_map_data": {"First Name": {"value": MARKER}}}]})
    yield neighbour(f"connections/contacts/synced_contacts.{ending}", book.decode())
    message = meta_json({"participants": [{"name": "Marlow"}], "messages": [{"content": MARKER}]}).decode()
    yield neighbour(f"your_instagram_activity/messages/inbox/marlow_17/message_1.{ending}", message)
    yield picture("media/posts/202608/holiday.jpg")


ROOT_FOLLOWING = "relationships_following"


def _layout(
    slug: str, seen: str, members: Members, until: date | None = None, *, named: bool = False
) -> Layout:
    optional = Shows.BOTH if named else Shows.HANDLE
    shows = dict.fromkeys(FOLLOWS, Shows.HANDLE) | dict.fromkeys(OPTIONAL, optional)
    return Layout(f"instagram-{slug}", "instagram", seen, shows, members, archive, until, parts=True)


LAYOUTS = (
    _layout(
        "2025-json",
        "V",
        _json(NEW, _parts("followers"), _whole("following", ROOT_FOLLOWING), _shape_b),
    ),
    _layout(
        "2026-json",
        "V",
        _json(NEW, _parts("followers"), _whole("following", ROOT_FOLLOWING), _shape_b, _requests_c({})),
        named=True,
    ),
    _layout(
        "2023-json",
        "V",
        _json(NEW, _parts("followers"), _whole("following", ROOT_FOLLOWING)),
        date(2025, 9, 30),
    ),
    _layout(
        "2026-json-german",
        "V",
        _json(NEW, _parts("followers"), _whole("following", ROOT_FOLLOWING), _shape_b, _requests_c(GERMAN)),
        named=True,
    ),
    _layout(
        "2024-json-numbered-following",
        "P",
        _json(NEW, _parts("followers"), _parts("following", ROOT_FOLLOWING)),
        date(2025, 9, 30),
    ),
    _layout(
        "2023-json-bare",
        "V",
        _json(OLD, _whole("followers"), _whole("following", ROOT_FOLLOWING)),
        date(2023, 7, 31),
    ),
    _layout(
        "2021-json",
        "P",
        _json(OLD, _whole("followers", "relationships_followers"), _whole("following", ROOT_FOLLOWING)),
        date(2023, 5, 31),
    ),
    Layout(
        "instagram-2019-json",
        "instagram",
        "P",
        dict.fromkeys((R.FOLLOWER, R.FOLLOWING, R.REQUEST_SENT), Shows.HANDLE),
        _connections_2019,
        archive,
        date(2020, 11, 30),
        parts=True,
    ),
)
"""Newest and commonest first."""
