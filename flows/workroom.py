"""What one audit holds in memory while it runs, found by the run's reference.

Stages are handed a reference and shard numbers; people stay here and never pass through Prefect.
"""

import secrets
from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from expectations.records import Reported, SetAside
from flows.boundary import Counts, PipelineError, sealed
from flows.ended import EndedStage
from flows.watching import tell
from flows.workspace import Workspace
from matching.roster import RosterIndex
from policy.circumstances import Circumstances
from policy.staff_parents import is_staff_on
from reports.staff_facts import Problem
from schemas.errors import ArmslengthError, ConfigurationError
from schemas.tables import ACCOUNTS, FINDINGS, MATCHES, STAFF
from schemas.words import Band, Outcome, Reader, Verdict
from vault.private_files import held
from vault.store import Submission, Vault

SHARD_SIZE = 25
"""Submissions a shard: coarse enough for Prefect, few enough that their accounts are soon let go."""


class AuditUnderWay(ConfigurationError):
    """Another audit of this workspace is under way; nothing was done."""

    code = "audit-under-way"
    next_step = "Wait until it has ended."


OUR_FAULT = "Something went wrong on our side, and nothing of this submission was checked."


@dataclass(frozen=True)
class Drawer:
    """Where the detail of an error goes that is about one submission."""

    vault: Vault
    submission_id: str
    reader: Reader

    def keep_incident(self, detail: str) -> str:
        """Seal the detail for whoever decides on the submission; its opaque number."""
        return self.vault.keep_incident(detail, self.submission_id, self.reader)


@dataclass
class Roster:
    """The roster on the day of the audit: PEOPLE, NAMES and LINKS of those on roll."""

    people: pa.Table
    names: pa.Table
    links: pa.Table
    loaded_on: date
    not_on_roll: int


@dataclass
class Shard:
    """Some submissions on their way through the stages, and their accounts."""

    submission_ids: tuple[str, ...]
    submissions: dict[str, Submission] = field(default_factory=dict)
    accounts: pa.Table = field(default_factory=ACCOUNTS.empty_table)
    matches: pa.Table = field(default_factory=MATCHES.empty_table)

    def empty(self) -> None:
        """Let everything go but the numbers."""
        self.submissions = {key: replace(each, extracts=()) for key, each in self.submissions.items()}
        self.accounts, self.matches = ACCOUNTS.empty_table(), MATCHES.empty_table()


