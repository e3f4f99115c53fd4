"""The form that people fill in by hand where a platform gives no usable export."""

from collections.abc import Callable, Iterator
from datetime import datetime

from samples.exports.comma_separated import comma_separated
from samples.exports.layout import Contact, Export, Layout, Member, Shows
from schemas.words import Relation

R = Relation
HEADER = ("platform", "relation", "display_name", "handle", "profile_url", "since")
LISTS = {R.FRIEND: "friend", R.FOLLOWER: "follower", R.FOLLOWING: "following"}
SHOWS = dict.fromkeys(LISTS, Shows.BOTH)
PLATFORM = "Reddit"


def _iso(when: datetime) -> str:
    return when.date().isoformat()


def _british(when: datetime) -> str:
    return f"{when:%d/%m/%Y}"


def _rows(export: Export, date_form: Callable[[datetime], str]) -> Iterator[tuple[str, ...]]:
    for relation, word in LISTS.items():
        for contact in export.list_of(relation):
            yield (
                PLATFORM,
                word,
                contact.display_name,
                contact.handle,
                _page(contact),
                date_form(contact.when),
            )


def _page(contact: Contact) -> str:
    return f"https://www.reddit.com/user/{contact.handle}"


def _plain(export: Export) -> Iterator[Member]:
    yield Member("by_hand.csv", comma_separated([HEADER, *_rows(export, _iso)]).encode())


def _by_excel(export: Export) -> Iterator[Member]:
    table = comma_separated([HEADER, *_rows(export, _british)], "\r\n")
    yield Member("by_hand.csv", table.encode("utf-8-sig"))


def _archive(export: Export, part: int) -> str:  # noqa: ARG001 - every platform's archive is named by both
    return "by_hand"


LAYOUTS = (
    Layout("by-hand-2026", "by_hand", "D", SHOWS, _plain, _archive, zipped=False),
    Layout("by-hand-2026-saved-by-excel", "by_hand", "D", SHOWS, _by_excel, _archive, zipped=False),
)
"""The form as it is given out, and as a British spreadsheet saves it."""
