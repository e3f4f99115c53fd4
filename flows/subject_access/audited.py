"""What audits left of a person beside their questions: pages, documents, and what failing stages said."""

import io
from collections.abc import Iterator

import openpyxl

from flows.documents import HAND_INS, SLIP
from flows.subject_access.asking import Asked, Found
from reports.subject_access import Section
from schemas.words import Outcome, Reader
from vault.audits import PREFIX
from vault.documents import opens_with, unlocked_workbook
from vault.errors import NothingKeptError, SealBrokenError
from vault.incidents import ANYBODY
from vault.incidents import incidents as kept_incidents

OUTCOMES = {
    Outcome.CHECKED: "checked",
    Outcome.COULD_NOT_BE_CHECKED: "could not be checked",
    Outcome.NOT_HANDED_IN: "nothing was handed in",
}


def pages(asked: Asked) -> Iterator[Found]:
    """How each audit ended for a member of staff, their page and their slip, without the words on it."""
    if not asked.submission_ids:
        return
    audits = asked.workspace.vault.audits
    rows: list[tuple[str, ...]] = []
    for audit_id in audits.ids():
        facts = audits.open(audit_id)
        for each in asked.submission_ids:
            if each in facts["outcomes"] or each in facts["people"]:
                rows += _of_audit(asked, audit_id, each)
    says = (
        "Each audit, and your page of it. The page itself is handed over beside this; it opens with the "
        "words on your slip, which are not printed here."
    )
    yield Found(Section("Audits and pages", says, ("Audit", "What", "As it is kept"), tuple(rows)))


def _of_audit(asked: Asked, audit_id: str, submission_id: str) -> Iterator[tuple[str, ...]]:
    audits = asked.workspace.vault.audits
    facts = audits.open(audit_id)
    when = facts["on"]
    outcome, code = facts["outcomes"].get(submission_id, (Outcome.NOT_HANDED_IN, ""))
    yield when, "how it ended", " ".join(filter(None, (OUTCOMES[Outcome(outcome)], code and f"({code})")))
    receipt, whose = facts["people"].get(submission_id, ("", ""))
    if not receipt:
        return
    yield when, "receipt of your page", receipt
    if (asked.workspace.folder / "released" / f"{receipt}.pdf").exists():
        yield when, "your page", "released, and still here"
    identity = asked.identities.get(Reader(whose))
    if identity is None:
        return
    if receipt in facts["held"]:
        yield when, "your page", "held until somebody has spoken with you"
    try:
        sealed = audits.person(audit_id, receipt, identity)
    except (SealBrokenError, NothingKeptError):
        asked.broken.add(f"audits/{audit_id}/{receipt}")
        return
    slip = SLIP.validate_python(sealed["slip"])
    yield when, "slip", f"{slip.staff_ref}, {slip.staff_name}, {slip.file_name}"
    for each in HAND_INS.validate_python(sealed["hand_ins"]):
        said = (each.platform, asked.hiding.text(each.seen), asked.hiding.text(each.ask))
        yield when, "asked of your exports", " ".join(filter(None, said))


def documents(asked: Asked) -> Iterator[Found]:
    """How many rows of the audits' workbooks name the person: these may be older than the questions above."""
    rows: list[tuple[str, ...]] = []
    audits = asked.workspace.vault.audits
    for audit_id in audits.ids():
        for reader, identity in asked.identities.items():
            path = audits.folder / audit_id / f"{PREFIX[reader]}workbook.xlsx"
            if path.exists():
                words = audits.words(audit_id, reader, identity)
                rows += _sheets_naming(asked, audits.open(audit_id)["on"], path.read_bytes(), words)
    says = (
        "The locked workbooks of audits tell of the questions once more, as they were on the day; the "
        "overviews print the same. A sheet that names you, and in how many rows."
    )
    headings = ("Audit", "Sheet", "Rows")
    yield Found(
        Section("Documents of audits with your name in them", says, headings, tuple(rows)), sure=False
    )


def _sheets_naming(asked: Asked, on: str, document: bytes, words: str) -> Iterator[tuple[str, str, str]]:
    if not opens_with(document, words):
        asked.broken.add(f"workbook of {on}")
        return
    book = openpyxl.load_workbook(io.BytesIO(unlocked_workbook(document, [words])), read_only=True)
    for sheet in book.worksheets:
        named = sum(_names(asked, row) for row in sheet.iter_rows(values_only=True))
        if named:
            yield on, sheet.title, str(named)


def _names(asked: Asked, row: tuple[object, ...]) -> bool:
    cells = [str(cell) for cell in row if isinstance(cell, str)]
    return asked.subject.staff_ref in cells or any(map(asked.is_named_in, cells))


def incidents(asked: Asked) -> Iterator[Found]:
    """What failing stages said of a submission of theirs; and that others' details name them."""
    own: list[tuple[str, ...]] = []
    naming: list[tuple[str, ...]] = []
    for incident in kept_incidents(asked.workspace.folder):
        sealed = asked.opened(incident.file)
        text = sealed.decode("utf-8") if sealed else ""
        if incident.about in asked.submission_ids:
            said = asked.hiding.text(text) if sealed else "not opened: it is another reviewer's"
            own.append((incident.number, said))
        elif asked.is_named_in(text):
            whose = "it quotes several people" if incident.about == ANYBODY else "it is about somebody else"
            naming.append((incident.number, f"names you; {whose}, so it is not printed"))
    headings = ("Incident", "What it says")
    says = "What a stage of an audit said when it failed."
    yield Found(Section("Failures about your exports", says, headings, tuple(own)))
    yield Found(
        Section("Failures whose detail has your name in it", says, headings, tuple(naming)), sure=False
    )
