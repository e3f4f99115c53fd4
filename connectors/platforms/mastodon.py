"""Mastodon, and the servers that write like it: Pleroma, Akkoma, Misskey, GoToSocial, Pixelfed.

Each is handed in as single files. A list tells addresses (`somebody@server.example`, the owner's own server
included), or the addresses of profiles; display names stand in the answers of Mastodon's interface alone.
Layouts seen: CSV without a header (genuine exports of Mastodon, 2017; source code of Misskey, Firefish and
of Pleroma's pages), `Account address,Show boosts` (genuine, 2019), with `Notify on new posts,Languages`
(genuine, 2022), `Account address` alone (source code of GoToSocial, 2024); JSON of a page of followers
(ActivityPub, 2017), of accounts (Mastodon's documented interface, 2016), of profile addresses (source code
of Pixelfed, 2018). Mastodon's newest source code exports no followers. Blocked and muted accounts and lists
stay closed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from connectors.contents import page_of, words_in
from connectors.coverage import Coverage, Medium
from connectors.entries import Account, Entry, Found, NotComparable, PeopleList, Unreadable, text_at
from connectors.headed_tables import Columns, headed_table
from connectors.list_names import FOLLOWED, FOLLOWERS
from connectors.members import Member
from schemas.extract import Owner
from schemas.words import Relation

TITLE = "Mastodon"
MEMBERS = (
    "following_accounts{,*}.csv",
    "{following,follows,followers,friends,export_followings}.csv",
    "{following,followers}-*.csv",
    "{,pixelfed-}{followers,following}{,_#,-#}.json",
    "actor.json",
)
ON_REQUEST = ()
LOOSE = ("*.json",)
ARCHIVE_NAMES = (r"archive-(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)\d{6}-[\da-f]{32}",)
SIGNS = ("actor.json", "outbox.json")
EXPECTED = ("accounts followed",)
ASKS_FOR_DATES = False
COVERAGE = Coverage(
    media=(Medium.MICRO_BLOGGING, Medium.FILE_SHARING),
    checked=(
        "Accounts followed, by handle, from the list that Mastodon and servers like it let you download. "
        "Followers, by handle, from GoToSocial and Pixelfed, and from saved pages of followers."
    ),
    unchecked="Followers are in no export of Mastodon, Pleroma, Akkoma or Misskey, nor are display names.",
    instead=(
        "Open https://YOUR.SERVER/users/YOUR-NAME/followers.json?page=1 in a browser and save the page, then "
        "page=2 and so on until a page is empty, and hand in all of them together. If the server shows none, "
        "look through Preferences, Follows and followers, yourself."
    ),
    never_exported=("followers",),
    lists_are="whose lists are CSV files of their own under Preferences, Import and export",
)

_ADDRESS = re.compile(r"@?[^@\s]+(?:@[^@\s]+)?")
_WHOLE_ADDRESS = re.compile(r"@?[^@\s]+@[^@\s]+\.[^@\s]+")
_WITHOUT_HEADER = ("following_accounts", "following_accounts*", "friends", "following-*", "followers-*")
_OURS = re.compile(rb'"OrderedCollection|"acct"\s*:|\A(?:\xef\xbb\xbf)?\s*\[\s*"https?:')
_PROFILE = re.compile(r"/(?:@|(?:users|user|u|profile|accounts|author|channel)/@?)?([^/@]+)/?")
_ID = re.compile(r"\d+|\d[\da-z]{9}|\d[\da-z]{15}|[\da-f]{24}|[\dA-Z]{26}|did:.*")  # Misskey's, and others'
_MOST_HIDDEN = 1_000_000
_LINE_ENDS = re.compile(r"<br\b[^>]*>|</p>", re.IGNORECASE)

People = tuple[str, Relation]
Fields = Mapping[Any, object]


def layout(member: Member) -> str | None:
    """The generation: by the header of a table, by the shape of JSON."""
    match member.kind, member.stem:
        case "csv", _:
            return _layout_of_table(member)
        case _, "actor":
            return "2018-json" if _actor(member) is not None else None
    listed = _listed(member)
    return listed[0] if listed else None


def read(member: Member) -> Iterator[Found]:
    """The list that the file holds, or the owner."""
    match member.kind, member.stem:
        case "csv", stem:
            yield PeopleList(*_list_called(stem), [_from_address(each) for each in _addresses(member)])
        case _, "actor":
            yield _owner(_actor(member) or {}, member.path)
        case _ if listed := _listed(member):
            _, people, items = listed
            yield PeopleList(*people, chain(map(_from_json, items), _hidden(member.json)))
            if _has_more(member.json):
                member.notes.append(
                    f"{member.path} says that more {people[0]} follow on another page: people are missing "
                    "unless that was handed in as well"
                )


def _list_called(stem: str) -> People:
    return FOLLOWERS if "followers" in stem else FOLLOWED


def _layout_of_table(member: Member) -> str | None:
    table = headed_table(member, _is_header)
    if table is None:
        return "2017-csv" if _has_bare_addresses(member) else None
    if table.columns == {"account address"}:
        return "2024-csv"
    return "2022-csv" if "languages" in table.columns else "2019-csv"


def _is_header(columns: Columns) -> bool:
    """Whether this is the header of a list of people; that of muted accounts has another second column."""
    return columns == {"account address"} or {"account address", "show boosts"} <= columns


def _has_bare_addresses(member: Member) -> bool:
    """Whether the first row is a whole address, and no row holds more but a setting of Misskey's.

    The first, because a heading such as `email` looks like an address on the owner's own server.
    """
    rows = _rows(member) if member.stem in _WITHOUT_HEADER else []
    is_first_whole = bool(rows) and _WHOLE_ADDRESS.fullmatch(rows[0][0].strip()) is not None
    return is_first_whole and all(_is_bare(row[1:]) for row in rows)


def _is_bare(others: list[str]) -> bool:
    return all(not cell.strip() or cell.startswith("withReplies=") for cell in others)


def _rows(member: Member) -> list[list[str]]:
    return [row for row in member.rows() if any(cell.strip() for cell in row)]


def _addresses(member: Member) -> list[str]:
    if table := headed_table(member, _is_header):
        return [row.first(("account address",)) for row in table.rows]
    return [row[0].strip() for row in _rows(member)]


def _from_address(written: str) -> Entry:
    if _site(written):
        return _from_profile(written)
    if _ADDRESS.fullmatch(written):
        return Account(handle=written.removeprefix("@"))
    return Unreadable("no account address")


def _listed(member: Member) -> tuple[str, People, Sequence[object]] | None:
    """The generation, which list it is, and its items; told from other platforms' before it is parsed."""
    is_named = member.stem.startswith("pixelfed-")
    if not is_named and not _OURS.search(member.beginning):
        return None
    match member.json:
        case {"orderedItems": [*items], **page} if people := _list_of_page(page):
            return "2017-json", people, items
        case [{"acct": str(), "url": str()}, *_] as items if _is_called_by_list(member):
            return "2016-json", _list_called(member.stem), items
        case [str(first), *_] as items if _is_called_by_list(member) and _site(first):
            return "2018-json", _list_called(member.stem), items
        case [] if is_named:
            return "2018-json", _list_called(member.stem), []
    return None


