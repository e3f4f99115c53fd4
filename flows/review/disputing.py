"""A member of staff says "that is not them" about a line of their own page."""

from dataclasses import replace
from datetime import date

from flows.trail import told
from flows.workspace import Workspace
from policy.remembering import as_json, dispute, from_json
from schemas.errors import HandedInError
from vault.audit_log import Event
from vault.ledger import Draft
from vault.store import Vault


class LineUnknown(HandedInError):
    """No page with that receipt has a contact on that line."""

    code = "line-unknown"
    next_step = "Look for the receipt on the page's cover and for the number before the contact."


def record_dispute(workspace: Workspace, receipt: str, line: int, today: date) -> str:
    """Remember the word of the person; it stands beside the finding at the next review."""
    with workspace.vault.alone():
        return _recorded(workspace.vault, receipt, line, today)


def _recorded(vault: Vault, receipt: str, line: int, today: date) -> str:
    pairs = next(
        (
            facts["lines"][receipt][str(line)]
            for facts in map(vault.audits.open, vault.audits.ids())
            if str(line) in facts["lines"].get(receipt, {})
        ),
        None,
    )
    registered = vault.register.pairs()
    known = [pair for pair in pairs or () if pair in registered]
    if not known:
        raise LineUnknown
    disputed = {
        pair: replace(each, remembered=as_json(dispute(from_json(each.remembered), today)))
        for pair, each in registered.items()
        if pair in known
    }
    draft = Draft()
    vault.register.keep(draft, registered | disputed)
    vault.commit(draft, told(Event.DISPUTED, "staff", known))
    return "Noted: “that is not them”. It stands beside the question at the review, with today's date."
