"""A roster as the report that a school designs for itself: titles above the header, one row a child.

Saved by a spreadsheet: UTF-8 with a byte-order mark, CRLF. An adult's former surname stands in brackets after
the surname.
"""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from samples.candidates import Identity
from samples.households import Link
from samples.population import Person
from samples.roll import Pupil
from schemas.words import Kind

IDENTITY = Identity(pupil_id="upn", carer_id=False, former_surnames=frozenset(Kind))
CONTACTS = 4
CHILD = (
    "UPN",
    "Legal Surname",
    "Legal Forename",
    "Middle Name(s)",
    "Preferred Forename",
    "Former Surname",
    "DOB",
    "Year",
    "Date of Leaving",
)
CONTACT = ("Title", "Forename", "Surname", "Relationship", "Parental Responsibility", "Email", "Mobile")
WORDS = {
    "PAM": "Mother",
    "PAF": "Father",
    "STM": "Step Mother",
    "STF": "Step Father",
    "FOM": "Foster Mother",
    "FOF": "Foster Father",
    "CAR": "Carer",
    "FAM": "Grandparent",
    "REL": "Other Relative",
    "OTH": "Other Contact",
    "CHM": "Childminder",
    "DOC": "Doctor",
    "SWR": "Social Worker",
}


def write(folder: Path, roll: Sequence[Pupil], today: date) -> None:
    """The one file."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "Pupils and contacts.csv").open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, lineterminator="\r\n")
        out.writerow(("Alder Lane School",))
        out.writerow((f"Pupils and contacts, printed {today:%d/%m/%Y}",))
        out.writerow(())
        out.writerow(_header())
        out.writerows(_row(pupil) for pupil in roll)


def _header() -> tuple[str, ...]:
    contacts = (f"Contact {number} {part}" for number in range(1, CONTACTS + 1) for part in CONTACT)
    return (*CHILD, *contacts)


def _row(pupil: Pupil) -> list[str]:
    person = pupil.person
    cells = [pupil.upn, person.surname, person.forename, person.middle]
    cells += [person.preferred, person.former_surname]
    year = f"Year  {pupil.year_group}" if pupil.year_group else "Reception"  # two spaces, as SIMS writes it
    cells += [f"{pupil.born:%d/%m/%Y}", year, f"{pupil.ends:%d/%m/%Y}" if pupil.ends else ""]
    for link in pupil.links[:CONTACTS]:
        cells += _contact(link)
    return cells + [""] * (len(CHILD) + CONTACTS * len(CONTACT) - len(cells))


def _contact(link: Link) -> Iterator[str]:
    carer = link.carer
    yield from (carer.title, carer.person.forename, surname(carer.person), WORDS[link.code])
    yield from ("Y" if link.responsible else "N", carer.email, f"{carer.phone[:5]} {carer.phone[5:]}")


def surname(person: Person) -> str:
    """Shah (née Patel)."""
    return f"{person.surname} (née {person.former_surname})" if person.former_surname else person.surname
