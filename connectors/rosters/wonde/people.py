"""Students and their contacts as Wonde writes them.

`forename` and `surname` are the names in use, `legal_…` may be null. `upi` is a digest of Wonde's own: the
UPN and the first and last day are in `education_details`. A link's `relationship` hangs on the person at its
far end. Sources: Wonde's documentation, records on applications' support pages, and public clients;
`court_order` is from memory.
"""

from collections.abc import Iterable

from connectors.rosters.people import Mention, Tie, contact_keys
from connectors.rosters.relationships import responsibility_of
from connectors.rosters.wonde.paging import Record
from connectors.rosters.wonde.shapes import day_in, day_text_in, one_included, part_of, text_in
from connectors.rosters.written import Written
from schemas.words import Responsibility

OF_A_STUDENT = ("contacts", "contacts.contact_details", "contact_details", "education_details", "year")
"""What is included with a student."""

OF_A_CONTACT = ("contact_details", "students")
"""What is included with a contact."""

_EMAILS = ("email", "primary", "home", "work")
_PHONES = ("phone", "primary", "home", "mobile")  # a number at work is of everybody who works there
_ADDRESSES = ("home", "postal")
_ADDRESS_LINES = (
    *(
        "house_number",
        "house_name",
        "apartment",
        "street",
        "district",
        "town",
        "county",
        "country",
        "postcode",
    ),
)


def student_of(record: Record, row: int) -> Mention:
    """A student on roll, or one who is to come or has gone, as the days of education_details say."""
    education, details = one_included(record, "education_details"), one_included(record, "contact_details")
    year = one_included(record, "year")
    return Mention(
        written=written_of(record),
        row=row,
        source_id=text_in(record, "id"),
        email=_email_of(details),
        upn=text_in(education, "upn"),
        former_upn=text_in(education, "former_upn"),
        date_of_birth=day_text_in(record, "date_of_birth"),
        year_group=text_in(education, "current_nc_year") or text_in(year, "code") or text_in(year, "name"),
        starts=day_in(education, "admission_date"),
        ends=day_in(education, "leaving_date"),
        contact=_keys_of(details),
    )


def contact_of(record: Record, row: int) -> Mention:
    """A contact, with what tells them from a namesake."""
    details = one_included(record, "contact_details")
    return Mention(
        written=written_of(record),
        row=row,
        source_id=text_in(record, "id"),
        title=text_in(record, "title"),
        email=_email_of(details),
        contact=_keys_of(details),
    )


def tie_of(far_end: Record, child: int, adult: int) -> Tie:
    """The link whose `relationship` hangs on `far_end`; what is null there is not known."""
    if isinstance(far_end.get("relationship"), str):
        return Tie(child, adult, text_in(far_end, "relationship"))
    said = part_of(far_end, "relationship")
    return Tie(
        child,
        adult,
        relationship=text_in(said, "relationship"),
        responsibility=responsibility_of(text_in(said, "parental_responsibility")),
        priority=text_in(said, "priority"),
        restricted=responsibility_of(text_in(said, "court_order")) is Responsibility.YES,
    )


def written_of(record: Record) -> Written:
    """The legal name where there is one, with the name in use beside it where that is another."""
    used = {half: text_in(record, half) for half in ("forename", "surname")}
    legal = {half: text_in(record, f"legal_{half}") or used[half] for half in used}
    preferred = {
        half: name if name.casefold() != legal[half].casefold() else "" for half, name in used.items()
    }
    return Written(
        forename=legal["forename"],
        middle=text_in(record, "middle_names"),
        surname=legal["surname"],
        preferred_forename=preferred["forename"],
        preferred_surname=preferred["surname"],
    )


def _email_of(details: Record) -> str:
    emails = part_of(details, "emails")
    return next((email for name in _EMAILS if "@" in (email := text_in(emails, name))), "")


def _keys_of(details: Record) -> frozenset[str]:
    emails, phones = part_of(details, "emails"), part_of(details, "phones")
    keys = [
        contact_keys(phones=_texts(phones, _PHONES)),
        *(contact_keys(email=email) for email in _texts(emails, _EMAILS)),
        *(contact_keys(address=address) for address in _addresses(part_of(details, "addresses"))),
    ]
    return frozenset().union(*keys)


def _addresses(addresses: Record) -> Iterable[str]:
    for name in _ADDRESSES:
        yield " ".join(_texts(part_of(addresses, name), _ADDRESS_LINES))


def _texts(record: Record, names: Iterable[str]) -> list[str]:
    return [text for name in names if (text := text_in(record, name))]
