"""Everything one person handed in, read in this process and without a table library.

Archives of one platform are merged, an archive of two platforms is read as both, and one file that cannot be
read never hides the others. `exports` runs this in a child process with bounds on what it may use.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from pathlib import Path
from typing import Protocol

from connectors.archive import Archive, archives_at, open_archive
from connectors.export_errors import (
    ArchiveTooCostlyError,
    ArchiveTooLargeError,
    ExportEmptyError,
)
from connectors.extracting import Drawn, extract
from connectors.member_paths import AllowList
from connectors.members import HandIn, Watch
from connectors.platform_reading import PlatformReading, read_platforms
from connectors.platforms import Platform, platforms
from connectors.problems import Problem, settle, unread_files, unrecognised, without_people
from schemas.errors import HandedInError

MOST_ARCHIVES = 500


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

    def on_the_whole(self) -> None:
        """What follows concerns everything handed in."""
        ...


def read(paths: Sequence[Path], requested: Collection[str] = (), watch: OpeningWatch | None = None) -> Read:
    """Everything one person handed in: ZIPs, folders or loose files, in any order and any number of parts.

    `requested` names the platforms whose further files (`ON_REQUEST`) the person said may be opened. Raises
    nothing that a file handed in can cause; each such cause is a `Problem`.
    """
    problems: list[Problem] = []
    with ExitStack() as stack:
        archives = list(open_all(paths, stack, problems, watch))
        if watch:
            watch.on_the_whole()
        hand_in = HandIn(archives, _allowed(frozenset(platforms()), frozenset(requested)), watch)
        readings = read_platforms(platforms(), hand_in)
    if watch:
        watch.on_the_whole()
    settle(readings.values())
    drawn = [
        _with_notes(extract(name, reading, archives, hand_in.opened), archives, readings)
        for name, reading in readings.items()
        if reading.lists
    ]
    strangers = [each for each in archives if _is_strange(each, readings.values())]
    problems += unread_files(readings)
    problems += without_people(archives, readings)
    problems += unrecognised(strangers, was_read=bool(drawn))
    if drawn:
        useful = {each.position for each in archives if each not in strangers}
        parts = [each for each in strangers if not each.is_loose and each.position not in useful]
        drawn[0] = _with_parts(drawn[0], parts)
    once = {(each.file, each.error.message): each for each in problems}.values()
    return Read(tuple(drawn), tuple(sorted(once, key=lambda problem: problem.file)), hand_in.size)


def _is_strange(archive: Archive, readings: Collection[PlatformReading]) -> bool:
    return not any(reading.failed_at(archive) or reading.knows(archive) for reading in readings)


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
            elif each != path or len(below) == 1:
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


def _with_notes(drawn: Drawn, archives: Sequence[Archive], readings: Mapping[str, PlatformReading]) -> Drawn:
    """The extract with a word about other platforms of which its archives hold files and no list."""
    own = [archive for archive in archives if readings[drawn.platform].claimed(archive)]
    others = [
        reading.platform.TITLE
        for reading in readings.values()
        if not reading.lists and not reading.unread and any(reading.knows(archive) for archive in own)
    ]
    notes = (f"files of {title} are in it too, and no list of people among them" for title in others)
    return replace(drawn, notes=(*drawn.notes, *notes))


def _with_parts(drawn: Drawn, strangers: Sequence[Archive]) -> Drawn:
    """The extract with what else was handed in beside it: a part that holds media alone is a normal part."""
    return replace(
        drawn,
        unopened=drawn.unopened + sum(len(each.entries) for each in strangers),
        notes=(*drawn.notes, *(f"file {each.position} held no list of people" for each in strangers)),
    )
