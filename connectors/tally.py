"""One platform's files, merged and counted: the accounts as a table, the lists as counts, what to note.

An entry that stands in several files is one entry only if every field of it is the same, its date included;
a name alone makes nobody the same person. Within one file nothing is ever merged.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from connectors.entries import Account, Entry, NotComparable, PeopleList, Unreadable
from connectors.export_dates import day_of
from schemas.extract import ListCount
from schemas.words import Relation

_LONGEST = 1_000
_ITEMS_NAMED = 5
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class FiledList:
    """One list as one file holds it."""

    path: str
    layout: str
    people: PeopleList
    entries: tuple[Entry, ...]


Row = tuple[Relation, Account, date | None]
Columns = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Tally:
    """What one platform's lists come to; `columns` are those of ACCOUNTS that an export can fill."""

    columns: Columns
    lists: tuple[ListCount, ...]
    notes: tuple[str, ...]


def tally(platform: str, filed: Sequence[FiledList]) -> Tally:
    """All lists of one platform."""
    by_name: defaultdict[str, list[FiledList]] = defaultdict(list)
    for each in filed:
        by_name[each.people.name].append(each)
    rows: list[Row] = []
    counts: list[ListCount] = []
    notes: list[str] = []
    for name, files in by_name.items():
        kept = list(_without_repeats(files))
        notes += _repeats(name, files, kept)
        for layout in dict.fromkeys(file.layout for file in files):
            entries = [entry for of_layout, entry in kept if of_layout == layout]
            counts.append(_count(files[0].people.relation, layout, entries))
            found = [(files[0].people.relation, each, day_of(each.since)) for each in _accounts(entries)]
            notes += _remarks(name, found)
            rows += found
        notes += _unreadable(name, files)
    return Tally(_columns(platform, rows), tuple(counts), tuple(notes))


def _without_repeats(files: Sequence[FiledList]) -> Iterator[tuple[str, Entry]]:
    """Each entry with its layout, as often as the one file that holds it most often holds it."""
    if len(files) == 1:
        yield from ((files[0].layout, entry) for entry in files[0].entries)
        return
    seen: Counter[Entry] = Counter()
    for file in files:
        here: Counter[Entry] = Counter()
        for entry in file.entries:
            if not _is_one_of_a_kind(entry):
                yield file.layout, entry
                continue
            here[entry] += 1
            if here[entry] > seen[entry]:
                yield file.layout, entry
        seen.update({entry: max(0, number - seen[entry]) for entry, number in here.items()})


def _is_one_of_a_kind(entry: Entry) -> bool:
    match entry:
        case Account(handle=handle, profile_url=url, email=email, since=since):
            return bool(handle or url or email) or since is not None
        case NotComparable(told):
            return bool(told)
    return False


def _accounts(entries: Sequence[Entry]) -> list[Account]:
    return [entry for entry in entries if isinstance(entry, Account)]


def _count(relation: Relation, layout: str, entries: Sequence[Entry]) -> ListCount:
    accounts = _accounts(entries)
    named = sum(bool(account.display_name) for account in accounts)
    return ListCount(
        relation=relation,
        layout=layout,
        entries=len(entries),
        with_display_name=named,
        handle_only=len(accounts) - named,
        not_comparable=sum(isinstance(entry, NotComparable) for entry in entries),
        unreadable=sum(isinstance(entry, Unreadable) for entry in entries),
    )


def _repeats(name: str, files: Sequence[FiledList], kept: Sequence[object]) -> Iterator[str]:
    repeats = sum(len(file.entries) for file in files) - len(kept)
    if repeats:
        yield f"{_entries(repeats)} of {name} stood in more than one file and counted once"


def _unreadable(name: str, files: Sequence[FiledList]) -> Iterator[str]:
    """Why entries could not be read, with the first few places: "followers_1.json, item 12"."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for file in files:
        for item, entry in enumerate(file.entries, start=1):
            if isinstance(entry, Unreadable):
                places[entry.reason].append(f"{file.path}, item {item}")
    for reason, found in places.items():
        more = " and others" if len(found) > _ITEMS_NAMED else ""
        shown = "; ".join(found[:_ITEMS_NAMED])
        yield f"{_entries(len(found))} of {name} could not be read: {reason} ({shown}{more})"


def _entries(number: int) -> str:
    return "1 entry" if number == 1 else f"{number:,} entries"


def _remarks(name: str, rows: Sequence[Row]) -> Iterator[str]:
    cut = sum(max(map(len, _texts(account))) > _LONGEST for _, account, _ in rows)
    undated = sum(account.since is not None and day is None for _, account, day in rows)
    if cut:
        yield f"{_entries(cut)} of {name} held more than {_LONGEST:,} characters and were cut"
    if undated:
        yield f"{_entries(undated)} of {name} had a date that could not be read; the people are kept"


def _texts(account: Account) -> tuple[str, str, str, str]:
    return account.display_name, account.handle, account.profile_url, account.email


def _columns(platform: str, rows: Sequence[Row]) -> Columns:
    return {
        "platform": [account.platform or platform for _, account, _ in rows],
        "relation": [str(relation) for relation, _, _ in rows],
        "display_name": [storable(account.display_name) for _, account, _ in rows],
        "handle": [storable(account.handle) for _, account, _ in rows],
        "profile_url": [storable(account.profile_url) for _, account, _ in rows],
        "email": [storable(account.email) for _, account, _ in rows],
        "since": [day.toordinal() - _EPOCH if day else None for _, _, day in rows],
    }


def storable(text: str, longest: int = _LONGEST) -> str:
    """The text as written, cut where no name is that long, half a surrogate pair replaced."""
    if text.isascii():
        return text[:longest]
    return text[:longest].encode("utf-8", "replace").decode("utf-8")
