"""Reddit: a flat archive of some forty CSVs, one of them the people followed, by handle alone.

File names: in public parsers. The note beside a friend is the owner's own, and is not to surface.
"""

from collections.abc import Callable, Iterator

from samples.exports.comma_separated import comma_separated
from samples.exports.layout import MARKER, Export, Layout, Member, Shows, neighbour
from schemas.words import Relation

R = Relation
BOM = "\ufeff"


def _members(start: str) -> Callable[[Export], Iterator[Member]]:
    def members(export: Export) -> Iterator[Member]:
        rows = [
            (one.handle, MARKER if number % 10 == 0 else "")
            for number, one in enumerate(export.list_of(R.FOLLOWING))
        ]
        yield Member("friends.csv", (start + comma_separated([("username", "note"), *rows])).encode())
        yield from _neighbours(export, start)

    return members


def _neighbours(export: Export, start: str) -> Iterator[Member]:
    told = [("statistic", "value"), ("account name", export.owner.handle), ("email address", "")]
    yield Member("statistics.csv", (start + comma_separated(told)).encode(), listed=False)
    for name, header in (
        ("comments", ("id", "permalink", "date", "subreddit", "body")),
        ("posts", ("id", "permalink", "date", "subreddit", "body")),
        ("messages", ("id", "thread_id", "from", "to", "body")),
        ("chat_history", ("message_id", "created_at", "username", "channel_url", "message")),
        ("post_votes_1", ("id", "permalink", "direction")),
        ("post_votes_2", ("id", "permalink", "direction")),
        ("subscribed_subreddits", ("subreddit",)),
        ("subscriptions", ("subscription_id", "username")),
        ("ip_logs", ("date", "ip")),
    ):
        yield neighbour(f"{name}.csv", start + comma_separated([header, (MARKER,) * len(header)]))


def _archive(export: Export, part: int) -> str:  # noqa: ARG001 - every platform's archive is named by both
    return f"export_{export.owner.handle}_{export.made:%Y%m%d}"


LAYOUTS = (
    Layout("reddit-2022", "reddit", "P", {R.FOLLOWING: Shows.HANDLE}, _members(""), _archive),
    Layout("reddit-2022-with-bom", "reddit", "P", {R.FOLLOWING: Shows.HANDLE}, _members(BOM), _archive),
)
"""There is one, now and then with a byte order mark."""
