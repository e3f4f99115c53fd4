"""Leaving: what a person handed in, and the reports made for them, deleted."""

from flows.intake import staff_listed
from flows.receipts import receipt_of
from flows.workspace import Workspace


def withdraw(workspace: Workspace, staff_ref: str) -> str:
    """Delete one person's waiting hand-ins and their staff reports; the receipt for that."""
    vault = workspace.vault
    submission_id = vault.submission_id_of(staff_listed(workspace, staff_ref))
    waiting = vault.submissions().get(submission_id, ())
    vault.forget_submissions({submission_id: waiting})
    reports = [
        vault.audits.drop(audit_id, f"staff/{receipt_of(vault, audit_id, submission_id)}.pdf")
        for audit_id in vault.audits.ids()
    ]
    return (
        f"Deleted {len(waiting)} hand-in{'s' * (len(waiting) != 1)} and {sum(reports)} "
        f"report{'s' * (sum(reports) != 1)}. Findings in the DSL's documents are the DSL's to delete."
    )
