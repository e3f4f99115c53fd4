"""DfE Common Transfer File (CTF) XML, one file or several, and its cousins (ATF for admissions, CML, CMJ).

Read without regard to the case of element names, or to the version: 2017 to 2026 differ in nothing we read.
A CTF is made for pupils who move, so what it says about leaving is kept: a roster is not who is in it but
who has not left. It has no place for a court order, and its contacts have no id: siblings repeat their
parents in full. Sources: the DfE's public CTF writer and vendors' help pages; home-made variants as seen in
public readers of CTFs.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from lxml import etree

from connectors.rosters.dates import read_date
from connectors.rosters.errors import CtfPartial
from connectors.rosters.markup import Branch, name_of
from connectors.rosters.names import is_nobody
from connectors.rosters.people import Gathered, Mention, Tie, Why, contact_keys
from connectors.rosters.relationships import responsibility_of
from connectors.rosters.written import Written
from schemas.words import Responsibility

_ROOTS = ("ctf", "atf", "cml", "cmj")
_KEPT = (
    *("UPN", "FormerUPN", "Surname", "Forename", "DOB", "PreferredSurname", "PreferredForename"),
    *("FormerSurname", "FormerForename", "MiddleNames", "NCyearActual", "EnrolStatus", "Order", "Title"),
    *("Relationship", "Responsibility", "Email", "EntryDate", "LeavingDate"),
)
_DROPPED = (
    *("UniqueLearnerNumber", "UCI", "Sex", "Gender", "Ethnicity", "EthnicitySource", "Language"),
    *("SENhistory", "MedicalFlag", "Address", "Phones", "LookedAfter", "FSMhistory", "NCyearLeaving"),
    *("Attendance", "StageAssessments", "AssessmentData", "PupilPremium", "ServiceChild", "TopUpFunding"),
    *("SENneeds", "Exclusions"),
)
_OF_AN_ADDRESS = (
    *("saon", "paon", "street", "locality", "town", "posttown"),
    *("addressline1", "addressline2", "addressline3", "addressline4", "addressline5", "postcode"),
)
_TELLING = frozenset({"saon", "paon", "street", "addressline1", "postcode"})
"""Parts without one of which an address is no more than a town, which many share."""

Cells = Mapping[str, str]
"""The texts of an element's parts by lower-case name; what is empty is missing."""


def recognises(root: "etree._Element") -> bool:
    """Whether a document is a CTF or one of its cousins."""
    return name_of(root).startswith(_ROOTS)


def read(roots: Sequence["etree._Element"]) -> Gathered:
    """What one or several CTFs say together. Rows count the pupils, on from one file to the next.

    It is as old as the oldest of them. Raises CtfPartial for a file without contacts by its own account.
    """
    documents = [Branch.of(root) for root in roots]
    headers = [document.branch("header").texts() for document in documents]
    if any(header.get("documentqualifier", "").casefold() == "partial" for header in headers):
        raise CtfPartial
    made = [day for header in headers if (day := read_date(header.get("datetime", "")))]
    said = Gathered("ctf", made=min(made, default=None))
    for row, (pupil, school) in enumerate(_pupils(documents), start=1):
        _add_pupil(said, pupil, school, row)
    seen = set().union(*(document.names for document in documents))
    said.columns_kept = tuple(name for name in _KEPT if seen & _spellings(name.casefold()))
    said.columns_dropped = tuple(name for name in _DROPPED if name.casefold() in seen)
    said.notes += _notes(said, any(name_of(root).startswith("atf") for root in roots))
    return said


def _spellings(name: str) -> set[str]:
    return {name, f"legal{name}", name.removesuffix("s")}


def _pupils(documents: Sequence[Branch]) -> Iterator[tuple[Branch, Cells]]:
    """Every pupil, whatever their wrapper is called, with the school that wrote the file."""
    for document in documents:
        school = document.branch("header").branch("sourceschool").texts()
        for wrapper in document.parts():
            for pupil in wrapper.branches("pupil"):
                yield pupil, school


