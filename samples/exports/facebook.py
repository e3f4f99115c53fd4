"""Facebook: a display name and nothing else for each person, so that namesakes cannot be told apart."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from samples.exports.layout import MARKER, Contact, Export, Layout, Member, Shows, neighbour, picture
from samples.exports.meta_html import day_and_time, page, text
from samples.exports.meta_json import meta_json, numbered
from schemas.words import Relation

R = Relation
LISTS = (R.FRIEND, R.FOLLOWER, R.FOLLOWING, R.REQUEST_RECEIVED, R.REQUEST_SENT)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a generation keeps one list: the path without its ending, and the root key."""

    path: str
    key: str


Places = Mapping[Relation, Place]

PLACES_2018: Places = {
    R.FRIEND: Place("friends/friends", "friends"),
    R.FOLLOWER: Place("following_and_followers/followers", "followers"),
    R.FOLLOWING: Place("following_and_followers/following", "following"),
    R.REQUEST_RECEIVED: Place("friends/received_friend_requests", "received_requests"),
    R.REQUEST_SENT: Place("friends/sent_friend_requests", "sent_requests"),
}
PLACES_2020: Places = {
    R.FRIEND: Place("friends_and_followers/friends", "friends"),
    R.FOLLOWER: Place("friends_and_followers/followers", "followers"),
    R.FOLLOWING: Place("friends_and_followers/following", "following"),
    R.REQUEST_RECEIVED: Place("friends_and_followers/friend_requests_received", "received_requests"),
    R.REQUEST_SENT: Place("friends_and_followers/friend_requests_sent", "sent_requests"),
}
PLACES_2021: Places = {
    R.FRIEND: Place("friends_and_followers/friends", "friends_v2"),
    R.FOLLOWER: Place("friends_and_followers/followers", "followers_v2"),
    R.FOLLOWING: Place("friends_and_followers/who_you_follow", "following_v2"),
    R.REQUEST_RECEIVED: Place("friends_and_followers/friend_requests_received", "received_requests_v2"),
    R.REQUEST_SENT: Place("friends_and_followers/friend_requests_sent", "sent_requests_v2"),
}
PLACES_2023: Places = {
    R.FRIEND: Place("connections/friends/your_friends", "friends_v2"),
    R.FOLLOWER: Place("connections/followers/people_who_followed_you", "followers_v3"),
    R.FOLLOWING: Place("connections/followers/who_you've_followed", "following_v3"),
    R.REQUEST_RECEIVED: Place("connections/friends/received_friend_requests", "received_requests_v2"),
    R.REQUEST_SENT: Place("connections/friends/sent_friend_requests", "sent_requests_v2"),
}
PLACES_UNDERSCORE: Places = {
    **PLACES_2023,
    R.FOLLOWING: Place("connections/followers/who_you_ve_followed", "following_v3"),
}
PLACES_PAGE: Places = {relation: PLACES_2023[relation] for relation in (R.FOLLOWER, R.FOLLOWING)}
NOT_FRIENDS = {
    "removed_friends": "deleted_friends_v2",
    "rejected_friend_requests": "rejected_requests_v2",
    "people_you_may_know": "people_you_may_know_v2",
    "suggested_friends": "suggested_friends_v2",
}
TITLES = {
    R.FRIEND: "Your friends",
    R.FOLLOWER: "People who followed you",
    R.FOLLOWING: "Who you've followed",
    R.REQUEST_RECEIVED: "Received friend requests",
    R.REQUEST_SENT: "Sent friend requests",
}

Block = Callable[[Contact, str], str]
Members = Callable[[Export], Iterator[Member]]


def _archive(export: Export, part: int) -> str:
    noise = f"{(export.noise * 2654435761 + part * 40503) % 16**8:08x}"
    return f"facebook-{export.owner.handle}-{export.made.isoformat()}-{noise}"


def _record(relation: Relation, contact: Contact) -> dict[str, Any]:
    if relation is R.FOLLOWER:  # a follower's file has never had a date
        return {"name": contact.display_name}
    return {"name": contact.display_name, "timestamp": contact.since}


def _json(places: Places, activity: str = "your_facebook_activity/") -> Members:
    def members(export: Export) -> Iterator[Member]:
        for relation, place in places.items():
            records = [_record(relation, contact) for contact in export.list_of(relation)]
            yield Member(f"{place.path}.json", meta_json({place.key: records}))
        yield from _neighbours(export, places, activity, "json")

    return members


def _numbered_followers(export: Export) -> Iterator[Member]:
    for member in _json(PLACES_2023)(export):
        if "people_who_followed_you" not in member.path:
            yield member
    records = [
        {
            "title": "",
            "media_list_data": [],
            "string_list_data": [{"value": contact.display_name, "timestamp": contact.since}],
        }
        for contact in export.list_of(R.FOLLOWER)
    ]
    for number, some in numbered(records, 40):
        yield Member(f"connections/followers/people_who_followed_you_{number}.json", meta_json(some))


def _block_2018(contact: Contact, when: str) -> str:
    return (
        '<div class="pam _3-95 _2pi0 _2lej uiBoxWhite noborder">'
        f'<div class="_3-96 _2pio _2lek _2lel">{text(contact.display_name)}</div>'
        f'<div class="_3-94 _2lem">{when}</div></div>'
    )


