"""Invented people, each with a record in every kind of place that a workspace has."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from flows.documents import documents_for, packed_findings, persons_facts
from flows.facts.pairs import question_number
from flows.facts.setting import setting_of
from flows.holds import Reason, hold_finding
from flows.review.disputing import record_dispute
from flows.subject_access.subject import Subject, contact_called, on_the_roster, staff_member, with_name
from flows.trail import told
from flows.workspace import ROSTER_VERSION, Workspace
from policy.pairs import pair_of
from policy.remembering import Remembered, as_json
from reports.overview_facts import Evidence, Finding, HandInQuestion, Outcomes, Overview, RosterSide, Slip
from reports.staff_facts import Contact
from reports.subject_access import SubjectAccess
from reports.typeset import pdf
from schemas.extract import Extract, ListCount, Owner
from schemas.tables import ACCOUNTS, DECLARATIONS, LINKS, NAMES, PEOPLE, STAFF
from schemas.words import Answer, Band, Kind, Outcome, Reader, Relation, Verdict
from tests.flows.passphrases import identity_of
from vault.audit_log import Event
from vault.audits import PersonsPage
from vault.documents import lock_pdf
from vault.ledger import Draft
from vault.participation import Waits
from vault.register import Pair, finding_file

AUDIT = "run-0123456789ab"
ON = date(2026, 11, 20)
RELEASED = b"%PDF-1.7 invented /Encrypt"
LETTERS = "bcdfghklmnprstvwz"
ENDS = {"staff": "arro", "pupil": "elle", "carer": "onde", "contact": "ivix"}


@dataclass
class Planted:
    """Who is there, and what must be in the answer to each of them."""

    workspace: Workspace
    count: int
    expected: dict[tuple[str, int], list[str]] = field(default_factory=lambda: defaultdict(list))

    def others(self, kind: str, number: int) -> set[str]:
        """Every word of a name that must not be in somebody's answer; contacts of their own may be."""
        own = {(kind, number)} | ({("contact", number)} if kind == "staff" else set())
        everybody = {(each, place) for each in ENDS for place in range(self.count)}
        return {word for each in everybody - own for word in name_of(*each).split()}


