"""A roster as OneRoster CSV, 1.1 and 1.2: a ZIP of tables, links written on either side.

Shape: imsglobal.org/spec/oneroster/v1p2/bind/csv and its 1.1 forerunner. 1.1 holds neither former nor
preferred names; 1.2 holds preferred ones, and whoever had another surname still goes by it there.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from samples.candidates import Identity
from samples.households import Carer, Link
from samples.population import Person
from samples.roll import Pupil
from samples.staff import StaffMember
from samples.zips import write_zip
from schemas.words import Kind

IDENTITY_1_1 = Identity(pupil_id="key", carer_id=True, former_surnames=frozenset())
IDENTITY_1_2 = Identity(pupil_id="key", carer_id=True, former_surnames=frozenset(Kind))
SCHOOL = "o-1"
USERS_1_1 = (
    "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,"
    "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password"
)
USERS_1_2 = (
    "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,"
    "email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,"
    "preferredFamilyName,primaryOrgSourcedId,pronouns"
)
ROLES = (
    "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,"
    "userProfileSourcedId"
)
ORGS = "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId"
DEMOGRAPHICS = "sourcedId,status,dateLastModified,birthDate,sex"
PROFILES = (
    "sourcedId,status,dateLastModified,userSourcedId,profileType,vendorId,applicationId,description,"
    "credentialType,username,password"
)

WORDS = {
    "PAM": "parent",
    "PAF": "parent",
    "STM": "parent",
    "STF": "parent",
    "FAM": "relative",
    "REL": "relative",
}
"""Roles by CBDS relationship; everybody else is a guardian."""

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class User:
    """One row of users.csv before it is written."""

    key: str
    role: str
    person: Person
    email: str = ""
    phone: str = ""
    agents: tuple[str, ...] = ()
    year_group: str = ""
    starts: date | None = None
    ends: date | None = None
    second_role: str = ""

    def row(self) -> Row:
        """The cells that either version has."""
        return {
            "sourcedId": self.key,
            "enabledUser": "true",
            "orgSourcedIds": SCHOOL,
            "primaryOrgSourcedId": SCHOOL,
            "role": self.role,
            "username": self.key,
            "givenName": self.person.forename,
            "familyName": self.person.surname,
            "middleName": self.person.middle,
            "email": self.email,
            "phone": self.phone,
            "agentSourcedIds": ",".join(self.agents),
            "grades": self.year_group,
            "preferredGivenName": self.person.preferred,
            "preferredFamilyName": self.person.former_surname,
        }


def users(roll: Sequence[Pupil], staff: Sequence[StaffMember], *, double_roles: bool) -> Iterator[User]:
    """Everybody: pupils, their parents/carers once each, and the staff.

    With `double_roles` a member of staff who is a parent is one user, else two.
    """
    at_work = {member.carer.key: member for member in staff if member.carer} if double_roles else {}
    children: dict[str, list[str]] = {}
    carers: dict[str, Link] = {}
    for pupil in roll:
        yield _pupil(pupil)
        for link in _written(pupil):
            carers.setdefault(link.carer.key, link)
            children.setdefault(link.carer.key, []).append(pupil.key)
    for number, (key, link) in enumerate(carers.items()):
        # half of the links stand on the child's row alone, a quarter on the adult's too
        agents = tuple(children[key]) if number % 4 == 0 or not _on_child(link.carer) else ()
        yield _carer(link, agents, at_work.get(key))
    for member in staff:
        if not (member.carer and double_roles):
            yield _teacher(member)


def _teacher(member: StaffMember) -> User:
    return User(member.ref, "teacher", member.person, member.email, starts=member.starts, ends=member.ends)


def _written(pupil: Pupil) -> Iterator[Link]:
    """The format has no word for a professional, so none is exported."""
    return (link for link in pupil.links if link.code not in {"SWR", "DOC", "CHM"} and link.is_parent_carer)


def _on_child(carer: Carer) -> bool:
    return int(carer.key[2:]) % 20 < 12


def _pupil(pupil: Pupil) -> User:
    agents = tuple(link.carer.key for link in _written(pupil) if _on_child(link.carer))
    grade = f"{pupil.year_group:02d}" if pupil.year_group else "KG"
    return User(
        key=pupil.key,
        role="student",
        person=pupil.person,
        agents=agents,
        year_group=grade,
        starts=pupil.starts,
        ends=pupil.ends,
    )


def _carer(link: Link, agents: tuple[str, ...], member: StaffMember | None) -> User:
    role, carer = WORDS.get(link.code, "guardian"), link.carer
    if member:
        return User(carer.key, "teacher", carer.person, carer.email, carer.phone, agents, second_role=role)
    return User(carer.key, role, carer.person, carer.email, carer.phone, agents)


def write_1_1(folder: Path, roll: Sequence[Pupil], staff: Sequence[StaffMember], today: date) -> None:
    """A bulk file: whoever has left is not in it."""
    here = [pupil for pupil in roll if pupil.ends is None]
    people = users(here, staff, double_roles=False)
    tables = {
        "users": _table(USERS_1_1, (user.row() for user in people)),
        "orgs": _table(ORGS, _orgs()),
        "demographics": _table(DEMOGRAPHICS, _demographics(here)),
    }
    _write(folder, "1.1", tables, today)


def write_1_2(folder: Path, roll: Sequence[Pupil], staff: Sequence[StaffMember], today: date) -> None:
    """The roles say who is what, until when; last term's leavers are still in it."""
    people = list(users(roll, staff, double_roles=True))
    tables = {
        "users": _table(USERS_1_2, (user.row() for user in people)),
        "roles": _table(ROLES, (row for user in people for row in _roles(user))),
        "orgs": _table(ORGS, _orgs()),
        "demographics": _table(DEMOGRAPHICS, _demographics(roll)),
        "userProfiles": _table(PROFILES, (_profile(user) for user in people if user.role == "student")),
    }
    _write(folder, "1.2", tables, today)


