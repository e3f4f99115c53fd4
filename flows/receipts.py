"""The reference on a staff report's cover and in its file name."""

from vault.store import Vault


def receipt_of(vault: Vault, audit_id: str, submission_id: str) -> str:
    """A reference of one audit alone: two audits' receipts of one person have nothing in common."""
    return f"r-{vault.fingerprint(audit_id, submission_id)[:10]}"
