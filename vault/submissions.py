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
from vault.bundles import Bundle, pack, unpack


@dataclass(frozen=True, slots=True)
class HandIn:
    """What came in at once."""

    staff_ref: str
    received: date
    extracts: tuple[Extract, ...]
    unread: tuple[Unread, ...] = ()


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
    }
    return pack(submission_id, tables, facts)


def unpack_hand_in(submission_id: str, data: bytes) -> HandIn:
    """The hand-in as it was kept."""
    bundle = unpack(submission_id, data)
    received = date.fromisoformat(bundle.facts["received"])
    unread = tuple(Unread(**each) for each in bundle.facts["unread"])
    return HandIn(bundle.facts["staff_ref"], received, tuple(_extracts(bundle)), unread)


def merged(submission_id: str, hand_ins: Sequence[HandIn]) -> Submission:
    """The submission that these hand-ins, oldest first, amount to."""
    latest: dict[str, list[Extract]] = {}
    for hand_in in hand_ins:
        latest |= _by_platform(hand_in.extracts)
    extracts = [extract for of_platform in latest.values() for extract in of_platform]
    received = max(hand_in.received for hand_in in hand_ins)
    numbered = tuple(_numbered(submission_id, extracts))
    return Submission(submission_id, hand_ins[-1].staff_ref, numbered, received, _still_unread(hand_ins))


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
    }


def _extracts(bundle: Bundle) -> Iterator[Extract]:
    for number, facts in enumerate(bundle.facts["extracts"]):
        yield Extract(
            platform=facts["platform"],
            layout=facts["layout"],
            accounts=bundle.tables[f"accounts/{number}"],
            lists=tuple(map(_list_count, facts["lists"])),
            owner=Owner(**facts["owner"]),
            unopened=facts["unopened"],
            notes=tuple(facts["notes"]),
        )


def _list_count(facts: dict[str, Any]) -> ListCount:
    return ListCount(**facts | {"relation": Relation(facts["relation"])})
