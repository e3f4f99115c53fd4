"""A whole invented school, written as its systems and its staff would hand it in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from samples import tables_out
from samples.candidates import Identity, draw_from
from samples.chance import stream
from samples.contacts import draw_people, with_contact
from samples.exports.archive import bundle, pack
from samples.exports.layout import Export
from samples.planting import Planted, Planter, plant_all, plant_families
from samples.plants import slots_of
from samples.quality import Problem, spoil
from samples.roll import Pupil, draw_roll
from samples.rosters import ctf, oneroster, report_csv
from samples.staff import StaffMember, draw_staff
from samples.submissions import Submission, draw_submissions, with_further

TODAY = date(2026, 11, 20)
IDENTITIES: Mapping[str, Identity] = {
    "ctf": ctf.IDENTITY,
    "oneroster-1.1": oneroster.IDENTITY_1_1,
    "oneroster-1.2": oneroster.IDENTITY_1_2,
    "csv": report_csv.IDENTITY,
}
"""The roster formats and what each says of people."""


@dataclass(frozen=True, slots=True)
class School:
    """Everything about the school but the contacts, which are drawn one export at a time."""

    roll: Sequence[Pupil]
    problems: Sequence[Problem]
    staff: Sequence[StaffMember]
    submissions: Sequence[Submission]
    planted: Sequence[Planted]
    today: date
    seed: int


def write_school(  # noqa: PLR0913 - a school's size, and which of its kind
    out: Path,
    *,
    pupils: int,
    staff: int,
    contacts: int,
    seed: int,
    roster: str = "ctf",
    today: date = TODAY,
    further: bool = False,
) -> None:
    """The school's files in `out`, the same to the byte for the same arguments.

    `roster/` (`roster` is a key of IDENTITIES), `staff.csv`, `declarations.csv`, `exports/<staff_ref>/…`, and
    what only the maker can know: `truth.csv` (a row a planted connection) and `quality.csv` (a row a planted
    slip). `pupils` are on roll, `contacts` are one member of staff's; leavers, a test record and what is
    planted come on top. With `further`, half of the staff also hand in a platform that fewer are on.
    """
    school = draw_school(pupils=pupils, staff=staff, seed=seed, roster=roster, today=today, further=further)
    out.mkdir(parents=True, exist_ok=True)
    _write_roster(out / "roster", school, roster)
    tables_out.write_staff(out / "staff.csv", school.staff, school.submissions)
    tables_out.write_declarations(out / "declarations.csv", school.planted, school.staff, today)
    tables_out.write_truth(out / "truth.csv", school.planted, school.staff)
    tables_out.write_quality(out / "quality.csv", school.problems, IDENTITIES[roster])
    for place, member in enumerate(school.staff):
        _write_exports(out / "exports" / member.ref, school, place, contacts)


def draw_school(
    *,
    pupils: int,
    staff: int,
    seed: int,
    roster: str = "ctf",
    today: date = TODAY,
    further: bool = False,
) -> School:
    """The people and what is planted among them."""
    identity = IDENTITIES[roster]
    roll, problems = spoil(seed, draw_roll(seed, pupils, today), today)
    spoilt = {problem.pupil.family for problem in problems}
    right = [pupil for pupil in roll if pupil.family not in spoilt]
    submissions = draw_submissions(seed, staff)
    if further:
        submissions = with_further(seed, submissions)
    members = draw_staff(seed, submissions, right, today)
    families = {member.family for member in members}
    others = [pupil for pupil in right if pupil.family not in families]
    planter = Planter(seed, list(slots_of(submissions)), lambda slot: slot.layout.made(today))
    planted = [
        *plant_families(planter, members, right, identity),
        *plant_all(planter, draw_from(others, identity), staff),
    ]
    return School(roll, problems, members, submissions, planted, today, seed)


def _write_roster(folder: Path, school: School, roster: str) -> None:
    match roster:
        case "ctf":
            ctf.write(folder, school.roll, school.today)
        case "csv":
            report_csv.write(folder, school.roll, school.today)
        case "oneroster-1.1":
            oneroster.write_1_1(folder, school.roll, school.staff, school.today)
        case _:
            oneroster.write_1_2(folder, school.roll, school.staff, school.today)


def _write_exports(folder: Path, school: School, place: int, contacts: int) -> None:
    submission = school.submissions[place]
    planted = [one for one in school.planted if one.slot.staff == place]
    exports = [
        _export(school, place, number, round(contacts / len(submission.layouts)), planted)
        for number in range(len(submission.layouts))
    ]
    if submission.bundled:
        bundle(folder / "my downloads.zip", list(zip(submission.layouts, exports, strict=True)))
        return
    for layout, export, packing in zip(submission.layouts, exports, submission.packings, strict=True):
        pack(folder, layout, export, packing)


def _export(school: School, place: int, number: int, contacts: int, planted: Iterable[Planted]) -> Export:
    layout = school.submissions[place].layouts[number]
    made = layout.made(school.today)
    people = draw_people(stream(school.seed, "contacts", place, number), layout, contacts, made)
    for one in planted:
        if one.slot.export == number:
            people = with_contact(people, one.slot.relation, one.contact)
    owner = school.staff[place].profile(layout.platform)
    return Export(owner, people, made, noise=school.seed * 1009 + place * 31 + number + 1)
