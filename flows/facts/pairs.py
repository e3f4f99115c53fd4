"""The pairs of an audit beside what is remembered of them: which are questions now, and which are gone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from flows.question_numbers import question_number
from flows.workroom import Workroom
from policy.evidence_kinds import kinds_of
from policy.pairs import Seen, list_of, pairs_of_findings, seen_pairs
from policy.remembering import (
    Remembered,
    as_json,
    from_json,
    gone,
    is_shown,
    miss,
    news,
    remember,
    what_changed,
)
from reports.overview_facts import Gone, History
from schemas.words import Decision, Outcome, Reader
from vault.register import Pair


@dataclass(frozen=True)
class AuditedPairs:
    """What the audit saw of each pair, by fingerprint, and what was remembered before it."""

    room: Workroom
    registered: Mapping[str, Pair]
    of_finding: Mapping[str, str]
    """The pair of each finding_id."""
    seen: Mapping[str, Seen]

    @cached_property
    def before(self) -> dict[str, Remembered]:
        """What was remembered of each pair."""
        return {pair: from_json(each.remembered) for pair, each in self.registered.items()}

    @cached_property
    def shown(self) -> frozenset[str]:
        """The pairs that stand in the documents: questions, and what was confirmed."""
        return frozenset(pair for pair, seen in self.seen.items() if is_shown(self.before.get(pair), seen))

    @cached_property
    def gone(self) -> tuple[Remembered, ...]:
        """Pairs that stood on lists read now, and are not there any more."""
        return tuple(gone(self.before.values(), self.seen.keys(), _lists_read(self.room)))

    @property
    def findings(self) -> pa.Table:
        """FINDINGS of the pairs that are shown."""
        shown = [each for each, pair in self.of_finding.items() if pair in self.shown]
        findings = self.room.findings
        return findings.filter(pc.is_in(findings["finding_id"], value_set=pa.array(shown, pa.string())))

    def history(self, row: Mapping[str, Any]) -> History:
        """How a row of FINDINGS stands to the audits before."""
        pair = self.of_finding[row["finding_id"]]
        before, seen = self.before.get(pair), self.seen[pair]
        if before is None:
            return History()
        new = news(before, seen)
        fingerprint = self.room.workspace.vault.fingerprint
        return History(
            change=what_changed(before, seen),
            news=tuple(
                line["sentence"]
                for line in row["evidence"]
                if line["bits"] > 0
                and any(fingerprint("evidence", kind) in new for kind in kinds_of(line["sentence"])[:1])
            ),
            asked_on=before.first_seen,
            decision=before.decision,
            decided_on=before.decided_on,
            disputed_on=before.disputed_on if before.dispute_open else None,
        )

    def gone_for(self, reader: Reader) -> tuple[Gone, ...]:
        """What is gone of a reader's pairs, by number and day."""
        return tuple(
            Gone(question_number(each.pair), each.first_seen, each.last_seen, each.decision)
            for each in self.gone
            if each.reader is reader
        )

    def dismissed_for(self, reader: Reader) -> int:
        """How many of a reader's pairs are left out since a person said that they are not the same."""
        return sum(seen.reader is reader for pair, seen in self.seen.items() if pair not in self.shown)

    def after(self) -> dict[str, Pair]:
        """What is remembered from this audit on."""
        today = self.room.today
        now = {pair: remember(self.before.get(pair), seen, today) for pair, seen in self.seen.items()}
        now |= {each.pair: miss(each, today) for each in self.gone}
        return dict(self.registered) | {pair: self._registered(pair, each) for pair, each in now.items()}

    def no_longer_readable(self) -> list[str]:
        """The pairs that are gone and were no more than a question: their names go."""
        return [
            each.pair
            for each in self.gone
            if each.decision is not Decision.SAME_PERSON and not self.registered[each.pair].hold_review
        ]

    def _registered(self, pair: str, remembered: Remembered) -> Pair:
        facts = as_json(remembered)
        if pair in self.registered:
            return replace(self.registered[pair], reader=remembered.reader, remembered=facts)
        return Pair(remembered.submission_id, remembered.reader, facts)


def audited_pairs(room: Workroom) -> AuditedPairs:
    """The pairs of the room's findings, and what the register knows."""
    vault = room.workspace.vault
    readers = {submission_id: room.reader_of(submission_id) for submission_id in room.outcomes}
    found = (room.findings, room.found_accounts)
    return AuditedPairs(
        room,
        vault.register.pairs(),
        pairs_of_findings(*found, vault.fingerprint),
        seen_pairs(*found, readers, vault.fingerprint),
    )


def _lists_read(room: Workroom) -> frozenset[str]:
    """The fingerprints of the lists that this audit checked."""
    fingerprint = room.workspace.vault.fingerprint
    checked = (ref for ref, (outcome, _) in room.outcomes.items() if outcome is Outcome.CHECKED)
    return frozenset(
        fingerprint(*list_of(ref, extract.platform, each.relation))
        for ref in checked
        for extract in _extracts(room, ref)
        for each in extract.lists
        if not each.unreadable
    )


def _extracts(room: Workroom, submission_id: str) -> Iterable[Any]:
    submission = room.handed_in.get(submission_id)
    return submission.extracts if submission else ()
