"""The workbook comes back with decisions in it."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from connectors.decisions import Decisions, read_decisions
from flows.documents import FINDINGS, made_again, packed_findings
from flows.question_numbers import by_number, question_number
from flows.trail import told
from flows.workspace import Workspace
from policy.remembering import Remembered, as_json, by_pair, decide, from_json, is_dismissed
from reports.wording import counted
from schemas.errors import HandedInError
from schemas.words import Decision, Reader
from vault.audit_log import Event
from vault.bundles import unpack
from vault.documents import unlocked_workbook
from vault.errors import NothingKeptError, SealBrokenError
from vault.ledger import Draft
from vault.register import Pair, finding_file


class AuditUnknown(HandedInError):
    """This workbook is of an audit that is not kept here, or of another reader."""

    code = "audit-unknown"
    next_step = "Look for the workbook of this setting's latest audit."


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken back, in lines that name nobody."""

    lines: tuple[str, ...]
    problems: int


def take_decisions(workspace: Workspace, file: Path, reader: Reader, identity: str, today: date) -> Taken:
    """Remember what the reader decided in a workbook of theirs, and make the documents again without it.

    The names of a pair that is not the same go now; what stays is its fingerprint. A reason is sealed with
    the finding. A finding that is not the reader's is left as it is, and counted.
    """
    words = _words(workspace, reader, identity)
    decided = read_decisions(unlocked_workbook(file.read_bytes(), words.values()))
    audit_id = decided.audit_id
    if audit_id not in words:
        raise AuditUnknown
    with workspace.vault.alone():
        return _taken(workspace, decided, audit_id, reader, identity, today)


def _taken(
    workspace: Workspace, decided: Decisions, audit_id: str, reader: Reader, identity: str, today: date
) -> Taken:
    facts = workspace.vault.audits.open(audit_id)
    numbers = by_number(facts["pairs"][reader])
    registered = workspace.vault.register.pairs()
    pairs = _pairs(decided, numbers, registered)
    agreed, contradicting = by_pair({each.finding_id: each.decision for each in decided.decided}, pairs)
    draft = Draft()
    about = date.fromisoformat(facts["on"])
    remembered = {
        pair: decide(from_json(registered[pair].remembered), decision, today, about)
        for pair, decision in agreed.items()
    }
    late = {pair for pair, each in remembered.items() if each.decided_about != about}
    for pair in late:
        del agreed[pair], remembered[pair]
    for pair, each in remembered.items():
        registered[pair] = replace(registered[pair], remembered=as_json(each))
    for name, sealed in _with_reasons(workspace, decided, remembered, reader, identity):
        if sealed is None:
            draft.remove(name)
        else:
            draft.write(name, sealed)
    workspace.vault.register.keep(draft, registered)
    counts = {decision.value.replace("_", "-"): [*agreed.values()].count(decision) for decision in Decision}
    workspace.vault.commit(draft, told(Event.DECISIONS_TAKEN, reader, [audit_id], counts))
    again = Draft()
    workspace.vault.audits.replace_documents(
        again, audit_id, made_again(workspace, audit_id, reader, identity)
    )
    workspace.vault.commit(again)
    unknown = len(decided.decided) - len(pairs)
    lines = _in_words(decided, agreed, contradicting, (len(late), unknown))
    return Taken(tuple(lines), len(decided.problems) + len(contradicting) + unknown)


def _words(workspace: Workspace, reader: Reader, identity: str) -> dict[str, str]:
    """The words of every audit's documents for this reader, where they open."""
    audits, words = workspace.vault.audits, {}
    for audit_id in audits.ids():
        with suppress(NothingKeptError, SealBrokenError):  # of that audit nothing is taken back
            words[audit_id] = audits.words(audit_id, reader, identity)
    return words


def _pairs(decided: Decisions, numbers: Mapping[str, str], registered: Mapping[str, Pair]) -> dict[str, str]:
    """The pair of each finding decided; those that are not the reader's, or not remembered, left out."""
    ids = [each.finding_id for each in decided.decided]
    found = {each: numbers.get(each, "") for each in ids}
    return {finding_id: pair for finding_id, pair in found.items() if pair in registered}


def _with_reasons(
    workspace: Workspace,
    decided: Decisions,
    remembered: Mapping[str, Remembered],
    reader: Reader,
    identity: str,
) -> Iterator[tuple[str, bytes | None]]:
    """Each pair's file as it is from now on: gone, or with the reason in it."""
    shelf, readers = workspace.vault.shelf, (reader, Reader.BREAK_GLASS)
    held = workspace.vault.register.pairs()
    reasons = {each.finding_id: each.reason for each in decided.decided if each.reason}
    for pair, each in remembered.items():
        file = finding_file(pair)
        if is_dismissed(each) and not held[pair].hold_review:
            yield file, None
        elif (shelf.folder / file).exists():
            kept = FINDINGS.validate_python(unpack(pair, shelf.get(file, identity)).facts["findings"])
            noted = (
                replace(one, note=_noted(one.note, reasons.get(question_number(pair), ""))) for one in kept
            )
            yield file, shelf.sealed(packed_findings(pair, noted), readers)


def _noted(note: str, reason: str) -> str:
    said = f"Reason given: {reason}" if reason else ""
    return note if said in note else " ".join(filter(None, (note, said)))


def _in_words(
    decided: Decisions, agreed: Mapping[str, Decision], contradicting: frozenset[str], left: tuple[int, int]
) -> Iterator[str]:
    """What was taken and what was not; `left` counts what came too late, and what nobody knows here."""
    yield f"Took back {counted(len(agreed), 'decision')}. The documents were made again with what is left."
    for problem in decided.problems:
        yield problem.message
    if contradicting:
        rows = counted(len(contradicting), "row")
        yield f"{rows} contradict another row of the same pair: nothing was taken of them."
    late, unknown = left
    if late:
        questions = counted(late, "question was", "questions were")
        yield f"{questions} decided in the workbook of a later audit since: that stays."
    if unknown:
        questions = counted(unknown, "question is", "questions are")
        yield f"{questions} not kept here any more, or never of this workbook: nothing was taken of them."
