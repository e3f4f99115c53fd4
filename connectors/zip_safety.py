"""What must be true of a ZIP's directory before anything in it is inflated.

Python 3.11.7 reads overlapping entries (fixed in 3.11.8), with which a file of 61 KB can claim 10 GB.
"""

import stat
from collections.abc import Sequence
from itertools import pairwise
from zipfile import ZipInfo

from connectors.export_errors import (
    ArchiveLockedError,
    ArchiveTooLargeError,
    ArchiveUnsafeError,
    MemberTooLargeError,
)

MOST_ENTRIES = 200_000
LARGEST_MEMBER = 200 * 2**20
_HIGHEST_RATIO = 300
_RATIO_COUNTS_FROM = 2**20
_LOCAL_HEADER = 30


def check_directory(entries: Sequence[ZipInfo]) -> None:
    """Nothing; an archive that is locked, too large or built to do harm raises the error that says so."""
    if len(entries) > MOST_ENTRIES:
        raise ArchiveTooLargeError(f"more than {MOST_ENTRIES:,} files")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise ArchiveLockedError
    if _overlap(entries):
        raise ArchiveUnsafeError("files that overlap")
    if len({entry.filename for entry in entries}) < len(entries):
        raise ArchiveUnsafeError("two files with one name")
    if any(_leads_out(entry.filename) for entry in entries):
        raise ArchiveUnsafeError("a path that leads out of it")
    if any(stat.S_ISLNK(entry.external_attr >> 16) for entry in entries):
        raise ArchiveUnsafeError("a link in place of a file")


def check_member(entry: ZipInfo, path: str) -> None:
    """Nothing; a member larger than any list, or inflating far beyond what text does, raises."""
    check_size(entry.file_size, path)
    if entry.file_size > max(_RATIO_COUNTS_FROM, _HIGHEST_RATIO * entry.compress_size):
        raise MemberTooLargeError(path)


def check_size(size: int, path: str) -> None:
    """Nothing; a member of more bytes than any list raises."""
    if size > LARGEST_MEMBER:
        raise MemberTooLargeError(path)


def _overlap(entries: Sequence[ZipInfo]) -> bool:
    """Whether an entry begins before the one in front of it can have ended."""
    in_order = sorted(entries, key=lambda entry: entry.header_offset)
    return any(
        first.header_offset + _LOCAL_HEADER + len(first.orig_filename) + first.compress_size
        > second.header_offset
        for first, second in pairwise(in_order)
    )


def _leads_out(name: str) -> bool:
    steps = name.replace("\\", "/").split("/")
    return ".." in steps or not steps[0] or steps[0].endswith(":")
