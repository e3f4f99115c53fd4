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
class _Said:
    answer: Answer
    on: date
    reminded: tuple[date, ...] = ()


_State = dict[str, _Said]


class Participation:
    """Records answers and reminders, and tells counts. A person is 32 hexadecimal digits throughout."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def record(self, draft: Draft, person: str, answer: Answer, on: date) -> None:
        """This is the person's answer from the commit on; the one before is forgotten."""
        said, told = self._kept()
        before = said.get(person, _Said(answer, on))
        self._keep(draft, said | {person: replace(before, answer=answer, on=on)}, told)

    def answer_of(self, person: str) -> Answer:
        """What the person said last; for the person's own page and for nothing else."""
        said, _ = self._kept()
        return said[person].answer if person in said else Answer.NO_ANSWER

    def reminders_of(self, person: str) -> tuple[date, ...]:
        """The days the person was reminded; for the person's own eyes and for nothing else."""
        said, _ = self._kept()
        return said[person].reminded if person in said else ()

    def to_remind(self, people: Iterable[str], on: date) -> frozenset[str]:
        """Those of the people who have not answered and may be reminded on that day: twice at most in all."""
        said, _ = self._kept()
        return frozenset(each for each in people if _may_be_reminded(said.get(each), on))

    def reminded(self, draft: Draft, people: Iterable[str], on: date) -> None:
        """Each of the people has had a reminder on that day. Raises for one who may not have any."""
        said, told = self._kept()
        for each in people:
            if not _may_be_reminded(said.get(each), on):
                raise CannotBeKeptError("a reminder to a person who may not have one")
            before = said.get(each, _Said(Answer.NO_ANSWER, on))
            said[each] = replace(before, reminded=(*before.reminded, on))
        self._keep(draft, said, told)

    def told(self, draft: Draft, people: Iterable[str], today: date) -> Told:
        """The counts over these people; those told last, unless enough has changed since."""
        said, told = self._kept()
        now = {each: said[each].answer if each in said else Answer.NO_ANSWER for each in people}
        if told is None or _changes(told["answers"], now) >= FEWEST_CHANGES:
            told = {"on": today.isoformat(), "counts": Counter(now.values()), "answers": now}
            self._keep(draft, said, told)
        counts = {answer: int(told["counts"].get(answer, 0)) for answer in Answer}
        return Told(date.fromisoformat(told["on"]), counts)

    def days(self) -> dict[str, date]:
        """The day of each person's answer, or of the first reminder, by which it ends one day."""
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


def _may_be_reminded(said: _Said | None, on: date) -> bool:
    if said is None:
        return True
    if said.answer is not Answer.NO_ANSWER or len(said.reminded) >= MOST_REMINDERS:
        return False
    return all(on - day >= BETWEEN_REMINDERS for day in said.reminded)


def _changes(before: Mapping[str, str], now: Mapping[str, str]) -> int:
    """Of how many people the answers differ; who came or left counts as well."""
    return sum(before.get(each) != now.get(each) for each in before.keys() | now.keys())


def _packed(said: _Said) -> dict[str, Any]:
    return {
        "answer": said.answer,
        "on": said.on.isoformat(),
        "reminded": [day.isoformat() for day in said.reminded],
    }


def _unpacked(kept: Mapping[str, Any]) -> _Said:
    reminded = tuple(map(date.fromisoformat, kept["reminded"]))
    return _Said(Answer(kept["answer"]), date.fromisoformat(kept["on"]), reminded)
