"""WordPress.com and Jetpack: the subscribers' CSV from the dashboard. Not confirmed: a guess.

The help pages say that the file has every e-mail address, and that the screen shows a name and the date. The
file's name is the one that the dashboard's public code gives it.
"""

from collections.abc import Iterator

from samples.exports.comma_separated import comma_separated
from samples.exports.layout import Export, Layout, Member, Shows
from schemas.words import Relation

R = Relation


def _members(export: Export) -> Iterator[Member]:
    rows = [
        (one.email, one.display_name, "Free", one.when.date().isoformat())
        for one in export.list_of(R.FOLLOWER)
    ]
    header = ("Email", "Name", "Subscription type", "Since")
    name = f"subscribers-my-blog-{export.made.isoformat()}.csv"
    yield Member(name, comma_separated([header, *rows]).encode())


def _archive(export: Export, part: int) -> str:  # noqa: ARG001 - every platform's archive is named by both
    return "wordpress"


SHOWS = {R.FOLLOWER: Shows.NAME | Shows.EMAIL}
LAYOUTS = (Layout("wordpress-2024", "wordpress", "U", SHOWS, _members, _archive, zipped=False),)
"""There is one."""
