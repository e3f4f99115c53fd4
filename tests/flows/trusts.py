"""A trust of two schools in a temporary folder: Alder Lane, whose people are the canaries, and Birch Road."""

import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows.cross_school.area import Area, admit, make_area, record
from flows.cross_school.letters import Answer, answer_letters
from flows.cross_school.opening import opened, write_workbook
from flows.cross_school.taking_part import Share, answer, share_needed
from flows.intake import submit
from flows.workspace import Workspace, make_workspace
from schemas.words import Outcome, Reader
from tests.flows.conftest import CANARIES, SCHOOL, TODAY
from tests.flows.passphrases import SECRETS, identity_of
from vault.cross_school import sealed_letter
from vault.ledger import Draft
from vault.trust_share import Answered

BIRCH_SCHOOL = SCHOOL | {"name": "Birch Road", "dsl": "T1", "second_reviewer": "T2"}
BIRCH_ROSTER = """\
Pupil ID,Legal Forename,Legal Surname,Year Group,Parent 1 Forename,Parent 1 Surname,Parent 1 Email
2001,Thomasina,Ravenscroft,2,Evangeline,Ravenscroft,evangeline.ravenscroft@example.org
2002,Cornelius,Quillfeather,3,Ottoline,Quillfeather,ottoline.quillfeather@example.org
2003,Wilhelmina,Gullthorpe,4,Rosamunde,Gullthorpe,rosamunde.gullthorpe@example.org
2004,Octavian,Hollyoake,1,Ignatius,Fernbury,
"""
"""Ottoline Quillfeather has children at both schools; Rosamunde Gullthorpe teaches at Alder Lane, and so does
somebody of Ignatius Fernbury's name."""
BIRCH_STAFF = """\
staff_ref,forename,surname,former_surname,email,role,start,end,accounts
T1,Clementina,Yarborough,,,Designated safeguarding lead,2019-09-01,,
T2,Lysander,Penhallow,,,Headteacher,2018-09-01,,
T3,Seraphina,Duxbury,,,Teacher,2021-09-01,,
"""
ALDER_NAMES = (
    "Quillfeather",
    "Thistlemere",
    "Wrenhollow",
    "Duskwater",
    "Moorcastle",
    "Gullthorpe",
    "Oxbarrow",
)
BIRCH_NAMES = ("Thomasina", "Ravenscroft", "Evangeline", "Cornelius", "Octavian", "Hollyoake", "Penhallow")
SIGNED = date(2026, 9, 1)


@dataclass(frozen=True)
class Trust:
    """An area and its two schools."""

    area: Area
    alder: Workspace
    birch: Workspace

    @property
    def schools(self) -> tuple[Workspace, Workspace]:
        """Both."""
        return self.alder, self.birch


def load_both(folder: Path) -> Path:
    """Both schools' workspaces with their lists, to be copied: loading takes long."""
    from flows.rosters.loading import load
    from flows.rosters.sources import sources
    from flows.rosters.staff import load_staff

    alder = make_workspace(folder / "alder", SCHOOL, SECRETS)
    load(alder, sources([CANARIES / "roster.csv"]), TODAY)
    staff = (CANARIES / "staff.csv").read_text(encoding="utf-8")
    with_email = staff.replace("Gullthorpe,,,", "Gullthorpe,,rosamunde.gullthorpe@example.org,")
    (folder / "alder-staff.csv").write_text(with_email, encoding="utf-8")
    load_staff(alder, folder / "alder-staff.csv")
    birch = make_workspace(folder / "birch", BIRCH_SCHOOL, SECRETS)
    (folder / "birch-roster.csv").write_text(BIRCH_ROSTER, encoding="utf-8")
    load(birch, sources([folder / "birch-roster.csv"]), TODAY)
    (folder / "birch-staff.csv").write_text(BIRCH_STAFF, encoding="utf-8")
    load_staff(birch, folder / "birch-staff.csv")
    return folder


