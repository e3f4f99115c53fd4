"""What each staff member's report says: their own lists, and nothing of the roster.

Nor of anybody else's lists: where a contact stands in it goes by that account's own evidence, so that a
report is the same whatever other accounts say of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from flows.facts.contacts import AccountKey, contacts_of, key_of
from flows.facts.setting import CRITERIA_VERSION, setting_of
from flows.workroom import Workroom
from reports.staff_facts import Contact, ExportRead, StaffReport
from schemas.words import Band, Verdict

LOOK_AT = (Band.STRONG, Band.PROBABLE)


def staff_facts(
    room: Workroom, receipts: dict[str, str], findings: pa.Table
) -> Iterator[tuple[str, StaffReport]]:
    """Each submission of `receipts` with its report's facts; only FINDINGS to check put a contact in it."""
    contacts = contacts_of(room.found_accounts)
    look_at: dict[str, set[AccountKey]] = defaultdict(set)
    fine: dict[str, set[AccountKey]] = defaultdict(set)
    columns = ["submission_id", "account_id", "person_id", "verdict"]
    for row in findings.select(columns).to_pylist():
        if row["verdict"] == Verdict.TO_CHECK:
            own = room.own_bands[*key_of(row), row["person_id"]]
            (look_at if own in LOOK_AT else fine)[row["submission_id"]].add(key_of(row))
    for submission_id, receipt_id in receipts.items():
        look = look_at[submission_id]
        yield (
            submission_id,
            StaffReport(
                setting=setting_of(room.workspace.school, about_dsl=room.is_dsls(submission_id)),
                receipt_id=receipt_id,
                on=room.today,
                policy_version=room.workspace.policy.version,
                criteria_version=CRITERIA_VERSION,
                exports=_exports(room, submission_id),
                problems=tuple(room.problems(submission_id)),
                look_at=_in_order(contacts[key] for key in look),
                probably_fine=_in_order(contacts[key] for key in fine[submission_id] - look),
                initials=room.initials(submission_id),
            ),
        )


def _exports(room: Workroom, submission_id: str) -> tuple[ExportRead, ...]:
    submission = room.handed_in.get(submission_id)
    extracts = submission.extracts if submission else ()
    return tuple(ExportRead(each.platform, each.lists, each.unopened, each.notes) for each in extracts)


def _in_order(contacts: Iterable[Contact]) -> tuple[Contact, ...]:
    """By platform, list and name: in no order that says more than the export does."""
    return tuple(sorted(contacts, key=_place))


def _place(contact: Contact) -> tuple[Any, ...]:
    return contact.platform, contact.relation, contact.display_name, contact.handle
