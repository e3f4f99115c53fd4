"""A roster as a Common Transfer File: one XML, contacts repeated in full under every sibling.

Shape: DfE Common Transfer File 25.0. Adults have no id; of former surnames only a pupil's own is held.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from samples.candidates import Identity
from samples.households import Link
from samples.name_tables import column
from samples.roll import Pupil, academic_year
from schemas.words import Kind

IDENTITY = Identity(pupil_id="upn", carer_id=False, former_surnames=frozenset({Kind.PUPIL}))
AUTHORITY, ESTABLISHMENT, SCHOOL = "801", "9999", "Alder Lane School"
POSTCODE = "ZZ99 9ZZ"
"""Nobody's: ZZ99 is what the ONS writes where there is no address."""


def write(folder: Path, roll: Sequence[Pupil], today: date) -> None:
    """The one file, under the name that a school system gives it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{AUTHORITY}{ESTABLISHMENT}_CTF_XXXXXXX_001.xml"
    with path.open("wb") as file:
        file.write(b'<?xml version="1.0" encoding="UTF-8"?>\n')
        _write(file, roll, today)


def _write(file: BinaryIO, roll: Sequence[Pupil], today: date) -> None:
    with etree.xmlfile(file, encoding="UTF-8") as out, out.element("CTfile"):
        out.write(_header(today), pretty_print=True)
        with out.element("CTFpupilData"):
            for pupil in roll:
                out.write(_pupil(pupil), pretty_print=True)


def _add(parent: etree._Element, tag: str, text: str | None = None) -> etree._Element:
    child = etree.SubElement(parent, tag)
    child.text = text
    return child


def _known(parent: etree._Element, tag: str, text: str) -> None:
    """An element where there is something to say."""
    if text:
        _add(parent, tag, text)


def _header(today: date) -> etree._Element:
    header = etree.Element("Header")
    _add(header, "DocumentName", "Common Transfer File")
    _add(header, "CTFversion", "25.0")
    _add(header, "DateTime", f"{today.isoformat()}T08:30:00")
    _add(header, "DocumentQualifier", "full")
    _add(header, "SupplierID", "Invented")
    source = _school(header, "SourceSchool")
    _add(source, "SchoolName", SCHOOL)
    _add(source, "AcademicYear", str(academic_year(today)))
    _school(header, "DestSchool", "XXX", "XXXX")
    return header


def _school(
    parent: etree._Element, tag: str, authority: str = AUTHORITY, establishment: str = ESTABLISHMENT
) -> etree._Element:
    school = _add(parent, tag)
    _add(school, "LEA", authority)
    _add(school, "Estab", establishment)
    return school


def _pupil(pupil: Pupil) -> etree._Element:
    element = etree.Element("Pupil")
    _known(element, "UPN", pupil.upn)
    _add(element, "Surname", pupil.person.surname)
    _add(element, "Forename", pupil.person.forename)
    _add(element, "DOB", pupil.born.isoformat())
    _add(element, "Sex", pupil.person.sex)
    _details(element, pupil)
    _address(element, pupil)
    contacts = _add(element, "Contacts")
    for order, link in enumerate(pupil.links, start=1):
        _contact(contacts, order, link)
    _history(element, pupil)
    return element


def _details(element: etree._Element, pupil: Pupil) -> None:
    details = _add(element, "BasicDetails")
    _known(details, "PreferredForename", pupil.person.preferred)
    _known(details, "FormerSurname", pupil.person.former_surname)
    _known(details, "MiddleNames", pupil.person.middle)
    _add(details, "NCyearActual", str(pupil.year_group) if pupil.year_group else "R")
    _add(details, "EnrolStatus", "C")


def _address(element: etree._Element, pupil: Pupil) -> None:
    streets = column("streets", "street")
    address = _add(element, "Address")
    lines = _add(address, "BS7666Address")
    _add(lines, "PAON", str(abs(pupil.family) % 180 + 1))
    _add(lines, "Street", streets[abs(pupil.family) % len(streets)])
    _add(lines, "Town", "Alderford")
    _add(address, "PostCode", POSTCODE)


def _contact(contacts: etree._Element, order: int, link: Link) -> None:
    contact, carer = _add(contacts, "Contact"), link.carer
    _add(contact, "Order", str(order))
    _add(contact, "Title", carer.title)
    _add(contact, "Surname", carer.person.surname)
    _add(contact, "Forename", carer.person.forename)
    _add(contact, "Sex", carer.person.sex)
    _known(contact, "MiddleNames", carer.person.middle)
    _add(contact, "Relationship", link.code)
    _add(contact, "Responsibility", str(link.responsible).lower())
    if link.at_home:
        _add(_add(contact, "Address"), "AddressAsPupil", "true")
    phone = _add(_add(contact, "Phones"), "Phone")
    _add(phone, "TelephoneType", "M")
    _add(phone, "PhoneNo", f"{carer.phone[:5]} {carer.phone[5:]}")
    _known(contact, "Email", carer.email)


def _history(element: etree._Element, pupil: Pupil) -> None:
    """Schools attended: for some an earlier one, left long ago; for all this one, left by those who left."""
    history = _add(element, "SchoolHistory")
    if pupil.year_group > 6 and pupil.family % 5 == 0:
        earlier = _school(history, "School", establishment="9997")
        _add(earlier, "SchoolName", "Millbank Infants")
        _add(earlier, "LeavingDate", pupil.starts.replace(year=pupil.starts.year + 3).isoformat())
    here = _school(history, "School")
    _add(here, "SchoolName", SCHOOL)
    _add(here, "EntryDate", pupil.starts.isoformat())
    _add(here, "LeavingDate", pupil.ends.isoformat() if pupil.ends else None)
