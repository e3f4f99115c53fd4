"""What the trust's area answered, opened by whoever it is for: as a locked workbook."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from flows.cross_school.letters import Answer, read_answer
from flows.cross_school.taking_part import Share, share_needed
from flows.facts.people import staff_names
from flows.facts.setting import setting_of
from flows.trail import told
from flows.workspace import Workspace
from policy.evidence_kinds import evidence_of, told_in
from policy.staff_parents import is_staff_on
from reports.cross_school import CrossSchool, Screened, cross_school_workbook
from reports.overview_facts import Finding
from schemas.words import Reader
from vault.audit_log import Event
from vault.cross_school import opened_letter
from vault.documents import lock_workbook
from vault.errors import NothingKeptError, SealBrokenError, SealedContentError
from vault.ledger import Draft
from vault.passphrases import five_words
from vault.trust_share import WORKBOOKS, Answered, Kept

MAY_SEE = {Reader.DSL: "The designated safeguarding lead", Reader.SECOND_REVIEWER: "The second reviewer"}
BROKEN, UNREAD = "answer-unreadable", "letter-unreadable"


class End(StrEnum):
    """How the last screening ended for one member of staff. The four must never look alike."""

    CHECKED = "checked"
    COULD_NOT_BE_CHECKED = "could_not_be_checked"
    WAITING = "waiting"
    """Handed over, and not screened yet."""
    NOT_HANDED_OVER = "not_handed_over"


@dataclass(frozen=True)
class Opened:
    """The answers of one reader: by submission, None for one that is not what the area wrote."""

    workspace: Workspace
    reader: Reader
    kept: Kept
    answers: Mapping[str, Answer | None]

    @property
    def told_on(self) -> date | None:
        """The day of the last screening."""
        return date.fromisoformat(self.kept.told["on"]) if self.kept.told else None

    def findings(self) -> Iterator[tuple[str, date, Finding]]:
        """Every finding, with its submission and the day of the screening."""
        for submission_id, answer in self.answers.items():
            if answer:
                yield from ((submission_id, answer.on, finding) for finding in answer.findings)

    def is_dismissed(self, finding: Finding) -> bool:
        """Whether a person said that they are not the same, and nothing new speaks for it since."""
        before = self.kept.dismissed.get(finding.finding_id)
        return before is not None and self._fingerprints(evidence_of(_row(finding))) <= set(before["kinds"])

    def told(self, finding: Finding) -> list[str]:
        """The kinds of evidence that its reader is told of, as fingerprints: more of them is new evidence."""
        return sorted(self._fingerprints(told_in(_row(finding))))

    def _fingerprints(self, kinds: Iterable[str]) -> set[str]:
        return {self.workspace.vault.fingerprint("evidence", kind) for kind in kinds}


def opened(workspace: Workspace, reader: Reader, identity: str) -> Opened:
    """What is kept of the area's answers for that reader. Raises `NoCrossSchool`."""
    share, vault = share_needed(workspace), workspace.vault
    theirs = [each for each in vault.trust_share.answers() if each.reader is reader]
    answers = {each.submission_id: _read(share, each, identity) for each in theirs}
    return Opened(workspace, reader, vault.trust_share.kept(), answers)


def write_workbook(answers: Opened, today: date) -> str:
    """Write the locked workbook into the workspace; the words that open it."""
    workspace, reader, words = answers.workspace, answers.reader, five_words()
    refs = _staff_of(workspace)
    names = staff_names(workspace.lists_needed()[1].tables["staff"])
    asked = [
        (on, replace(finding, staff=names.get(refs.get(one, ""), "")))
        for one, on, finding in answers.findings()
        if not answers.is_dismissed(finding)
    ]
    facts = CrossSchool(
        setting_of(workspace.school),
        today,
        _screened(answers, refs, today),
        tuple(sorted(asked, key=lambda each: (-each[1].probability, each[1].finding_id))),
        sum(answers.is_dismissed(finding) for _, _, finding in answers.findings()),
        MAY_SEE[reader],
    )
    draft = Draft({WORKBOOKS[reader]: lock_workbook(cross_school_workbook(facts), words)})
    workspace.vault.commit(draft, told(Event.REPORT_OPENED, reader))
    return words


