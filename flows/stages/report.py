"""The reports, set in type, locked and kept; then what the audit no longer needs is forgotten.

All of it is one change of the workspace: an audit that dies before has changed nothing, and is run again.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from flows.boundary import Counts
from flows.documents import documents_for, packed_findings
from flows.earlier import newest_made
from flows.facts.changes import roster_changes, roster_fingerprints
from flows.facts.overview import Audience, overview_facts
from flows.facts.pairs import AuditedPairs, audited_pairs
from flows.facts.profiles import profile_check
from flows.participation import counted_if_any
from flows.question_numbers import by_number
from flows.stages.pages import MadePage, everybodys_pages
from flows.trail import told
from flows.workroom import Workroom
from reports.overview_facts import Finding, Overview, RosterChange
from schemas.words import Reader
from vault.audit_log import Event
from vault.audits import ForReader, PersonsPage
from vault.ledger import Draft
from vault.register import finding_file

OURS = ("open.", "sift.", "match.", "judge.")
"""Stages whose failure is ours: what was handed in waits for the next audit, so nobody is asked again."""


@dataclass(frozen=True)
class Made:
    """The documents of an audit before they are kept, and what they are made of."""

    pairs: AuditedPairs
    facts: list[MadePage]
    pages: list[PersonsPage]
    overviews: list[tuple[Reader, Overview]]
    readers: list[ForReader]


def write_reports(room: Workroom) -> Counts:
    """Every document locked and kept; the submissions that were checked, forgotten.

    Whoever withdraws meanwhile is not in it: the documents are made once more, without them.
    """
    vault = room.workspace.vault
    while True:
        include_everybody(room)
        made = _made(room)
        with vault.alone():
            dead = vault.tombstones.all()
            withdrawn = room.staff_of.keys() & dead.keys()
            if not withdrawn:
                return _kept(room, made)
            for submission_id in withdrawn:  # what a stage kept of it since then
                vault.forget_person(submission_id, dead[submission_id])
        room.leave_out(withdrawn)


def _made(room: Workroom) -> Made:
    """The documents, which take long: meanwhile others may change the workspace."""
    pairs = audited_pairs(room)
    facts, pages = everybodys_pages(room, pairs)
    changes = roster_changes(room)
    overviews = [_overview(room, audience, pairs, changes, facts) for audience in audiences(room)]
    readers = [_documents(room, reader, overview, facts) for reader, overview in overviews]
    return Made(pairs, facts, pages, overviews, readers)


def _kept(room: Workroom, made: Made) -> Counts:
    """One change of the workspace, with what was decided or disputed since the documents were begun."""
    vault, draft = room.workspace.vault, Draft()
    listed = _keep_findings(room, draft, made.pairs, made.overviews)
    vault.audits.keep(draft, room.run_ref, made.readers, made.pages, _facts(room, listed, made.facts))
    pairs = replace(made.pairs, registered=vault.register.pairs())
    vault.register.keep(draft, pairs.after())
    draft.remove(*map(finding_file, [*pairs.no_longer_readable(), *(made.pairs.shown - pairs.shown)]))
    vault.remember(draft, roster_fingerprints(room), room.today)
    _forget(room, draft)
    finished = told(Event.AUDIT_FINISHED, Reader.SERVICE, [room.run_ref], room.totals().counts)
    vault.commit(draft, finished)
    documents = len(made.pages) + sum(len(each.documents) for each in made.readers)
    return Counts("report", {"staff_reports": len(made.pages), "documents": documents})


def include_everybody(room: Workroom) -> None:
    """Give those who handed nothing in their opaque id too: they get a page like everybody."""
    vault = room.workspace.vault
    room.staff_of |= {vault.submission_id_of(ref): ref for ref in room.current_staff()}


def audiences(room: Workroom) -> tuple[Audience, Audience]:
    """The DSL, who sees everything but what concerns the DSL; and the second reviewer, who sees that."""
    of_dsl = frozenset(filter(room.is_dsls, room.outcomes))
    staff = room.current_staff() | {room.staff_of[ref] for ref in room.outcomes}
    dsl = staff & {room.workspace.school.reviewers.dsl}
    others = frozenset(room.outcomes) - of_dsl
    return (
        Audience(Reader.DSL, "The designated safeguarding lead", others, len(staff - dsl)),
        Audience(Reader.SECOND_REVIEWER, "The second reviewer", of_dsl, len(dsl)),
    )


def _overview(
    room: Workroom,
    audience: Audience,
    pairs: AuditedPairs,
    changes: tuple[RosterChange, ...],
    made: list[MadePage],
) -> tuple[Reader, Overview]:
    """An audience's facts with what is asked of its exports, and how many profiles tell something."""
    facts = overview_facts(room, audience, changes, pairs)
    hand_ins = tuple(
        each for page in made if page.submission_id in audience.submissions for each in page.hand_ins
    )
    return audience.reader, replace(
        facts,
        hand_ins=hand_ins,
        profiles=profile_check(room, audience.submissions),
        participation=counted_if_any(room.workspace, room.today) if audience.reader is Reader.DSL else None,
    )


