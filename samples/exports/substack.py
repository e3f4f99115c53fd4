"""Substack: subscribers by e-mail address. The list's heading: in a public parser's genuine fixture."""

from collections.abc import Iterator
from datetime import datetime

from samples.exports.comma_separated import comma_separated
from samples.exports.layout import MARKER, Export, Layout, Member, Shows, neighbour
from samples.exports.made_ids import BASE_64, letters
from schemas.words import Relation

R = Relation
HEADER = (
    "email",
    "active_subscription",
    "expiry",
    "plan",
    "email_disabled",
    "digest_enabled",
    "created_at",
)


def _iso(when: datetime) -> str:
    return f"{when:%Y-%m-%dT%H:%M:%S}.000Z"


def _members(export: Export) -> Iterator[Member]:
    rows = [
        (one.email, "FALSE", "", "other", "FALSE", "FALSE", _iso(one.when))
        for one in export.list_of(R.FOLLOWER)
    ]
    path = f"email_list.{export.owner.handle}.csv"
    yield Member(path, comma_separated([HEADER, *rows], "\r\n").encode())
    yield from _neighbours()


def _neighbours() -> Iterator[Member]:
    posts = [("post_id", "post_date", "is_published", "title"), ("100.on-walking", "", "true", MARKER)]
    yield neighbour("posts.csv", comma_separated(posts, "\r\n"))
    yield neighbour("posts/100.on-walking.html", f"<p>{MARKER}</p>")
    header = ("post_id", "timestamp", "email", "post_type")
    reader = ("100", "2026-01-02T03:04:05.000Z", f"{MARKER.lower()}@example.org", "newsletter")
    for name in ("opens", "delivers"):
        yield neighbour(f"posts/100.{name}.csv", comma_separated([header, reader], "\r\n"))


def _archive(export: Export, part: int) -> str:  # noqa: ARG001 - every platform's archive is named by both
    return letters(f"substack/{export.noise}", 22, BASE_64[:62])


LAYOUTS = (Layout("substack-2021", "substack", "V", {R.FOLLOWER: Shows.EMAIL}, _members, _archive),)
"""There is one."""
