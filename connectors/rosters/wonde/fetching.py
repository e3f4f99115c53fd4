"""A school's roster as Wonde gives it: everybody, or what changed since a day.

Students who left and those to be admitted have listings of their own. Neither is read for the roster; who is
in `students` is kept with the first and the last day that the school's system has of them.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from connectors.rosters.assembly import Roster, assemble
from connectors.rosters.errors import WondeNobody, WondeNotApproved
from connectors.rosters.names import is_nobody
from connectors.rosters.people import Gathered, Mention, Why
from connectors.rosters.wonde.client import Access, Wonde, connected
from connectors.rosters.wonde.paging import Record
from connectors.rosters.wonde.people import OF_A_CONTACT, OF_A_STUDENT, contact_of, student_of, tie_of
from connectors.rosters.wonde.retrying import Bounds
from connectors.rosters.wonde.shapes import day_in, day_text_in, included, one_included, text_in
from connectors.rosters.written import Written
from schemas.words import Kind, Observed

_PER_PAGE = 200
_KEPT = (
    *("forename", "surname", "middle_names", "legal_forename", "legal_surname", "title", "date_of_birth"),
    *("upn", "former_upn", "current_nc_year", "admission_date", "leaving_date", "emails"),
    *("relationship", "parental_responsibility", "priority", "court_order"),
)
_DROPPED = (
    *("upi", "mis_id", "initials", "gender", "gender_identity", "phones", "addresses", "salutation"),
    *("admission_number", "local_upn", "learner_number", "part_time", "lives_with_pupil", "bill_payer"),
)
_DELETED = ((Kind.PUPIL, "student"), (Kind.PARENT_CARER, "contact"))


def fetch(access: Access, since: date | None = None, bounds: Bounds | None = None) -> Roster:
    """The roster of a school that approved us at Wonde; with `since`, what changed from that day on.

    Raises a RosterError whose code begins with `wonde-` where it does not come whole, and WondeAddressUnsafe.
    Nothing of it touches a disk.
    """
    with connected(access, bounds or Bounds()) as wonde:
        said = _everybody(wonde) if since is None else _changes(wonde, since)
    return assemble(said)


def _everybody(wonde: Wonde) -> Gathered:
    said = Gathered("wonde")
    _read_students(said, wonde, {})
    if not said.children and not said.set_aside:
        raise WondeNobody
    if not said.children:
        raise WondeNotApproved("the students came without their names")
    if not said.adults:
        raise WondeNotApproved("the students came without contacts that have a name")
    if not any(child.starts or child.ends for child in said.children):
        said.notes.append("No first or last day came with any student: leavers could not be told")
    return said


def _changes(wonde: Wonde, since: date) -> Gathered:
    """What changed from the day before `since`: Wonde's clock is not ours, and nothing is lost by overlap."""
    after = {"updated_after": f"{max(since, date.min + timedelta(days=1)) - timedelta(days=1)} 00:00:00"}
    said = Gathered("wonde", is_changes=True)
    told = _read_students(said, wonde, after)
    said.lists_links = frozenset({Kind.PUPIL} if len(told) == len(said.children) else ())
    if not said.children and not any(wonde.records("students", per_page=1)):
        raise WondeNobody
    _read_contacts(said, wonde, after, told)
    said.gone += _deleted(wonde, after)
    try:
        said.gone += [(Kind.PUPIL, text_in(each, "id")) for each in wonde.records("students-leaver", **after)]
    except WondeNotApproved:
        said.notes.append("Wonde may not tell who left: load everybody again before an audit")
    return said


def _read_students(said: Gathered, wonde: Wonde, asked_for: Mapping[str, str]) -> set[str]:
    """The ids of those whose contacts were given, be they none: null says nothing of them."""
    fields: set[str] = set()
    told: set[str] = set()
    listing = wonde.records("students", include=",".join(OF_A_STUDENT), per_page=_PER_PAGE, **asked_for)
    for row, record in enumerate(listing, start=1):
        fields.update(_filled_fields(record))
        if _add_student(said, record, row) and record.get("contacts") is not None:
            told.add(text_in(record, "id"))
    said.columns_kept = tuple(name for name in _KEPT if name in fields)
    said.columns_dropped = tuple(name for name in _DROPPED if name in fields)
    return told


def _filled_fields(record: Record) -> Iterator[str]:
    """The names of all fields with something in them, those of included records among them."""
    waiting: list[object] = [record]
    while waiting:
        match waiting.pop():
            case dict(part):
                filled = {name: value for name, value in part.items() if _says_something(value)}
                yield from filled
                waiting += filled.values()
            case list(parts):
                waiting += parts


def _says_something(value: object) -> bool:
    return any(value.values()) if isinstance(value, dict) else value not in (None, "", [])


def _add_student(said: Gathered, record: Record, row: int) -> bool:
    """Whether the record names anybody, who is then the last of the children."""
    child = student_of(record, row)
    if is_nobody(child.written):
        said.put_aside(Why.NO_CHILD, row)
        return False
    education = one_included(record, "education_details")
    if any(
        day_text_in(education, day) and not day_in(education, day)
        for day in ("admission_date", "leaving_date")
    ):
        said.observe(Observed.UNREAD_DATE, row)
    said.children.append(child)
    for contact in included(record, "contacts"):
        if _add_contact(said, contact, row):
            said.ties.append(tie_of(contact, len(said.children) - 1, len(said.adults) - 1))
    return True


def _add_contact(said: Gathered, record: Record, row: int) -> bool:
    """Whether the record names anybody, who is then the last of the adults."""
    contact = contact_of(record, row)
    if is_nobody(contact.written):
        said.put_aside(Why.NOBODY, row)
        return False
    said.adults.append(contact)
    return True


def _read_contacts(said: Gathered, wonde: Wonde, after: Mapping[str, str], told: Collection[str]) -> None:
    """Contacts that changed, each with their children; a child of `told` has named all its contacts already.

    Most of their children did not change, and nothing here lists them.
    """
    places = {child.source_id: place for place, child in enumerate(said.children)}
    listing = wonde.records("contacts", include=",".join(OF_A_CONTACT), per_page=_PER_PAGE, **after)
    for row, record in enumerate(listing, start=len(said.children) + 1):
        if not _add_contact(said, record, row):
            continue
        for student in included(record, "students"):
            child_id = text_in(student, "id")
            if child_id in told:
                continue
            if child_id not in places:
                places[child_id] = len(said.children)
                said.children.append(Mention(Written(), row, source_id=child_id, is_elsewhere=True))
            said.ties.append(tie_of(student, places[child_id], len(said.adults) - 1))


def _deleted(wonde: Wonde, after: Mapping[str, str]) -> Iterator[tuple[Kind, str]]:
    for kind, word in _DELETED:
        for record in wonde.records("deletions", type=word, per_page=_PER_PAGE, **after):
            if text_in(record, "type") in {"", word}:
                yield kind, text_in(record, "id")
