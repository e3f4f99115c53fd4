"""X, with posts that name some of the people whom the lists give as numbers.

A mention tells the account's name and handle, a reply its handle alone (`entities.user_mentions`,
`in_reply_to_screen_name`: in public parsers). Reading posts takes the person's word, so they count as closed.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from samples.exports import x
from samples.exports.layout import MARKER, Contact, Export, Layout, Member, Shows

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MOST_A_FILE = 40


def shown_in_posts(export: Export) -> dict[str, tuple[Contact, Shows]]:
    """By account id: who is named in a post, and what it shows of them. One in three is named nowhere."""
    people = {x.account_id(one): one for relation in x.SHOWS for one in export.list_of(relation)}
    found = {}
    for number, (account, contact) in enumerate(sorted(people.items())):
        if number % 3 < 2:
            found[account] = (contact, Shows.BOTH if number % 3 == 0 else Shows.HANDLE)
    return found


def _posted(when: datetime) -> str:
    return f"{DAYS[when.weekday()]} {MONTHS[when.month - 1]} {when.day:02d} {when:%H:%M:%S} +0000 {when.year}"


def _post(account: str, contact: Contact, shows: Shows) -> dict[str, Any]:
    number = str(int(account) + 1)
    mention = {
        "name": contact.display_name,
        "screen_name": contact.handle,
        "indices": ["0", str(len(contact.handle) + 1)],
        "id_str": account,
        "id": account,
    }
    answer = {
        "in_reply_to_status_id_str": number,
        "in_reply_to_user_id": account,
        "in_reply_to_screen_name": contact.handle,
        "in_reply_to_user_id_str": account,
    }
    named = Shows.NAME in shows
    post = {
        "retweeted": False,
        "entities": {"hashtags": [], "symbols": [], "user_mentions": [mention] if named else [], "urls": []},
        "favorite_count": "0",
        "id_str": number,
        "id": number,
        "created_at": _posted(contact.when),
        "full_text": f"@{contact.handle} {MARKER}",
        "lang": "en",
    }
    return {"tweet": post if named else post | answer}


def _posts(name: str) -> Callable[[Export], Iterator[Member]]:
    def members(export: Export) -> Iterator[Member]:
        posts = [_post(account, *shown) for account, shown in shown_in_posts(export).items()]
        for part, start in enumerate(range(0, max(len(posts), 1), MOST_A_FILE)):
            file = x.assigned(f"YTD.{name}.part{part}", posts[start : start + MOST_A_FILE])
            yield Member(f"data/{name}{f'-part{part}' if part else ''}.js", file, listed=False)

    return members


def _layout(slug: str, host: str, name: str, until: date | None = None) -> Layout:
    members = x.members_of(host, posts=_posts(name))
    return Layout(f"x-{slug}", "x", "P", x.SHOWS, members, x.archive, until)


LAYOUTS = (
    _layout("2024-with-posts", "x.com", "tweets"),
    _layout("2021-with-posts", "twitter.com", "tweet", date(2021, 12, 31)),
)
"""Newest first. The posts' file was called `tweet.js` until about 2022."""