def _add_pupil(said: Gathered, pupil: Branch, school: Cells, row: int) -> None:
    child = _child(pupil, school, row)
    if is_nobody(child.written):
        said.put_aside(Why.NO_CHILD, row)
        return
    said.children.append(child)
    at_home = _address(pupil.branch("address"))
    for contact in pupil.branch("contacts").branches("contact"):
        _add_contact(said, contact, at_home, row)


def _cells(person: Branch) -> Cells:
    """What is said in the basic details or beside them, wherever the exporter or a tool after it put it."""
    return person.branch("basicdetails").texts() | person.texts()


def _child(pupil: Branch, school: Cells, row: int) -> Mention:
    cells = _cells(pupil)
    starts, ends = _stay(pupil.branch("schoolhistory"), school)
    return Mention(
        written=_written(cells),
        row=row,
        source_id=cells.get("upn", ""),
        email=cells.get("email", ""),
        upn=cells.get("upn", ""),
        former_upn=cells.get("formerupn", ""),
        date_of_birth=cells.get("dob", ""),
        year_group=cells.get("ncyearactual", ""),
        status=cells.get("enrolstatus", ""),
        starts=starts,
        ends=ends,
    )


def _written(cells: Cells) -> Written:
    return Written(
        forename=cells.get("forename") or cells.get("legalforename", ""),
        middle=cells.get("middlenames") or cells.get("middlename", ""),
        surname=cells.get("surname") or cells.get("legalsurname", ""),
        preferred_forename=cells.get("preferredforename", ""),
        preferred_surname=cells.get("preferredsurname", ""),
        former_forename=cells.get("formerforename", ""),
        former_surname=cells.get("formersurname", ""),
    )


def _stay(history: Branch, school: Cells) -> tuple[date | None, date | None]:
    """First and last day at the school that wrote the file; None where not said, or the stay goes on."""
    stays = [stay for part in history.branches("school") if _is_same(stay := part.texts(), school)]
    starts = [day for stay in stays if (day := read_date(stay.get("entrydate", "")))]
    ends = [read_date(stay.get("leavingdate") or stay.get("lavingdate", "")) for stay in stays]
    last = None if None in ends else max((day for day in ends if day), default=None)
    return min(starts, default=None), last


def _is_same(school: Cells, other: Cells) -> bool:
    numbers = [(cells.get("lea", ""), cells.get("estab", "")) for cells in (school, other)]
    return numbers[0] == numbers[1] and any(numbers[0])


def _add_contact(said: Gathered, contact: Branch, at_home: str, row: int) -> None:
    cells = _cells(contact)
    written = _written(cells)
    if is_nobody(written):
        said.put_aside(Why.NOBODY, row)
        return
    said.ties.append(
        Tie(
            child=len(said.children) - 1,
            adult=len(said.adults),
            relationship=cells.get("relationship", ""),
            responsibility=responsibility_of(cells.get("responsibility", "")),
            priority=cells.get("order", ""),
        )
    )
    email, address = cells.get("email", ""), contact.branch("address")
    lives_there = responsibility_of(address.texts().get("addressaspupil", "")) is Responsibility.YES
    said.adults.append(
        Mention(
            written=written,
            row=row,
            title=cells.get("title", ""),
            email=email,
            contact=contact_keys(email, _phones(contact), at_home if lives_there else _address(address)),
        )
    )


def _phones(contact: Branch) -> Iterator[str]:
    for phone in contact.branch("phones").branches("phone"):
        yield phone.texts().get("phoneno", "") or phone.text()


def _address(address: Branch) -> str:
    """An address in the parts every shape of it has; empty where that is no more than a town."""
    cells = address.branch("bs7666address").texts() | address.branch("addresslines").texts() | address.texts()
    return " ".join(cells.get(part, "") for part in _OF_AN_ADDRESS) if _TELLING & cells.keys() else ""


def _notes(said: Gathered, is_admissions: bool) -> Iterator[str]:
    if leaving := sum(child.ends is not None for child in said.children):
        yield f"{leaving:,} of {len(said.children):,} pupils have a leaving date: CTFs are made for moves"
    if is_admissions:
        yield "An admissions file lists next term's joiners, not who is on roll"
