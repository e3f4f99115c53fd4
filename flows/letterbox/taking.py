"""The hand-in folder emptied: what has settled is read and sealed, then deleted, and an answer is left.

The order is what makes it safe to be killed anywhere: what was read is sealed, and noted as taken, in one
change of the workspace; only then is it deleted; only then does the answer say so.
"""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from connectors.problems import Problem
from flows.boundary import Counts, sealed
from flows.intake import submit
from flows.letterbox.answers import Answer, written
from flows.letterbox.errors import HandInChanged, HandInNotDeleted
from flows.letterbox.looking import ANSWER, Box, Letter, look_at
from flows.letterbox.memory import Fate, looked, note, noted
from flows.letterbox.ripeness import hindrance, seconds_to_settle, terms_of, to_delete, to_take, waiting
from flows.letterbox.watching import LOCK, look_into
from flows.workroom import Drawer
from flows.workspace import StaffListMissing, Workspace
from schemas.errors import ConfigurationError, HandedInError
from schemas.words import Reader
from vault.ledger import Draft
from vault.others_files import delete, leave
from vault.private_files import alone

COUNTED = (
    "people",
    "taken",
    "refused",
    "deleted_unread",
    "not_deleted",
    "on_their_way",
    "closed",
    "left_alone",
)


def take(
    workspace: Workspace,
    today: date,
    *,
    clock: Callable[[], float] = time.time,
    wait: Callable[[float], None] = time.sleep,
) -> Counts:
    """Take what has settled in the hand-in folder, received on that day; what came to how many.

    What is seen for the first time is looked at once more after `settle_seconds`. A second run at the same
    time waits for the first. Raises `HandInFolderUnset`, `FolderMisplaced`, `HandInUnreachable`,
    `StaffListMissing`, and in the end `HandInNotDeleted`.
    """
    if workspace.kept("staff") is None:
        raise StaffListMissing
    with alone(workspace.folder / LOCK):
        taking = Taking(workspace, today, clock)
        if seconds := taking.round():
            wait(seconds)
            taking.round()
    if taking.counts["not_deleted"]:
        raise HandInNotDeleted(f"{taking.counts['not_deleted']}")
    return Counts("intake", {name: taking.counts[name] for name in COUNTED})


