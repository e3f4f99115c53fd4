"""One platform's extract, put together from every file it claimed."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice

from connectors.archive import Archive
from connectors.archive import Entry as ArchiveEntry
from connectors.entries import Account, Entry, NotComparable
from connectors.export_dates import day_of
from connectors.member_paths import numbered
from connectors.platform_reading import Identity, PlatformReading
from connectors.tally import Columns, FiledList, storable, tally
from schemas.extract import ListCount, Owner

_LONGEST_PROFILE = 10_000
_ENOUGH_DATES = 20
_GAPS_NAMED = 10
_ENOUGH_FILES = 3
_NO_YEAR = 1980  # ZIP counts from here
_DAYS_IN_A_YEAR = 366
_ABOUT_PEOPLE = re.compile(
    r"(?:.*/)?[^/]*(?:friend|follow|connection|subscri)[^/]*\.(?:json|html|csv|txt|js)"
)
_NO_RELATION = re.compile(
    r"(?:.*/)?[^/]*(?:removed|rejected|deleted|ignored|suggest|may_know|block|mute|restrict|unfollow|hide|favo|"
    r"hashtag|page|synced|imported|company)[^/]*"
)


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
    notes = chain(
        naming,
        _missing_lists(reading, is_a_part=any(name.groupdict().get("part") for name in names)),
        _never_exported(reading),
        _strangers(reading, own, opened),
        _missing_parts(reading),
        _other_counts(reading),
        counted.notes,
        (note for claim in reading.claims.values() for note in claim.notes),
        _changed_later(reading, own),
        _several_owners(reading),
        _narrow_dates(counted.columns["since"]) if reading.platform.ASKS_FOR_DATES else (),
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


def _never_exported(reading: PlatformReading) -> Iterator[str]:
    found = {each.people.name for each in reading.lists}
    for name in reading.platform.COVERAGE.never_exported:
        if name not in found:
            yield f"{reading.platform.TITLE} exports no list of {name}, so they could not be checked"


def _missing(reading: PlatformReading) -> list[str]:
    found = {each.people.name for each in reading.lists}
    return [name for name in reading.platform.EXPECTED if name not in found]


def _missing_lists(reading: PlatformReading, *, is_a_part: bool) -> Iterator[str]:
    """Why an expected list is not there: damaged, in another part, or never asked for."""
    for name in _missing(reading):
        if reading.unread:
            yield f"no list of {name} was read: it may be in a file that could not be, or was never ticked"
        elif is_a_part:
            yield f"no list of {name} was in this part: it may stand in another part of the export"
        else:
            yield f"no list of {name} was in this export: the category may not have been ticked"


def _strangers(reading: PlatformReading, own: Sequence[Archive], opened: set[Identity]) -> Iterator[str]:
    """How many files beside the lists speak of people by their names, where a list is missing."""
    if not _missing(reading):
        return
    known = opened | reading.twins
    strangers = sum(
        (id(archive), entry.name) not in known and _speaks_of_people(entry.path)
        for archive in own
        for entry in archive.entries
    )
    if strangers:
        yield (
            f"files that may hold people and are not known to this program: {strangers:,} "
            "(`armslength peek` shows how they are laid out)"
        )


def _speaks_of_people(path: str) -> bool:
    """Whether a file is called as if it were a list of ours, and not as one that is no relation."""
    return bool(_ABOUT_PEOPLE.fullmatch(path)) and not _NO_RELATION.fullmatch(path)


def _missing_parts(reading: PlatformReading) -> Iterator[str]:
    """Gaps in the numbers of a list's files. A file without a number comes before part 1 (X)."""
    parts: defaultdict[str, set[int]] = defaultdict(set)
    claimed = (claim.path for claim in reading.claims.values())
    for path in (*claimed, *(unread.path for unread in reading.unread.values())):
        series, number = numbered(path)
        parts[series].add(number or 0)
    for series, numbers in parts.items():
        # Not a set of all numbers up to the last: a part may be called 999999999.
        gaps = (number for number in range(min(1, *numbers), max(numbers)) if number not in numbers)
        if first := list(islice(gaps, _GAPS_NAMED)):
            missing = ", ".join(map(str, first))
            yield f"{series} has a gap in its numbers, so people may be missing: {missing}"


def _other_counts(reading: PlatformReading) -> Iterator[str]:
    for claim in reading.claims.values():
        for declared in claim.declared:
            beside = (other for other in reading.claims.values() if other.archive is claim.archive)
            found = sum(other.holds(declared.name) for other in beside)
            if found != declared.entries:
                yield f"the export says it holds {declared.entries:,} {declared.name}; {found:,} were found"


def _changed_later(reading: PlatformReading, own: Sequence[Archive]) -> Iterator[str]:
    """The lists that were changed on a later day than everything else in their archive."""
    for archive in own:
        lists = {
            member: claim.path
            for (_, member), claim in reading.claims.items()
            if claim.archive is archive and claim.lists
        }
        days = {entry.name: day for entry in archive.entries if (day := _day_of_change(entry))}
        rest = [day for name, day in days.items() if name not in lists]
        if len(rest) >= _ENOUGH_FILES:
            later = (path for name, path in lists.items() if days.get(name, ()) > max(rest))
            yield from (
                f"{path} was changed on a later day than everything else in its archive" for path in later
            )


def _day_of_change(entry: ArchiveEntry) -> tuple[int, ...] | None:
    """Year, month and day; None where the archive writes the first day it can, which is no day."""
    return entry.changed[:3] if entry.changed and entry.changed[0] > _NO_YEAR else None


def _owners(reading: PlatformReading) -> list[Owner]:
    return [owner for claim in reading.claims.values() for owner in claim.owners]


def _owners_by_name(names: Sequence[re.Match[str]]) -> Iterator[Owner]:
    for name in names:
        if handle := name.groupdict().get("handle"):
            yield Owner(handle)


def _several_owners(reading: PlatformReading) -> Iterator[str]:
    if len({owner.handle.casefold() for owner in _owners(reading) if owner.handle}) > 1:
        yield "the files handed in come from more than one account of this platform"


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


def _narrow_dates(days: Sequence[int | None]) -> Iterator[str]:
    known = [day for day in days if day is not None]
    if len(known) >= _ENOUGH_DATES and max(known) - min(known) <= _DAYS_IN_A_YEAR:
        yield (
            "every dated entry lies within one year: if the account is older, it was asked for with a range "
            "of dates, and people are missing"
        )
