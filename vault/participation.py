"""What staff said to taking part: sealed to the service, by opaque ids, with no way to ask who declined.

One person's answer is for that person's own page and for nothing else. Counts are told of all at once, and
anew only when the answers of so many people have changed that two counts, held against each other, tell of
none of them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from schemas.words import Answer
from vault.bundles import pack, unpack
from vault.errors import CannotBeKeptError, NothingKeptError
from vault.ledger import Draft
from vault.shelf import Shelf

FILE = "participation.age"
MOST_REMINDERS = 2
BETWEEN_REMINDERS = timedelta(days=7)
FEWEST_CHANGES = 5
"""People whose answers must have changed before counts are told anew."""

_PERSON = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Told:
    """How many gave each answer, on the day they were counted."""

    on: date
    counts: dict[Answer, int]


@dataclass(frozen=True, slots=True)
class Waits:
    """Days from the day somebody was asked to the first reminder, and from that one to the second."""

    first: int
    second: int


@dataclass(frozen=True, slots=True)
class _Said:
    """`on` is the day of the answer; where there is none yet, the day the person was asked."""

    answer: Answer
    on: date
    reminded: tuple[date, ...] = ()
    letter: date | None = None
    """The day of the last reminder, if it was a letter."""


_State = dict[str, _Said]


class Participation:
    """Records answers and reminders, and tells counts. A person is 32 hexadecimal digits throughout."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def record(self, draft: Draft, person: str, answer: Answer, on: date) -> None:
        """This is the person's answer from the commit on; the one before is forgotten."""
        said, told = self._kept()
        before = said.get(person, _Said(answer, on))
        self._keep(draft, said | {person: replace(before, answer=answer, on=on, letter=None)}, told)

    def answer_of(self, person: str) -> Answer:
        """What the person said last; for the person's own page and for nothing else."""
        said, _ = self._kept()
        return said[person].answer if person in said else Answer.NO_ANSWER

    def reminders_of(self, person: str) -> tuple[date, ...]:
        """The days the person was reminded; for the person's own eyes and for nothing else."""
        said, _ = self._kept()
        return said[person].reminded if person in said else ()

    def ask(self, draft: Draft, people: Iterable[str], on: date) -> None:
        """Those of the people of whom nothing is kept were asked on that day, from which reminders count."""
        said, told = self._kept()
        new = set(people) - said.keys()
        if new:
            self._keep(draft, said | dict.fromkeys(new, _Said(Answer.NO_ANSWER, on)), told)

    def to_remind(self, people: Iterable[str], on: date, waits: Waits) -> frozenset[str]:
        """Those of the people who have not answered and are due one on that day: the second, at most."""
        said, _ = self._kept()
        return frozenset(each for each in people if _is_due(said.get(each), on, waits))

    def reminded(
        self, draft: Draft, people: Iterable[str], on: date, waits: Waits, *, by_letter: bool = False
    ) -> None:
        """Each of the people has a reminder of that day. Raises for one who is not due any."""
        said, told = self._kept()
        for each in people:
            before = said.get(each)
            if before is None or not _is_due(before, on, waits):
                raise CannotBeKeptError("a reminder to a person who may not have one")
            letter = on if by_letter else None
            said[each] = replace(before, reminded=(*before.reminded, on), letter=letter)
        self._keep(draft, said, told)

    def not_reminded(self, draft: Draft, person: str, on: date) -> None:
        """The person's reminder of that day is taken back: it is certain that it never left."""
        said, told = self._kept()
        before = said.get(person)
        if before and before.reminded[-1:] == (on,):
            kept = replace(before, reminded=before.reminded[:-1], letter=None)
            self._keep(draft, said | {person: kept}, told)

    def letters(self, people: Iterable[str]) -> dict[str, date]:
        """Those of the people who have not answered and whose last reminder was a letter, with its day."""
        said, _ = self._kept()
        waiting = {each: said[each] for each in people if each in said}
        return {
            each: kept.letter
            for each, kept in waiting.items()
            if kept.letter and kept.answer is Answer.NO_ANSWER
        }

    def told(self, draft: Draft, people: Iterable[str], today: date) -> Told:
        """The counts over these people; those told last, unless enough has changed since."""
        said, told = self._kept()
        now = {each: said[each].answer if each in said else Answer.NO_ANSWER for each in people}
        if told is None or _changes(told["answers"], now) >= FEWEST_CHANGES:
            told = {"on": today.isoformat(), "counts": Counter(now.values()), "answers": now}
            self._keep(draft, said, told)
        counts = {answer: int(told["counts"].get(answer, 0)) for answer in Answer}
        return Told(date.fromisoformat(told["on"]), counts)

    def has_answers(self) -> bool:
        """Whether anybody has answered at all."""
        said, _ = self._kept()
        return any(each.answer is not Answer.NO_ANSWER for each in said.values())

    def days(self) -> dict[str, date]:
        """The day of each person's answer, or the day they were asked, by which what is kept ends one day."""
        said, _ = self._kept()
        return {person: each.on for person, each in said.items()}

    def forget(self, draft: Draft, people: Iterable[str]) -> None:
        """Nothing is kept of these people from the commit on; what was told as a count stays told."""
        gone = set(people)
        said, told = self._kept()
        if told is not None:
            told["answers"] = {each: told["answers"][each] for each in told["answers"].keys() - gone}
        self._keep(draft, {each: said[each] for each in said.keys() - gone}, told)

    def _kept(self) -> tuple[_State, dict[str, Any] | None]:
        try:
            facts = unpack("participation", self._shelf.get(FILE)).facts
        except NothingKeptError:
            return {}, None
        return {person: _unpacked(each) for person, each in facts["said"].items()}, facts["told"]

    def _keep(self, draft: Draft, said: _State, told: Mapping[str, Any] | None) -> None:
        if not all(map(_PERSON.fullmatch, said)):
            raise CannotBeKeptError("answers are kept by fingerprint and by nothing else")
        # Sorted, so that the order tells nothing of who answered when.
        facts = {"said": {person: _packed(said[person]) for person in sorted(said)}, "told": told}
        draft.write(FILE, self._shelf.sealed(pack("participation", {}, facts)))


def _is_due(said: _Said | None, on: date, waits: Waits) -> bool:
    if said is None or said.answer is not Answer.NO_ANSWER or len(said.reminded) >= MOST_REMINDERS:
        return False
    if not said.reminded:
        return on - said.on >= timedelta(days=waits.first)
    return on - said.reminded[-1] >= max(timedelta(days=waits.second), BETWEEN_REMINDERS)


def _changes(before: Mapping[str, str], now: Mapping[str, str]) -> int:
    """Of how many people the answers differ; who came or left counts as well."""
    return sum(before.get(each) != now.get(each) for each in before.keys() | now.keys())


def _packed(said: _Said) -> dict[str, Any]:
    return {
        "answer": said.answer,
        "on": said.on.isoformat(),
        "reminded": [day.isoformat() for day in said.reminded],
        "letter": said.letter.isoformat() if said.letter else "",
    }


def _unpacked(kept: Mapping[str, Any]) -> _Said:
    letter = kept.get("letter")  # not there in what was kept before letters were
    return _Said(
        Answer(kept["answer"]),
        date.fromisoformat(kept["on"]),
        tuple(map(date.fromisoformat, kept["reminded"])),
        date.fromisoformat(letter) if letter else None,
    )
