"""The school's own tables: staff, declarations, and what only the maker of the school can know."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from samples.candidates import Identity, of_pupil
from samples.exports.layout import Shows
from samples.name_tables import column
from samples.planting import Planted
from samples.quality import Problem
from samples.staff import StaffMember
from samples.submissions import Submission

STAFF = ("staff_ref", "forename", "surname", "former_surname", "email", "role", "start", "end", "accounts")
DECLARATIONS = ("staff_ref", "person", "roster_id", "reason", "agreed_by", "agreed_on", "review_on")
TRUTH = (
    "staff_ref",
    "platform",
    "relation",
    "display_name",
    "handle",
    "forename",
    "surname",
    "person_kind",
    "roster_id",
    "plant",
    "same_person",
    "declared",
    "handle_form",
    "layout",
)
QUALITY = ("problem", "roster_id")


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def write_staff(path: Path, staff: Sequence[StaffMember], submissions: Sequence[Submission]) -> None:
    """The staff list; a member's own accounts are those they hand in."""
    _write(path, STAFF, (_staff(*pair) for pair in zip(staff, submissions, strict=True)))


def _staff(member: StaffMember, submission: Submission) -> tuple[str, ...]:
    person = member.person
    accounts = {
        layout.platform: layout.handle(member.handles[layout.platform]) for layout in submission.layouts
    }
    return (
        member.ref,
        person.forename,
        person.surname,
        person.former_surname,
        member.email,
        member.role,
        member.starts.isoformat(),
        member.ends.isoformat() if member.ends else "",
        ";".join(f"{platform}:{handle}" for platform, handle in sorted(accounts.items())),
    )


def write_declarations(
    path: Path, planted: Sequence[Planted], staff: Sequence[StaffMember], today: date
) -> None:
    """The relationships the school knows of; now and then only the roster's id says with whom."""
    declared = [one for one in planted if one.plant == "declared"]
    _write(path, DECLARATIONS, _declarations(declared, staff, today))


def _declarations(
    declared: Sequence[Planted], staff: Sequence[StaffMember], today: date
) -> Iterator[tuple[str, ...]]:
    reasons = column("connections", "reason")
    for number, one in enumerate(declared):
        target, agreed = one.target, today - timedelta(days=30 + 11 * (number % 25))
        yield (
            staff[one.slot.staff].ref,
            "" if target.roster_id and number % 3 == 2 else target.person.full_name,
            target.roster_id,
            reasons[number % len(reasons)],
            "Headteacher",
            agreed.isoformat(),
            (agreed + timedelta(days=365)).isoformat(),
        )


def write_truth(path: Path, planted: Sequence[Planted], staff: Sequence[StaffMember]) -> None:
    """One row a planted connection: how it stands in the export, and who it is on the roster.

    A name or handle that the list does not show is empty.
    """
    _write(path, TRUTH, (_truth(one, staff[one.slot.staff].ref) for one in planted))


def _truth(one: Planted, staff_ref: str) -> tuple[str, ...]:
    slot, contact, target = one.slot, one.contact, one.target
    return (
        staff_ref,
        slot.layout.platform,
        slot.relation,
        contact.display_name if Shows.NAME in slot.shows else "",
        slot.layout.handle(contact.handle) if Shows.HANDLE in slot.shows else "",
        target.person.forename,
        target.person.surname,
        target.kind,
        target.roster_id,
        one.plant,
        str(one.plant != "namesake").lower(),
        str(one.plant == "declared").lower(),
        one.handle_form,
        slot.layout.slug,
    )


def write_quality(path: Path, problems: Sequence[Problem], identity: Identity) -> None:
    """What is wrong on purpose in the roster, and in whose record."""
    _write(path, QUALITY, ((one.problem, of_pupil(one.pupil, identity).roster_id) for one in problems))
