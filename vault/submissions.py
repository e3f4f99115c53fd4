"""Submissions: what one person handed in, over one or several occasions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

import pyarrow as pa

from schemas.extract import Extract, ListCount, Owner, Unread
from schemas.tables import ACCOUNTS
from schemas.words import Relation
from vault.bundles import pack, unpack


@dataclass(frozen=True, slots=True)
class Question:
    """Something to ask about an export that was handed in, by our own word for it."""

    platform: str
    word: str


@dataclass(frozen=True, slots=True)
class HandIn:
    """What came in at once. `questions` are those that only the day it came in could raise."""

    staff_ref: str
    received: date
    extracts: tuple[Extract, ...]
    unread: tuple[Unread, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Submission:
    """All that counts of what a person handed in: for each platform, the latest occasion that had it.

    The extracts' accounts carry the submission's id and are numbered from 0 through all of them. `received`
    is the latest day.
    """

    submission_id: str
    staff_ref: str
    extracts: tuple[Extract, ...]
    received: date
    unread: tuple[Unread, ...] = ()
    """What could not be read on any occasion, unless a later one held a readable export of that platform."""
    questions: tuple[Question, ...] = ()
    """What is asked about the exports that count."""

    @property
    def accounts(self) -> pa.Table:
        """All accounts as one ACCOUNTS table."""
        return pa.concat_tables([ACCOUNTS.empty_table(), *(extract.accounts for extract in self.extracts)])


def pack_hand_in(submission_id: str, hand_in: HandIn) -> bytes:
    """The bundle of one hand-in."""
    tables = {f"accounts/{number}": extract.accounts for number, extract in enumerate(hand_in.extracts)}
    facts = {
        "staff_ref": hand_in.staff_ref,
        "received": hand_in.received.isoformat(),
        "extracts": [_facts(extract) for extract in hand_in.extracts],
        "unread": [asdict(each) for each in hand_in.unread],
        "questions": [asdict(each) for each in hand_in.questions],
    }
    return pack(submission_id, tables, facts)


def unpack_hand_in(submission_id: str, data: bytes) -> HandIn:
    """The hand-in as it was kept."""
    bundle = unpack(submission_id, data)
    facts = bundle.facts
    accounts = (bundle.tables[f"accounts/{number}"] for number in range(len(facts["extracts"])))
    return HandIn(
        staff_ref=facts["staff_ref"],
        received=date.fromisoformat(facts["received"]),
        extracts=tuple(map(_extract, facts["extracts"], accounts)),
        unread=tuple(Unread(**each) for each in facts["unread"]),
        questions=tuple(Question(**each) for each in facts.get("questions", ())),
    )


def without_accounts(hand_in: HandIn) -> HandIn:
    """What a hand-in says of itself, and nobody it lists."""
    empty = (replace(each, accounts=ACCOUNTS.empty_table()) for each in hand_in.extracts)
    return replace(hand_in, extracts=tuple(empty))


def merged(submission_id: str, hand_ins: Sequence[HandIn]) -> Submission:
    """The submission that these hand-ins, oldest first, amount to."""
    latest: dict[str, list[Extract]] = {}
    questions: tuple[Question, ...] = ()
    for hand_in in hand_ins:
        latest |= (read := _by_platform(hand_in.extracts))
        questions = (*(each for each in questions if each.platform not in read), *hand_in.questions)
    extracts = [extract for of_platform in latest.values() for extract in of_platform]
    received = max(hand_in.received for hand_in in hand_ins)
    numbered = tuple(_numbered(submission_id, extracts))
    unread = _still_unread(hand_ins)
    return Submission(submission_id, hand_ins[-1].staff_ref, numbered, received, unread, questions)


def _still_unread(hand_ins: Iterable[HandIn]) -> tuple[Unread, ...]:
    unread: tuple[Unread, ...] = ()
    for hand_in in hand_ins:
        read = {extract.platform for extract in hand_in.extracts}
        unread = (*(each for each in unread if each.platform not in read), *hand_in.unread)
    return unread


def _by_platform(extracts: Iterable[Extract]) -> Mapping[str, list[Extract]]:
    platforms: dict[str, list[Extract]] = defaultdict(list)
    for extract in extracts:
        platforms[extract.platform].append(extract)
    return platforms


def _numbered(submission_id: str, extracts: Iterable[Extract]) -> Iterator[Extract]:
    start = 0
    for extract in extracts:
        rows = extract.accounts.num_rows
        numbers = pa.array(range(start, start + rows), pa.int32())
        columns: list[Any] = [pa.repeat(submission_id, rows), numbers, *extract.accounts.columns[2:]]
        yield replace(extract, accounts=pa.table(columns, schema=ACCOUNTS))
        start += rows


def _facts(extract: Extract) -> dict[str, Any]:
    """All of an extract except its accounts."""
    return {
        "platform": extract.platform,
        "layout": extract.layout,
        "lists": [asdict(each) for each in extract.lists],
        "owner": asdict(extract.owner),
        "unopened": extract.unopened,
        "notes": extract.notes,
        "made": extract.made.isoformat() if extract.made else "",
        "fingerprint": extract.fingerprint,
    }


def _extract(facts: Mapping[str, Any], accounts: pa.Table) -> Extract:
    return Extract(
        platform=facts["platform"],
        layout=facts["layout"],
        accounts=accounts,
        lists=tuple(map(_list_count, facts["lists"])),
        owner=Owner(**facts["owner"]),
        unopened=facts["unopened"],
        notes=tuple(facts["notes"]),
        made=date.fromisoformat(facts["made"]) if facts.get("made") else None,
        fingerprint=facts.get("fingerprint", ""),
    )


def _list_count(facts: dict[str, Any]) -> ListCount:
    return ListCount(**facts | {"relation": Relation(facts["relation"])})
