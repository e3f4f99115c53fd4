"""What could not be read of what was handed in: one problem for each cause, and none hides another."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from connectors.archive import Archive
from connectors.export_errors import (
    ArchiveBrokenError,
    ArchivesInArchiveError,
    ExportSpreadsheetError,
    ExportUnrecognisedError,
    ExportWithoutPeopleError,
    MemberAmbiguousError,
    MemberUnrecognisedError,
)
from connectors.platform_reading import PlatformReading, Unread
from connectors.platforms import Platform
from schemas.errors import HandedInError

Readings = Mapping[str, PlatformReading]


@dataclass(frozen=True)
class Problem:
    """What is wrong with one file handed in; `file` is its 1-based position, 0 for the whole set.

    `platform` is whose file it is, empty where that is not known.
    """

    file: int
    error: HandedInError
    platform: str = ""


def settle(readings: Collection[PlatformReading]) -> None:
    """Let neither of two platforms keep a file that both recognise, and forget what is nobody's loss.

    That is: what one platform could not read and another can, and what nothing says is a platform's own.
    """
    claims = Counter(member for reading in readings for member in reading.claims)
    for reading in readings:
        for member in [member for member in reading.claims if claims[member] > 1]:
            claim = reading.claims.pop(member)
            reading.unread[member] = Unread(claim.archive, claim.path, MemberAmbiguousError(claim.path))
    for reading in readings:
        for member, unread in list(reading.unread.items()):
            is_strange = unread.error is None and not reading.knows(unread.archive)
            if claims[member] == 1 or is_strange:
                del reading.unread[member]


def unread_files(readings: Readings) -> Iterator[Problem]:
    """A problem for each file that nobody could read, under the platform whose path says most of it."""
    files: dict[tuple[int, str], list[tuple[str, Unread]]] = {}
    for name, reading in readings.items():
        for member, unread in reading.unread.items():
            files.setdefault(member, []).append((name, unread))
    for several in files.values():
        longest = max(len(unread.path) for _, unread in several)
        likely = [(name, unread) for name, unread in several if len(unread.path) == longest]
        own = [each for each in likely if readings[each[0]].knows(each[1].archive)] or likely
        name, unread = own[0]
        error = unread.error or MemberUnrecognisedError(unread.path)
        yield Problem(unread.archive.position, error, name if len(own) == 1 else "")


def without_people(archives: Sequence[Archive], readings: Readings) -> Iterator[Problem]:
    """A problem for each archive of a platform we know that gave nothing, nor did its other parts."""
    for archive in archives:
        known = {name: reading for name, reading in readings.items() if reading.knows(archive)}
        if known and not any(reading.lists or reading.unread for reading in known.values()):
            whose = " and ".join(_title(reading.platform) for reading in known.values())
            yield Problem(archive.position, ExportWithoutPeopleError(whose), next(iter(known)))


def unrecognised(archives: Sequence[Archive], *, was_read: bool) -> Iterator[Problem]:
    """A problem for each archive that is no platform's.

    Where something else was read, an archive of other files is a normal part of it: `was_read`. A file by
    itself never is: somebody meant it as a list.
    """
    for archive in archives:
        error = _why_unrecognised(archive)
        if not was_read or archive.is_loose or isinstance(error, ExportSpreadsheetError):
            yield Problem(archive.position, error)


def _title(platform: Platform) -> str:
    where = platform.COVERAGE.lists_are
    return f"{platform.TITLE}, {where}" if where else platform.TITLE


def _why_unrecognised(archive: Archive) -> HandedInError:
    if any(entry.path == "xl/workbook.xml" for entry in archive.entries):
        return ExportSpreadsheetError()
    if all(entry.path.endswith(".zip") for entry in archive.entries):
        return ArchiveBrokenError() if archive.is_loose else ArchivesInArchiveError()
    return ExportUnrecognisedError()
