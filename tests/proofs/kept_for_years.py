"""An invented school's years, day by day: things come to be, things happen to them, and each has its day.

When each must be gone is worked out here once more, from the wording of the rules and with another library's
months, so that the rules are not proved by themselves.
"""

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pandas as pd
import pyarrow as pa

from flows.holds import Reason, hold_finding, lift
from flows.participation import person_of
from flows.workspace import Workspace
from policy.remembering import Remembered, as_json, from_json
from schemas.tables import DECLARATIONS, STAFF
from schemas.words import Answer, Band, Decision, Reader
from vault.audits import ForReader, PersonsPage
from vault.ledger import Draft
from vault.register import Pair, finding_file
from vault.submissions import HandIn

LOCKED = b"%PDF-1.7 invented /Encrypt"
STAFF_REFS = [f"S{number:03}" for number in range(1, 13)]


@dataclass
class Thing:
    """One thing that is kept, by its name in `Years.present`, and the first day on which it must be gone.

    `of` is the submission it goes with when that is withdrawn.
    """

    name: str
    due: date | None
    of: str = ""
    held: bool = False


def later(day: date, months: int) -> date:
    """So many months on."""
    moved: pd.Timestamp = pd.Timestamp(day) + pd.DateOffset(months=months)
    return moved.date()


