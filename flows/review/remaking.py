"""Documents of an audit made again: somebody withdrew, something was decided, or a word came late."""

from flows.documents import made_again
from flows.trail import told
from flows.workspace import Workspace
from schemas.words import Reader
from vault.audit_log import Event
from vault.ledger import Draft


def make_again(workspace: Workspace, audit_id: str, reader: Reader, identity: str) -> str:
    """The reader's overview and workbook from what is still there, behind the same words."""
    vault, draft = workspace.vault, Draft()
    with vault.alone():
        made = made_again(workspace, audit_id, reader, identity)
        vault.audits.replace_documents(draft, audit_id, made)
        vault.commit(draft, told(Event.REPORT_OPENED, reader, [audit_id]))
    return f"Made again: {', '.join(sorted(made.documents))} in {vault.audits.folder / audit_id}."