def name_of(kind: str, number: int) -> str:
    """Two words that nobody else's name has."""
    spelt = LETTERS[number // len(LETTERS)] + "a" + LETTERS[number % len(LETTERS)]
    return f"{spelt}{ENDS[kind]} {spelt}ux{ENDS[kind]}".title()


def ref_of(number: int) -> str:
    """A staff reference."""
    return f"S{number:03}"


def plant(workspace: Workspace, count: int) -> Planted:
    """`count` members of staff, each with a contact, a pupil and a carer on the roster that they meet."""
    planted = Planted(workspace, count)
    _lists(planted)
    pairs = [_submission(planted, number) for number in range(count)]
    _audit(planted, pairs)
    for number in range(count):
        _afterwards(planted, number, pairs[number])
    return planted


def _row(schema: pa.Schema, **cells: Any) -> dict[str, Any]:
    blank = {each.name: "" if each.type == pa.string() else None for each in schema}
    return blank | {"source_row": 1, "handles": [], "account_id": 0} | cells


def _table(schema: pa.Schema, rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist([{name: row[name] for name in schema.names} for row in rows], schema=schema)


def _lists(planted: Planted) -> None:
    people, names, links, staff, declared = [], [], [], [], []
    for number in range(planted.count):
        for kind, word in ((Kind.PUPIL, "pupil"), (Kind.PARENT_CARER, "carer")):
            forename, surname = name_of(word, number).split()
            source = f"{word}-source-{number}"
            people.append(
                _row(PEOPLE, person_id=f"{word}-{number}", kind=kind.value, source="csv", source_id=source)
            )
            name = {"forename": forename, "surname": surname, "full_name": f"{forename} {surname}"}
            names.append(_row(NAMES, person_id=f"{word}-{number}", name_kind="legal", **name))
            planted.expected[word, number] += [source, f"{forename} {surname}", "link"]
        ids = {"child_id": f"pupil-{number}", "adult_id": f"carer-{number}"}
        links.append(_row(LINKS, relationship="guardian", responsibility="yes", **ids))
        forename, surname = name_of("staff", number).split()
        row = _row(STAFF, staff_ref=ref_of(number), forename=forename, surname=surname)
        staff.append(row | {"email": f"mail-{number}@example.org", "handles": [f"facebook:handle{number}"]})
        planted.expected["staff", number] += [f"mail-{number}@example.org", f"facebook:handle{number}"]
        declared.append(_declaration(planted, number))
    roster = {"people": _table(PEOPLE, people), "names": _table(NAMES, names), "links": _table(LINKS, links)}
    facts = {"version": ROSTER_VERSION, "loaded_on": ON.isoformat(), "reason": "", "same_contact": []}
    vault = planted.workspace.vault
    vault.keep_tables("roster", roster, facts | {"on_roll": [row["person_id"] for row in people]})
    vault.keep_tables("staff", {"staff": _table(STAFF, staff)}, {})
    vault.keep_tables("declarations", {"declarations": _table(DECLARATIONS, declared)}, {})
    draft = Draft()
    known = (row["person_id"] for row in people)
    vault.remember(draft, {vault.fingerprint("person", each): "0" * 32 for each in known}, ON)
    vault.commit(draft)
    for kind in ("pupil", "carer"):
        for number in range(planted.count):
            planted.expected[kind, number].append("audit of 20 November 2026")


def _declaration(planted: Planted, number: int) -> dict[str, Any]:
    other = (number + 1) % planted.count
    reason = f"Reason {number}: neighbours, and {name_of('staff', other)} knows"
    planted.expected["staff", number].append(f"Reason {number}:")
    planted.expected["pupil", number].append(f"Reason {number}:")
    return _row(
        DECLARATIONS,
        staff_ref=ref_of(number),
        roster_id=f"pupil-source-{number}",
        person_name=name_of("pupil", number),
        reason=reason,
        agreed_by=name_of("staff", other),
        agreed_on=ON,
    )


def _contact(number: int) -> dict[str, Any]:
    return _row(
        ACCOUNTS,
        platform="facebook",
        relation=Relation.FRIEND.value,
        display_name=name_of("contact", number),
        handle=f"account{number}",
        email=f"write{number}@example.org",
        since=ON,
    )


def _submission(planted: Planted, number: int) -> str:
    """What one person handed in, twice: the first is withdrawn, for some; the pair an audit asks about."""
    vault, ref = planted.workspace.vault, ref_of(number)
    if number % 3 == 0:
        gone = vault.submission_id_of(ref)
        vault.forget_person(gone, ON, told(Event.WITHDRAWN, "staff", [gone]))
        planted.expected["staff", number] += [gone, "withdrawn"]
    counts = ListCount(Relation.FRIEND, "friends", 1, 1, 0, 0, 0)
    owner = Owner(f"handle{number}", name_of("staff", number), {"bio": f"profile text {number}"})
    accounts = _table(ACCOUNTS, [_contact(number)])
    extract = Extract("facebook", "layout", accounts, (counts,), owner, notes=(f"note {number}",), made=ON)
    arrived = told(Event.SUBMISSION_RECEIVED, "staff")
    submission_id = vault.keep_submission(ref, [extract], ON, told=[arrived])
    draft, person = Draft(), vault.person_id_of(ref)
    vault.participation.ask(draft, [person], ON - timedelta(days=23))
    vault.commit(draft)
    draft = Draft()
    vault.participation.reminded(draft, [person], ON - timedelta(days=9), Waits(14, 14))
    vault.commit(draft)
    draft = Draft()
    vault.participation.record(draft, person, Answer.NOTHING_TO_SUBMIT, ON)
    vault.export_days.remember(draft, {submission_id: {"linkedin": ON}}, on=ON, since=ON)
    vault.commit(draft)
    planted.expected["staff", number] += [
        *(f"profile text {number}", f"note {number}", f"account{number}", name_of("contact", number)),
        *("nothing to submit", "11 November 2026", "submission-received", "linkedin"),
    ]
    planted.expected["contact", number].append(f"write{number}@example.org")
    return vault.fingerprint(*pair_of(submission_id, _contact(number), f"carer-{number}"))


def _finding(number: int, pair: str) -> Finding:
    return Finding(
        finding_id=question_number(pair),
        staff=name_of("staff", number),
        contact=Contact("facebook", Relation.FRIEND, name_of("contact", number), f"account{number}", ON),
        roster=RosterSide(name_of("carer", number), Kind.PARENT_CARER, f"of {name_of('pupil', number)}"),
        band=Band.PROBABLE,
        verdict=Verdict.TO_CHECK,
        weight=9.0,
        probability=0.9,
        evidence=(Evidence(f"Both are called {name_of('carer', number)}", 9.0),),
        note=f"Reason given: {name_of('carer', number)} is a cousin of {name_of('staff', number)}",
        staff_ref=ref_of(number),
    )


def _audit(planted: Planted, pairs: list[str]) -> None:
    workspace, vault, draft = planted.workspace, planted.workspace.vault, Draft()
    findings = [_finding(number, pair) for number, pair in enumerate(pairs)]
    slips, pages, lines = [], [], {}
    locked = lock_pdf_of_nothing()
    registered: dict[str, Pair] = {}
    for number, pair in enumerate(pairs):
        submission_id, receipt = vault.submission_id_of(ref_of(number)), f"r-{number:010x}"
        slip = Slip(receipt, ref_of(number), name_of("staff", number), f"{receipt}.pdf", "words on a slip")
        question = HandInQuestion(ref_of(number), "facebook", f"seen {number}")
        facts = persons_facts(slip, [question])
        pages.append(PersonsPage(submission_id, receipt, Reader.DSL, locked, locked, facts))
        slips.append(slip)
        lines[receipt] = {"1": [pair]}
        draft.write(f"released/{receipt}.pdf", RELEASED)
        dismissed = f"{number:032x}"
        for each, file in ((pair, True), (dismissed, False)):
            seen = Remembered(each, submission_id, Reader.DSL, ON, ON, bands={Band.PROBABLE: ON})
            registered[each] = Pair(submission_id, Reader.DSL, as_json(seen))
            if file:
                sealed = packed_findings(pair, [findings[number]])
                draft.write(finding_file(pair), vault.shelf.sealed(sealed, (Reader.DSL, Reader.BREAK_GLASS)))
        planted.expected["staff", number] += [
            receipt,
            f"seen {number}",
            "is a cousin of",
            question_number(pair),
            question_number(dismissed),
        ]
        for kind in ("carer", "pupil", "contact"):
            planted.expected[kind, number].append(question_number(pair))
    setting = setting_of(workspace.school)
    counted = Outcomes(planted.count, 0, 0)
    facts = Overview(setting, AUDIT, ON, "1", "1", "not overdue", counted, findings=tuple(findings))
    documents = documents_for(workspace, Reader.DSL, facts, slips)
    outcomes = {page.submission_id: [Outcome.CHECKED.value, ""] for page in pages}
    service = {"on": ON.isoformat(), "pairs": {Reader.DSL: sorted(pairs)}, "outcomes": outcomes, "held": []}
    vault.audits.keep(draft, AUDIT, [documents], pages, service | {"lines": lines})
    vault.register.keep(draft, registered)
    vault.commit(draft)


def _afterwards(planted: Planted, number: int, pair: str) -> None:
    workspace, vault = planted.workspace, planted.workspace.vault
    reason = Reason(f"why {number}", "the DSL", ON)
    hold_finding(workspace, question_number(pair), reason, ON + timedelta(days=30))
    record_dispute(workspace, f"r-{number:010x}", 1, ON)
    quoted = f"incident {number}: {name_of('staff', number)} and {name_of('carer', number)}"
    incident = vault.keep_incident(quoted, vault.submission_id_of(ref_of(number)))
    planted.expected["staff", number] += [
        *("held, to be looked at 20 December 2026", "“that is not them” said", "disputed", "held"),
        *(incident, f"incident {number}"),
    ]
    planted.expected["carer", number] += [incident, "held, to be looked at 20 December 2026"]


def lock_pdf_of_nothing() -> bytes:
    """A locked page for somebody."""
    return lock_pdf(pdf("glyphs", {"text": "A page"}, ON), "words on a slip")


def subject_of(workspace: Workspace, kind: str, number: int) -> Subject:
    """The person as the command would know them."""
    if kind == "staff":
        return staff_member(workspace, ref_of(number).lower())
    if kind == "contact":
        return contact_called(name_of("contact", number))
    (choice,), _ = with_name(workspace, name_of(kind, number))
    return on_the_roster(workspace, choice.person_id)


def identities(workspace: Workspace) -> dict[Reader, str]:
    """Both reviewers', as if they sat together."""
    return {reader: identity_of(workspace, reader) for reader in (Reader.DSL, Reader.SECOND_REVIEWER)}


def said_in(facts: SubjectAccess) -> str:
    """All text of an answer."""
    sections = (*facts.sections, *facts.alike)
    cells = (cell for section in sections for row in section.rows for cell in row)
    return "\n".join([*cells, *(section.says for section in sections), *facts.closed])