def _roles(user: User) -> Iterator[Row]:
    for number, role in enumerate(filter(None, (user.role, user.second_role))):
        yield {
            "sourcedId": f"r-{user.key}-{number}",
            "userSourcedId": user.key,
            "roleType": "secondary" if number else "primary",
            "role": role,
            "beginDate": user.starts.isoformat() if user.starts else "",
            "endDate": user.ends.isoformat() if user.ends else "",
            "orgSourcedId": SCHOOL,
        }


def _profile(user: User) -> Row:
    """A password: nobody may read this table."""
    login = {"username": user.key, "password": "DO-NOT-READ"}
    return {"sourcedId": f"p-{user.key}", "userSourcedId": user.key} | login


def _orgs() -> Iterator[Row]:
    yield {"sourcedId": SCHOOL, "name": "Alder Lane School", "type": "school", "identifier": "8019999"}


def _demographics(roll: Sequence[Pupil]) -> Iterator[Row]:
    for pupil in roll:
        sex = "female" if pupil.person.sex == "F" else "male"
        yield {"sourcedId": pupil.key, "birthDate": pupil.born.isoformat(), "sex": sex}


def _table(header: str, rows: Iterator[Row]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, header.split(","), restval="", extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _manifest(version: str, tables: Mapping[str, str]) -> str:
    rows = [
        ("propertyName", "value"),
        ("manifest.version", "1.0"),
        ("oneroster.version", version),
        *((f"file.{name}", "bulk") for name in tables),
        *((f"file.{name}", "absent") for name in ("academicSessions", "classes", "courses", "enrollments")),
        ("source.systemName", "Invented"),
        ("source.systemCode", "invented"),
    ]
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def _write(folder: Path, version: str, tables: Mapping[str, str], today: date) -> None:
    files = {"manifest": _manifest(version, tables), **tables}
    members = ((f"{name}.csv", text) for name, text in files.items())
    write_zip(folder / f"oneroster-{version}.zip", members, today)
