"""A hold keeps one finding from being deleted. The register knows of it only the day of its review."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from flows.question_numbers import by_number, question_number
from flows.trail import told
from flows.workspace import Workspace
from policy.remembering import Remembered, from_json, is_dismissed
from schemas.errors import ConfigurationError
from schemas.words import Decision, Reader
from vault.audit_log import Event
from vault.bundles import pack, unpack
from vault.errors import NothingKeptError
from vault.ledger import Draft
from vault.register import Pair, finding_file, hold_file


class HoldReviewPassed(ConfigurationError):
    """A hold needs a day to come on which somebody looks at it again."""

    code = "hold-review-passed"
    exit_code = 2
    next_step = "Name a later day with --review."


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a finding is held, whose hold it is, and since when: sealed to those who may read the finding."""

    why: str
    owner: str
    set_on: date


def hold_finding(workspace: Workspace, finding: str, reason: Reason, review_on: date) -> str:
    """Hold the finding, or hold it anew. Raises `HoldReviewPassed` and `NothingKeptError`."""
    if review_on <= reason.set_on:
        raise HoldReviewPassed
    vault, draft = workspace.vault, Draft()
    with vault.alone():
        pairs = vault.register.pairs()
        pair = _numbered(pairs, finding)
        vault.register.keep(draft, pairs | {pair: replace(pairs[pair], hold_review=review_on.isoformat())})
        facts = {"why": reason.why, "owner": reason.owner, "set_on": reason.set_on.isoformat()}
        readers = (pairs[pair].reader, Reader.BREAK_GLASS)
        draft.write(hold_file(pair), vault.shelf.sealed(pack(pair, {}, facts), readers))
        vault.commit(draft, told(Event.HELD, Reader.SERVICE, [pair]))
    return f"Held: nothing of {finding} is deleted until the hold is lifted. To be looked at on {review_on}."


def lift(workspace: Workspace, finding: str) -> str:
    """Lift the hold. Raises `NothingKeptError` where there is none.

    What only the hold kept goes at once: a question that is gone or answered, and one of a person who left.
    """
    vault, draft = workspace.vault, Draft()
    with vault.alone():
        pairs = vault.register.pairs()
        pair = _numbered(pairs, finding)
        if not pairs[pair].hold_review:
            raise NothingKeptError
        remembered = from_json(pairs[pair].remembered)
        draft.remove(hold_file(pair))
        if pairs[pair].submission_id in vault.tombstones:
            vault.forget_pairs(draft, pairs, [pair])
            for audit_id in vault.audits.ids():
                vault.audits.without_pairs(draft, audit_id, [pair])
        else:
            if _is_answered(remembered):
                draft.remove(finding_file(pair))
            vault.register.keep(draft, pairs | {pair: replace(pairs[pair], hold_review="")})
        vault.commit(draft, told(Event.HOLD_LIFTED, Reader.SERVICE, [pair]))
    return f"Lifted: {finding} goes when its time has come, with `armslength retention`."


def needs_reader(workspace: Workspace, finding: str, reader: Reader) -> None:
    """Raise `NothingKeptError` for a finding that is another reader's, as if it were not there."""
    pairs = workspace.vault.register.pairs()
    if pairs[_numbered(pairs, finding)].reader is not reader:
        raise NothingKeptError


def _is_answered(remembered: Remembered) -> bool:
    """Whether nobody is asked about the pair any more."""
    gone = bool(remembered.gone_on) and remembered.decision is not Decision.SAME_PERSON
    return gone or is_dismissed(remembered)


def holds_in_words(workspace: Workspace, reader: Reader, identity: str, today: date) -> Iterator[str]:
    """A line a hold on that reader's findings, with its reason; those to be looked at first."""
    pairs = workspace.vault.register.pairs()
    held = [(each.hold_review, pair) for pair, each in pairs.items() if each.hold_review]
    mine = sorted((review, pair) for review, pair in held if pairs[pair].reader is reader)
    for review, pair in mine:
        facts = unpack(pair, workspace.vault.shelf.get(hold_file(pair), identity)).facts
        overdue = " (look at it again)" if date.fromisoformat(review) <= today else ""
        yield (
            f"{question_number(pair)}  since {facts['set_on']}, review {review}{overdue}: "
            f"{facts['why']} ({facts['owner']})"
        )
    if not mine:
        yield "Nothing is held."


def _numbered(pairs: dict[str, Pair], finding: str) -> str:
    """The pair of that number. Raises `NothingKeptError`."""
    pair = by_number(pairs).get(finding.strip())
    if pair is None:
        raise NothingKeptError
    return pair
