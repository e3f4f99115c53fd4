"""What the letters between a school and its trust's area say, as bytes that only the same place reads."""

import functools
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ParamSpec, TypeVar

import pyarrow as pa
from pydantic import TypeAdapter

from reports.overview_facts import Finding
from schemas.words import Outcome, Reader
from vault.bundles import pack, unpack
from vault.errors import SealedContentError

P = ParamSpec("P")
R = TypeVar("R")

FINDINGS = TypeAdapter(tuple[Finding, ...])
STEP = 4 * 1024  # bytes: answers of one screening are all as long as the longest, filled up to this


@dataclass(frozen=True, slots=True)
class Stamp:
    """When a letter was written, the day it is about, and whether everybody in it is invented."""

    at: datetime
    on: date
    invented: bool


@dataclass(frozen=True, slots=True)
class FamiliesLetter:
    """A school as others are told of it: its families, whose keys answers are for, and marks of its staff."""

    stamp: Stamp
    setting: str
    people: pa.Table
    names: pa.Table
    links: pa.Table
    recipients: Mapping[Reader, str]
    colleagues: tuple[str, ...]
    namesakes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SubmissionLetter:
    """What one member of staff handed in and agreed to have held against the families of other schools.

    `marks` are the person's own, `declared` those of whom they declared. Nothing says who they are.
    """

    stamp: Stamp
    reader: Reader
    accounts: pa.Table
    outcome: Outcome
    code: str
    marks: tuple[str, ...]
    declared: Mapping[str, date | None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the area found about one submission. The findings name no member of staff."""

    on: date
    outcome: Outcome
    code: str
    findings: tuple[Finding, ...] = ()


def _as_written(read: Callable[P, R]) -> Callable[P, R]:
    """Anything but what is written here is refused, without a word of what it holds."""

    @functools.wraps(read)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return read(*args, **kwargs)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
            refused = SealedContentError()
        raise refused

    return checked


def families_letter(place: str, letter: FamiliesLetter) -> bytes:
    """The letter, for `read_families` of the same place."""
    facts = _stamped(letter.stamp) | {
        "setting": letter.setting,
        "recipients": dict(letter.recipients),
        "colleagues": letter.colleagues,
        "namesakes": letter.namesakes,
    }
    return pack(place, {"people": letter.people, "names": letter.names, "links": letter.links}, facts)


@_as_written
def read_families(place: str, data: bytes) -> FamiliesLetter:
    """Raises `SealedContentError` where it is no such letter."""
    bundle = unpack(place, data)
    tables, facts = bundle.tables, bundle.facts
    return FamiliesLetter(
        _stamp(facts),
        facts["setting"],
        tables["people"],
        tables["names"],
        tables["links"],
        {reader: str(facts["recipients"][reader.value]) for reader in Reader},
        tuple(facts["colleagues"]),
        tuple(facts["namesakes"]),
    )


def submission_letter(place: str, letter: SubmissionLetter) -> bytes:
    """The letter, for `read_submission` of the same place."""
    facts = _stamped(letter.stamp) | {
        "reader": letter.reader,
        "outcome": letter.outcome,
        "code": letter.code,
        "marks": letter.marks,
        "declared": {mark: day.isoformat() if day else "" for mark, day in letter.declared.items()},
    }
    return pack(place, {"accounts": letter.accounts}, facts)


@_as_written
def read_submission(place: str, data: bytes) -> SubmissionLetter:
    """Raises `SealedContentError` where it is no such letter."""
    bundle = unpack(place, data)
    facts = bundle.facts
    return SubmissionLetter(
        _stamp(facts),
        Reader(facts["reader"]),
        bundle.tables["accounts"],
        Outcome(facts["outcome"]),
        facts["code"],
        tuple(facts["marks"]),
        {mark: date.fromisoformat(day) if day else None for mark, day in facts["declared"].items()},
    )


def answer_letters(given: Iterable[Answer]) -> list[bytes]:
    """The answers, all of one length: from outside nobody sees which of them asks anything."""
    written = [_answer(each) for each in given]
    longest = -(-max(map(len, written), default=0) // STEP) * STEP
    return [each.ljust(longest) for each in written]


@_as_written
def read_answer(data: bytes) -> Answer:
    """Raises `SealedContentError` where it is no answer."""
    facts = json.loads(data)
    findings = FINDINGS.validate_python(facts["findings"])
    return Answer(date.fromisoformat(facts["on"]), Outcome(facts["outcome"]), facts["code"], findings)


def _answer(answer: Answer) -> bytes:
    facts = {
        "on": answer.on.isoformat(),
        "outcome": answer.outcome,
        "code": answer.code,
        "findings": FINDINGS.dump_python(answer.findings, mode="json"),
    }
    return json.dumps(facts).encode("ascii")


def _stamped(stamp: Stamp) -> dict[str, Any]:
    return {"at": stamp.at.isoformat(), "on": stamp.on.isoformat(), "invented": stamp.invented}


def _stamp(facts: Mapping[str, Any]) -> Stamp:
    at = datetime.fromisoformat(facts["at"])
    if at.utcoffset() is None:
        raise ValueError("a moment without its zone")
    return Stamp(at, date.fromisoformat(facts["on"]), bool(facts["invented"]))
