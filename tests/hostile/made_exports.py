"""Small whole exports to do harm to: the lists that the builders break."""

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

from tests.connectors.exports_by_hand import FOLLOWERS, FOLLOWING, FRIENDS, follower, zip_of
from tests.hostile.corpus import Draft
from tests.hostile.raw_zip import Record

FRIENDS_PAGE = FRIENDS.replace(".json", ".html")
FOLLOWERS_PAGE = FOLLOWERS.replace(".json", ".html")
SNAPCHAT_PAGE = "html/friends.html"
SNAPCHAT, TIKTOK, X = "json/friends.json", "user_data_tiktok.json", "data/follower.js"
CONNECTIONS = "Connections.csv"
HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"


def friends_of(name: str, times: int = 3) -> bytes:
    """Facebook's list with this name in it."""
    people = [{"name": f"{name} {number}", "timestamp": 1_700_000_000 + number} for number in range(times)]
    return json.dumps({"friends_v2": people}).encode()


def followers_of(name: str, times: int = 3) -> bytes:
    """Instagram's list with this handle in it."""
    return json.dumps([follower(f"{name}_{number}") for number in range(times)]).encode()


def lists_of(draft: Draft) -> dict[str, bytes]:
    """A whole Instagram export: both lists, and a message that nobody may open."""
    return {
        FOLLOWERS: followers_of(draft.canary),
        FOLLOWING: json.dumps({"relationships_following": [follower(draft.canary)]}).encode(),
        f"your_instagram_activity/messages/inbox/{draft.canary}_1/message_1.json": draft.canary.encode(),
    }


def records_of(draft: Draft) -> list[Record]:
    """The same export, member by member."""
    return [Record(name.encode(), content) for name, content in lists_of(draft).items()]


def zipped(draft: Draft, members: Mapping[str, bytes | str]) -> Path:
    """An honest archive of these members."""
    return zip_of(draft.path, members)


def stored(draft: Draft, members: Mapping[str, bytes]) -> Path:
    """An honest archive that packs nothing, for members that inflate further than any list would."""
    with zipfile.ZipFile(draft.path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return draft.path


def as_friends(draft: Draft, content: bytes | str) -> Path:
    """An honest archive whose list of Facebook friends holds this."""
    return stored(
        draft, {FRIENDS: content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content}
    )


def as_followers(draft: Draft, content: bytes) -> Path:
    """An honest archive whose list of Instagram followers holds this."""
    return stored(draft, {FOLLOWERS: content})
