"""Everybody else whom a member of staff knows online: of the same population as the school's families."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from random import Random

from samples.disguise import DISGUISES, Shown
from samples.exports.layout import Contact, Layout, People
from samples.handles import draw_handle, profile_slug
from samples.name_tables import habits, rows
from samples.population import Person, draw_person
from schemas.words import Relation

R = Relation
MIX: Mapping[str, Mapping[Relation, float]] = {
    "facebook": {
        R.FRIEND: 0.84,
        R.FOLLOWER: 0.05,
        R.FOLLOWING: 0.06,
        R.REQUEST_RECEIVED: 0.03,
        R.REQUEST_SENT: 0.02,
    },
    "instagram": {R.FOLLOWER: 0.48, R.FOLLOWING: 0.48, R.REQUEST_RECEIVED: 0.02, R.REQUEST_SENT: 0.02},
    "linkedin": {R.FRIEND: 0.96, R.REQUEST_RECEIVED: 0.03, R.REQUEST_SENT: 0.01},
    "snapchat": {R.FRIEND: 0.92, R.REQUEST_RECEIVED: 0.05, R.REQUEST_SENT: 0.03},
    "tiktok": {R.FOLLOWER: 0.45, R.FOLLOWING: 0.55},
    "x": {R.FOLLOWER: 0.45, R.FOLLOWING: 0.55},
    "threads": {R.FOLLOWER: 0.48, R.FOLLOWING: 0.48, R.REQUEST_RECEIVED: 0.02, R.REQUEST_SENT: 0.02},
    "youtube": {R.FOLLOWING: 1},
    "reddit": {R.FOLLOWING: 1},
    "discord": {R.FRIEND: 0.9, R.REQUEST_RECEIVED: 0.05, R.REQUEST_SENT: 0.05},
    "telegram": {R.CONTACT: 1},
    "google_contacts": {R.CONTACT: 1},
    "strava": {R.FOLLOWER: 0.5, R.FOLLOWING: 0.5},
    "flickr": {R.FOLLOWER: 0.5, R.FOLLOWING: 0.5},
    "bluesky": {R.FOLLOWER: 0.45, R.FOLLOWING: 0.55},
    "mastodon": {R.FOLLOWING: 1},
    "bereal": {R.FRIEND: 1},
    "substack": {R.FOLLOWER: 1},
    "wordpress": {R.FOLLOWER: 1},
    "by_hand": {R.FRIEND: 0.4, R.FOLLOWER: 0.3, R.FOLLOWING: 0.3},
}
"""How a platform's contacts divide among its lists. Our estimate."""
MUTUAL = 0.5
"""Share of the people followed who follow back, where following is not mutual."""
FIRST_YEAR = {
    "facebook": 2009,
    "linkedin": 2010,
    "instagram": 2013,
    "snapchat": 2015,
    "tiktok": 2019,
    "x": 2010,
    "threads": 2023,
    "youtube": 2008,
    "reddit": 2012,
    "discord": 2017,
    "telegram": 2016,
    "google_contacts": 2010,
    "strava": 2013,
    "flickr": 2007,
    "bluesky": 2023,
    "mastodon": 2017,
    "bereal": 2021,
    "substack": 2020,
    "wordpress": 2010,
    "by_hand": 2010,
}
BY_EMAIL = frozenset({"substack", "wordpress", "google_contacts"})
"""Platforms that list people by their e-mail address."""
WORKPLACES = tuple((row["company"], row["position"]) for row in rows("workplaces"))
CREDENTIALS = (", MBA", ", PhD", ", BSc (Hons)", ", PGCE", " FCCA")


def draw_people(rng: Random, layout: Layout, count: int, made: date) -> dict[Relation, list[Contact]]:
    """The lists of one export: `count` rows in all, no handle twice within a list."""
    mix = {relation: MIX[layout.platform].get(relation, 0.0) for relation in layout.shows}
    whole = sum(mix.values())
    people: dict[Relation, list[Contact]] = {}
    for relation, share in mix.items():
        wanted = round(count * share / whole)
        mutual = people.get(R.FOLLOWER, []) if relation is R.FOLLOWING else []
        people[relation] = _list(rng, layout.platform, wanted, made, mutual)
    return people


def _list(rng: Random, platform: str, wanted: int, made: date, others: list[Contact]) -> list[Contact]:
    known = rng.sample(others, min(round(wanted * MUTUAL), len(others)))
    handles = {contact.handle for contact in known}
    while len(known) < wanted:
        contact = draw_contact(rng, platform, made)
        if contact.handle not in handles:
            handles.add(contact.handle)
            known.append(contact)
    return newest_first(known)


def newest_first(contacts: Iterable[Contact]) -> list[Contact]:
    """The order of nearly every platform."""
    return sorted(contacts, key=lambda contact: (-contact.since, contact.handle))


def draw_contact(rng: Random, platform: str, made: date) -> Contact:
    """Somebody, as that platform shows them."""
    person = draw_person(rng)
    habit = habits().get(platform)
    shown = DISGUISES[habit.draw(rng)](person, rng) if habit else None
    shown = shown or Shown(person.forename, person.surname)
    if platform == "linkedin" and rng.random() < 0.03:
        shown = Shown(shown.forename, shown.surname + rng.choice(CREDENTIALS))
    return as_contact(rng, platform, person, shown, made)


def as_contact(
    rng: Random, platform: str, person: Person, shown: Shown, made: date, handle: str = ""
) -> Contact:
    """The contact that a person is who shows that name; without a given handle, with one as likely as any."""
    since = draw_since(rng, platform, made)
    if platform in BY_EMAIL:
        account = handle or draw_handle(person, rng)
        return Contact(*shown, account, since, f"{account}@example.org")
    if platform != "linkedin":
        return Contact(*shown, handle or draw_handle(person, rng), since)
    company, position = rng.choice(WORKPLACES)
    slug = handle or profile_slug(person.forename, person.surname, rng)
    email = f"{draw_handle(person, rng)}@example.org"
    return Contact(*shown, slug, since, email, company, position)


def draw_since(rng: Random, platform: str, made: date) -> int:
    """When the connection began: on any second between the platform's first days and the export."""
    first = datetime(min(FIRST_YEAR[platform], made.year - 1), 1, 1, tzinfo=UTC)
    last = datetime(made.year, made.month, made.day, tzinfo=UTC)
    return rng.randrange(int(first.timestamp()), int(last.timestamp()))


def with_contact(people: People, relation: Relation, contact: Contact) -> dict[Relation, list[Contact]]:
    """The lists with one more contact in its place."""
    changed = {key: list(value) for key, value in people.items()}
    others = [other for other in changed.get(relation, []) if other.handle != contact.handle]
    changed[relation] = newest_first([*others, contact])
    return changed
