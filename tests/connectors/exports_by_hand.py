"""Small exports made in a test: a ZIP from a table of paths and contents."""

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

FOLLOWERS = "connections/followers_and_following/followers_1.json"
FOLLOWING = "connections/followers_and_following/following.json"
FRIENDS = "connections/friends/your_friends.json"


def zip_of(path: Path, members: Mapping[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def follower(handle: str, seconds: int = 1_700_000_000) -> dict[str, object]:
    link = {"href": f"https://www.instagram.com/{handle}", "value": handle, "timestamp": seconds}
    return {"title": "", "media_list_data": [], "string_list_data": [link]}


def followers(*handles: str) -> str:
    return json.dumps([follower(handle) for handle in handles])


def friends(*names: str) -> str:
    return json.dumps({"friends_v2": [{"name": name, "timestamp": 1_700_000_000} for name in names]})
