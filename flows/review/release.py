"""A staff member's page leaves only by the word of whoever reviews."""

import os
from collections.abc import Sequence
from pathlib import Path

from flows.trail import told
from flows.workspace import Workspace
from reports.wording import counted
from schemas.errors import ConfigurationError
from schemas.words import Reader
from vault.audit_log import Event
from vault.errors import NothingKeptError
from vault.ledger import Draft

FOLDER = "released"


class NoAudit(ConfigurationError):
    """There has been no audit yet."""

    code = "no-audit"
    next_step = "Run `armslength audit` first."


def latest_audit(workspace: Workspace) -> str:
    """The audit of the latest day. Raises `NoAudit`."""
    audits = workspace.vault.audits
    days = [(audits.open(each)["on"], (audits.folder / each).stat().st_mtime, each) for each in audits.ids()]
    if not days:
        raise NoAudit
    return max(days)[2]


def release(
    workspace: Workspace, audit_id: str, reader: Reader, identity: str, lifted: Sequence[str] = ()
) -> str:
    """Let go of every page that is the reader's to let go, held ones as the page that stands in for them.

    With `lifted`, let go of just these receipts' own pages: whoever reviews has spoken with the person. A
    release after that leaves them there. A receipt that is not the reader's raises `NothingKeptError`. The
    pages are alike in size and in time.
    """
    vault = workspace.vault
    with vault.alone():
        facts = vault.audits.open(audit_id)
        whose = {receipt for receipt, mine in facts["people"].values() if mine == reader}
        if not whose >= set(lifted):
            raise NothingKeptError
        before = {
            receipt
            for receipt in whose.intersection(facts.get("held", ()))
            if _is_there(workspace, receipt, vault.audits.page(audit_id, receipt, identity, lifted=True))
        }
        draft = Draft()
        for receipt in lifted or sorted(whose):
            own = bool(lifted) or receipt in before
            draft.write(_file(receipt), vault.audits.page(audit_id, receipt, identity, lifted=own))
        event = Event.HOLD_LIFTED if lifted else Event.RELEASED
        vault.commit(draft, told(event, reader, [audit_id], {"pages": len(draft.writes)}))
    folder = workspace.folder / FOLDER
    if draft.writes:
        _alike_in_time(folder)
    return (
        f"Released {counted(len(draft.writes), 'page')} into {folder}. "
        "Each opens with the words on its person's slip in the workbook: send the two apart."
    )


def _file(receipt: str) -> str:
    return f"{FOLDER}/{receipt}.pdf"


def _is_there(workspace: Workspace, receipt: str, page: bytes) -> bool:
    file = workspace.folder / _file(receipt)
    return file.exists() and file.read_bytes() == page


def _alike_in_time(folder: Path) -> None:
    """When a page was written must not tell whose was held."""
    day = 86400 * int(folder.stat().st_mtime // 86400)
    for page in folder.glob("*.pdf"):
        os.utime(page, (day, day))
