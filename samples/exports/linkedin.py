"""LinkedIn: forename, surname and profile address; CSV with a preamble since 2021 and no last newline."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

from samples.exports.comma_separated import comma_separated
from samples.exports.layout import MARKER, Contact, Export, Layout, Member, Shows, neighbour
from schemas.words import Relation

R = Relation
NOTES = (
    'Notes:\n"When exporting your connection data, you may notice that some of the email addresses are '
    "missing. You will only see email addresses for connections who have allowed others to see them. "
    'More about this stands in the help pages."\n\n'
)
"""Begins with the genuine preamble's words."""
NAMES = ("First Name", "Last Name")
REST = ("Email Address", "Company", "Position", "Connected On")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
HIDDEN_EVERY = 80
"""One row in so many is a member who hid or closed their account: 0.4 to 2 % in genuine files."""


def table(rows: Iterable[Sequence[str]], line_end: str = "\n") -> str:
    """The rows as CSV, without a newline after the last."""
    return comma_separated(rows, line_end).removesuffix(line_end)


def day_month_year(when: datetime) -> str:
    """07 Mar 2020, in English whatever the machine speaks."""
    return f"{when.day:02d} {MONTHS[when.month - 1]} {when.year}"


def american(when: datetime) -> str:
    """1/8/18, 6:14 PM."""
    half = "PM" if when.hour >= 12 else "AM"
    return f"{when.month}/{when.day}/{when.year % 100:02d}, {when.hour % 12 or 12}:{when.minute:02d} {half}"


def excel(when: datetime) -> str:
    """4-Apr-21, as a spreadsheet saves it."""
    return f"{when.day}-{MONTHS[when.month - 1]}-{when.year % 100:02d}"


@dataclass(frozen=True, slots=True)
class Era:
    """How one era writes Connections.csv."""

    date_form: Callable[[datetime], str]
    notes: bool = True
    urls: bool = True
    emails: bool = False
    by_excel: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The header."""
        return NAMES + (("URL",) if self.urls else ()) + REST

    def row(self, contact: Contact, number: int) -> tuple[str, ...]:
        """One connection; every few dozen an e-mail, or all of them in the oldest files."""
        email = contact.email if self.emails or number % 30 == 0 else ""
        names = (contact.forename, contact.surname) + ((profile_url(contact),) if self.urls else ())
        return (*names, email, contact.company, contact.position, self.date_form(contact.when))

    def hidden(self, contact: Contact) -> tuple[str, ...]:
        """A member who is hidden: a date and nothing else."""
        return ("",) * (len(self.columns) - 1) + (self.date_form(contact.when),)

    def connections(self, people: Sequence[Contact]) -> bytes:
        """The whole file."""
        rows: list[tuple[str, ...]] = [self.columns]
        for number, contact in enumerate(people, start=1):
            rows.append(self.row(contact, number))
            if number % HIDDEN_EVERY == 0:
                rows.append(self.hidden(contact))
        if self.by_excel:
            return (table(rows, "\r\n") + "\r\n").encode("utf-8-sig")
        return ((NOTES if self.notes else "") + table(rows)).encode()


def profile_url(contact: Contact) -> str:
    """The profile's address; letters beyond ASCII percent-encoded."""
    return f"https://www.linkedin.com/in/{quote(contact.handle)}"


def _archive(export: Export, part: int) -> str:
    kind = "Basic" if part == 0 else "Complete"
    return f"{kind}_LinkedInDataExport_{export.made:%m-%d-%Y}"


def _members(era: Era) -> Callable[[Export], Iterator[Member]]:
    def members(export: Export) -> Iterator[Member]:
        yield Member("Connections.csv", era.connections(export.list_of(R.FRIEND)))
        if era.notes and not era.by_excel:
            yield Member("Invitations.csv", _invitations(export))
        yield from _neighbours(export, era)

    return members


def _invitations(export: Export) -> bytes:
    header = ("From", "To", "Sent At", "Message", "Direction", "inviterProfileUrl", "inviteeProfileUrl")
    me, mine = export.owner.display_name, f"https://www.linkedin.com/in/{quote(export.owner.handle)}"
    came = [
        (one.display_name, me, american(one.when), "", "INCOMING", profile_url(one), mine)
        for one in export.list_of(R.REQUEST_RECEIVED)
    ]
    went = [
        (me, one.display_name, american(one.when), "", "OUTGOING", mine, profile_url(one))
        for one in export.list_of(R.REQUEST_SENT)
    ]
    return table([header, *came, *went]).encode()


def _neighbours(export: Export, era: Era) -> Iterator[Member]:
    owner = [("First Name", "Last Name", "Headline", "Summary")]
    owner.append((export.owner.forename, export.owner.surname, export.owner.bio, ""))
    yield Member("Profile.csv", table(owner).encode(), listed=False)
    contacts = "ImportedContacts.csv" if era.urls else "Imported Contacts.csv"  # 2018 used spaces
    yield neighbour(contacts, f"FirstName,LastName,Emails\nMarlow,{MARKER},marlow@example.org")
    yield neighbour("messages.csv", f"FROM,TO,CONTENT\nMarlow,Me,{MARKER}")
    yield neighbour("Company Follows.csv", f"Organization,Followed On\n{MARKER},")


def _layout(slug: str, seen: str, era: Era, until: date | None = None, *, zipped: bool = True) -> Layout:
    email = Shows.EMAIL if era.emails else Shows.NOTHING
    shows = {R.FRIEND: email | (Shows.BOTH if era.urls else Shows.NAME)}
    if era.notes and not era.by_excel:
        shows |= dict.fromkeys((R.REQUEST_RECEIVED, R.REQUEST_SENT), Shows.BOTH)
    return Layout(f"linkedin-{slug}", "linkedin", seen, shows, _members(era), _archive, until, zipped=zipped)


LAYOUTS = (
    _layout("2023", "V", Era(day_month_year)),
    _layout("2023-without-notes", "V", Era(day_month_year, notes=False)),
    _layout("2021", "P", Era(day_month_year, urls=False), date(2023, 5, 31)),
    _layout("2023-saved-by-excel", "V", Era(excel, notes=False, by_excel=True), zipped=False),
    _layout("2020", "V", Era(day_month_year, notes=False, urls=False), date(2021, 4, 30)),
    _layout("2018", "V", Era(american, notes=False, urls=False, emails=True), date(2018, 12, 31)),
)
"""Newest and commonest first."""
