"""LinkedIn: "Get a copy of your data", CSV: connections, open invitations, the owner's profile and positions.

A connection is a full name and, from mid 2023, the address of a profile. Layouts seen: 2018 (date with a
12-hour clock), 2020 (`07 Mar 2020`), mid 2021 (a note of three lines before the header), mid 2023 (URL).
The header is found, never assumed: people delete the note before passing the file on.
A row with nothing but a date is a member who hid or closed their account. Uploaded address books
(`Contacts.csv`, `Imported Contacts.csv`) and messages stay closed; there is no list of one's followers.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from connectors.coverage import Coverage, Medium
from connectors.entries import Account, Entry, Found, NotComparable, PeopleList, Unreadable
from connectors.headed_tables import SPILLS, HeadedRow, HeadedTable, headed_table
from connectors.list_names import RECEIVED, SENT
from connectors.members import Member
from schemas.extract import Owner
from schemas.words import Relation

TITLE = "LinkedIn"
MEMBERS = ("connections{,_#}.csv", "invitations{,_#}.csv", "profile.csv", "positions.csv")
ON_REQUEST = ()
LOOSE = ()
ARCHIVE_NAMES = (r"(?:basic|complete)_linkedindataexport_(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d{4})",)
SIGNS = (
    "company follows.csv",
    "ad_targeting.csv",
    "member_follows{,_#}.csv",
    "importedcontacts.csv",
    "imported contacts.csv",
    "{basic,complete}_linkedindataexport_#-#-#{,.zip}/",
)
EXPECTED = ("connections",)
ASKS_FOR_DATES = False
COVERAGE = Coverage(
    media=(Medium.LINKEDIN,),
    checked=(
        "Connections and open invitations in both directions, by full name and, where it is told, by the "
        "address of the profile and by e-mail address."
    ),
    unchecked=(
        "Members who have hidden or closed their account: LinkedIn lists them with a date and no name, and "
        "they are counted. Who follows you without being connected is in no download. Uploaded address "
        "books and messages stay closed."
    ),
    instead="Look through the followers on your LinkedIn page yourself.",
    never_exported=("followers",),
)

_HEADERS = {
    "connections": {"first name", "connected on"},
    "invitations": {"from", "to", "direction"},
    "profile": {"first name", "headline"},
    "positions": {"company name", "title"},
}
_SEARCHED = 20  # rows in which the header may stand
_ABOUT = {  # the address, the postcode and the day of birth beside them need not be shown on the profile
    "headline": "headline",
    "summary": "summary",
    "geo location": "location",
    "websites": "website",
}


def layout(member: Member) -> str | None:
    """The generation: by URL column, then by what stands before the header, then by how dates are written."""
    table = _table(member)
    if table is None:
        return None
    if member.stem != "connections" or "url" in table.columns:
        return "2023-csv"
    if table.at > 1:
        return "2021-csv"
    return "2018-csv" if table.rows and "/" in table.rows[0].first(("connected on",)) else "2020-csv"


def read(member: Member) -> Iterator[Found]:
    """The connections, the invitations both ways, or the owner."""
    table = _table(member)
    rows = table.rows if table else ()
    match member.stem:
        case "connections":
            yield PeopleList("connections", Relation.FRIEND, map(_connection, rows))
        case "invitations":
            yield from _invitations(rows)
        case "profile" if rows:
            yield _owner(rows[0])
        case "positions":
            if work := "; ".join(filter(None, map(_position, rows))):
                yield Owner(profile={"work": work})


def _table(member: Member) -> HeadedTable | None:
    return headed_table(member, lambda columns: _HEADERS[member.stem] <= columns, _SEARCHED)


def _connection(row: HeadedRow) -> Entry:
    return _entry(row, _name(row), "url", "connected on")


def _entry(row: HeadedRow, name: str, address: str, day: str) -> Entry:
    if row.spills:
        return SPILLS
    url, email, since = row.first((address,)), row.first(("email address",)), row.first((day,))
    url, email = url if "://" in url else "", email if "@" in email else ""
    if name or url or email:
        return Account(name, _handle_in(url), url, email, since or None)
    return NotComparable(since) if since else Unreadable("no name")


def _name(row: HeadedRow) -> str:
    return " ".join(filter(None, (row.first(("first name",)), row.first(("last name",)))))


def _invitations(rows: Iterable[HeadedRow]) -> Iterator[PeopleList]:
    received: list[Entry] = []
    sent: list[Entry] = []
    for row in rows:
        match row.first(("direction",)).upper():
            case "INCOMING":
                received.append(_entry(row, row.first(("from",)), "inviterprofileurl", "sent at"))
            case "OUTGOING":
                sent.append(_entry(row, row.first(("to",)), "inviteeprofileurl", "sent at"))
            case _:
                received.append(SPILLS if row.spills else Unreadable("no direction"))
    yield PeopleList(*RECEIVED, received)
    yield PeopleList(*SENT, sent)


def _handle_in(url: str) -> str:
    """The last part of a profile's address, with its accents; it often holds the whole name."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return ""
    _, found, slug = path.partition("/in/")
    return unquote(slug.strip("/")) if found else ""


def _owner(row: HeadedRow) -> Owner:
    about = {word: text for column, word in _ABOUT.items() if (text := row.first((column,)))}
    if "website" in about:  # [PORTFOLIO:https://example.org,OTHER:…]
        about["website"] = re.sub(r"(?:^|(?<=[\[,]))[A-Z_ ]+:(?=http)", "", about["website"]).strip("[]")
    return Owner(display_name=_name(row), profile=about)


def _position(row: HeadedRow) -> str:
    """The title and the company; a position that has ended is none."""
    if row.first(("finished on",)):
        return ""
    return ", ".join(filter(None, (row.first(("title",)), row.first(("company name",)))))