@dataclass
class Workroom:
    """One audit's memory. Nothing of it is written by Prefect; all of it goes when the room is closed.

    `roster`, `known` and `index` are there from the stage that makes them on.
    """

    run_ref: str
    today: date
    workspace: Workspace
    roster: Roster = field(init=False)
    known: Circumstances = field(init=False)
    index: RosterIndex = field(init=False)
    staff: pa.Table = field(default_factory=STAFF.empty_table)
    same_contact: frozenset[tuple[str, str]] = frozenset()
    """Of a staff_ref and a person_id of one name: they shared contact details when both lists were loaded."""
    waiting: dict[str, tuple[str, ...]] = field(default_factory=dict)
    shards: list[Shard] = field(default_factory=list)
    checks: list[pa.Table] = field(default_factory=list)
    findings: pa.Table = field(default_factory=FINDINGS.empty_table)
    found_accounts: pa.Table = field(default_factory=ACCOUNTS.empty_table)
    own_bands: dict[tuple[str, int, str], Band] = field(default_factory=dict)
    """The band of a submission's account as a person by that account alone: staff reports rest on no more."""
    handed_in: dict[str, Submission] = field(default_factory=dict)
    staff_of: dict[str, str] = field(default_factory=dict)
    outcomes: dict[str, tuple[Outcome, str]] = field(default_factory=dict)
    failures: dict[str, Problem] = field(default_factory=dict)
    set_aside: list[SetAside] = field(default_factory=list)
    reported: list[Reported] = field(default_factory=list)
    """What is wrong with rows that stay in matching; what only loading could see comes last."""
    ended: list[EndedStage] = field(default_factory=list)

    def keep_incident(self, detail: str) -> str:
        """Seal an error's detail that may quote anybody in this audit; its opaque number.

        The DSL may read it only where nothing of the DSL's own is in the audit.
        """
        of_dsl = any(map(self.is_dsls, self.staff_of))
        reader = Reader.SECOND_REVIEWER if of_dsl else Reader.DSL
        return self.workspace.vault.keep_incident(detail, reader=reader)

    def fail(self, stage: str, submission_id: str, error: Exception) -> None:
        """Note that one submission could not be checked; the others go on."""
        drawer = Drawer(self.workspace.vault, submission_id, self.reader_of(submission_id))
        failure = sealed(stage, error, drawer)
        code = f"{stage}.{failure.code}"
        self.outcomes[submission_id] = (Outcome.COULD_NOT_BE_CHECKED, code)
        self.failures[submission_id] = Problem(
            where="This submission",
            message=error.message if isinstance(error, ArmslengthError) else OUR_FAULT,
            next_step="" if isinstance(error, ArmslengthError) else f"Incident {failure.incident}.",
            code=code,
        )

    def leave_out(self, submission_ids: AbstractSet[str]) -> None:
        """Whoever withdrew while the audit was under way was never in it."""
        for known in (self.waiting, self.handed_in, self.staff_of, self.outcomes, self.failures):
            for submission_id in submission_ids & known.keys():
                del known[submission_id]
        gone = pa.array(sorted(submission_ids), pa.string())
        for name in ("findings", "found_accounts"):
            table = getattr(self, name)
            setattr(self, name, table.filter(pc.invert(pc.is_in(table["submission_id"], value_set=gone))))
        self.own_bands = {key: band for key, band in self.own_bands.items() if key[0] not in submission_ids}

    def problems(self, submission_id: str) -> list[Problem]:
        """What could not be read or checked of one submission, in words that quote nobody."""
        submission = self.handed_in.get(submission_id)
        unread = [
            Problem(f"File {each.file}" if each.file else "What was handed in", each.message, code=each.code)
            for each in (submission.unread if submission else ())
        ]
        failure = self.failures.get(submission_id)
        return [*unread, failure] if failure else unread

    def reader_of(self, submission_id: str) -> Reader:
        """Who decides on a submission."""
        return Reader.SECOND_REVIEWER if self.is_dsls(submission_id) else Reader.DSL

    def is_dsls(self, submission_id: str) -> bool:
        """Whether a submission is the DSL's own, which the DSL must not decide on."""
        return self.staff_of[submission_id] == self.workspace.school.reviewers.dsl

    def initials(self, submission_id: str) -> str:
        """The initials of whose submission it is, from the staff list."""
        staff_ref = self.staff_of[submission_id]
        named = (row for row in self.staff.to_pylist() if row["staff_ref"] == staff_ref)
        return next((row["forename"][:1] + row["surname"][:1] for row in named), "")

    def not_about_dsl(self, table: pa.Table) -> pa.Table:
        """The rows of other people's submissions: no number that others read may tell of the DSL's own."""
        refs = map(str, pc.unique(table["submission_id"]).to_pylist())
        own = list(filter(self.is_dsls, refs))
        return table.filter(pc.invert(pc.is_in(table["submission_id"], pa.array(own, pa.string()))))

    def totals(self) -> Counts:
        """The audit in numbers, under its own reference; of findings, all but those about the DSL."""
        verdicts = Counter(self.not_about_dsl(self.findings)["verdict"].to_pylist())
        ended = Counter(outcome for outcome, _ in self.outcomes.values())
        handed_in = {self.staff_of[ref] for ref in self.outcomes}
        return Counts(
            self.run_ref,
            {word.value: verdicts[word.value] for word in Verdict}
            | {word.value: ended[word] for word in Outcome}
            | {Outcome.NOT_HANDED_IN.value: len(self.current_staff() - handed_in)},
        )

    def current_staff(self) -> set[str]:
        """The staff references of those on the staff list today."""
        return {row["staff_ref"] for row in self.staff.to_pylist() if is_staff_on(row, self.today)}

    def tell(self, ended: EndedStage) -> None:
        """Keep how a stage ended, and tell whoever watches what it counted."""
        self.ended.append(ended)
        tell(ended.counts)


_ROOMS: dict[str, Workroom] = {}


def room_of(run_ref: str) -> Workroom:
    """The room of a run that is under way."""
    return _ROOMS[run_ref]


@contextmanager
def opened_room(workspace: Workspace, today: date) -> Iterator[str]:
    """The reference of a new run; its room is open until the block ends."""
    run_ref = f"run-{secrets.token_hex(6)}"
    with held(_lock(workspace)) as alone:
        if not alone:
            raise PipelineError("start", AuditUnderWay.code, "none", AuditUnderWay())
        _ROOMS[run_ref] = Workroom(run_ref, today, workspace)
        tell(Counts("start"))
        try:
            yield run_ref
        finally:
            del _ROOMS[run_ref]


def refuse_a_second(workspace: Workspace) -> None:
    """Raise `AuditUnderWay` where an audit of the workspace runs, before anything is started for another."""
    with held(_lock(workspace)) as alone:
        if not alone:
            raise AuditUnderWay


def _lock(workspace: Workspace) -> Path:
    return workspace.folder / "audits" / "audit.lock"
