"""One platform's extract, put together from every file it claimed."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from connectors.archive import Archive
from connectors.entries import Account, Entry, NotComparable
from connectors.export_dates import day_of
from connectors.platform_reading import Identity, PlatformReading
from connectors.remarks import remarks_on_lists, remarks_on_origin
from connectors.tally import Columns, FiledList, storable, tally
from schemas.extract import ListCount, Owner

_LONGEST_PROFILE = 10_000


@dataclass(frozen=True, slots=True)
class Drawn:
    """An `Extract` before it is a table; `columns` are those of ACCOUNTS that an export can fill."""

    platform: str
    layout: str
    columns: Columns
    lists: tuple[ListCount, ...]
    owner: Owner
    unopened: int
    notes: tuple[str, ...]
    made: date | None
    fingerprint: str


def extract(name: str, reading: PlatformReading, archives: Sequence[Archive], opened: set[Identity]) -> Drawn:
    """What is kept of one platform: its rows, its counts, its owner and what should be noted."""
    own = [archive for archive in archives if reading.knows(archive)]
    names = [match for archive in own if (match := _own_name(reading, archive))]
    lists, naming = _named(_in_order(reading), _names_by_id(reading))
    counted = tally(name, lists)
    is_a_part = any(match.groupdict().get("part") for match in names)
    notes = chain(
        naming,
        remarks_on_lists(reading, own, opened, is_a_part=is_a_part),
        counted.notes,
        (note for claim in reading.claims.values() for note in claim.notes),
        remarks_on_origin(reading, own, counted.columns["since"]),
    )
    return Drawn(
        platform=name,
        layout=max(count.layout for count in counted.lists),
        columns=counted.columns,
        lists=counted.lists,
        owner=_owner([*_owners(reading), *_owners_by_name(names)]),
        unopened=sum((id(each), entry.name) not in opened for each in own for entry in each.entries),
        notes=tuple(dict.fromkeys(notes)),
        made=_made(reading, names),
        fingerprint=_fingerprint(reading),
    )


def _in_order(reading: PlatformReading) -> list[FiledList]:
    """The lists, those that every whole export holds first."""
    expected = {people: rank for rank, people in enumerate(reading.platform.EXPECTED)}
    return sorted(reading.lists, key=lambda each: expected.get(each.people.name, len(expected)))


def _names_by_id(reading: PlatformReading) -> dict[str, tuple[str, str]]:
    """Handle and display name by id; one that tells a display name says more than one that does not."""
    told = (named.accounts for claim in reading.claims.values() for named in claim.named)
    entries = chain.from_iterable(accounts.items() for accounts in told)
    return dict(sorted(entries, key=lambda entry: bool(entry[1][1])))


def _named(
    lists: Sequence[FiledList], names: Mapping[str, tuple[str, str]]
) -> tuple[list[FiledList], list[str]]:
    """The lists with a name and handle for each id that is known, and how many those are."""
    if not names:
        return list(lists), []
    with_names = [
        replace(each, entries=tuple(_with_name(entry, names) for entry in each.entries)) for each in lists
    ]
    told = {entry.told for each in lists for entry in each.entries if isinstance(entry, NotComparable)}
    ids, left = len(told), len(told - names.keys())
    note = (
        f"{ids - left:,} of {ids:,} accounts were named from this person's own posts; {left:,} stay unchecked"
    )
    return with_names, [note]


def _with_name(entry: Entry, names: Mapping[str, tuple[str, str]]) -> Entry:
    match entry:
        case NotComparable(told) if told in names:
            handle, display_name = names[told]
            return Account(display_name, handle)
    return entry


def _own_name(reading: PlatformReading, archive: Archive) -> re.Match[str] | None:
    """What the archive's own name tells, where it is one that the platform gives."""
    name = archive.name.removesuffix(".zip")
    matches = (re.fullmatch(pattern, name) for pattern in reading.platform.ARCHIVE_NAMES)
    return next(filter(None, matches), None)


def _owners(reading: PlatformReading) -> list[Owner]:
    return [owner for claim in reading.claims.values() for owner in claim.owners]


def _owners_by_name(names: Sequence[re.Match[str]]) -> Iterator[Owner]:
    for name in names:
        if handle := name.groupdict().get("handle"):
            yield Owner(handle)


def _owner(owners: Sequence[Owner]) -> Owner:
    """The first of everything that is told."""
    profile: dict[str, str] = {}
    for owner in reversed(owners):
        profile |= owner.profile
    return Owner(
        handle=storable(next((owner.handle for owner in owners if owner.handle), "")),
        display_name=storable(next((owner.display_name for owner in owners if owner.display_name), "")),
        profile={word: storable(text, _LONGEST_PROFILE) for word, text in profile.items()},
    )


def _made(reading: PlatformReading, names: Sequence[re.Match[str]]) -> date | None:
    """The latest day on which the export says it was made; in its files, else in its name."""
    told = [day_of(made.on) for claim in reading.claims.values() for made in claim.made]
    days = list(filter(None, told)) or list(filter(None, map(_day_in_name, names)))
    return max(days, default=None)


def _day_in_name(name: re.Match[str]) -> date | None:
    match name.groupdict():
        case {"year": str(year), "month": str(month), "day": str(day)}:
            return day_of(f"{year}-{month}-{day}")
        case {"seconds": str(seconds)}:
            return day_of(int(seconds))
    return None


def _fingerprint(reading: PlatformReading) -> str:
    """The SHA-256 of the files that hold the lists, in whatever order they were read."""
    holding = [claim for claim in reading.claims.values() if claim.lists]
    texts = sorted({claim.digest for claim in holding})
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()
