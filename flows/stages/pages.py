"""A locked page for every member of staff, alike from outside whatever it says."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from flows.documents import persons_facts
from flows.facts.contacts import contacts_of, key_of
from flows.facts.hand_ins import hand_in_questions, with_questions
from flows.facts.held import held_reports
from flows.facts.pairs import AuditedPairs
from flows.facts.people import staff_names
from flows.facts.profiles import with_profile
from flows.facts.staff import staff_facts
from flows.participation import answer_of
from flows.receipts import receipt_of
from flows.workroom import Workroom
from policy.plausibility import Held
from reports.overview_facts import HandInQuestion, Slip
from reports.staff_facts import Contact, Page, StaffReport, page_without_submission
from reports.staff_report import staff_report
from vault.audits import PersonsPage
from vault.documents import alike_size, lock_pdf
from vault.passphrases import five_words

SPEAK = "Speak with them, and let the page go with `armslength release --lift`."


@dataclass(frozen=True, slots=True)
class MadePage:
    """One person's page as facts, before it is set and locked."""

    submission_id: str
    slip: Slip
    report: StaffReport
    held: tuple[Held, ...]
    hand_ins: tuple[HandInQuestion, ...]
    lines: Mapping[str, list[str]]
    """The pairs that each numbered contact of the page is about, so that it can be disputed by its number."""


def everybodys_pages(room: Workroom, pairs: AuditedPairs) -> tuple[list[MadePage], list[PersonsPage]]:
    """A page for each who is on the staff list or handed something in: as facts, and set and locked."""
    made = list(_made(room, pairs))
    with ThreadPoolExecutor(max_workers=2) as threads:
        printed = list(threads.map(_printed, made))
        size = alike_size(len(pdf) for both in printed for pdf in both)

        def locked(page: MadePage, both: Sequence[bytes]) -> PersonsPage:
            shown, *rest = [lock_pdf(pdf, page.slip.passphrase, size) for pdf in both]
            return PersonsPage(
                submission_id=page.submission_id,
                receipt=page.slip.receipt_id,
                reader=room.reader_of(page.submission_id),
                page=shown,
                own=rest[0] if rest else shown,
                facts=persons_facts(page.slip, page.hand_ins),
            )

        return made, list(threads.map(locked, made, printed))


def _printed(page: MadePage) -> list[bytes]:
    """The page; where it is held, the one that stands in for it comes first."""
    reports = [page.report.held(), page.report] if page.held else [page.report]
    return [staff_report(each) for each in reports]


def _made(room: Workroom, pairs: AuditedPairs) -> Iterator[MadePage]:
    names, odd, about = staff_names(room.staff), held_reports(room), _pairs_of_contacts(room, pairs)
    receipts = {each: receipt_of(room.workspace.vault, room.run_ref, each) for each in sorted(room.staff_of)}
    for submission_id, report in staff_facts(room, receipts, pairs.findings):
        receipt, staff_ref = receipts[submission_id], room.staff_of[submission_id]
        slip = Slip(receipt, staff_ref, names.get(staff_ref, ""), f"{receipt}.pdf", five_words())
        held = odd.get(submission_id, ())
        hand_ins = (*_holds(staff_ref, held), *hand_in_questions(room, [submission_id]))
        lines = _lines(report, about.get(submission_id, {}))
        yield MadePage(submission_id, slip, complete(room, submission_id, report), held, hand_ins, lines)


def _pairs_of_contacts(room: Workroom, pairs: AuditedPairs) -> dict[str, dict[Contact, set[str]]]:
    """By submission, the pairs that a contact is about which a page may show."""
    contacts = contacts_of(room.found_accounts)
    about: dict[str, dict[Contact, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in pairs.findings.to_pylist():
        about[row["submission_id"]][contacts[key_of(row)]].add(pairs.of_finding[row["finding_id"]])
    return about


def _lines(report: StaffReport, about: Mapping[Contact, set[str]]) -> dict[str, list[str]]:
    return {str(line): sorted(about[contact]) for line, contact in report.by_line.items()}


def complete(room: Workroom, submission_id: str, report: StaffReport) -> StaffReport:
    """A person's report with what is asked of their exports and what their own page tells."""
    if submission_id not in room.outcomes:
        answer = answer_of(room.workspace, room.staff_of[submission_id])
        return replace(report, page=page_without_submission(answer))
    submission = room.handed_in.get(submission_id)
    if submission is None:
        return replace(report, page=Page.HANDED_IN)
    asked = replace(report, exports=with_questions(room, submission, report.exports))
    return with_profile(asked, submission, room.workspace.school)


def _holds(staff_ref: str, held: tuple[Held, ...]) -> Iterator[HandInQuestion]:
    for reason in held:
        yield HandInQuestion(staff_ref, "", f"The page is held back: {reason}.", SPEAK)
