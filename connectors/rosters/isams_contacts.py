"""The contacts of an iSAMS batch: one record may be a couple, and one adult may be there again at work."""

import re
from collections.abc import Iterable, Iterator, Sequence

from connectors.rosters.isams_pupils import Cells, Pupils, cells_of, keys_of
from connectors.rosters.list_cells import is_restricted, people_of
from connectors.rosters.markup import Branch
from connectors.rosters.notes import counted
from connectors.rosters.one_cell import Named, has_several
from connectors.rosters.people import Gathered, Mention, Tie, Why, contact_keys
from connectors.rosters.relationships import responsibility_of
from connectors.rosters.written import folded
from schemas.words import Observed, Responsibility

_LINKS = frozenset({"pupils", "contactpupils"})
_PERSON_IDS = ("personid", "personguid")
_SECOND = ("secondperson", "secondary", "second", "partner", "spouse")
"""What stands before a field of the second person of a couple."""
_AT_WORK = frozenset({"work", "company", "business"})
_OF_AN_ADDRESS = ("address1", "address2", "address3", "addressline1", "addressline2", "postcode")
_COPIED = re.compile(r"_copy$", re.IGNORECASE)
_SEVERAL = re.compile(r"[\s;,]+")


class Contacts:
    """Adds the contacts of a batch to what it says."""

    def __init__(
        self, said: Gathered, pupils: Pupils, staff: Iterable[Cells], types: Iterable[Branch]
    ) -> None:
        self._said = said
        self._pupils = pupils
        self._staff = {mark for member in staff for mark in _person_ids(member)}
        self._responsible = dict(map(_responsibility_of_type, map(cells_of, types)))
        self._known: set[tuple[object, ...]] = set()
        self._of_others = self._again_at_work = self._contact_only = 0

    def gather(self, contacts: Iterable[Branch]) -> None:
        """Add the contacts with their links; their rows go on from the pupils'. Those at home come first."""
        read = ((cells_of(contact), list(_links(contact))) for contact in contacts)
        numbered = list(enumerate(read, start=len(self._pupils.current) + 1))
        for row, (cells, links) in sorted(numbered, key=lambda contact: _is_at_work(contact[1][0])):
            self._add(cells, links, row)
        self._said.notes += self._notes()

    def _add(self, cells: Cells, links: Sequence[Cells], row: int) -> None:
        found = [(self._pupils.place(keys_of(link)), link) for link in links]
        current = [(place, link) for place, link in found if place is not None]
        is_unknown = not all(place is not None or self._pupils.is_left_out(link) for place, link in found)
        people = _people(cells)
        if links and not current:
            self._of_others += not is_unknown
            if is_unknown:
                self._said.put_aside(Why.UNKNOWN_CHILD, row)
        elif not people:
            self._said.put_aside(Why.NOBODY, row)
        elif not self._is_again_at_work(people, cells, [place for place, _ in current]):
            self._notice(row, is_unknown=is_unknown, is_couple=len(people) > 1)
            self._contact_only += responsibility_of(cells.get("contactonly", "")) is Responsibility.YES
            for nth, person in enumerate(people):
                self._add_person(person, cells, current, row, is_second=nth > 0)

    def _notice(self, row: int, *, is_unknown: bool, is_couple: bool) -> None:
        if is_unknown:
            self._said.observe(Observed.UNKNOWN_CHILD, row)
        if is_couple:
            self._said.observe(Observed.SHARED_CELL, row)

    def _is_again_at_work(self, people: Sequence[Named], cells: Cells, places: Sequence[int]) -> bool:
        """Whether a contact at work is the one of this name and relationship already there at home."""
        names = tuple(folded(text) for person in people for text in person.written)
        key = (names, folded(_relationship(cells)), frozenset(places))
        is_again = _is_at_work(cells) and key in self._known
        self._known.add(key)
        self._again_at_work += is_again
        return is_again

    def _add_person(
        self, person: Named, cells: Cells, links: Iterable[tuple[int, Cells]], row: int, *, is_second: bool
    ) -> None:
        for place, link in links:
            tie = Tie(
                child=place,
                adult=len(self._said.adults),
                relationship=_relationship(link) or _relationship(cells) or person.relationship,
                responsibility=self._responsibility(cells | link),
                priority=link.get("contactorder") or cells.get("contactorder") or cells.get("priority", ""),
                restricted=person.restricted or _is_restricted(cells | link),
            )
            self._said.ties.append(tie)
        email = "" if is_second else _SEVERAL.split(cells.get("emailaddress", ""))[0]
        marks = [] if is_second else [mark for mark in _person_ids(cells) if mark in self._staff]
        self._said.adults.append(
            Mention(
                written=person.written,
                row=row,
                source_id=_source_id(cells, is_second=is_second),
                title=person.title,
                email=email,
                contact=contact_keys(email) if _is_at_work(cells) else _ways_to_reach(cells, email),
                staff_mark=next(iter(marks), ""),
            )
        )

    def _responsibility(self, cells: Cells) -> Responsibility:
        """Parental responsibility of a link, looked up by the kind of contact where it is the default."""
        said = cells.get("parentalresponsibility", "")
        if folded(said) != "default":
            return responsibility_of(said)
        kind = cells.get("contacttype") or _relationship(cells)
        return self._responsible.get(folded(kind), Responsibility.UNKNOWN)

    def _notes(self) -> Iterator[str]:
        if self._of_others:
            contacts = counted(self._of_others, "contact", "contacts")
            yield f"{contacts} only of pupils who are not current left out"
        if self._again_at_work:
            yield f"{counted(self._again_at_work, 'contact', 'contacts')} at work there already at home"
        if self._contact_only:
            contacts = counted(self._contact_only, "contact is", "contacts are")
            yield f"{contacts} marked as contact only: read by relationship like any other"


