"""TikTok: a handle for each person; one JSON file, or one text file a list."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from samples.exports.layout import MARKER, Contact, Export, Layout, Member, Shows, neighbour
from schemas.words import Relation

R = Relation
SHOWS = {R.FOLLOWER: Shows.HANDLE, R.FOLLOWING: Shows.HANDLE}


def _archive(export: Export, part: int) -> str:  # noqa: ARG001 - every platform's archive is named by both
    made = datetime.combine(export.made, time(9, 30), UTC)
    return f"TikTok_Data_{int(made.timestamp())}"


def _records(export: Export, relation: Relation) -> list[dict[str, str]] | None:
    """`null` where there is nobody."""
    return [
        {"Date": f"{contact.when:%Y-%m-%d %H:%M:%S}", "UserName": contact.handle}
        for contact in export.list_of(relation)
    ] or None


def _json(file: str, section: str, follower: str, following: str) -> Callable[[Export], Iterator[Member]]:
    def members(export: Export) -> Iterator[Member]:
        lists = {
            follower: {"App": 1, "IsFastLane": False, "FansList": _records(export, R.FOLLOWER)},
            following: {"App": 1, "IsFastLane": False, "Following": _records(export, R.FOLLOWING)},
        }
        whole = _rest(export)
        whole[section] = whole.get(section, {}) | lists
        yield Member(file, json.dumps(whole, ensure_ascii=False, indent=2).encode())

    return members


def _rest(export: Export) -> dict[str, Any]:
    """The rest of the one file: not a list of people, and not to surface."""
    message = {
        "Date": "2026-01-02 03:04:05",
        "From": "marlow",
        "Content": MARKER,
    }
    profile = {"userName": export.owner.handle, "bioDescription": export.owner.bio}
    return {
        "App Settings": {
            "Block": {"App": 1, "BlockList": [{"Date": "2026-01-02 03:04:05", "UserName": MARKER}]}
        },
        "Direct Message": {"Direct Messages": {"ChatHistory": {"Chat History with marlow:": [message]}}},
        "Profile And Settings": {"Profile Info": {"App": 1, "ProfileMap": profile}},
    }


def _text(
    lists: dict[Relation, str], day: str, name: str, line_end: str
) -> Callable[[Export], Iterator[Member]]:
    def block(contact: Contact) -> str:
        return f"{day}: {contact.when:%Y-%m-%d %H:%M:%S} UTC{line_end}{name}: {contact.handle}{line_end}"

    def members(export: Export) -> Iterator[Member]:
        for relation, path in lists.items():
            yield Member(path, line_end.join(block(one) for one in export.list_of(relation)).encode())
        yield neighbour("Direct Messages/Chat History.txt", f"marlow: {MARKER}")
        yield neighbour("App Settings/Block List.txt", f"Username: {MARKER}")

    return members


DUTCH = {R.FOLLOWER: "Je activiteit/Volger.txt"}
NEW_TEXT = {R.FOLLOWER: "Your Activity/Follower.txt", R.FOLLOWING: "Your Activity/Following.txt"}
OLD_TEXT = {R.FOLLOWER: "Activity/Follower List.txt", R.FOLLOWING: "Activity/Following List.txt"}
NEW_FILE, OLD_FILE = "user_data_tiktok.json", "user_data.json"


def _layout(
    slug: str,
    seen: str,
    members: Callable[[Export], Iterator[Member]],
    until: date | None = None,
    *,
    dutch: bool = False,
) -> Layout:
    shows = {R.FOLLOWER: Shows.HANDLE} if dutch else SHOWS
    return Layout(f"tiktok-{slug}", "tiktok", seen, shows, members, _archive, until)


LAYOUTS = (
    _layout("2024-json", "V", _json(NEW_FILE, "Your Activity", "Follower", "Following")),
    _layout("2025-json", "P", _json(NEW_FILE, "Profile And Settings", "Follower", "Following")),
    _layout("2024-text", "P", _text(NEW_TEXT, "Date", "Username", "\n")),
    _layout(
        "2023-json", "P", _json(OLD_FILE, "Activity", "Follower List", "Following List"), date(2023, 12, 31)
    ),
    _layout("2023-text", "P", _text(OLD_TEXT, "Date", "Username", "\r\n"), date(2023, 12, 31)),
    _layout("2024-text-dutch", "P", _text(DUTCH, "Datum", "Gebruikersnaam", "\n"), dutch=True),
)
"""Newest and commonest first. Of the Dutch text export only the followers' file name is known."""
