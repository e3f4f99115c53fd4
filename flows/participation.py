"""Who takes part: an answer recorded, and counts that point at nobody. Nothing here asks who declined."""

from collections.abc import Iterable
from datetime import date

from flows.intake import staff_listed
from flows.trail import told
from flows.workspace import StaffListMissing, Workspace
from reports import participation_count
from schemas.words import Answer, Reader
from vault.audit_log import Event
from vault.ledger import Draft

OFFER = (
    "Nothing was deleted by this. What this person handed in, and the reports made of it, go with "
    "`armslength withdraw --staff REF`."
)


def record(workspace: Workspace, staff_ref: str, answer: Answer, today: date) -> str:
    """Keep the person's answer; what to say to whoever recorded it. Raises `StaffRefUnknown`."""
    vault, draft = workspace.vault, Draft()
    person = person_of(workspace, staff_listed(workspace, staff_ref))
    with vault.alone():
        vault.participation.record(draft, person, answer, today)
        vault.commit(draft, told(Event.PARTICIPATION, Reader.SERVICE))
    return f"Recorded. {OFFER}" if answer is Answer.DECLINED else "Recorded."


def counted(workspace: Workspace, today: date) -> participation_count.Participation:
    """The counts as they may be told now. Raises `StaffListMissing`."""
    vault, draft = workspace.vault, Draft()
    with vault.alone():
        latest = vault.participation.told(draft, _people(workspace), today)
        vault.commit(draft)
    return participation_count.Participation(latest.on, *(latest.counts[answer] for answer in Answer))


def counted_if_any(workspace: Workspace, today: date) -> participation_count.Participation | None:
    """The counts for a report; None where no answer was ever recorded."""
    return counted(workspace, today) if workspace.vault.participation.has_answers() else None


def person_of(workspace: Workspace, staff_ref: str) -> str:
    """The opaque id under which this person's answer stands; the same after they withdraw and come back."""
    return workspace.vault.person_id_of(staff_ref)


def _people(workspace: Workspace) -> list[str]:
    return [person_of(workspace, each) for each in staff_refs(workspace)]


def staff_refs(workspace: Workspace) -> Iterable[str]:
    """Every reference on the staff list. Raises `StaffListMissing`."""
    staff = workspace.kept("staff")
    if staff is None:
        raise StaffListMissing
    return [str(each) for each in staff.tables["staff"]["staff_ref"].to_pylist()]


def answer_of(workspace: Workspace, staff_ref: str) -> Answer:
    """What a member of staff said to taking part; for their own page and for nothing else."""
    return workspace.vault.participation.answer_of(person_of(workspace, staff_ref))