def dismiss(answers: Opened, finding_id: str, today: date) -> None:
    """A person says that these two are not the same: it is not asked again without new evidence.

    Raises `NothingKeptError` for a number that no finding of the reader's has.
    """
    found = [(one, finding) for one, _, finding in answers.findings() if finding.finding_id == finding_id]
    if not found:
        raise NothingKeptError
    (submission_id, finding), *_ = found
    vault, draft = answers.workspace.vault, Draft()
    facts = {"about": submission_id, "on": today.isoformat(), "kinds": answers.told(finding)}
    with vault.alone():
        kept = vault.trust_share.kept()
        vault.trust_share.keep(draft, replace(kept, dismissed={**kept.dismissed, finding_id: facts}))
        vault.commit(draft, told(Event.DECISIONS_TAKEN, answers.reader, [submission_id]))


def _row(finding: Finding) -> dict[str, Any]:
    """The evidence as a row of FINDINGS has it."""
    return {"evidence": [asdict(each) for each in finding.evidence]}


def _read(share: Share, answered: Answered, identity: str) -> Answer | None:
    """The answer; None where it is no letter of this area about this submission, or is damaged."""
    place = share.outbox.place(answered.submission_id)
    try:
        data = (share.workspace.folder / answered.file).read_bytes()
        return read_answer(opened_letter(place, data, identity, share.card.sender))
    except (SealBrokenError, SealedContentError):
        return None


def _staff_of(workspace: Workspace) -> dict[str, str]:
    """Whose submission each is, for everybody on the staff list."""
    staff = workspace.lists_needed()[1].tables["staff"]
    refs = map(str, staff["staff_ref"].to_pylist())
    return {workspace.vault.submission_id_of(ref): ref for ref in refs}


def _screened(answers: Opened, refs: Mapping[str, str], today: date) -> Screened:
    """How far the last screening goes, for those whose results this reader decides on."""
    told = answers.kept.told
    people = _people(answers, today)
    ends = [_how_it_ended(answers, one) for one, ref in refs.items() if ref in people]
    ended = Counter(how for how, _ in ends)
    return Screened(
        on=answers.told_on,
        checked=ended[End.CHECKED],
        could_not_be_checked=ended[End.COULD_NOT_BE_CHECKED],
        waiting=ended[End.WAITING],
        not_handed_over=ended[End.NOT_HANDED_OVER],
        settings=max(0, int(told.get("settings", 0)) - 1),
        settings_missing=int(told.get("not_handed_over", 0)),
        codes=tuple(sorted({code for _, code in ends} - {""})),
    )


def _people(answers: Opened, today: date) -> set[str]:
    """The staff references of those there are today whose results this reader decides on."""
    workspace = answers.workspace
    staff = workspace.lists_needed()[1].tables["staff"].to_pylist()
    there = {row["staff_ref"] for row in staff if is_staff_on(row, today)}
    of_dsl = {workspace.school.reviewers.dsl} & there
    return of_dsl if answers.reader is Reader.SECOND_REVIEWER else there - of_dsl


def _how_it_ended(answers: Opened, submission_id: str) -> tuple[End, str]:
    """How the last screening ended for one submission, and the code where it could not be checked."""
    answer = answers.answers.get(submission_id)
    if submission_id in answers.answers and answer is None:
        return End.COULD_NOT_BE_CHECKED, BROKEN
    if answer and answer.on == answers.told_on:
        return End(answer.outcome.value), answer.code
    if submission_id in answers.kept.told.get("unread_here", ()):
        return End.COULD_NOT_BE_CHECKED, UNREAD
    return (End.WAITING if submission_id in answers.kept.handed_over else End.NOT_HANDED_OVER), ""
