"""What one member of staff's report says: their own lists, and nothing of the roster."""

from collections.abc import Iterable
from typing import Any

from flows.facts.contacts import contacts_of, key_of
from flows.facts.setting import CRITERIA_VERSION, setting_of
from flows.workroom import Workroom
from reports.staff_facts import Contact, ExportRead, StaffReport
from schemas.words import Band, Verdict

LOOK_AT = (Band.STRONG, Band.PROBABLE)


def staff_facts(room: Workroom, submission_id: str, receipt_id: str) -> StaffReport:
    """The facts of one submission's report, from the findings to check among its accounts."""
    submission = room.handed_in.get(submission_id)
    asked = [
        row
        for row in room.findings.to_pylist()
        if row["submission_id"] == submission_id and row["verdict"] == Verdict.TO_CHECK
    ]
    contacts = contacts_of(room.found_accounts)
    look_at = {key_of(row) for row in asked if row["band"] in LOOK_AT}
    fine = {key_of(row) for row in asked} - look_at
    exports = submission.extracts if submission else ()
    return StaffReport(
        setting=setting_of(room.workspace.school),
        receipt_id=receipt_id,
        on=room.today,
        policy_version=room.workspace.policy.version,
        criteria_version=CRITERIA_VERSION,
        exports=tuple(ExportRead(each.platform, each.lists, each.unopened, each.notes) for each in exports),
        problems=tuple(room.problems(submission_id)),
        look_at=_in_order(contacts[key] for key in look_at),
        probably_fine=_in_order(contacts[key] for key in fine),
        initials=room.initials(submission_id),
    )


def _in_order(contacts: Iterable[Contact]) -> tuple[Contact, ...]:
    """By platform, list and name: in no order that says more than the export does."""
    return tuple(sorted(contacts, key=_place))


def _place(contact: Contact) -> tuple[Any, ...]:
    return contact.platform, contact.relation, contact.display_name, contact.handle
