"""iSAMS batch API XML: current pupils, student contacts and current staff, in one file or several.

Read without regard to the case of element names; what the declaration says of the encoding (utf-16) is not
believed. Which parts there are depends on the school's key. A pupil goes by `SchoolId`, in links also by the
attribute `Id`. Pupils, contacts and staff have the shape that public clients of the API read; what its
documentation only names (contact types, location, status) is read where it is there.
"""

from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from connectors.rosters.errors import IsamsIncomplete, IsamsMessage
from connectors.rosters.isams_contacts import Contacts
from connectors.rosters.isams_pupils import Pupils, cells_of
from connectors.rosters.markup import Branch, name_of
from connectors.rosters.people import Gathered

_CONTACTS = frozenset({"contacts", "studentcontacts", "pupilcontacts"})
_NOT_CURRENT = frozenset({"applicants", "formerpupils", "leavers"})
_KEPT = (
    *("SchoolId", "UPN", "Forename", "Middlename", "Middlenames", "Surname", "Preferredname", "Fullname"),
    *("DOB", "NCYear", "EnrolmentDate", "LeavingDate", "SystemStatus", "Title", "EmailAddress"),
    *("RelationType", "RelationshipRaw", "ParentalResponsibility", "ContactOrder", "CourtOrder"),
)
_DROPPED = (
    *("SchoolCode", "UserCode", "UserName", "Initials", "Gender", "BoardingStatus", "FamilyId"),
    *("Form", "Tutor", "AcademicHouse", "BoardingHouse", "Mobile", "Nationality", "Religion"),
)


def recognises(root: "etree._Element") -> bool:
    """Whether a document is a batch from iSAMS, or the message it sends in place of one."""
    return name_of(root) == "isams" or _is_message(root)


def _is_message(root: "etree._Element") -> bool:
    return name_of(root) == "message" and "messageid" in Branch.of(root).names


def read(roots: Sequence["etree._Element"]) -> Gathered:
    """What the parts of a batch say together. Rows count the pupils, then the contacts.

    Raises IsamsMessage for a message of iSAMS's, IsamsIncomplete without current pupils or contacts.
    """
    if any(map(_is_message, roots)):
        raise IsamsMessage
    documents = [Branch.of(root) for root in roots]
    managers = [manager for document in documents for manager in document.parts()]
    sections = [*managers, *(section for manager in managers for section in manager.parts())]
    names = {section.name for section in sections}
    if "currentpupils" not in names:
        raise IsamsIncomplete("it lists no current pupils")
    if names.isdisjoint(_CONTACTS):
        raise IsamsIncomplete("it lists no contacts")
    said = Gathered("isams")
    pupils = Pupils.of(_within(sections, {"currentpupils"}), _within(sections, _NOT_CURRENT))
    pupils.gather(said)
    staff = [cells_of(part) for part in _within(sections, {"currentstaff"})]
    said.staff = len(staff)
    said.notes += pupils.notes()
    contacts = Contacts(said, pupils, staff, _within(sections, {"contacttypes"}))
    contacts.gather(_within(sections, _CONTACTS))
    seen = set().union(*(document.names for document in documents))
    said.columns_kept = tuple(name for name in _KEPT if name.casefold() in seen)
    said.columns_dropped = tuple(name for name in _DROPPED if name.casefold() in seen)
    return said


def _within(sections: Iterable[Branch], names: Iterable[str]) -> Iterator[Branch]:
    """Everything in the sections of these names; a section comes once for each method of the key."""
    wanted = frozenset(names)
    return (part for section in sections if section.name in wanted for part in section.parts())
