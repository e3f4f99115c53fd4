"""The answer as one locked file; its words are shown once, and nothing else is written."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from flows.subject_access.asking import Asked
from flows.subject_access.gathering import gather
from flows.subject_access.own_lists import access_id
from flows.subject_access.subject import Subject
from flows.trail import told
from flows.workspace import Workspace
from reports.subject_access import in_numbers
from reports.subject_access import subject_access as document
from schemas.words import Reader
from vault.audit_log import Event
from vault.documents import lock_pdf
from vault.ledger import Draft
from vault.passphrases import five_words
from vault.private_files import write_private


def answer(
    workspace: Workspace,
    subject: Subject,
    who: str,
    identities: Mapping[Reader, str],
    out: Path,
    today: date,
) -> Iterator[str]:
    """Gather, lock and write; what to show on the screen, line by line. It names nobody."""
    asked = Asked(workspace, subject, identities)
    facts = gather(asked, who, today)
    words = five_words()
    write_private(out, lock_pdf(document(facts), words))
    by = next(iter(identities))
    rows = sum(len(each.rows) for each in (*facts.sections, *facts.alike))
    entry = told(Event.SUBJECT_ACCESS, by, [access_id(asked)], {"rows": rows})
    workspace.vault.commit(Draft(), entry)
    yield f"Written to {out}, locked. The words that open it, shown this once:"
    yield f"    {words}"
    yield "What was gathered:"
    yield from in_numbers(facts)
    yield "Read it before it is handed over: reasons that people wrote may describe somebody without a name."
