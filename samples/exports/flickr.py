"""Flickr: contacts and followers, each a name and the address of a page; in numbered parts.

File names and both lists' records: in public parsers. Two people of one name are one entry: the name is the
key, so that the later of them is all that Flickr's own file can hold.
"""

import json
from collections.abc import Iterator
from typing import Any

from samples.exports.layout import MARKER, Contact, Export, Layout, Member, Shows, neighbour, picture
from samples.exports.made_ids import HEX, digits, letters
from samples.exports.meta_json import numbered
from schemas.words import Relation

R = Relation
LISTS = {R.FOLLOWING: "contacts", R.FOLLOWER: "followers"}
PART_SIZE = 50
"""People a file: Flickr's own number is not known."""


def _page(handle: str) -> str:
    return f"https://www.flickr.com/people/{handle}/"


def _name(contact: Contact) -> str:
    return contact.display_name or contact.handle


def _file(path: str, value: Any, *, listed: bool = False) -> Member:
    return Member(path, json.dumps(value, ensure_ascii=False, indent=2).encode(), listed)


def _members(export: Export) -> Iterator[Member]:
    for relation, key in LISTS.items():
        people = {_name(one): _page(one.handle) for one in export.list_of(relation)}
        for number, part in numbered(list(people.items()), PART_SIZE):
            yield _file(f"{key}_part{number:03d}.json", {key: dict(part)}, listed=True)
    yield _file("account_profile.json", _owner(export))
    yield from _neighbours()


def _owner(export: Export) -> dict[str, Any]:
    me = export.owner
    return {
        "real_name": me.display_name,
        "joined_date": "2009-08-31",
        "description": me.bio,
        "email": me.email,
        "profile_url": _page(me.handle),
        "nsid": f"{digits(me.handle, 8)}@N00",
        "screen_name": me.handle,
    }


def _neighbours() -> Iterator[Member]:
    told = {"user": "marlow", "comment": MARKER, "url": _page("marlow")}
    given = {"testimonials_given": [], "testimonials_received": [told]}
    yield neighbour("account_testimonials.json", json.dumps(given))
    mail = {"from_user_id": "1@N00", "subject": "Hello", "message": MARKER}
    yield neighbour("received_flickrmail_part001.json", json.dumps({"flickrmail": [mail]}))
    comment = {"photo_id": "1", "user": "marlow", "message": MARKER}
    yield neighbour("photos_comments_part001.json", json.dumps({"comments": [comment]}))
    yield neighbour("photo_4700000001.json", json.dumps({"id": "4700000001", "name": MARKER}))
    yield picture("holiday_4700000001_o.jpg")


def _archive(export: Export, part: int) -> str:
    number, noise = digits(f"flickr/{export.noise}", 17), letters(f"flickr/{export.noise}", 12, HEX)
    return f"{number}_{noise}_part{part + 1}"


LAYOUTS = (
    Layout("flickr-2018", "flickr", "P", dict.fromkeys(LISTS, Shows.BOTH), _members, _archive, parts=True),
)
"""There is one."""
