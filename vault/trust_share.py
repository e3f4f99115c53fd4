"""What a school keeps of its part in its trust's cross-school screening.

cross-school.age                            who said yes, what was handed over, what came back; by opaque ids
cross-school/<submission>.<reader>.age      what the area answered about one submission, for its reader alone
cross-school/workbook.xlsx                  the answers, locked; second-workbook.xlsx the second reviewer's

A yes stands under the submission's id and so ends with it: whoever withdraws and comes back is asked anew.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from schemas.words import Reader
from vault.bundles import pack, unpack
from vault.errors import CannotBeKeptError
from vault.ledger import Draft
from vault.shelf import Shelf

FILE = "cross-school.age"
FOLDER = "cross-school"
WORKBOOKS = {
    Reader.DSL: f"{FOLDER}/workbook.xlsx",
    Reader.SECOND_REVIEWER: f"{FOLDER}/second-workbook.xlsx",
}

_SUBMISSION = re.compile(r"sub-[0-9a-f]{12}")
_ANSWER = re.compile(rf"{FOLDER}/(sub-[0-9a-f]{{12}})\.(dsl|second-reviewer)\.age")


@dataclass(frozen=True, slots=True)
class Answered:
    """A file in which the area answered about one submission."""

    submission_id: str
    reader: Reader

    @property
    def file(self) -> str:
        """Where it stands, as a path inside the workspace."""
        return f"{FOLDER}/{self.submission_id}.{self.reader}.age"


def answered_in(file: str) -> Answered | None:
    """What the file, a path inside the workspace, answers; None for any other file."""
    match = _ANSWER.fullmatch(file)
    return Answered(match[1], Reader(match[2])) if match else None


@dataclass(frozen=True, slots=True)
class Kept:
    """All that the service knows of it. Submissions stand by their ids."""

    yes: Mapping[str, date] = field(default_factory=dict)
    """Who said yes, and when."""
    handed_over: tuple[str, ...] = ()
    """What lay with the area after the last hand-over; of those alone there is an answer to come."""
    handed_over_on: date | None = None
    answered: Mapping[str, date] = field(default_factory=dict)
    """The day of the screening whose answer is kept."""
    told: Mapping[str, Any] = field(default_factory=dict)
    """What the area said of its last screening as a whole: its day, and counts of settings."""
    dismissed: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Findings that a person said are not the same people: their submission, day and kinds of evidence."""


class TrustShare:
    """Reads and writes it."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def kept(self) -> Kept:
        """As it stands; empty where the school never took part."""
        if not (self._shelf.folder / FILE).exists():
            return Kept()
        facts = unpack(FOLDER, self._shelf.get(FILE)).facts
        on = facts["handed_over_on"]
        return Kept(
            _dates(facts["yes"]),
            tuple(facts["handed_over"]),
            date.fromisoformat(on) if on else None,
            _dates(facts["answered"]),
            facts["told"],
            facts["dismissed"],
        )

    def keep(self, draft: Draft, kept: Kept) -> None:
        """This is what is kept from the commit on."""
        about = {*kept.yes, *kept.handed_over, *kept.answered}
        if not all(map(_SUBMISSION.fullmatch, about)):
            raise CannotBeKeptError("who takes part is kept by a submission's id and by nothing else")
        on = kept.handed_over_on
        facts = {
            "yes": _texts(kept.yes),
            "handed_over": kept.handed_over,
            "handed_over_on": on.isoformat() if on else "",
            "answered": _texts(kept.answered),
            "told": dict(kept.told),
            "dismissed": {finding: dict(each) for finding, each in kept.dismissed.items()},
        }
        draft.write(FILE, self._shelf.sealed(pack(FOLDER, {}, facts)))

    def answers(self) -> list[Answered]:
        """The files in which the area answered."""
        names = sorted(path.name for path in (self._shelf.folder / FOLDER).glob("*.age"))
        return [each for each in (answered_in(f"{FOLDER}/{name}") for name in names) if each]

    def forget(self, draft: Draft, submission_ids: Iterable[str]) -> None:
        """Nothing is left of these submissions; the workbooks, which may tell of them, go too."""
        gone = set(submission_ids)
        files = [each.file for each in self.answers() if each.submission_id in gone]
        if files:
            draft.remove(*files, *WORKBOOKS.values())
        kept = self.kept()
        left = _without(kept, gone)
        if left != kept:
            self.keep(draft, left)

    def forget_before(self, draft: Draft, *, yes: date, answers: date, dismissed: date) -> None:
        """What was said, answered and dismissed before these days is gone."""
        kept = self.kept()
        old = {each for each, on in kept.answered.items() if on < answers}
        left = replace(
            kept,
            yes={each: on for each, on in kept.yes.items() if on >= yes},
            answered={each: on for each, on in kept.answered.items() if each not in old},
            dismissed={
                name: each for name, each in kept.dismissed.items() if each["on"] >= dismissed.isoformat()
            },
        )
        if left != kept:
            self.keep(draft, left)
        if old:
            files = [each.file for each in self.answers() if each.submission_id in old]
            draft.remove(*files, *WORKBOOKS.values())


def _without(kept: Kept, gone: set[str]) -> Kept:
    return replace(
        kept,
        yes={each: day for each, day in kept.yes.items() if each not in gone},
        handed_over=tuple(each for each in kept.handed_over if each not in gone),
        answered={each: day for each, day in kept.answered.items() if each not in gone},
        dismissed={name: each for name, each in kept.dismissed.items() if each["about"] not in gone},
    )


def _texts(days: Mapping[str, date]) -> dict[str, str]:
    # Sorted, so that the order tells nothing of who answered when.
    return {each: days[each].isoformat() for each in sorted(days)}


def _dates(days: Mapping[str, str]) -> dict[str, date]:
    return {each: date.fromisoformat(day) for each, day in days.items()}
