"""YouTube: Google Takeout, "YouTube and YouTube Music", the channels that the owner subscribed to.

A channel is an id, an address and a title, which may be anything and is sometimes somebody's name. Takeout
translates folder, file and header into the language of the account (seen in genuine exports: English, Dutch;
in public parsers: German, Spanish, French, Turkish, Arabic, Chinese), so the table is known by its shape:
three columns, an id `UC…` and the address of that channel. Comments, playlists and histories lie in folders
of the same kind: no more than their first 4 KB are looked at. Layouts seen: JSON to 2021 (resources of the
API, in a public parser), CSV since.

Who subscribed to the owner's channel is in no export.
"""

import re
from collections.abc import Iterator

from connectors.contents import Rows
from connectors.coverage import Coverage, Medium
from connectors.encodings import decode
from connectors.entries import Account, Entry, Found, NotComparable, PeopleList, Unreadable, text_at
from connectors.headed_tables import rows_like, width
from connectors.members import Member
from schemas.words import Relation

TITLE = "YouTube"
MEMBERS = (
    "{*youtube*,*يوتيوب*}/*/*.{csv,json}",
    "{subscriptions,abonnementen,abos,abonnements,suscripciones,abonelikler}.{csv,json}",
    "{اشتراكات,الاشتراكات,订阅内容}.{csv,json}",
)
ON_REQUEST = ()
LOOSE = ("*.csv", "*.json")
ARCHIVE_NAMES = (r"takeout-(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)t\d{6}z(?:-\d+)*",)
SIGNS = (
    "youtube {and,en,und,y,et,ve,e,och,og,i} youtube music/",
    "youtube {和,と,및,و} youtube music/",
    "youtube وyoutube music/",
    "takeout/youtube/",
)
EXPECTED = ("subscriptions",)
ASKS_FOR_DATES = False
COVERAGE = Coverage(
    media=(Medium.YOUTUBE,),
    checked="Channels that the account subscribed to, by their titles.",
    unchecked=(
        "Who subscribed to the account's own channel: Google puts subscribers in no export, and shows only "
        "those who made their subscriptions public. A title is often no name. "
        "A channel that is gone may have no title left and cannot be compared."
    ),
    instead=(
        "If you have a channel of your own, look through its subscribers in YouTube Studio. Choose in "
        "Takeout that subscriptions are included."
    ),
    never_exported=("subscribers",),
)

_NEW, _OLD = "2021-csv", "2020-json"
_COLUMNS = 3
_CHANNEL = re.compile(r"UC[A-Za-z0-9_-]{22}")
_ADDRESS = "https://www.youtube.com/channel/"
_OLD_BEGINNING = re.compile(r'\s*\[.*?"kind"\s*:\s*"youtube#subscription"', re.DOTALL)
_FIRST_HEADINGS = {"channel id", "kanaal-id", "kanal-id", "id del canal", "id des chaînes", "频道 id"}


def layout(member: Member) -> str | None:
    """The generation, from the first 4 KB. YouTube's other files are its own too, and hold no list.

    One that is not called like its folder stays closed. A table that lies where subscriptions lie, is as wide
    and does not look like them is not recognised.
    """
    generation = _OLD if member.kind == "json" else _NEW
    if _is_another_file(member) or _is_subscriptions(member):
        return generation
    return generation if _is_below_youtube(member) and _is_other_table(member) else None


def read(member: Member) -> Iterator[Found]:
    """The channels; nothing of any other file."""
    if not _is_another_file(member) and _is_subscriptions(member):
        entries = _resources(member.json) if member.kind == "json" else map(_row, _channels(member))
        yield PeopleList("subscriptions", Relation.FOLLOWING, entries)


def _is_subscriptions(member: Member) -> bool:
    beginning = decode(member.beginning)
    if member.kind == "json":
        is_empty = beginning.strip() == "[]" and _is_named_like_its_folder(member)
        return is_empty or _OLD_BEGINNING.match(beginning) is not None
    return _table(member) is not None


def _table(member: Member) -> Rows | None:
    """The header and the rows of a table of subscriptions; None for any other table."""
    return rows_like(member, lambda rows: _begins_subscriptions(member, rows))


def _begins_subscriptions(member: Member, rows: Rows) -> bool:
    match rows:
        case [[first, _, _]]:
            return first.strip().casefold() in _FIRST_HEADINGS or _is_named_like_its_folder(member)
        case [[_, _, _], *below]:
            return any(map(_is_channel, below))
    return False


def _is_channel(row: list[str]) -> bool:
    """Whether it holds an id and the address of that channel."""
    channel, address, *_ = [*row, "", ""]
    return _CHANNEL.fullmatch(channel.strip()) is not None and channel.strip() in address


def _is_below_youtube(member: Member) -> bool:
    return "*" in member.path


def _is_another_file(member: Member) -> bool:
    return _is_below_youtube(member) and not _is_named_like_its_folder(member)


def _is_named_like_its_folder(member: Member) -> bool:
    """Whether it is called like its folder, as subscriptions are in every language: `Abos/Abos.csv`.

    The comments are so too, in more columns; histories and playlists are not.
    """
    folder, _, name = member.entry.path.rpartition("/")
    return folder.rpartition("/")[2] == name.rpartition(".")[0]


def _is_other_table(member: Member) -> bool:
    """Whether a table has other columns than subscriptions, as comments do, and no channel in any row."""
    if member.kind == "json" or width(member) == _COLUMNS:
        return False
    return rows_like(member, lambda rows: any(map(_is_channel, rows))) is None


def _channels(member: Member) -> Rows:
    return (_table(member) or [])[1:]


def _row(cells: list[str]) -> Entry:
    channel, address, *title = [*cells, "", ""]
    if not _CHANNEL.fullmatch(channel.strip()):
        return Unreadable("no channel id")
    # More than one cell of title is a title whose commas lost their quotes.
    return _account(channel.strip(), address.strip(), ",".join(title).strip(", "))


def _account(channel: str, address: str, title: str, since: str = "") -> Entry:
    if title:
        return Account(title, profile_url=address, since=since or None)
    return NotComparable(channel)


def _resources(content: object) -> Iterator[Entry]:
    yield from map(_resource, content if isinstance(content, list) else [])


def _resource(item: object) -> Entry:
    match item:
        case {"snippet": {"resourceId": {"channelId": str(channel)}, **snippet}} if channel:
            title = text_at(snippet, "title").strip()
            return _account(channel, _ADDRESS + channel, title, text_at(snippet, "publishedAt"))
    return Unreadable("no channel id")
