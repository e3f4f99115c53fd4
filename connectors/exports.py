"""The one call that reads what one person handed in: exports in, rows and counts out.

Archives of one platform are merged, an archive of two platforms is read as both, and one file that cannot be
read never hides the others.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from connectors.archive import Archive, archives_at, open_archive
from connectors.export_errors import (
    ArchivesInArchiveError,
    ExportEmptyError,
    ExportUnrecognisedError,
    ExportWithoutPeopleError,
    MemberAmbiguousError,
    MemberUnrecognisedError,
)
from connectors.extracting import extract
from connectors.platform_reading import PlatformReading, read_platform
from connectors.platforms import platforms
from schemas.errors import HandedInError
from schemas.extract import Extract


@dataclass(frozen=True)
class Problem:
    """What is wrong with one file handed in; `file` is its 1-based position, 0 for the whole set.

    `platform` is whose file it is, empty where that is not known.
    """

    file: int
    error: HandedInError
    platform: str = ""


@dataclass(frozen=True)
class Reading:
    """One extract a platform, and what could not be read."""

    extracts: tuple[Extract, ...]
    problems: tuple[Problem, ...]


def read_exports(paths: Sequence[Path]) -> Reading:
    """Everything one person handed in: ZIPs, folders or loose files, in any order and any number of parts.

    Raises nothing that a file handed in can cause; each such cause is a `Problem`.
    """
    problems: list[Problem] = []
    with ExitStack() as stack:
        archives = list(_open_all(paths, stack, problems))
        readings = {name: read_platform(platform, archives) for name, platform in platforms().items()}
    problems += _claimed_twice(readings.values())
    _settle(readings.values())
    problems += _unread(readings)
    opened = {member for reading in readings.values() for member in reading.opened}
    extracts = [
        extract(name, reading, archives, opened) for name, reading in readings.items() if reading.lists
    ]
    explained = {problem.file for problem in problems}
    unexplained = [archive for archive in archives if archive.position not in explained]
    familiar = [each for each in unexplained if any(one.knows(each) for one in readings.values())]
    strangers = [each for each in unexplained if each not in familiar]
    problems += _without_people(familiar, readings)
    if extracts:
        extracts[0] = _with_parts(extracts[0], strangers)
    else:
        problems += (Problem(each.position, _unrecognised(each)) for each in strangers)
    return Reading(tuple(extracts), tuple(sorted(problems, key=lambda problem: problem.file)))


def _open_all(paths: Sequence[Path], stack: ExitStack, problems: list[Problem]) -> Iterator[Archive]:
    """Every archive that can be opened; each that cannot becomes a problem."""
    for position, path in enumerate(paths, start=1):
        try:
            below = archives_at(path)
        except HandedInError as error:
            problems.append(Problem(position, error))
            continue
        for each in below:
            try:
                archive = open_archive(each, position)
            except HandedInError as error:
                problems.append(Problem(position, error))
                continue
            stack.callback(archive.close)
            if archive.entries:
                yield archive
            elif len(below) == 1:
                problems.append(Problem(position, ExportEmptyError()))


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
    whose = {
        member: (name, unread)
        for name, reading in readings.items()
        for member, unread in reading.unread.items()
    }
    for name, unread in whose.values():
        yield Problem(unread.archive.position, unread.error or MemberUnrecognisedError(unread.path), name)


def _without_people(
    archives: Sequence[Archive], readings: Mapping[str, PlatformReading]
) -> Iterator[Problem]:
    """A problem for each archive of a platform we know that gave nothing, nor did its other parts."""
    for archive in archives:
        known = {name: reading for name, reading in readings.items() if reading.knows(archive)}
        if not any(reading.lists for reading in known.values()):
            titles = " and ".join(reading.platform.TITLE for reading in known.values())
            yield Problem(archive.position, ExportWithoutPeopleError(titles), next(iter(known)))


def _unrecognised(archive: Archive) -> HandedInError:
    if all(entry.path.endswith(".zip") for entry in archive.entries):
        return ArchivesInArchiveError()
    return ExportUnrecognisedError()


def _with_parts(extract: Extract, strangers: Sequence[Archive]) -> Extract:
    """The extract with what else was handed in beside it: a part that holds media alone is a normal part."""
    return replace(
        extract,
        unopened=extract.unopened + sum(len(each.entries) for each in strangers),
        notes=(*extract.notes, *(f"file {each.position} held no list of people" for each in strangers)),
    )
