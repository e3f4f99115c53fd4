"""OneRoster 1.1 and 1.2 as CSV files, bulk and delta: people, their roles and who is whose agent.

Of the files only manifest, users, roles and demographics are opened; userProfiles, which holds passwords,
never is, and enrollments say when a class ends, not who leaves. Sources: IMS Global's CSV binding, versions
1.1.1 and 1.2.1, and samples of several vendors.
"""

from collections.abc import Iterable, Sequence

from connectors.rosters.bundle import Member
from connectors.rosters.errors import OneRosterDelta, OneRosterIncomplete, RosterEmpty
from connectors.rosters.named_files import NamedFiles, Row
from connectors.rosters.names import is_nobody
from connectors.rosters.notes import counted
from connectors.rosters.oneroster_links import add_links, kinds_that_list_links
from connectors.rosters.oneroster_manifest import is_changes, read_manifest, version_of
from connectors.rosters.oneroster_people import SCHEME, STANDINGS, Someone, people_of
from connectors.rosters.people import Gathered, Why
from connectors.rosters.relationships import Standing, standing_of
from schemas.words import Kind, Observed


def recognises(members: Sequence[Member]) -> bool:
    """Whether there is a list of users that has the standard's ids, or a manifest beside it."""
    files = NamedFiles(members, "oneroster_columns")
    return "users.csv" in files and ("manifest.csv" in files or "sourcedid" in files.headings("users.csv"))


def read(members: Sequence[Member]) -> Gathered:
    """What a bulk or delta export says.

    Raises OneRosterIncomplete where the manifest and the files disagree or roles are nowhere to be found, and
    OneRosterDelta for a delta that says of somebody's role, and of nothing else, that it changed.
    """
    files = NamedFiles(members, "oneroster_columns")
    manifest = read_manifest(files)
    changes = is_changes(manifest, files)
    users, roles = files.table("users.csv"), files.table("roles.csv")
    if not (users.rows or changes):
        raise RosterEmpty
    has_roles = any("role" in row for _, row in users.rows)
    if not (has_roles or roles.rows or changes):
        raise OneRosterIncomplete("neither users.csv nor roles.csv gives anybody a role")
    said = Gathered(f"oneroster-{version_of(manifest, has_roles=has_roles)}", scheme=SCHEME)
    said.columns_kept, said.columns_dropped = users.kept, users.dropped
    said.is_changes = changes
    for row in users.ragged:
        said.observe(Observed.RAGGED_ROW, row)
    people = people_of(users.rows, roles.rows, _birth_dates(files))
    if changes:
        _refuse_half_a_person(people, roles.rows)
    _gather(said, people)
    return said


def _birth_dates(files: NamedFiles) -> dict[str, str]:
    rows = files.table("demographics.csv").rows
    born = {row.get("userSourcedId") or row.get("sourcedId", ""): row.get("birthDate", "") for _, row in rows}
    return {key: day for key, day in born.items() if key}


def _refuse_half_a_person(people: Iterable[Someone], roles: Iterable[tuple[int, Row]]) -> None:
    """A role that changed alone says neither who holds it nor which others that person has.

    Staff are no part of a roster, so theirs may.
    """
    listed = {someone.key for someone in people}
    alone = [
        row
        for _, row in roles
        if row.get("userSourcedId", "") not in listed
        and standing_of(row.get("role", ""), SCHEME) is not Standing.STAFF
    ]
    if alone:
        rows = counted(len(alone), "row of roles.csv has", "rows of roles.csv have")
        raise OneRosterDelta(f"{rows} no row of the same person in users.csv")


def _gather(said: Gathered, people: Sequence[Someone]) -> None:
    """Sort people by role: pupils, parents and carers, staff; one person may be the last two at once."""
    places: dict[Kind, dict[int, int]] = {kind: {} for kind in Kind}
    for someone in people:
        said.staff += not someone.is_gone and someone.stands_as(Standing.STAFF)
        kinds = _kinds(said, someone)
        for kind, mentions in ((Kind.PUPIL, said.children), (Kind.PARENT_CARER, said.adults)):
            if kind in kinds:
                places[kind][someone.number] = len(mentions)
                mentions.append(someone.mention(kind))
            elif said.is_changes and (someone.is_gone or someone.is_known):
                said.gone.append((kind, someone.key))
    _notice(said, people)
    add_links(said, people, places[Kind.PUPIL], places[Kind.PARENT_CARER])
    # a few changed rows show too little of how an exporter writes links
    said.lists_links = frozenset() if said.is_changes else kinds_that_list_links(people)


def _kinds(said: Gathered, someone: Someone) -> set[Kind]:
    """What somebody is mentioned as; a pupil is nothing else.

    Of whom changes repeat no role, that is whatever they were before.
    """
    if someone.is_gone:
        return set()
    kinds = {kind for kind, standing in STANDINGS.items() if someone.stands_as(standing)}
    if said.is_changes and not kinds and not someone.row.get("role"):
        standings = {role.standing for role in someone.roles}
        kinds = {kind for kind, standing in STANDINGS.items() if standing not in standings}
    if is_nobody(someone.written):
        said.put_aside(Why.NOBODY, someone.number)
        return set()
    if not kinds and not someone.is_known:
        said.put_aside(Why.NO_KIND, someone.number)
    return kinds - {Kind.PARENT_CARER} if someone.stands_as(Standing.CHILD) else kinds


def _notice(said: Gathered, people: Iterable[Someone]) -> None:
    """Remember dates that are none and, of a bulk export, rows of people who have left; say who counts."""
    gone = [someone.number for someone in people if someone.is_gone and not said.is_changes]
    for number in gone:
        said.observe(Observed.LEFT, number)
    for someone in people:
        if someone.has_unread_date and not someone.is_gone:
            said.observe(Observed.UNREAD_DATE, someone.number)
    if gone:
        left = counted(len(gone), "person", "people")
        said.notes.append(f"{left} marked as inactive or to be deleted not read")
    if relatives := sum(_is_relative(someone) for someone in people):
        said.notes.append(
            f"{counted(relatives, 'relative', 'relatives')} taken as parents or carers: "
            "OneRoster does not say who has parental responsibility"
        )


def _is_relative(someone: Someone) -> bool:
    roles = [] if someone.is_gone else someone.roles_of(Standing.PARENT_CARER)
    return bool(roles) and roles[0].word.casefold() == "relative"
