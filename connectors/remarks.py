"""What a reader should know of an export beside its rows: lists that are missing, parts, counts, dates.

Plain sentences that quote nobody. "Nobody", "not ticked", "in another part", "not read" and "never exported"
are different answers.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from connectors.archive import Archive, Entry
from connectors.member_paths import numbered
from connectors.platform_reading import Identity, PlatformReading

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


def remarks_on_lists(
    reading: PlatformReading, own: Sequence[Archive], opened: set[Identity], *, is_a_part: bool
) -> Iterator[str]:
    """Which lists are not there, whole or in part, and why; `own` are the platform's archives."""
    yield from chain(
        _missing_lists(reading, is_a_part=is_a_part),
        _never_exported(reading),
        _strangers(reading, own, opened),
        _missing_parts(reading),
        _other_counts(reading),
    )


def remarks_on_origin(
    reading: PlatformReading, own: Sequence[Archive], days: Sequence[int | None]
) -> Iterator[str]:
    """What is odd about where the lists come from; `days` are those of the entries, since 1970."""
    yield from chain(
        _changed_later(reading, own),
        _several_owners(reading),
        _narrow_dates(days) if reading.platform.ASKS_FOR_DATES else (),
    )


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


def _day_of_change(entry: Entry) -> tuple[int, ...] | None:
    """Year, month and day; None where the archive writes the first day it can, which is no day."""
    return entry.changed[:3] if entry.changed and entry.changed[0] > _NO_YEAR else None


def _several_owners(reading: PlatformReading) -> Iterator[str]:
    owners = (owner for claim in reading.claims.values() for owner in claim.owners)
    if len({owner.handle.casefold() for owner in owners if owner.handle}) > 1:
        yield "the files handed in come from more than one account of this platform"


def _narrow_dates(days: Sequence[int | None]) -> Iterator[str]:
    known = [day for day in days if day is not None]
    if len(known) >= _ENOUGH_DATES and max(known) - min(known) <= _DAYS_IN_A_YEAR:
        yield (
            "every dated entry lies within one year: if the account is older, it was asked for with a range "
            "of dates, and people are missing"
        )