def _documents(room: Workroom, reader: Reader, facts: Overview, made: list[MadePage]) -> ForReader:
    slips = [page.slip for page in made if room.reader_of(page.submission_id) is reader]
    return documents_for(room.workspace, reader, facts, slips)


def _keep_findings(
    room: Workroom, draft: Draft, pairs: AuditedPairs, overviews: Iterable[tuple[Reader, Overview]]
) -> dict[str, list[str]]:
    """Seal what people read of each pair to whom it is for; the pairs by reader."""
    listed: dict[str, list[str]] = {}
    shelf = room.workspace.vault.shelf
    pair_of = by_number(pairs.seen)
    for reader, facts in overviews:
        of_pair: dict[str, list[Finding]] = defaultdict(list)
        for finding in facts.findings:
            of_pair[pair_of[finding.finding_id]].append(finding)
        for pair, findings in of_pair.items():
            sealed = shelf.sealed(packed_findings(pair, findings), (reader, Reader.BREAK_GLASS))
            draft.write(finding_file(pair), sealed)
        listed[reader] = sorted(of_pair)
    return listed


def _facts(room: Workroom, listed: dict[str, list[str]], made: list[MadePage]) -> dict[str, object]:
    """What the service knows of the audit: opaque ids, days, codes."""
    return {
        "on": room.today.isoformat(),
        "policy_version": room.workspace.policy.version,
        "pairs": listed,
        "outcomes": {ref: [outcome.value, code] for ref, (outcome, code) in room.outcomes.items()},
        "held": sorted(page.slip.receipt_id for page in made if page.held),
        "lines": {page.slip.receipt_id: page.lines for page in made},
    }


def _forget(room: Workroom, draft: Draft) -> None:
    """The extracts go with their audit, or some days later as school.toml says; what we failed on waits.

    What stays of an extract is the day its export was made, for as long as reports are kept.
    """
    vault, retention = room.workspace.vault, room.workspace.school.retention
    done = {ref for ref, (_, code) in room.outcomes.items() if not code.startswith(OURS)}
    made = {
        ref: newest_made(room.handed_in[ref].extracts, room.today) for ref in done & room.handed_in.keys()
    }
    since = room.today - timedelta(days=31 * retention.report_months)
    vault.export_days.remember(draft, made, on=room.today, since=since)
    if retention.extract_days:
        vault.hand_ins.forget(draft, vault.hand_ins.expired(room.today, retention.extract_days))
        return
    vault.hand_ins.forget(draft, {ref: names for ref, names in room.waiting.items() if ref in done})
    vault.hand_ins.forget(draft, vault.hand_ins.expired(room.today, retention.extract_longest))
