"""Everything one person handed in, read in this process and without a table library.

Archives of one platform are merged, an archive of two platforms is read as both, and one file that cannot be
read never hides the others. `exports` runs this in a child process with bounds on what it may use.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from pathlib import Path
from typing import Protocol

from connectors.archive import Archive, archives_at, open_archive
from connectors.export_errors import (
    ArchiveBrokenError,
    ArchivesInArchiveError,
    ArchiveTooCostlyError,
    ArchiveTooLargeError,
    ExportEmptyError,
    ExportUnrecognisedError,
    ExportWithoutPeopleError,
    MemberAmbiguousError,
    MemberUnrecognisedError,
)
from connectors.extracting import Drawn, extract
from connectors.member_paths import AllowList
from connectors.members import HandIn, Watch
from connectors.platform_reading import PlatformReading, read_platforms
from connectors.platforms import Platform, platforms
from schemas.errors import HandedInError

MOST_ARCHIVES = 500


@dataclass(frozen=True)
class Problem:
    """What is wrong with one file handed in; `file` is its 1-based position, 0 for the whole set.

    `platform` is whose file it is, empty where that is not known.
    """

    file: int
    error: HandedInError
    platform: str = ""


@dataclass(frozen=True)
class Read:
    """What was drawn from each platform's files, and what could not be read; `size` in bytes read whole."""

    drawn: tuple[Drawn, ...]
    problems: tuple[Problem, ...]
    size: int


class OpeningWatch(Watch, Protocol):
    """Is told of every archive, too, before it is opened, and may raise an error of ours in its place."""

    def about_to_list(self, archive: int) -> None:
        """`archive` is its number among all handed in."""
        ...


def read(paths: Sequence[Path], requested: Collection[str] = (), watch: OpeningWatch | None = None) -> Read:
    """Everything one person handed in: ZIPs, folders or loose files, in any order and any number of parts.

    `requested` names the platforms whose further files (`ON_REQUEST`) the person said may be opened. Raises
    nothing that a file handed in can cause; each such cause is a `Problem`.
    """
    problems: list[Problem] = []
    with ExitStack() as stack:
        archives = list(open_all(paths, stack, problems, watch))
        hand_in = HandIn(archives, _allowed(frozenset(platforms()), frozenset(requested)), watch)
        readings = read_platforms(platforms(), hand_in)
    problems += _claimed_twice(readings.values())
    _settle(readings.values())
    problems += _unread(readings)
    drawn = [
        extract(name, reading, archives, hand_in.opened)
        for name, reading in readings.items()
        if reading.lists
    ]
    explained = {problem.file for problem in problems}
    unexplained = [archive for archive in archives if archive.position not in explained]
    familiar = [each for each in unexplained if any(one.knows(each) for one in readings.values())]
    strangers = [each for each in unexplained if each not in familiar]
    problems += _without_people(familiar, readings)
    if drawn:
        drawn[0] = _with_parts(drawn[0], strangers)
    else:
        problems += (Problem(each.position, _unrecognised(each)) for each in strangers)
    once = {(each.file, each.error.message): each for each in problems}.values()
    return Read(tuple(drawn), tuple(sorted(once, key=lambda problem: problem.file)), hand_in.size)


@cache
def _allowed(_: frozenset[str], requested: frozenset[str]) -> AllowList:
    """Made once for the platforms there are."""
    return allow_list(platforms(), requested)


def allow_list(known: Mapping[str, Platform], requested: Collection[str] = ()) -> AllowList:
    """Every path that may be opened, by platform."""
    return AllowList(
        {
            name: (*platform.MEMBERS, *(platform.ON_REQUEST if name in requested else ()))
            for name, platform in known.items()
        },
        {name: platform.LOOSE for name, platform in known.items()},
    )


def open_all(
    paths: Sequence[Path], stack: ExitStack, problems: list[Problem], watch: OpeningWatch | None = None
) -> Iterator[Archive]:
    """Every archive that can be opened, closed with the stack; each that cannot becomes a problem."""
    numbers = count()
    for position, path in enumerate(paths, start=1):
        try:
            below = archives_at(path)
        except HandedInError as error:
            problems.append(Problem(position, error))
            continue
        for each in below:
            try:
                archive = _open(each, position, next(numbers), watch)
            except HandedInError as error:
                problems.append(Problem(position, error))
                continue
            stack.callback(archive.close)
            if archive.entries:
                yield archive
            elif len(below) == 1:
                problems.append(Problem(position, ExportEmptyError()))


def _open(path: Path, position: int, number: int, watch: OpeningWatch | None) -> Archive:
    if number >= MOST_ARCHIVES:
        raise ArchiveTooLargeError(f"more than {MOST_ARCHIVES} archives")
    if watch:
        watch.about_to_list(number)
    try:
        return open_archive(path, position, number)
    except MemoryError:
        raise ArchiveTooCostlyError from None


def _claimed_twice(readings: Collection[PlatformReading]) -> Iterator[Problem]:
    """A problem for each file that two platforms recognise; neither keeps it."""
    claims = Counter(member for reading in readings for member in reading.claims)
    for member in (member for member, times in claims.items() if times > 1):
        taken = [reading.claims.pop(member) for reading in readings if member in reading.claims]
        yield Problem(taken[0].archive.position, MemberAmbiguousError(taken[0].path))


def _settle(readings: Collection[PlatformReading]) -> None:
    """Forget what a platform could not read if another can, or if nothing says the archive is its own."""
    claimed = {member for reading in readings for member in reading.claims}
    for reading in readings:
        for member, unread in list(reading.unread.items()):
            if member in claimed or (unread.error is None and not reading.knows(unread.archive)):
                del reading.unread[member]


def _unread(readings: Mapping[str, PlatformReading]) -> Iterator[Problem]:
    """A problem for each file that nobody could read."""
    unread = [
        (member, name, file) for name, reading in readings.items() for member, file in reading.unread.items()
    ]
    # Of several platforms that list a file, it is most likely whose path says more.
    whose = {
        member: (name, file) for member, name, file in sorted(unread, key=lambda each: len(each[2].path))
    }
    for name, file in whose.values():
        yield Problem(file.archive.position, file.error or MemberUnrecognisedError(file.path), name)


def _without_people(
    archives: Sequence[Archive], readings: Mapping[str, PlatformReading]
) -> Iterator[Problem]:
    """A problem for each archive of a platform we know that gave nothing, nor did its other parts."""
    for archive in archives:
        known = {name: reading for name, reading in readings.items() if reading.knows(archive)}
        if not any(reading.lists for reading in known.values()):
            whose = " and ".join(_title(reading.platform) for reading in known.values())
            yield Problem(archive.position, ExportWithoutPeopleError(whose), next(iter(known)))


def _title(platform: Platform) -> str:
    return (
        f"{platform.TITLE}, {platform.COVERAGE.lists_are}" if platform.COVERAGE.lists_are else platform.TITLE
    )


def _unrecognised(archive: Archive) -> HandedInError:
    if all(entry.path.endswith(".zip") for entry in archive.entries):
        return ArchiveBrokenError() if archive.is_loose else ArchivesInArchiveError()
    return ExportUnrecognisedError()


def _with_parts(drawn: Drawn, strangers: Sequence[Archive]) -> Drawn:
    """The extract with what else was handed in beside it: a part that holds media alone is a normal part."""
    return replace(
        drawn,
        unopened=drawn.unopened + sum(len(each.entries) for each in strangers),
        notes=(*drawn.notes, *(f"file {each.position} held no list of people" for each in strangers)),
    )