@dataclass
class Taking:
    """One run over the hand-in folder, and what it counts."""

    workspace: Workspace
    today: date
    clock: Callable[[], float]
    counts: Counter[str] = field(default_factory=Counter)

    def round(self) -> int:
        """Take and delete what is due now; the seconds until it is worth looking again, 0 for not at all."""
        seen = look_into(self.workspace)
        terms = terms_of(self.workspace.school.hand_in, self.clock())
        memory = looked(self.workspace, seen, terms.now)
        self.counts["closed"], self.counts["left_alone"] = seen.closed, seen.left_alone
        self.counts["on_their_way"] = 0
        for box in seen.boxes:
            if due := list(to_delete(box, memory, terms)):
                self._delete_due(box, due)
            if letters := to_take(box, memory, terms):
                self._take(box, letters)
            else:
                self.counts["on_their_way"] += waiting(box, memory)
        return max(0, seconds_to_settle(seen.boxes, memory, terms))

    def _take(self, box: Box, letters: Sequence[Letter]) -> None:
        """All of one person at once; what cannot be read as it lies there is refused unread."""
        refused = {each.mark: [why().message] for each in letters if (why := hindrance(each))}
        self._note(box, [each for each in letters if each.mark in refused], Fate.REFUSED)
        answer, taken = Answer(self.today), list[Letter]()
        if readable := [each for each in letters if each.mark not in refused]:
            try:
                refused |= self._read(box, readable, answer)
            except HandInChanged:
                self.counts["on_their_way"] += len(readable)
            else:
                self.counts["people"] += 1
                taken = [each for each in readable if each.mark not in refused]
        answer.refused = [refused[each.mark] for each in letters if each.mark in refused]
        answer.not_deleted = self._delete(box, taken)
        self.counts.update(taken=len(taken), refused=len(refused))
        if taken or refused:
            self._answer(box, answer)

    def _read(self, box: Box, letters: Sequence[Letter], answer: Answer) -> dict[str, list[str]]:
        """Seal what can be read of these; by its mark, why each that stays does. Raises `HandInChanged`."""
        paths, beside = [each.path for each in letters], partial(self._kept, box, letters)
        try:
            receipt = submit(self.workspace, box.staff_ref, paths, self.today, beside=beside)
        except (HandInChanged, ConfigurationError, OSError):  # no fault of this hand-in: it waits
            raise
        except Exception as error:  # noqa: BLE001 - the fault of one is sealed, and the others are taken
            answer.of_all = [self._reason(box, error)]
            self._note(box, letters, Fate.REFUSED)
            return {each.mark: [] for each in letters}
        answer.read = receipt.lines
        answer.of_all = [each.error.message for each in receipt.problems if not each.file]
        return {
            letter.mark: [each.error.message for each in receipt.problems if each.file == number]
            for number, letter in enumerate(letters, start=1)
            if letter.mark in staying(letters, receipt.problems)
        }

    def _reason(self, box: Box, error: Exception) -> str:
        """What the person is told; what they cannot mend is sealed, and told by its number."""
        if isinstance(error, HandedInError):
            return error.message
        is_dsls = box.staff_ref == self.workspace.school.reviewers.dsl
        reader = Reader.SECOND_REVIEWER if is_dsls else Reader.DSL
        drawer = Drawer(self.workspace.vault, self.workspace.vault.submission_id_of(box.staff_ref), reader)
        incident = sealed("intake", error, drawer).incident
        return f"Something went wrong on our side. Please tell the DSL this number: {incident}."

    def _kept(self, box: Box, letters: Sequence[Letter], draft: Draft, problems: Sequence[Problem]) -> None:
        """Note beside what is kept what is to be deleted for it, unless it is no longer what was read."""
        if not all(self._is_the_same(box, each) for each in letters):
            raise HandInChanged
        refused = staying(letters, problems)
        fates = {each.mark: Fate.REFUSED if each.mark in refused else Fate.TAKEN for each in letters}
        note(self.workspace, draft, box, fates, int(self.clock()))

    def _note(self, box: Box, letters: Sequence[Letter], fate: Fate) -> None:
        if letters:
            noted(self.workspace, box, letters, fate, int(self.clock()))

    def _delete_due(self, box: Box, due: Sequence[tuple[Letter, Fate]]) -> None:
        """What an earlier run took and could not delete, and what was refused long enough ago."""
        overdue = sum(fate is Fate.REFUSED for _, fate in due)
        left = self._delete(box, [letter for letter, _ in due])
        self.counts["deleted_unread"] += overdue
        self._answer(box, Answer(self.today, not_deleted=left, overdue=overdue, earlier=len(due) - overdue))

    def _delete(self, box: Box, letters: Sequence[Letter]) -> int:
        """Delete these, unless they are others by now; how many could not be deleted, which is noted."""
        left = [each for each in letters if self._is_the_same(box, each) and not delete(each.path)]
        self._note(box, left, Fate.STUCK)
        self.counts["not_deleted"] += len(left)
        return len(left)

    def _is_the_same(self, box: Box, letter: Letter) -> bool:
        """Whether what lies there is what was looked at; not so where that cannot be told."""
        try:
            now = look_at(letter.path, box.staff_ref, self.workspace.vault.fingerprint)
        except OSError:
            return False
        return now is not None and now.state == letter.state

    def _answer(self, box: Box, answer: Answer) -> None:
        text = written(answer, self.workspace.school.hand_in.refused_days)
        if not leave(box.path / ANSWER, text):
            self.counts["closed"] += 1


def staying(letters: Sequence[Letter], problems: Sequence[Problem]) -> set[str]:
    """The marks of those that could not be read: all of them, where nobody can tell which it was."""
    refused = {each.file for each in problems}
    return {each.mark for number, each in enumerate(letters, start=1) if refused & {0, number}}
