"""The reports, set in type, locked and kept; then what the audit no longer needs is forgotten."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from flows.boundary import Counts
from flows.earlier import newest_made
from flows.facts.changes import roster_changes, roster_fingerprints
from flows.facts.hand_ins import hand_in_questions, with_questions
from flows.facts.overview import Audience, overview_facts
from flows.facts.people import staff_names
from flows.facts.profiles import profile_check, with_profile
from flows.facts.staff import staff_facts
from flows.receipts import receipt_of
from flows.stages.check import outcomes
from flows.workroom import Workroom
from reports.overview import overview
from reports.overview_facts import Overview, Slip
from reports.staff_facts import StaffReport
from reports.staff_report import staff_report
from reports.workbook import workbook
from vault.documents import lock_pdf, lock_workbook
from vault.passphrases import five_words

OURS = ("open.", "sift.", "match.", "judge.")
"""Stages whose failure is ours: what was handed in waits for the next audit, so nobody is asked again."""
LONGEST_WAIT = 30
"""Days after which an extract goes, whatever became of its audits."""


@dataclass(frozen=True, slots=True)
class StaffDocument:
    """One locked staff report and the slip that opens it."""

    submission_id: str
    slip: Slip
    pdf: bytes


def write_reports(room: Workroom) -> Counts:
    """Every report locked and kept; the submissions that were checked, forgotten."""
    documents = _staff_documents(room)
    before = findings_before(room)
    changes = roster_changes(room)
    dsl, second = audiences(room)
    keys = room.workspace.keys
    locked = {document.slip.file_name: document.pdf for document in documents}
    for audience, passphrase, prefix in (
        (dsl, keys.dsl_passphrase, ""),
        (second, keys.second_passphrase, "second-"),
    ):
        facts = _with_counts(room, audience, overview_facts(room, audience, changes, before))
        slips = [each.slip for each in documents if each.submission_id in audience.submissions]
        locked[f"{prefix}overview.pdf"] = lock_pdf(overview(facts), passphrase)
        locked[f"{prefix}workbook.xlsx"] = lock_workbook(workbook(facts, slips), passphrase)
    room.workspace.vault.audits.keep(room.run_ref, _tables(room), _facts(room, documents), locked)
    room.workspace.vault.remember(roster_fingerprints(room), room.today)
    _forget(room)
    _forget_old_reports(room)
    return Counts("report", {"staff_reports": len(documents), "documents": len(locked)})


def _staff_documents(room: Workroom) -> list[StaffDocument]:
    """Every staff report, set and locked on two threads: the key derivation of a lock takes the longest."""
    names = staff_names(room.staff)
    receipts = {each: receipt_of(room.workspace.vault, room.run_ref, each) for each in sorted(room.outcomes)}

    def made(facts: tuple[str, StaffReport]) -> StaffDocument:
        submission_id, report = facts[0], with_own_exports(room, *facts)
        receipt, staff_ref = receipts[submission_id], room.staff_of[submission_id]
        slip = Slip(receipt, staff_ref, names.get(staff_ref, ""), f"staff/{receipt}.pdf", five_words())
        return StaffDocument(submission_id, slip, lock_pdf(staff_report(report), slip.passphrase))

    with ThreadPoolExecutor(max_workers=2) as threads:
        return list(threads.map(made, staff_facts(room, receipts)))


def with_own_exports(room: Workroom, submission_id: str, report: StaffReport) -> StaffReport:
    """A person's report with what is asked of their exports and what their own page tells."""
    submission = room.handed_in.get(submission_id)
    if submission is None:
        return report
    asked = replace(report, exports=with_questions(room, submission, report.exports))
    return with_profile(asked, submission, room.workspace.school)


def _with_counts(room: Workroom, audience: Audience, facts: Overview) -> Overview:
    """An audience's facts with what is asked of its exports, and how many profiles tell something."""
    return replace(
        facts,
        hand_ins=tuple(hand_in_questions(room, audience.submissions)),
        profiles=profile_check(room, audience.submissions),
    )


def audiences(room: Workroom) -> tuple[Audience, Audience]:
    """The DSL, who sees everything but what concerns the DSL; and the second reviewer, who sees that."""
    of_dsl = frozenset(filter(room.is_dsls, room.outcomes))
    staff = room.current_staff() | set(room.staff_of.values())
    dsl = staff & {room.workspace.school.reviewers.dsl}
    return (
        Audience("The designated safeguarding lead", frozenset(room.outcomes) - of_dsl, len(staff - dsl)),
        Audience("The second reviewer", of_dsl, len(dsl)),
    )


def findings_before(room: Workroom) -> frozenset[str]:
    """The findings of earlier audits; one keeps its number while account and person stay the same."""
    vault, waiting = room.workspace.vault, _waiting(room)
    kept = [vault.audits.open(audit_id) for audit_id in vault.audits.ids()]
    # An audit of the very same hand-ins died before it could forget them; this one stands in its place.
    earlier = [bundle for bundle in kept if not waiting or bundle.facts.get("waiting") != waiting]
    return frozenset(row["finding_id"] for each in earlier for row in each.tables["findings"].to_pylist())


def _waiting(room: Workroom) -> list[str]:
    return sorted(name for names in room.waiting.values() for name in names)


def _tables(room: Workroom) -> dict[str, pa.Table]:
    """What a person who decides needs to see again: findings, and the accounts and people they are about."""
    found = room.findings["person_id"].combine_chunks()
    people = room.roster.people.filter(pc.is_in(room.roster.people["person_id"], value_set=found))
    names = room.roster.names.filter(pc.is_in(room.roster.names["person_id"], value_set=found))
    return {
        "findings": room.findings,
        "accounts": room.found_accounts,
        "people": people,
        "names": names,
        "outcomes": outcomes(room),
        "checks": room.all_checks(),
    }


def _facts(room: Workroom, documents: list[StaffDocument]) -> dict[str, object]:
    return {
        "on": room.today.isoformat(),
        "waiting": _waiting(room),
        "policy_version": room.workspace.policy.version,
        "slips": [{"file": each.slip.file_name, "passphrase": each.slip.passphrase} for each in documents],
    }


def _forget(room: Workroom) -> None:
    """The extracts go with their audit, or some days later as school.toml says; what we failed on waits.

    What stays of an extract is the day its export was made, for as long as reports are kept.
    """
    vault, retention = room.workspace.vault, room.workspace.school.retention
    done = {ref for ref, (_, code) in room.outcomes.items() if not code.startswith(OURS)}
    # Who has withdrawn meanwhile has nothing waiting any more, and nothing of them is remembered.
    checked = done & room.handed_in.keys() & vault.submissions().keys()
    made = {ref: newest_made(room.handed_in[ref].extracts, room.today) for ref in checked}
    since = room.today - timedelta(days=31 * retention.report_months)
    vault.export_days.remember(made, on=room.today, since=since)
    if retention.extract_days:
        vault.forget_audited(vault.expired(room.today, retention.extract_days))
        return
    vault.forget_audited({ref: names for ref, names in room.waiting.items() if ref in done})
    vault.forget_audited(vault.expired(room.today, LONGEST_WAIT))


def _forget_old_reports(room: Workroom) -> None:
    """Audits, with their reports, go as many months after their day as school.toml says."""
    audits, months = room.workspace.vault.audits, room.workspace.school.retention.report_months
    for audit_id in audits.ids():
        on = date.fromisoformat(audits.open(audit_id).facts["on"])
        if (room.today.year - on.year) * 12 + room.today.month - on.month > months:
            audits.forget(audit_id)
