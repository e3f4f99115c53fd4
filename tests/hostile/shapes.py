"""The known lists as values, and every place in one, so that any value can be put in place of another."""

from collections.abc import Iterator
from typing import Any

from tests.connectors.exports_by_hand import FOLLOWERS, FOLLOWING, FRIENDS, follower

Place = tuple[str | int, ...]

_LABELS = [{"label": "Name", "value": "Wren F"}, {"label": "Username", "value": "wren"}]
_SNAPCHAT = {"Username": "wren", "Display Name": "Wren F", "Creation Timestamp": "2020-10-24 12:52:27 UTC"}
_TIKTOK = {"FansList": [{"Date": "2025-03-01 08:15:00", "UserName": "moss_and_tea"}]}
_TELEGRAM = {"first_name": "Wren", "last_name": "F", "phone_number": "0044", "date_unixtime": "1600000000"}
_PROFILE = {"profile_user": [{"string_map_data": {"Username": {"value": "wren"}, "Bio": {"value": "tea"}}}]}

SHAPES: tuple[tuple[str, Any], ...] = (
    (FRIENDS, {"friends_v2": [{"name": "Sam Okafor", "timestamp": 1412345678}]}),
    (FOLLOWERS, [follower("wren")]),
    (FOLLOWING, {"relationships_following": [follower("wren")]}),
    (FOLLOWING, {"timestamp": 1, "label_values": _LABELS, "fbid": "1"}),
    ("connections.json", {"followers": {"wren": "2019-01-01T10:00:00+00:00"}}),
    ("personal_information/personal_information/personal_information.json", _PROFILE),
    ("json/friends.json", {"Friends": [_SNAPCHAT], "Pending Requests": []}),
    ("json/account.json", {"Basic Information": {"Username": "wren", "Name": "Wren"}}),
    ("user_data_tiktok.json", {"Your Activity": {"Follower": _TIKTOK, "Following": {"Following": None}}}),
    ("DataExport_2026-01-01/result.json", {"contacts": {"about": "", "list": [_TELEGRAM]}}),
    ("friends.json", [{"friendUsername": "wren", "friendFullname": "Wren", "createdAt": "2024-01-01"}]),
    ("contacts_part001.json", {"contacts": {"Wren": "https://www.flickr.com/people/1/"}}),
    ("Account/user.json", {"relationships": [{"id": "1", "type": 1, "user": {"username": "wren"}}]}),
)
"""A path and what an honest file of that path says."""


def nodes(value: Any, place: Place = ()) -> Iterator[Place]:
    """Every place in a value, the whole of it first."""
    yield place
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in inner:
        yield from nodes(below, (*place, key))


def replaced(value: Any, place: Place, by: Any) -> Any:
    """The value with what stands at this place replaced."""
    if not place:
        return by
    key, *rest = place
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    copy[key] = replaced(value[key], tuple(rest), by)
    return copy
