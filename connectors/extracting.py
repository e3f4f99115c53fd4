"""One platform's extract, put together from every file it claimed."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain, islice

import pyarrow as pa

from connectors.archive import Archive
from connectors.member_paths import numbered
from connectors.platform_reading import Identity, PlatformReading
from connectors.tally import storable, tally
from schemas.extract import Extract, Owner

_LONGEST_PROFILE = 10_000
_ENOUGH_DATES = 20
_GAPS_NAMED = 10
_DAYS_IN_A_YEAR = 366


def extract(
    name: str, reading: PlatformReading, archives: Sequence[Archive], opened: set[Identity]
) -> Extract:
    """What is kept of one platform: its rows, its counts, its owner and what should be noted."""
    expected = {people: rank for rank, people in enumerate(reading.platform.EXPECTED)}
    lists = sorted(reading.lists, key=lambda each: expected.get(each.people.name, len(expected)))
    counted = tally(name, lists)
    notes = chain(
        _missing_lists(reading),
        _missing_parts(reading),
        _other_counts(reading),
        counted.notes,
        (note for claim in reading.claims.values() for note in claim.notes),
        _several_owners(reading),
        _narrow_dates(counted.accounts) if reading.platform.ASKS_FOR_DATES else (),
    )
    own = [archive for archive in archives if reading.knows(archive)]
    return Extract(
        platform=name,
        layout=max(count.layout for count in counted.lists),
        accounts=counted.accounts,
        lists=counted.lists,
        owner=_owner(_owners(reading)),
        unopened=sum((id(each), entry.name) not in opened for each in own for entry in each.entries),
        notes=tuple(dict.fromkeys(notes)),
    )


def _missing_lists(reading: PlatformReading) -> Iterator[str]:
    found = {each.people.name for each in reading.lists}
    for name in reading.platform.EXPECTED:
        if name not in found and reading.unread:
            yield f"no list of {name} could be read: a file of this export is damaged or laid out anew"
        elif name not in found:
            yield f"no list of {name} was in this export: the category may not have been ticked"


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


def _owners(reading: PlatformReading) -> list[Owner]:
    return [owner for claim in reading.claims.values() for owner in claim.owners]


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


def _narrow_dates(accounts: pa.Table) -> Iterator[str]:
    days: list[date] = [day for day in accounts["since"].to_pylist() if day is not None]
    if len(days) >= _ENOUGH_DATES and (max(days) - min(days)).days <= _DAYS_IN_A_YEAR:
        yield (
            "every dated entry lies within one year: if the account is older, it was asked for with a range "
            "of dates, and people are missing"
        )
