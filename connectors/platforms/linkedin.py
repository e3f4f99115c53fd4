"""LinkedIn: "Get a copy of your data", CSV: connections, open invitations, the owner's profile and positions.

A connection is a full name and, from mid 2023, the address of a profile. Layouts seen: 2018 (date with a
12-hour clock), 2020 (`07 Mar 2020`), mid 2021 (a note of three lines before the header), mid 2023 (URL).
The header is found, never assumed: people delete the note before passing the file on.
A row with nothing but a date is a member who hid or closed their account. Uploaded address books
(`Contacts.csv`, `Imported Contacts.csv`) and messages stay closed; there is no list of one's followers.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from connectors.coverage import Coverage, Medium
from connectors.entries import Account, Entry, Found, NotComparable, PeopleList, Unreadable
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
    "connections": {"First Name", "Connected On"},
    "invitations": {"From", "To", "Direction"},
    "profile": {"First Name", "Headline"},
    "positions": {"Company Name", "Title"},
}
_SEARCHED = 20  # rows in which the header may stand
_ABOUT = {  # the address and the postcode beside them are not shown on the profile
    "Headline": "headline",
    "Summary": "summary",
    "Geo Location": "location",
    "Birth Date": "birthday",
    "Websites": "website",
}

Row = dict[str, str]


def layout(member: Member) -> str | None:
    """The generation: by URL column, then by what stands before the header, then by how dates are written."""
    table = _table(member)
    if table is None:
        return None
    header, rows, at = table
    if member.stem != "connections":
        return "2023-csv"
    if "URL" in header:
        return "2023-csv"
    if at > 0:
        return "2021-csv"
    return "2018-csv" if rows and "/" in rows[0].get("Connected On", "") else "2020-csv"


def read(member: Member) -> Iterator[Found]:
    """The connections, the invitations both ways, or the owner."""
    table = _table(member)
    rows = table[1] if table else []
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


def _table(member: Member) -> tuple[list[str], list[Row], int] | None:
    """The header, the rows below it that are not blank, and the header's place; None without a header."""
    wanted = _HEADERS[member.stem]
    for delimiter in ",;\t":  # a spreadsheet may have saved it again
        cells = member.rows(delimiter)
        for at, row in enumerate(cells[:_SEARCHED]):
            header = [cell.strip() for cell in row]
            if wanted <= set(header):
                below = (dict(zip(header, row, strict=False)) for row in cells[at + 1 :])
                return header, [row for row in below if any(cell.strip() for cell in row.values())], at
    return None


def _cell(row: Row, column: str) -> str:
    return row.get(column, "").strip()


def _connection(row: Row) -> Entry:
    name = " ".join(filter(None, (_cell(row, "First Name"), _cell(row, "Last Name"))))
    url, email, since = _cell(row, "URL"), _cell(row, "Email Address"), _cell(row, "Connected On")
    if name or url or email:
        return Account(name, _handle_in(url), url, email, since or None)
    return NotComparable(since) if since else Unreadable("no name")


def _invitations(rows: list[Row]) -> Iterator[PeopleList]:
    received: list[Entry] = []
    sent: list[Entry] = []
    for row in rows:
        match _cell(row, "Direction").upper():
            case "INCOMING":
                received.append(_invitation(row, "From", "inviterProfileUrl"))
            case "OUTGOING":
                sent.append(_invitation(row, "To", "inviteeProfileUrl"))
            case _:
                received.append(Unreadable("no direction"))
    yield PeopleList(*RECEIVED, received)
    yield PeopleList(*SENT, sent)


def _invitation(row: Row, who: str, address: str) -> Entry:
    name, url, since = _cell(row, who), _cell(row, address), _cell(row, "Sent At")
    if name or url:
        return Account(name, _handle_in(url), url, since=since or None)
    return NotComparable(since) if since else Unreadable("no name")


def _handle_in(url: str) -> str:
    """The last part of a profile's address, with its accents; it often holds the whole name."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return ""
    _, found, slug = path.partition("/in/")
    return unquote(slug.strip("/")) if found else ""


def _owner(row: Row) -> Owner:
    name = " ".join(filter(None, (_cell(row, "First Name"), _cell(row, "Last Name"))))
    about = {word: _cell(row, column) for column, word in _ABOUT.items() if _cell(row, column)}
    if "website" in about:  # [PORTFOLIO:https://example.org,OTHER:…]
        about["website"] = re.sub(r"(?:^|(?<=[\[,]))[A-Z_ ]+:(?=http)", "", about["website"]).strip("[]")
    return Owner(display_name=name, profile=about)


def _position(row: Row) -> str:
    """The title and the company; a position that has ended is none."""
    if _cell(row, "Finished On"):
        return ""
    return ", ".join(filter(None, (_cell(row, "Title"), _cell(row, "Company Name"))))