def _links(contact: Branch) -> Iterator[Cells]:
    """What a contact says of each of their pupils: an element a pupil, or just the `SchoolId` of each."""
    for wrapper in contact.parts():
        if wrapper.name in _LINKS:
            for part in wrapper.parts():
                yield {"schoolid": part.text()} if part.name == "schoolid" else cells_of(part)


def _people(cells: Cells) -> list[Named]:
    """The one adult of a record, or the two of a couple."""
    first = _of_names(cells)
    second = _of_names(_second_person(cells))
    if not second:
        return people_of(first)
    if has_several(first.get("title", "")):  # Mr and Mrs: not said whose is which
        first["title"] = ""
    return [*people_of(first), *people_of({"surname": first.get("surname", "")} | second)]


def _second_person(cells: Cells) -> Cells:
    """The fields of the second person of a couple, called as the first's; none without a forename."""
    if not any(name.startswith(_SECOND) for name in cells):
        return {}
    for prefix in _SECOND:
        own = {name.removeprefix(prefix): cell for name, cell in cells.items() if name.startswith(prefix)}
        if "forename" in own:
            return own
    return {}


def _of_names(cells: Cells) -> Cells:
    fields = {
        "title": cells.get("title"),
        "forename": cells.get("forename"),
        "middle": cells.get("middlenames") or cells.get("middlename"),
        "surname": cells.get("surname"),
        "preferred_forename": cells.get("preferredname"),
        "full_name": "" if cells.keys() & {"forename", "surname"} else cells.get("fullname"),
    }
    return {name: cell for name, cell in fields.items() if cell}


def _relationship(cells: Cells) -> str:
    """The word for a relationship; a kind of contact copied in iSAMS is called Mother_copy."""
    said = cells.get("relationtype") or cells.get("relationshipraw") or cells.get("relationship", "")
    return _COPIED.sub("", said)


def _responsibility_of_type(cells: Cells) -> tuple[str, Responsibility]:
    name = cells.get("name") or cells.get("description") or cells.get("contacttype", "")
    return folded(name), responsibility_of(cells.get("parentalresponsibility", ""))


def _is_restricted(cells: Cells) -> bool:
    return any(is_restricted({"restricted": cells.get(name, "")}) for name in ("courtorder", "nocontact"))


def _is_at_work(cells: Cells) -> bool:
    return cells.get("location", "").casefold() in _AT_WORK


def _person_ids(cells: Cells) -> list[str]:
    """The ids of a person that all their records share; the id of a record is one among its own kind only."""
    return [cells[name] for name in _PERSON_IDS if name in cells]


def _source_id(cells: Cells, *, is_second: bool) -> str:
    """The id of a contact; behind that of the second person of a couple, in one record or two, stands a 2."""
    person, record = next(iter(_person_ids(cells)), ""), cells.get("id", "")
    if is_second:
        return f"{person or record}/2" if person or record else ""
    is_other = responsibility_of(cells.get("isfirstpersoncontact", "")) is Responsibility.NO
    return person or (f"{record}/2" if record and is_other else record)


def _ways_to_reach(cells: Cells, email: str) -> frozenset[str]:
    phones = [cell for name, cell in cells.items() if "phone" in name or "mobile" in name]
    address = " ".join(cells.get(name, "") for name in _OF_AN_ADDRESS)
    return contact_keys(email, phones, address)