def _block_2022(contact: Contact, when: str) -> str:
    return (
        '<div class="_3-95 _a6-g">'
        f'<div class="_2ph_ _a6-h _a6-i">{text(contact.display_name)}</div>'
        f'<div class="_3-94 _a6-o _2pie"><div class="_a72d">{when}</div></div></div>'
    )


def _block_2024(contact: Contact, when: str) -> str:
    label = f"u_0_{contact.since:x}"
    return (
        f'<section class="_3-95 _a6-g" aria-labelledby="{label}">'
        f'<h2 class="_2ph_ _a6-h _a6-i" id="{label}">{text(contact.display_name)}</h2>'
        f'<footer class="_3-94 _a6-o"><div class="_a72d">{when}</div></footer></section>'
    )


def _html(
    places: Places, block: Block, form: str, language: str = "en", activity: str = "your_facebook_activity/"
) -> Members:
    def shown(relation: Relation, contact: Contact) -> str:
        when = "" if relation is R.FOLLOWER else day_and_time(contact.when, form, language)
        return block(contact, when)

    def members(export: Export) -> Iterator[Member]:
        for relation, place in places.items():
            blocks = [shown(relation, contact) for contact in export.list_of(relation)]
            yield Member(f"{place.path}.html", page(TITLES[relation], blocks))
        yield from _neighbours(export, places, activity, "html")

    return members


def _neighbours(export: Export, places: Places, activity: str, ending: str) -> Iterator[Member]:
    folder = places.get(R.FRIEND, PLACES_2023[R.FRIEND]).path.rpartition("/")[0]
    if ending == "json":
        me = export.owner
        owner = {"profile_v2": {"name": {"full_name": me.display_name}, "username": me.handle}}
        path = "personal_information/profile_information/profile_information.json"
        yield Member(path, meta_json(owner), listed=False)
    nobody = Contact("Marlow", MARKER, "marlow", 1_500_000_000)
    for name, key in NOT_FRIENDS.items():
        listed = meta_json({key: [_record(R.FRIEND, nobody)]})
        suggested = name in {"people_you_may_know", "suggested_friends"}  # these have no block a person
        shown = page(name, [f"<div>{MARKER}</div>" if suggested else _block_2022(nobody, "")])
        yield Member(f"{folder}/{name}.{ending}", listed if ending == "json" else shown, listed=False)
    message = meta_json({"participants": [{"name": "Marlow"}], "messages": [{"content": MARKER}]}).decode()
    yield neighbour(f"{activity}messages/inbox/marlow_10158/message_1.{ending}", message)
    yield neighbour(f"{activity}posts/your_posts_1.{ending}", f'[{{"title": "{MARKER}"}}]')
    yield picture(f"{activity}posts/media/holiday_101.jpg")


def _layout(
    slug: str,
    seen: str,
    members: Members,
    until: date | None = None,
    *,
    lists: Sequence[Relation] = LISTS,
    loose: bool = False,
) -> Layout:
    shows = dict.fromkeys(lists, Shows.NAME)
    return Layout(
        f"facebook-{slug}", "facebook", seen, shows, members, _archive, until, loose=loose, parts=True
    )


MINUTES = "{month} {day}, {year}, {hour}:{minute:02d} {half}"
SECONDS = "{month} {day:02d}, {year} {hour}:{minute:02d}:{second:02d}"
LAYOUTS = (
    _layout("2023-json", "V", _json(PLACES_2023), loose=True),
    _layout("2024-html", "P", _html(PLACES_2023, _block_2024, SECONDS + " {half}"), loose=True),
    _layout("2022-html", "V", _html(PLACES_2023, _block_2022, SECONDS + "{half}"), date(2024, 9, 30)),
    _layout("2023-json-underscore", "P", _json(PLACES_UNDERSCORE)),
    _layout(
        "2022-html-spanish",
        "V",
        _html(PLACES_2023, _block_2022, SECONDS + "{half}", "es"),
        date(2024, 9, 30),
    ),
    _layout("2023-json-numbered-followers", "P", _numbered_followers),
    _layout("2024-html-japanese", "P", _html(PLACES_2023, _block_2024, SECONDS + " {half}", "ja")),
    _layout(
        "2023-json-page",
        "V",
        _json(PLACES_PAGE, "this_profile's_activity_across_facebook/"),
        lists=(R.FOLLOWER, R.FOLLOWING),
    ),
    _layout("2021-json", "P", _json(PLACES_2021, ""), date(2022, 8, 31)),
    _layout("2020-json", "P", _json(PLACES_2020, ""), date(2021, 1, 31)),
    _layout("2018-json", "P", _json(PLACES_2018, ""), date(2019, 11, 30)),
    _layout(
        "2020-html",
        "P",
        _html(PLACES_2021, _block_2018, MINUTES, activity=""),
        date(2021, 10, 31),
    ),
    _layout(
        "2018-html",
        "P",
        _html(PLACES_2018, _block_2018, MINUTES, activity=""),
        date(2019, 11, 30),
    ),
)
"""Newest and commonest first. HTML is what the site offers by default."""