class Years:
    """A workspace, the things that must be in it, and what may happen on a day."""

    def __init__(self, workspace: Workspace, seed: int) -> None:
        self.workspace, self.vault = workspace, workspace.vault
        self.random = random.Random(seed)  # noqa: S311 - a simulation
        self.things: dict[str, Thing] = {}
        self.open: list[str] = []
        self.confirmed: list[str] = []
        self.staff = list(STAFF_REFS)
        self._keep_staff()

    def happens(self, today: date) -> None:
        """One day: each of these now and then."""
        events: dict[Callable[[date], None], float] = {
            self.hands_in: 0.10,
            self.asks: 0.15,
            self.decides: 0.15,
            self.is_resolved: 0.03,
            self.is_held: 0.04,
            self.is_lifted: 0.03,
            self.audits: 0.03,
            self.fails: 0.03,
            self.answers: 0.05,
            self.declares: 0.03,
            self.leaves: 0.01,
            self.joins: 0.01,
            self.withdraws: 0.01,
        }
        for event, likely in events.items():
            if self.random.random() < likely:
                event(today)

    def expected(self, today: date) -> set[str]:
        """What must be there at the end of the day, and nothing else."""
        barred = {each for ref in self.staff for each in self.vault.submission_ids_of(ref)}
        kept = {
            name: each
            for name, each in self.things.items()
            if each.held or each.due is None or each.due > today or name in barred
        }
        self.things = kept
        self.open, self.confirmed = (
            [each for each in of if each in kept] for of in (self.open, self.confirmed)
        )
        return set(kept)

    def present(self) -> set[str]:
        """What is there."""
        folder, vault = self.workspace.folder, self.vault
        files = ("submissions/*.age", "findings/*.age", "released/*.pdf", "incidents/*.age")
        return {
            *(path.name for pattern in files for path in folder.glob(pattern)),
            *vault.register.pairs(),
            *vault.audits.ids(),
            *vault.tombstones.all(),
            *(f"answer {person}" for person in vault.participation.days()),
            *(row["person_name"] for row in self._declared()),
        }

    def hands_in(self, today: date) -> None:
        """An export comes, and no audit takes it."""
        draft, submission_id = Draft(), self._somebody()
        self.vault.hand_ins.keep(draft, submission_id, HandIn("S000", today, (), (), ()))
        self.vault.commit(draft)
        (name,) = (each for each in draft.writes if each.endswith(".age"))
        self._add(name.removeprefix("submissions/"), today + timedelta(days=30), submission_id)

    def asks(self, today: date) -> None:
        """An audit asks about a pair."""
        pair, submission_id = self._opaque(32), self._somebody()
        reader = self.random.choice([Reader.DSL, Reader.DSL, Reader.SECOND_REVIEWER])
        remembered = Remembered(pair, submission_id, reader, today, today, bands={Band.PROBABLE: today})
        draft = Draft()
        pairs = self.vault.register.pairs() | {pair: Pair(submission_id, reader, as_json(remembered))}
        self.vault.register.keep(draft, pairs)
        draft.write(finding_file(pair), self.vault.shelf.sealed(b"invented", (reader, Reader.BREAK_GLASS)))
        self.vault.commit(draft)
        self._add(pair, None, submission_id)
        self._add(f"{pair}.age", None, submission_id)
        self.open.append(pair)

    def decides(self, today: date) -> None:
        """A person answers a question, one way or the other."""
        if not self.open:
            return
        pair = self.open.pop(self.random.randrange(len(self.open)))
        if self.random.random() < 0.6:
            self._change(pair, decision=Decision.SAME_PERSON, decided_on=today, decided_about=today)
            self._due(pair, later(today, 12))
            self._due(f"{pair}.age", later(today, 12))
            self.confirmed.append(pair)
            return
        self._change(pair, decision=Decision.NOT_THE_SAME, decided_on=today, decided_about=today)
        draft = Draft()
        draft.remove(finding_file(pair))
        self.vault.commit(draft)
        self._due(pair, later(today, 24))
        del self.things[f"{pair}.age"]

    def is_resolved(self, today: date) -> None:
        """An audit no longer sees a connection that was confirmed."""
        if self.confirmed:
            pair = self.random.choice(self.confirmed)
            self._change(pair, gone_on=today)
            for name in (pair, f"{pair}.age"):
                self._due(name, today)

    def is_held(self, today: date) -> None:
        """A confirmed finding is held."""
        if self.confirmed:
            pair = self.random.choice(self.confirmed)
            review = today + timedelta(days=self.random.randint(1, 400))
            hold_finding(self.workspace, f"find-{pair[:12]}", Reason("invented", "invented", today), review)
            self._hold(pair, held=True)

    def is_lifted(self, _today: date) -> None:
        """A hold is lifted."""
        if held := sorted(name for name, each in self.things.items() if each.held and len(name) == 32):
            pair = self.random.choice(held)
            lift(self.workspace, f"find-{pair[:12]}")
            self._hold(pair, held=False)

    def audits(self, today: date) -> None:
        """An audit's documents are kept, and a page of it is released."""
        audit_id, receipt, submission_id = (
            f"run-{self._opaque(12)}",
            f"r-{self._opaque(10)}",
            self._somebody(),
        )
        page = PersonsPage(submission_id, receipt, Reader.DSL, LOCKED, LOCKED, {})
        reader = ForReader(Reader.DSL, {"overview.pdf": LOCKED}, "invented", {})
        draft, facts = Draft(), {"on": today.isoformat(), "outcomes": {}, "pairs": {}}
        self.vault.audits.keep(draft, audit_id, [reader], [page], facts)
        draft.write(f"released/{receipt}.pdf", LOCKED)
        self.vault.commit(draft)
        self._add(audit_id, later(today, 12))
        self._add(f"{receipt}.pdf", later(today, 12), submission_id)

    def fails(self, today: date) -> None:
        """A stage fails; its detail is sealed."""
        about = self._somebody()
        name = f"{self.vault.keep_incident('invented', about)}.{about}.dsl.age"
        noon = datetime.combine(today, time(12), UTC).timestamp()
        os.utime(self.workspace.folder / "incidents" / name, (noon, noon))
        self._add(name, today + timedelta(days=30), about)

    def answers(self, today: date) -> None:
        """A member of staff says whether they take part, perhaps not for the first time."""
        person, draft = person_of(self.workspace, self.random.choice(self.staff)), Draft()
        self.vault.participation.record(draft, person, self.random.choice([*Answer]), today)
        self.vault.commit(draft)
        self._add(f"answer {person}", later(today, 24))

    def declares(self, today: date) -> None:
        """The school agrees to a relationship."""
        ref = self.random.choice(self.staff)
        name = f"{ref} {self._opaque(8)}"
        row = dict.fromkeys(DECLARATIONS.names, "") | {"staff_ref": ref, "person_name": name}
        rows = [*self._declared(), row | {"agreed_on": today, "review_on": None}]
        table = pa.Table.from_pylist(rows, schema=DECLARATIONS)
        self.vault.keep_tables("declarations", {"declarations": table}, {})
        self._add(name, None)

    def leaves(self, today: date) -> None:
        """A member of staff is not on the next staff list."""
        if len(self.staff) > 6:
            gone = self.staff.pop(self.random.randrange(len(self.staff)))
            self._keep_staff()
            answer = f"answer {person_of(self.workspace, gone)}"
            for name in self.things:
                if name == answer or name.startswith(f"{gone} "):
                    self._due(name, today)

    def joins(self, _today: date) -> None:
        """A member of staff is on the staff list again."""
        if missing := sorted(set(STAFF_REFS) - set(self.staff)):
            self.staff.append(self.random.choice(missing))
            self._keep_staff()

    def withdraws(self, today: date) -> None:
        """All that goes with a submission is gone at once, and a tombstone stays for two years.

        While the person is on the staff list it stays for longer: see `expected`.
        What a withdrawal does to what is held is proved where withdrawals are.
        """
        submission_id = self._somebody()
        theirs = {name for name, each in self.things.items() if each.of == submission_id}
        if not any(self.things[name].held for name in theirs):
            self.vault.forget_person(submission_id, today)
            for name in theirs:
                del self.things[name]
            self.open = [each for each in self.open if each in self.things]
            self.confirmed = [each for each in self.confirmed if each in self.things]
            self._add(submission_id, later(today, 24))

    def _add(self, name: str, due: date | None, of: str = "") -> None:
        self.things[name] = Thing(name, due, of)

    def _due(self, name: str, day: date) -> None:
        thing = self.things[name]
        thing.due = min(thing.due or day, day)

    def _hold(self, pair: str, *, held: bool) -> None:
        for name in (pair, f"{pair}.age"):
            self.things[name].held = held

    def _change(self, pair: str, **changes: Any) -> None:
        draft, pairs = Draft(), self.vault.register.pairs()
        remembered = replace(from_json(pairs[pair].remembered), **changes)
        pairs[pair] = replace(pairs[pair], remembered=as_json(remembered))
        self.vault.register.keep(draft, pairs)
        self.vault.commit(draft)

    def _keep_staff(self) -> None:
        empty = dict.fromkeys(STAFF.names, "") | {"starts": None, "ends": None, "handles": []}
        rows = [empty | {"staff_ref": ref} for ref in self.staff]
        self.vault.keep_tables("staff", {"staff": pa.Table.from_pylist(rows, schema=STAFF)}, {})

    def _declared(self) -> list[dict[str, Any]]:
        kept = self.workspace.kept("declarations")
        return kept.tables["declarations"].to_pylist() if kept else []

    def _somebody(self) -> str:
        return self.vault.submission_id_of(self.random.choice(STAFF_REFS))

    def _opaque(self, digits: int) -> str:
        return f"{self.random.getrandbits(4 * digits):0{digits}x}"
