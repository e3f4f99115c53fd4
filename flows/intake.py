"""One person's exports: read at once, and only the encrypted extract kept."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from connectors.exports import read_exports
from connectors.platforms import platforms
from connectors.problems import Problem
from flows.answers import count_of
from flows.earlier import anothers, earlier_than, questions_of_time
from flows.ownership import ANOTHERS, UNKNOWN, refusal, whose
from flows.questions import Word, asked
from flows.trail import told
from flows.workspace import Workspace
from policy.plausibility import too_many_hand_ins
from schemas.errors import HandedInError
from schemas.extract import Extract, Unread
from vault.audit_log import Event
from vault.ledger import Draft
from vault.store import HandIn, Question


class StaffRefUnknown(HandedInError):
    """That staff reference is not on the staff list."""

    code = "staff-ref-unknown"
    next_step = "Nothing was read. Look the reference up in the staff list and hand the export in again."


class TooManyHandIns(HandedInError):
    """This person has handed in so often since the last audit that nothing more is taken before the next."""

    code = "too-many-hand-ins"
    next_step = "Nothing was read. What was handed in waits for its audit; hand the rest in after that."


Beside = Callable[[Draft, Sequence[Problem]], object]
"""Is given the change in which a hand-in is kept, and what could not be read of it."""


def nothing_else(_: Draft, __: Sequence[Problem]) -> None:
    """A hand-in is kept by itself."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was read of a hand-in, in lines that name nobody, and what could not be."""

    lines: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def exit_code(self) -> int:
        """3 when a file handed in is not what it should be, else 0."""
        return HandedInError.exit_code if self.problems else 0


def submit(
    workspace: Workspace,
    staff_ref: str,
    files: Sequence[Path],
    received: date,
    requested: Collection[str] = (),
    beside: Beside = nothing_else,
) -> Receipt:
    """Read the exports of one person, keep the extracts sealed, and say what was read.

    What could not be read is kept too, as codes: who handed something in never looks like who did not. So are
    the questions that only this day raises; the others are asked again by the audit, of the lists of its day.
    `beside` adds to the change what must be kept at that very moment or not at all.
    """
    staff_ref, staff = staff_listed(workspace, staff_ref), staff_of(workspace)
    waiting = workspace.vault.hand_ins.waiting().get(workspace.vault.submission_id_of(staff_ref), ())
    if too_many_hand_ins(len(waiting), workspace.policy.held):
        raise TooManyHandIns
    reading = read_exports(files, requested)
    owners = [(each, whose(each.owner, each.platform, staff_ref, staff)) for each in reading.extracts]
    kept = [extract for extract, owner in owners if owner != ANOTHERS]
    refused = (Problem(0, refusal(each), each.platform) for each, owner in owners if owner == ANOTHERS)
    problems = (*reading.problems, *refused)
    unread = [Unread(each.file, each.error.code, each.error.message, each.platform) for each in problems]
    earlier = earlier_than(workspace, staff_ref)
    of_today = [
        Question(each.platform, word) for each in kept for word in questions_of_time(each, earlier, received)
    ]
    arrived = told(Event.SUBMISSION_RECEIVED, "staff", counts={"exports": len(kept), "unread": len(unread)})
    hand_in = HandIn(staff_ref, received, tuple(kept), tuple(unread), tuple(of_today))
    workspace.vault.keep_hand_in(hand_in, [arrived], lambda draft: beside(draft, problems))
    unlisted = (
        Question(each.platform, Word.ACCOUNT_NOT_LISTED) for each, owner in owners if owner == UNKNOWN
    )
    shared = (Question(each.platform, Word.SAME_AS_ANOTHERS) for each in anothers(kept, earlier.others))
    questions = (*unlisted, *shared, *of_today)
    return Receipt(tuple(line for extract in kept for line in receipt_lines(extract, questions)), problems)


def staff_of(workspace: Workspace) -> list[dict[str, Any]]:
    """The rows of the staff list; none before one is loaded."""
    kept = workspace.kept("staff")
    return kept.tables["staff"].to_pylist() if kept else []


def staff_listed(workspace: Workspace, staff_ref: str) -> str:
    """The reference as the staff list writes it; before a list is loaded, as it was given."""
    given, staff = staff_ref.strip(), staff_of(workspace)
    if not staff:
        return given
    for member in staff:
        if member["staff_ref"].casefold() == given.casefold():
            return str(member["staff_ref"])
    raise StaffRefUnknown


def receipt_lines(extract: Extract, questions: Sequence[Question] = ()) -> Iterator[str]:
    """What was read of one platform, in words: counts, notes and what is asked about it."""
    counts = [count_of(each.relation, each.entries) for each in extract.lists]
    read = " and ".join(filter(None, [", ".join(counts[:-1]), *counts[-1:]])) or "no list of people"
    unopened = f"{extract.unopened} other file{'s' * (extract.unopened != 1)} left unopened"
    yield f"{platforms()[extract.platform].TITLE}: read {read}; {unopened}"
    words = (asked(each.word).to_person for each in questions if each.platform == extract.platform)
    for note in (*extract.notes, *words):
        yield f"  note: {note}"
