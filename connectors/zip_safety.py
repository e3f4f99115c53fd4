"""What must be true of a ZIP before anything in it is inflated. Each reader refuses it in its own words.

Python 3.11.7 reads overlapping entries (fixed in 3.11.8), with which a file of 61 KB can claim 10 GB.
"""

import stat
import zlib
from collections.abc import Sequence
from enum import Enum, auto
from itertools import pairwise
from typing import NamedTuple
from zipfile import BadZipFile, ZipInfo

BROKEN = (BadZipFile, zlib.error, ValueError, RuntimeError, EOFError, OSError)
"""What `zipfile` raises for a damaged archive; their messages quote names."""

_HIGHEST_RATIO = 300
_RATIO_COUNTS_FROM = 2**20
_LOCAL_HEADER = 30


class Danger(Enum):
    """Why an archive is not opened."""

    LOCKED = auto()
    TOO_LARGE = auto()
    UNSAFE = auto()


class Refusal(NamedTuple):
    """Why an archive is not opened, and in what; `detail` quotes nothing of it."""

    danger: Danger
    detail: str = ""


def refusal_of(entries: Sequence[ZipInfo], most_entries: int) -> Refusal | None:
    """Why nothing of the archive with this directory may be read; None where it may."""
    if len(entries) > most_entries:
        return Refusal(Danger.TOO_LARGE, f"more than {most_entries:,} files")
    if any(entry.flag_bits & 0x1 for entry in entries):
        return Refusal(Danger.LOCKED)
    names = [entry.filename for entry in entries if not entry.filename.endswith("/")]
    wrong = {
        "files that overlap": _overlap(entries),
        "two files with one name": len(set(names)) < len(names),
        "a path that leads out of it": any(_leads_out(entry.filename) for entry in entries),
        "a link in place of a file": any(stat.S_ISLNK(entry.external_attr >> 16) for entry in entries),
    }
    return next((Refusal(Danger.UNSAFE, detail) for detail, holds in wrong.items() if holds), None)


def is_too_large(entry: ZipInfo, largest: int) -> bool:
    """Whether a member holds more than `largest` bytes, or inflates far beyond what text does."""
    return entry.file_size > min(largest, max(_RATIO_COUNTS_FROM, _HIGHEST_RATIO * entry.compress_size))


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
