"""Everything in a workspace that has an end, as the policy's rules count it: kinds, opaque ids and days."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

from flows.participation import person_of
from flows.workspace import Workspace
from policy.remembering import Remembered, from_json
from policy.retention import Hold, Item, Kept
from schemas.words import Decision, Outcome, Reader
from vault.register import Pair, finding_file

CONFIRMED = (Decision.SAME_PERSON, Decision.DECLARED)
DISPUTE = "dispute-"
"""What begins the id of the dispute about a pair."""


@dataclass(frozen=True)
class KeptHere:
    """What the workspace keeps on a day."""

    workspace: Workspace
    today: date

    @cached_property
    def pairs(self) -> dict[str, Pair]:
        """What the register remembers."""
        return self.workspace.vault.register.pairs()

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All of it."""
        return (
            *self._extracts(),
            *self._pairs(),
            *self._declarations(),
            *self._audits(),
            *self._participation(),
            *self._incidents(),
            *self._tombstones(),
            *self._log(),
        )

    @cached_property
    def holds(self) -> tuple[Hold, ...]:
        """What is held, and until when it is to be looked at again."""
        return tuple(
            Hold(pair, date.fromisoformat(each.hold_review))
            for pair, each in self.pairs.items()
            if each.hold_review
        )

    def reader_of(self, item_id: str) -> Reader | None:
        """Whose pair, or dispute about a pair, the item is; None for an item of another kind."""
        pair = self.pairs.get(item_id.removeprefix(DISPUTE))
        return pair.reader if pair else None

    @cached_property
    def _last_days(self) -> dict[str, date | None] | None:
        """The last day, if one is known, of each reference on the staff list; None before one is loaded."""
        staff = self.workspace.kept("staff")
        rows = staff.tables["staff"].select(["staff_ref", "ends"]).to_pylist() if staff else None
        return None if rows is None else {row["staff_ref"]: row["ends"] for row in rows}

    def _left(self, last_days: Mapping[str, date | None] | None, who: str) -> date | None:
        """The day on which the person left; for one who is not on the staff list any more, yesterday."""
        if last_days is None:
            return None
        yesterday = self.today - timedelta(days=1)
        last = last_days.get(who) if who in last_days else yesterday
        return last if last is not None and last <= yesterday else None

    @cached_property
    def _audit_facts(self) -> dict[str, dict[str, Any]]:
        audits = self.workspace.vault.audits
        return {audit_id: audits.open(audit_id) for audit_id in audits.ids()}

    def _extracts(self) -> Iterator[Item]:
        hand_ins = self.workspace.vault.hand_ins
        for name, came in hand_ins.received().items():
            yield Item(Kept.EXTRACT, name, came, self._audited_after(name.partition(".")[0], came))

    def _audited_after(self, submission_id: str, came: date) -> date | None:
        """The day of the first audit that checked the submission after the day the hand-in came.

        What came on the day of an audit may have come after it, and waits for the next one.
        """
        days = (
            date.fromisoformat(facts["on"])
            for facts in self._audit_facts.values()
            if facts["outcomes"].get(submission_id, ("",))[0] == Outcome.CHECKED
        )
        return min((day for day in days if day > came), default=None)

    def _pairs(self) -> Iterator[Item]:
        for pair, each in self.pairs.items():
            remembered = from_json(each.remembered)
            readable = (self.workspace.folder / finding_file(pair)).exists()
            yield _pair_item(pair, remembered, readable=readable)
            if remembered.disputed_on:
                answered = None if remembered.dispute_open else remembered.decided_on
                yield Item(Kept.DISPUTE, DISPUTE + pair, remembered.disputed_on, answered, about=pair)

    def _declarations(self) -> Iterator[Item]:
        declarations = self.workspace.kept("declarations")
        rows = declarations.tables["declarations"].to_pylist() if declarations else []
        for number, row in enumerate(rows):
            left = self._left(self._last_days, row["staff_ref"])
            yield Item(Kept.DECLARATION, str(number), row["agreed_on"] or self.today, left)

    def _audits(self) -> Iterator[Item]:
        released = {path.stem for path in (self.workspace.folder / "released").glob("*.pdf")}
        for audit_id, facts in self._audit_facts.items():
            on = date.fromisoformat(facts["on"])
            yield Item(Kept.REPORT, audit_id, on)
            for receipt, _ in facts["people"].values():
                if receipt in released:
                    yield Item(Kept.STAFF_PAGE, receipt, on)

    def _participation(self) -> Iterator[Item]:
        days = self._last_days
        people = None if days is None else {person_of(self.workspace, ref): day for ref, day in days.items()}
        for person, began in self.workspace.vault.participation.days().items():
            yield Item(Kept.PARTICIPATION, person, began, self._left(people, person))

    def _incidents(self) -> Iterator[Item]:
        for path in (self.workspace.folder / "incidents").glob("*.age"):
            written = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
            yield Item(Kept.INCIDENT, path.name, written)

    def _tombstones(self) -> Iterator[Item]:
        """All but those of people on the staff list: without them the id of today would be a dead one."""
        vault = self.workspace.vault
        needed = {each for ref in self._last_days or () for each in vault.submission_ids_of(ref)}
        for submission_id, on in vault.tombstones.all().items():
            if submission_id not in needed:
                yield Item(Kept.TOMBSTONE, submission_id, on)

    def _log(self) -> Iterator[Item]:
        """The months of the log; the latest is not closed, since the next entry may go there."""
        months: dict[str, list[date]] = defaultdict(list)
        for line in self.workspace.vault.log.entries():
            months[f"{line.entry.moment:%Y-%m}"].append(line.entry.moment.date())
        for month, days in months.items():
            yield Item(Kept.LOG_SEGMENT, month, min(days), None if month == max(months) else max(days))


def _pair_item(pair: str, remembered: Remembered, *, readable: bool) -> Item:
    """A pair with names still readable is a question or was confirmed; without them it is a fingerprint."""
    began, decided = remembered.first_seen, remembered.decided_on
    if remembered.decision in CONFIRMED and not remembered.dispute_open:
        return Item(Kept.CONFIRMED_FINDING, pair, began, decided, remembered.gone_on)
    if remembered.gone_on or not readable:
        return Item(Kept.DISMISSED_PAIR, pair, began, remembered.gone_on or decided or remembered.last_seen)
    return Item(Kept.OPEN_FINDING, pair, _asked_on(remembered))


def _asked_on(remembered: Remembered) -> date:
    """The day the question was asked that waits now: for what was dismissed, that of the new evidence."""
    if remembered.decided_about is None:
        return remembered.first_seen
    days = (*remembered.told.values(), *remembered.bands.values())
    return min((day for day in days if day > remembered.decided_about), default=remembered.last_seen)
