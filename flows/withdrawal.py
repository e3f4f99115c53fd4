"""Leaving: everything that is kept of what a person handed in, deleted at once and for good."""

from datetime import date

from flows.cross_school.taking_part import taken_back_in_words
from flows.intake import staff_listed
from flows.letterbox.leaving import emptied
from flows.participation import person_of
from flows.trail import told
from flows.workspace import Workspace
from reports.wording import counted
from schemas.words import Answer
from vault.audit_log import Event
from vault.ledger import Draft
from vault.store import Gone

LIES_THERE = "Their part of the hand-in folder could not be emptied: delete what lies in it by hand. "


def withdraw(workspace: Workspace, staff_ref: str, today: date) -> str:
    """Delete one person's part of everything; the receipt for that.

    Whoever leaves has declined: no reminder reaches them. The answer is kept in the same change. Raises
    `StaffRefUnknown` for a reference that is neither on the staff list nor known of what is kept.
    """
    vault, draft = workspace.vault, Draft()
    with vault.alone():
        ref = _kept_or_listed(workspace, staff_ref.strip())
        nothing_lies_there = emptied(workspace, ref)
        submission_id = vault.submission_id_of(ref)
        vault.participation.record(draft, person_of(workspace, ref), Answer.DECLINED, today)
        withdrawn = told(Event.WITHDRAWN, "staff", [submission_id])
        gone = vault.forget_person(submission_id, today, withdrawn, draft=draft)
    return (
        f"Deleted on {today}: {counted(gone.hand_ins, 'hand-in')}, {counted(gone.pages, 'page')} and all "
        f"that was asked about them, for good: a backup put back brings none of it back. "
        f"Receipt {submission_id}. "
        f"{_besides(gone)}{'' if nothing_lies_there else LIES_THERE}"
        f"{taken_back_in_words(workspace, [submission_id])}"
        "What is on hold goes when the hold is lifted. "
        "What a person has copied into the school's own files is outside of Armslength. The DSL makes the "
        "audit's documents again, without it, with `armslength documents`."
    )


def _kept_or_listed(workspace: Workspace, staff_ref: str) -> str:
    """The reference as the staff list writes it; as it was given for somebody who is on it no more."""
    vault = workspace.vault
    submission_id = vault.submission_id_of(staff_ref)
    here = {*vault.hand_ins.waiting(), *(each.submission_id for each in vault.register.pairs().values())}
    here |= vault.trust_share.kept().yes.keys()
    for audit_id in vault.audits.ids():
        here |= (vault.audits.people(audit_id) or {}).keys()
    return staff_ref if submission_id in here else staff_listed(workspace, staff_ref)


def _besides(gone: Gone) -> str:
    """What went with a damaged audit, and a log that could not be told.

    How many questions there were, and whether any is on hold, is not for whoever hands the receipt out.
    """
    said = ""
    if gone.damaged:
        said += (
            f"The record of {counted(gone.damaged, 'audit')} is damaged, and nobody can tell whose page is "
            "whose in it: all pages and documents of it were deleted. "
        )
    if not gone.told:
        said += (
            "The audit log is broken and could not be told of this: keep this receipt. "
            "`armslength log verify` says where it is broken. "
        )
    return said
