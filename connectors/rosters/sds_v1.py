"""Microsoft School Data Sync version 1, in Microsoft's own and in its UK headings.

Parents stand in two files of their own: user.csv says who they are, by e-mail address, and
guardianrelationship.csv whose. Its `SIS ID` is the pupil's. Birth dates are written month first.
"""

from collections.abc import Sequence

from connectors.rosters.bundle import Member
from connectors.rosters.dates import day_comes_first, read_date
from connectors.rosters.errors import RosterEmpty, SdsWithoutParents
from connectors.rosters.list_cells import has_left
from connectors.rosters.named_files import NamedFiles, Row
from connectors.rosters.names import is_nobody
from connectors.rosters.people import Elsewhere, Gathered, Mention, Tie, Why, contact_keys
from connectors.rosters.written import Written
from schemas.words import Observed

_SCHEME = "sds"
_OTHERS = ("school.csv", "section.csv", "studentenrollment.csv", "teacherroster.csv")
_NO_ROLE = "Other"
"""What Microsoft takes a relationship for where none is given."""

Rows = Sequence[tuple[int, Row]]


def recognises(files: NamedFiles) -> bool:
    """Whether the files bear the names of version 1."""
    return "guardianrelationship.csv" in files or (
        "student.csv" in files and any(map(files.__contains__, _OTHERS))
    )


def read(members: Sequence[Member]) -> Gathered:
    """What the files say. Raises SdsWithoutParents where the two of them that name parents are not there."""
    files = NamedFiles(members, "sds_v1_columns")
    students, users = files.table("student.csv"), files.table("user.csv")
    relationships = files.table("guardianrelationship.csv")
    if not students.rows:
        raise RosterEmpty
    if not users.rows or not relationships.rows:
        raise SdsWithoutParents
    said = Gathered("sds-1", scheme=_SCHEME)
    said.columns_kept = tuple(dict.fromkeys([*students.kept, *users.kept, *relationships.kept]))
    said.columns_dropped = tuple(dict.fromkeys([*students.dropped, *users.dropped]))
    said.staff = len(files.table("teacher.csv").rows)
    children = _add_children(said, students.rows)
    adults = _add_adults(said, users.rows)
    _relate(said, relationships.rows, children, adults)
    return said


def _add_children(said: Gathered, rows: Rows) -> dict[str, list[int]]:
    """Where each pupil is mentioned, by id; nowhere for one who has left or cannot be named."""
    places: dict[str, list[int]] = {}
    month_first = not day_comes_first(row.get("Birthdate", "") for _, row in rows)
    for number, row in rows:
        own = places.setdefault(row.get("SIS ID", ""), [])
        if has_left({"status": row.get("Status", "")}):
            said.observe(Observed.LEFT, number)
        elif is_nobody(_written(row)):
            said.put_aside(Why.NO_CHILD, number)
        else:
            own.append(len(said.children))
            said.children.append(_child(row, number, month_first=month_first))
    return places


def _child(row: Row, number: int, *, month_first: bool) -> Mention:
    born = row.get("Birthdate", "")
    day = read_date(born, month_first=month_first)
    return Mention(
        written=_written(row),
        row=number,
        source_id=row.get("SIS ID", ""),
        date_of_birth=day.isoformat() if day else born,
        year_group=row.get("Grade", ""),
    )


def _add_adults(said: Gathered, rows: Rows) -> dict[str, list[int]]:
    """Where each contact is mentioned, by e-mail address, which two of them may share."""
    places: dict[str, list[int]] = {}
    for number, row in rows:
        email = row.get("Email", "")
        own = places.setdefault(email.casefold(), [])
        if is_nobody(_written(row)):
            said.put_aside(Why.NOBODY, number)
            continue
        own.append(len(said.adults))
        said.adults.append(
            Mention(
                written=_written(row),
                row=number,
                source_id=row.get("SIS ID", "") or email.casefold(),
                email=email,
                contact=contact_keys(email, (row.get("Phone", ""),)),
            )
        )
    return places


def _relate(said: Gathered, rows: Rows, children: dict[str, list[int]], adults: dict[str, list[int]]) -> None:
    elsewhere = Elsewhere(said)
    for number, row in rows:
        key, email = row.get("SIS ID", ""), row.get("Email", "").casefold()
        word = row.get("Role", "") or _NO_ROLE
        if not (key and email):
            said.observe(Observed.NOBODY if key else Observed.NO_CHILD, number)
            continue
        pupils = children[key] if key in children else [elsewhere.child(key, number)]
        contacts = adults[email] if email in adults else [elsewhere.adult(email, number)]
        said.ties += [Tie(child, adult, word) for child in pupils for adult in contacts]


def _written(row: Row) -> Written:
    return Written(
        forename=row.get("First Name", ""),
        middle=row.get("Middle Name", ""),
        surname=row.get("Last Name", ""),
    )