def _is_called_by_list(member: Member) -> bool:
    """Whether the file's name says which list it is, where nothing in the file does."""
    return "follow" in member.stem


def _list_of_page(page: Fields) -> People | None:
    """By the address of the collection, which ends in `/followers` or `/following` on every server."""
    match page:
        case {"type": "OrderedCollectionPage" | "OrderedCollection"}:
            address = text_at(page, "partOf") or text_at(page, "id")
            last = urlsplit(address).path.rpartition("/")[2] if _site(address) else ""
            return {"followers": FOLLOWERS, "following": FOLLOWED}.get(last)
    return None


def _has_more(content: object) -> bool:
    return isinstance(content, dict) and bool(text_at(content, "next"))


def _hidden(content: object) -> Iterator[NotComparable]:
    """Those that the only page counts and does not show, because their owner or the server hides them."""
    match content:
        case {"next": _} | {"prev": _}:
            return
        case {"totalItems": int(number), "orderedItems": [*shown]}:
            yield from repeat(NotComparable(), max(0, min(number, _MOST_HIDDEN) - len(shown)))


def _from_json(item: object) -> Entry:
    match item:
        case str(address):
            return _from_profile(address)
        case {"acct": str(handle), "url": str(address), **rest}:
            return _from_record(handle, address, text_at(rest, "display_name"))
        case {"id": str(address), "preferredUsername": str(handle), **rest} if _site(address):
            return _from_record(handle, address, text_at(rest, "name"))
    return Unreadable("no address of a profile")


def _from_record(handle: str, address: str, name: str) -> Entry:
    if not handle.strip():
        return _from_profile(address, name)
    site = _site(address)
    is_local = site is not None and "@" not in handle
    return Account(name, f"{handle}@{_host(site)}" if is_local else handle, address)


def _from_profile(address: str, name: str = "") -> Entry:
    """The handle in a profile's address; some servers put an id there, which nobody can be compared with."""
    site = _site(address)
    if site is None:
        return Unreadable("no address of a profile")
    named = _PROFILE.fullmatch(unquote(site.path))
    handle = "" if named is None or _ID.fullmatch(named[1]) else f"{named[1]}@{_host(site)}"
    return Account(name, handle, address) if name.strip() or handle else NotComparable(address)


def _site(address: str) -> SplitResult | None:
    """The parts of a web address; None if it is none."""
    try:
        site = urlsplit(address)
    except ValueError:
        return None
    return site if site.scheme in {"http", "https"} and site.netloc else None


def _host(site: SplitResult | None) -> str:
    return site.netloc.rpartition("@")[2].lower() if site else ""


def _actor(member: Member) -> Fields | None:
    if b"activitystreams" not in member.beginning:
        return None
    content = member.json
    if isinstance(content, dict) and text_at(content, "id") and text_at(content, "preferredUsername"):
        return content
    return None


def _owner(actor: Fields, where: str) -> Owner:
    name, site = text_at(actor, "preferredUsername"), _site(text_at(actor, "id"))
    told = {
        "bio": _plain(text_at(actor, "summary"), where),
        "website": "\n".join(_own_fields(actor.get("attachment"), where)),
    }
    return Owner(
        f"{name}@{_host(site)}" if name and site else name,
        text_at(actor, "name"),
        {word: text for word, text in told.items() if text},
    )


def _own_fields(attachment: object, where: str) -> Iterator[str]:
    """The rows of a profile's own table, as in `Website: example.org`."""
    for field in attachment if isinstance(attachment, list) else []:
        match field:
            case {"type": "PropertyValue", "name": str(label), "value": str(value)}:
                yield f"{label}: {_plain(value, where)}"


def _plain(html: str, where: str) -> str:
    """The text of a piece of HTML, a line for each of its lines."""
    marked = _LINE_ENDS.sub("\n", html)
    return words_in(page_of(f"<div>{marked}</div>".encode("utf-8", "replace"), where))