def trust_in(folder: Path, loaded: Path) -> Trust:
    """An area both schools take part in; all people are said to be real, and every assessment is signed."""
    area = make_area(folder / "area")
    record(area, SIGNED)
    made = []
    for name in ("alder", "birch"):
        workspace = Workspace(Path(shutil.copytree(loaded / name, folder / name)))
        write_trust(workspace, area)
        workspace = Workspace(workspace.folder)
        admit(area, share_needed(workspace).address)
        made.append(workspace)
    return Trust(Area(area.folder), *made)


def write_trust(workspace: Workspace, area: Area, signed: str = f"dpia_signed = {SIGNED}") -> None:
    """The school's [trust], as whoever looks after it writes it; its people are said to be real."""
    text = workspace.school_toml.read_text(encoding="utf-8")
    text = text.replace('area = "" ', f"area = {json.dumps(str(area.folder))} ")
    text = text.replace('area_card = "" ', f'area_card = "{area.keys.card}" ')
    text = text.replace("# dpia_signed = 2026-09-01     # the day", f"{signed}     # the day")
    text = text.replace("# dpia_signed = 2026-09-01\n", "dpia_signed = 2026-09-01\n")
    text = text.replace("invented = true ", "invented = false ")
    workspace.school_toml.write_text(text, encoding="utf-8")


def hand_in(workspace: Workspace, staff_ref: str, *friends: str, agrees: bool = True) -> str:
    """One person's Facebook friends, handed in; whether they agree to have them screened across schools."""
    folder = workspace.folder.parent / "exports" / staff_ref
    path = folder / "connections" / "friends" / "your_friends.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    listed = [{"name": name, "timestamp": 1512345678 + number} for number, name in enumerate(friends)]
    path.write_text(json.dumps({"friends_v2": listed}), encoding="utf-8")
    submit(workspace, staff_ref, [folder], TODAY)
    if agrees:
        answer(workspace, staff_ref, TODAY, yes=True)
    return workspace.vault.submission_id_of(staff_ref)


def plant_answers(workspace: Workspace, area: Area, staff_refs: Iterable[str]) -> dict[Reader, str]:
    """Answers of an area about these people, as if collected, and workbooks of them; the words of these."""
    lines = {"area": str(area.folder), "area_card": str(area.keys.card)}
    text = workspace.school_toml.read_text(encoding="utf-8")
    for name, value in lines.items():
        text = text.replace(f'\n{name} = "" ', f"\n{name} = {json.dumps(value)} ")
    workspace.school_toml.write_text(text, encoding="utf-8")
    place = Workspace(workspace.folder)
    (body,) = answer_letters([Answer(TODAY, Outcome.CHECKED, "")])
    for staff_ref in staff_refs:
        answer(place, staff_ref, TODAY, yes=True)
        of_lead = staff_ref == place.school.reviewers.dsl
        reader = Reader.SECOND_REVIEWER if of_lead else Reader.DSL
        planted = Answered(place.vault.submission_id_of(staff_ref), reader)
        signed_for = share_needed(place).outbox.place(planted.submission_id)
        readers = place.keys.recipients([reader, Reader.BREAK_GLASS])
        place.vault.commit(Draft({planted.file: sealed_letter(signed_for, body, readers, area.keys.signer)}))
    return {
        reader: write_workbook(opened(place, reader, identity_of(place, reader)), TODAY)
        for reader in (Reader.DSL, Reader.SECOND_REVIEWER)
    }


def answered(workspace: Workspace, reader: Reader = Reader.DSL) -> dict[str, Answer | None]:
    """What the area answered, opened by its reader."""
    return dict(opened(workspace, reader, identity_of(workspace, reader)).answers)


def asked_about(answer: Answer | None) -> dict[str, str]:
    """Whom the findings of an answer ask about, with the verdict."""
    assert answer is not None
    return {finding.roster.name: finding.verdict.value for finding in answer.findings}


def share(workspace: Workspace) -> Share:
    """A school's way to the area."""
    return share_needed(workspace)
