"""Google Contacts: an address book, as vCards or CSV; people, but no online friendships.

The columns, old and new: in public parsers.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from samples.exports.comma_separated import comma_separated
from samples.exports.layout import MARKER, Contact, Export, Layout, Member, Shows, neighbour, picture
from schemas.words import Relation

R = Relation
SHOWS = {R.CONTACT: Shows.NAME | Shows.EMAIL}
GROUPS = ("My Contacts", "All Contacts")
"""Takeout writes everybody once for each group they are in; one in three is in the second alone."""
Written = Callable[[Sequence[Contact]], bytes]
NEW_HEADER = (
    "First Name",
    "Middle Name",
    "Last Name",
    "Name Prefix",
    "Name Suffix",
    "Nickname",
    "File As",
    "Organization Name",
    "Organization Title",
    "Birthday",
    "Notes",
    "Photo",
    "Labels",
    "E-mail 1 - Label",
    "E-mail 1 - Value",
    "Phone 1 - Label",
    "Phone 1 - Value",
)
OLD_HEADER = (
    "Name",
    "Given Name",
    "Additional Name",
    "Family Name",
    "Nickname",
    "Birthday",
    "Notes",
    "Photo",
    "Group Membership",
    "E-mail 1 - Type",
    "E-mail 1 - Value",
    "Phone 1 - Type",
    "Phone 1 - Value",
)
LONGEST_LINE = 75


def _phone(contact: Contact) -> str:
    return f"+44 7700 900{contact.since % 1000:03d}"


def _emails(contact: Contact) -> str:
    """Two addresses in one cell, for some."""
    return f"{contact.email} ::: {contact.handle}@example.net" if contact.since % 7 == 0 else contact.email


def _new_row(contact: Contact) -> tuple[str, ...]:
    cells = {
        "First Name": contact.forename,
        "Last Name": contact.surname,
        "Notes": MARKER,
        "Labels": "* myContacts",
        "E-mail 1 - Label": "* Home",
        "E-mail 1 - Value": _emails(contact),
        "Phone 1 - Label": "Mobile",
        "Phone 1 - Value": _phone(contact),
    }
    return tuple(cells.get(heading, "") for heading in NEW_HEADER)


def _old_row(contact: Contact) -> tuple[str, ...]:
    cells = {
        "Name": contact.display_name,
        "Given Name": contact.forename,
        "Family Name": contact.surname,
        "Notes": MARKER,
        "Group Membership": "* myContacts",
        "E-mail 1 - Type": "* Home",
        "E-mail 1 - Value": _emails(contact),
        "Phone 1 - Type": "Mobile",
        "Phone 1 - Value": _phone(contact),
    }
    return tuple(cells.get(heading, "") for heading in OLD_HEADER)


def _csv(header: Sequence[str], row: Callable[[Contact], Sequence[str]]) -> Written:
    def written(people: Sequence[Contact]) -> bytes:
        return comma_separated([header, *map(row, people)]).encode()

    return written


def _vcards(people: Sequence[Contact]) -> bytes:
    return "".join(map(_card, people)).encode()


def _card(contact: Contact) -> str:
    fields = (
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"FN:{_escaped(contact.display_name)}",
        f"N:{_escaped(contact.surname)};{_escaped(contact.forename)};;;",
        f"EMAIL;TYPE=INTERNET;TYPE=HOME:{contact.email}",
        f"TEL;TYPE=CELL:{_phone(contact)}",
        f"NOTE:{MARKER}\\nmet on a walk\\, with the whole family\\, near the old mill above the river",
        "CATEGORIES:myContacts",
        "END:VCARD",
    )
    return "".join(f"{_folded(field)}\r\n" for field in fields)


def _escaped(value: str) -> str:
    for letter in "\\,;":
        value = value.replace(letter, f"\\{letter}")
    return value


def _folded(line: str) -> str:
    """The line broken after so many octets, never within a letter."""
    found = [""]
    for letter in line:
        if len((found[-1] + letter).encode()) > LONGEST_LINE:
            found.append(" ")
        found[-1] += letter
    return "\r\n".join(found)


def _takeout(written: Written, ending: str) -> Callable[[Export], Iterator[Member]]:
    def members(export: Export) -> Iterator[Member]:
        people = export.list_of(R.CONTACT)
        some = [contact for number, contact in enumerate(people) if number % 3 < 2]
        for group, members in zip(GROUPS, (some, people), strict=True):
            yield Member(f"Takeout/Contacts/{group}/{group}.{ending}", written(members))
        yield picture("Takeout/Contacts/My Contacts/Marlow.jpg")
        yield neighbour("Takeout/archive_browser.html", f"<html><body>{MARKER}</body></html>")
        yield neighbour(
            "Takeout/Calendar/Marlow.ics", f"BEGIN:VCALENDAR\r\nSUMMARY:{MARKER}\r\nEND:VCALENDAR"
        )

    return members


def _download(written: Written, name: str) -> Callable[[Export], Iterator[Member]]:
    def members(export: Export) -> Iterator[Member]:
        yield Member(name, written(export.list_of(R.CONTACT)))

    return members


def _archive(export: Export, part: int) -> str:
    return f"takeout-{export.made:%Y%m%d}T093000Z-{part + 1:03d}"


def _layout(
    slug: str,
    members: Callable[[Export], Iterator[Member]],
    until: date | None = None,
    *,
    zipped: bool = True,
) -> Layout:
    slug = f"google-contacts-{slug}"
    return Layout(slug, "google_contacts", "P", SHOWS, members, _archive, until, zipped=zipped)


NEW_CSV, OLD_CSV = _csv(NEW_HEADER, _new_row), _csv(OLD_HEADER, _old_row)
LAYOUTS = (
    _layout("2015-vcard", _takeout(_vcards, "vcf")),
    _layout("2023-csv", _takeout(NEW_CSV, "csv")),
    _layout("2023-csv-downloaded", _download(NEW_CSV, "contacts.csv"), zipped=False),
    _layout("2015-vcard-downloaded", _download(_vcards, "contacts.vcf"), zipped=False),
    _layout("2015-csv", _takeout(OLD_CSV, "csv"), date(2023, 6, 30)),
)
"""Newest and commonest first."""
