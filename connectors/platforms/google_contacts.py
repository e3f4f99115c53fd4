"""Google Contacts: Takeout "Contacts", vCard or CSV, and the file that contacts.google.com exports.

An address book, so for information only: a person who is written in it is no online friend. Names and the
first e-mail address are read; telephone numbers, addresses, notes, birthdays and photos are not. Layouts seen
in public parsers: vCard 3.0 (one file a label, folder and file translated; an empty file where a label has
nobody), CSV with `Given Name` and `Group Membership` (to 2023), CSV with `First Name` and `Labels` (since),
several values of a field in one cell between ` ::: `. A vCard file of another program is read as well when
handed in by itself. Takeout writes a person once for each label; nobody is merged here, because a name is no
identity.
"""

from collections.abc import Iterator

from connectors.coverage import Coverage, Medium
from connectors.encodings import decode
from connectors.entries import Account, Entry, Found, NotComparable, PeopleList, Unreadable
from connectors.headed_tables import SPILLS, Columns, HeadedRow, headed_table
from connectors.list_names import CONTACTS
from connectors.members import Member
from connectors.telephones import is_telephone
from connectors.vcards import Card, cards_of, ends_early

TITLE = "Google Contacts"
_FOLDERS = (
    "contacts,kontakte,contactos,contacten,contatti,contatos,kontakty,kontakter,kontaktok,kişiler,rehber,"
    "контакты,контакти,جهات الاتصال,通讯录,联系人,聯絡人,連絡先,주소록,연락처"
)
MEMBERS = (
    "takeout/*/*/*.vcf",
    "takeout/*/*.vcf",
    f"{{{_FOLDERS}}}/*/*.{{vcf,csv}}",
)
ON_REQUEST = ()
LOOSE = ("*.vcf", "*.csv")
ARCHIVE_NAMES = (r"takeout-(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)t\d{6}z(?:-\d+)*",)
SIGNS = (f"takeout/{{{_FOLDERS}}}/",)
EXPECTED = ("contacts",)
ASKS_FOR_DATES = False
COVERAGE = Coverage(
    media=(Medium.ADDRESS_BOOKS,),
    checked="People in the address book, by name and by their first e-mail address; for information only.",
    unchecked=(
        "Telephone numbers, which are never read, so that somebody who is only a number cannot be compared; "
        "nor can somebody of whom only a nickname is written down. Address books exported as a web page or "
        "for Outlook are not read."
    ),
    instead="Choose vCard or Google CSV as the format.",
)

_VCARD, _OLD, _NEW = "2011-vcf", "2011-csv", "2023-csv"
_OLD_COLUMNS = {"given name", "family name", "group membership"}
_NEW_COLUMNS = {"first name", "last name", "organization name", "labels"}
_OLD_NAME = ("given name", "additional name", "family name")
_NEW_NAME = ("first name", "middle name", "last name")
_EMAILS = tuple(f"e mail {number} value" for number in range(1, 6))
_ORGANISATIONS = ("organization name", "organization 1 name")
_BETWEEN_VALUES = " ::: "


def layout(member: Member) -> str | None:
    """By how the file begins: a card, or the header of a generation."""
    if member.kind == "vcf":
        beginning = decode(member.beginning).strip()
        is_card = beginning[:20].upper().startswith("BEGIN:VCARD")
        return _VCARD if is_card or not beginning else None
    table = headed_table(member, _is_header)
    if table is None:
        return None
    return _NEW if table.columns >= _NEW_COLUMNS else _OLD


def read(member: Member) -> Iterator[Found]:
    """Everybody in the file."""
    if member.kind == "vcf":
        yield PeopleList(*CONTACTS, _cards(member))
    elif table := headed_table(member, _is_header):
        yield PeopleList(*CONTACTS, map(_row, table.rows))


def _cards(member: Member) -> Iterator[Entry]:
    if ends_early(member.text):
        member.notes.append(f"{member.path} ends early, so people may be missing from it")
    yield from map(_card, cards_of(member.text))


def _card(card: Card | Unreadable) -> Entry:
    if isinstance(card, Unreadable):
        return card
    if not card.is_person:
        return NotComparable()
    is_organisation = not card.parts_name and card.name == card.organisation
    return _entry("" if is_organisation else card.name or card.parts_name, card.email)


def _is_header(columns: Columns) -> bool:
    return columns >= _NEW_COLUMNS or columns >= _OLD_COLUMNS


def _row(row: HeadedRow) -> Entry:
    if row.spills:
        return SPILLS
    parts = " ".join(filter(None, (_cell(row, column) for column in (*_NEW_NAME, *_OLD_NAME))))
    whole = _cell(row, "name")
    is_organisation = not parts and whole == row.first(_ORGANISATIONS)
    return _entry("" if is_organisation else whole or parts, _cell(row, *_EMAILS))


def _cell(row: HeadedRow, *columns: str) -> str:
    """The first value of the first of these cells that holds any."""
    return row.first(columns).partition(_BETWEEN_VALUES)[0].strip()


def _entry(name: str, email: str) -> Entry:
    """A person with a name or an address. A name that is a telephone number is none."""
    shown = "" if is_telephone(name) else name
    address = email if "@" in email else ""
    return Account(shown, email=address) if shown or address else NotComparable()
