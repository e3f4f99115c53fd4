"""Strava: followers and following as athletes' numbers. Nothing can be compared, and a report must say so.

The dated lists were seen in genuine exports; the newer heading and the French one in public parsers.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from samples.exports.comma_separated import comma_separated
from samples.exports.layout import MARKER, Contact, Export, Layout, Member, Shows, neighbour
from samples.exports.made_ids import digits
from schemas.words import Relation

R = Relation
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Headings(NamedTuple):
    """The headings of a list: the other's number, how it stands, and what comes third, if anything does."""

    athlete: str
    status: str
    third: str = ""


DATED = {
    R.FOLLOWER: Headings("Follower Athlete ID", "Follow Status", "Created At"),
    R.FOLLOWING: Headings("Following Athlete ID", "Follow Status", "Created At"),
}
FAVOURITES = {
    R.FOLLOWER: Headings("Follower Athlete ID", "Follow Status", "Favorite Status"),
    R.FOLLOWING: Headings("Following Athlete ID", "Follow Status", "Favorite Status"),
}
FRENCH = {R.FOLLOWER: Headings("ID de l'athlète abonné(e)", "Statut d'abonnement")}


def athlete_id(handle: str) -> str:
    """A number of eight digits."""
    return digits(f"strava/{handle}", 8)


def _when(when: datetime) -> str:
    half = "PM" if when.hour >= 12 else "AM"
    clock = f"{when.hour % 12 or 12}:{when:%M:%S} {half}"
    return f"{MONTHS[when.month - 1]} {when.day}, {when.year}, {clock}"


def _third(headings: Headings, contact: Contact) -> str:
    return _when(contact.when) if headings.third == "Created At" else ""


def _members(lists: dict[Relation, Headings]) -> Callable[[Export], Iterator[Member]]:
    def members(export: Export) -> Iterator[Member]:
        for relation, headings in lists.items():
            width = 3 if headings.third else 2
            rows = [
                (athlete_id(one.handle), "Accepted", _third(headings, one))
                for one in export.list_of(relation)
            ]
            table = [headings[:width], *(row[:width] for row in rows)]
            yield Member(f"{relation}{'s' * (relation is R.FOLLOWER)}.csv", comma_separated(table).encode())
        yield from _neighbours(export)

    return members


def _neighbours(export: Export) -> Iterator[Member]:
    me = export.owner
    profile = [("Athlete ID", "Email Address", "First Name", "Last Name", "Description")]
    profile.append((athlete_id(me.handle), me.email, me.forename, me.surname, me.bio))
    yield Member("profile.csv", comma_separated(profile).encode(), listed=False)
    book = [("Athlete ID", "Contact Type", "Contact", "Contact Source", "Contact Name")]
    book.append((athlete_id("marlow"), "email", "marlow@example.org", "phone", MARKER))
    yield neighbour("contacts.csv", comma_separated(book))
    yield neighbour("blocks.csv", comma_separated([("Blocked Athlete ID", "Name"), ("1", MARKER)]))
    yield neighbour("messaging.json", f'[{{"text": "{MARKER}"}}]')
    activities = [("Activity ID", "Activity Date", "Activity Name"), ("1", "Jan 2, 2026, 7:00:00 AM", MARKER)]
    yield neighbour("activities.csv", comma_separated(activities))
    yield neighbour("activities/100.gpx", f"<gpx><name>{MARKER}</name></gpx>")


def _archive(export: Export, part: int) -> str:  # noqa: ARG001 - every platform's archive is named by both
    return f"export_{athlete_id(export.owner.handle)}"


def _layout(slug: str, seen: str, lists: dict[Relation, Headings], until: date | None = None) -> Layout:
    shows = dict.fromkeys(lists, Shows.NOTHING)
    return Layout(f"strava-{slug}", "strava", seen, shows, _members(lists), _archive, until)


LAYOUTS = (
    _layout("2026", "P", FAVOURITES),
    _layout("2021", "V", DATED, date(2025, 6, 30)),
    _layout("2025-french", "P", FRENCH),
)
"""Newest first. Of the French export only the followers' first two headings are known."""
