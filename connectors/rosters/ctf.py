"""DfE Common Transfer File (CTF) XML, one file or several, and its cousin for admissions (ATF).

Read without regard to the case of element names, or to the version: 2017 to 2026 differ in nothing we read.
A CTF is made for pupils who move, so what it says about leaving is kept: a roster is not who is in it but
who has not left. Sources: the DfE's public CTF writer and vendors' help pages; home-made variants as seen
in public readers of CTFs.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from lxml import etree

from connectors.rosters.dates import read_date
from connectors.rosters.errors import CtfPartial
from connectors.rosters.markup import Branch
from connectors.rosters.names import is_nobody
from connectors.rosters.people import Gathered, Mention, Tie, Why, contact_keys
from connectors.rosters.relationships import responsibility_of
from connectors.rosters.written import Written
from schemas.words import Responsibility

_ROOTS = ("ctf", "atf", "cml")
_KEPT = (
    *(
        "UPN",
        "Surname",
        "Forename",
        "DOB",
        "PreferredSurname",
        "PreferredForename",
        "FormerSurname",
        "FormerForename",
    ),
    *("MiddleNames", "NCyearActual", "Title", "Relationship", "Responsibility", "Email"),
    *("EntryDate", "LeavingDate"),
)
_DROPPED = (
    *(
        "UniqueLearnerNumber",
        "UCI",
        "Sex",
        "Gender",
        "FormerUPN",
        "Ethnicity",
        "EthnicitySource",
        "Language",
        "SENhistory",
    ),
    *(
        "EnrolStatus",
        "MedicalFlag",
        "Address",
        "Phones",
        "LookedAfter",
        "FSMhistory",
        "NCyearLeaving",
        "Attendance",
    ),
    *(
        "StageAssessments",
        "AssessmentData",
        "PupilPremium",
        "ServiceChild",
        "TopUpFunding",
        "SENneeds",
        "Exclusions",
    ),
)


def recognises(root: "etree._Element") -> bool:
    """Whether a document is a CTF or one of its cousins."""
    return Branch(root).name.startswith(_ROOTS)


def read(roots: Sequence["etree._Element"]) -> Gathered:
    """What one or several CTFs say together. Rows count the pupils, on from one file to the next.

    Raises CtfPartial for a file without contacts by its own account.
    """
    said = Gathered("ctf")
    seen: set[str] = set()
    for root in roots:
        document = Branch(root)
        header = document.branch("header")
        if header.text("documentqualifier").casefold() == "partial":
            raise CtfPartial
        _read_pupils(said, document, header.branch("sourceschool"))
        seen |= document.names()
    said.columns_kept = tuple(name for name in _KEPT if seen & _spellings(name.casefold()))
    said.columns_dropped = tuple(name for name in _DROPPED if name.casefold() in seen)
    said.notes += _notes(said, any(Branch(root).name.startswith("atf") for root in roots))
    return said


def _spellings(name: str) -> set[str]:
    return {name, f"legal{name}", name.removesuffix("s")}


def _read_pupils(said: Gathered, document: Branch, school: Branch) -> None:
    for pupil in document.below("pupil"):
        row = len(said.children) + len(said.set_aside.get(Why.NO_CHILD, ())) + 1
        child = _child(pupil, school, row)
        if is_nobody(child.written):
            said.put_aside(Why.NO_CHILD, row)
            continue
        said.children.append(child)
        for contact in pupil.branch("contacts").branches("contact"):
            _add_contact(said, contact, pupil, row)


def _child(pupil: Branch, school: Branch, row: int) -> Mention:
    basics = pupil.branch("basicdetails")
    starts, ends = _stay(pupil.branch("schoolhistory"), school)
    return Mention(
        written=_written(pupil, basics),
        row=row,
        source_id=pupil.text("upn") or basics.text("upn"),
        email=pupil.text("email"),
        upn=pupil.text("upn") or basics.text("upn"),
        date_of_birth=pupil.text("dob") or basics.text("dob"),
        year_group=basics.text("ncyearactual") or pupil.text("ncyearactual"),
        starts=starts,
        ends=ends,
    )


def _written(person: Branch, basics: Branch) -> Written:
    """The names of a pupil or contact, wherever the exporter or a tool after it put them."""

    def either(*names: str) -> str:
        return person.text(*names) or basics.text(*names)

    return Written(
        forename=either("forename", "legalforename"),
        middle=either("middlenames", "middlename"),
        surname=either("surname", "legalsurname"),
        preferred_forename=either("preferredforename"),
        preferred_surname=either("preferredsurname"),
        former_forename=either("formerforename"),
        former_surname=either("formersurname"),
    )


def _stay(history: Branch, school: Branch) -> tuple[date | None, date | None]:
    """First and last day at the school that wrote the file; None where not said, or the stay goes on."""
    stays = [stay for stay in history.branches("school") if _is(stay, school)]
    starts = [day for stay in stays if (day := read_date(stay.text("entrydate")))]
    ends = [read_date(stay.text("leavingdate", "lavingdate")) for stay in stays]
    return min(starts, default=None), None if None in ends else max(
        (day for day in ends if day), default=None
    )


def _is(stay: Branch, school: Branch) -> bool:
    """Whether a line of a pupil's history is of the school that wrote the file."""
    number = (school.text("lea"), school.text("estab"))
    return any(number) and number == (stay.text("lea"), stay.text("estab"))


def _add_contact(said: Gathered, contact: Branch, pupil: Branch, row: int) -> None:
    written = _written(contact, contact.branch("basicdetails"))
    if is_nobody(written):
        said.put_aside(Why.NOBODY, row)
        return
    responsibility = responsibility_of(contact.text("responsibility"))
    said.ties.append(
        Tie(len(said.children) - 1, len(said.adults), contact.text("relationship"), responsibility)
    )
    email = contact.text("email")
    phones = [phone.text("phoneno") for phone in contact.branch("phones").branches("phone")]
    said.adults.append(
        Mention(
            written=written,
            row=row,
            title=contact.text("title"),
            email=email,
            contact=contact_keys(email, phones, _address(contact, pupil)),
        )
    )


def _address(contact: Branch, pupil: Branch) -> str:
    address = contact.branch("address")
    if responsibility_of(address.text("addressaspupil")) is Responsibility.YES:
        address = pupil.branch("address")
    return address.all_text()


def _notes(said: Gathered, is_admissions: bool) -> Iterator[str]:
    if leaving := sum(child.ends is not None for child in said.children):
        yield f"{leaving:,} of {len(said.children):,} pupils have a leaving date: CTFs are made for moves"
    if is_admissions:
        yield "An admissions file lists next term's joiners, not who is on roll"
