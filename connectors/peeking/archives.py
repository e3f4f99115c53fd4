"""What was handed in, file by file: what is looked into with its structure, the rest as paths and counts."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from connectors.archive import Archive, Entry
from connectors.export_errors import MemberTooCostlyError, MemberTooLargeError
from connectors.members import File, HandIn, Watch
from connectors.peeking.choosing import (
    Identity,
    Standing,
    names_people,
    only_on_request,
    path_of,
    standing_of,
)
from connectors.peeking.formats import contents_told
from connectors.peeking.words import shown_path
from connectors.platforms import platforms
from connectors.reading import allow_list
from schemas.errors import HandedInError

VERSION = 1
_MOST_LOOKED_INTO = 200
_MOST_PATHS = 500
_LARGEST_TOTAL = 2**30
_MAGNITUDES = ((2**10, "1 KB"), (2**17, "128 KB"), (2**20, "1 MB"), (2**27, "128 MB"), (2**30, "1 GB"))

Told = dict[str, Any]


def peek(archives: Sequence[Archive], *, everything: bool = False, watch: Watch | None = None) -> Told:
    """The structure of what was handed in, as JSON: `{"version": 1, "archives": [...]}`, without one value.

    Each archive has

    - `file`, its 1-based position; `loose`, whether it is one file by itself; `named_like`, the platforms
      whose archives are called as it is;
    - `members`, how many files it holds; `unopened`, of how many nothing at all was read;
    - `looked_into`, a list: `path` (its known words, `…` for any other, `#` for digits), `size` (a
      magnitude), `standing` (`recognised`, `listed`, `unlisted`), `platforms` (`platform`, `listed_as`,
      `layout`, perhaps the code of an `error`), and `contents` or the code of an `error`;
    - `not_looked_into`, a list: `path`, `files` of that shown path, their `sizes` (magnitudes);
      `paths_not_shown`, how many paths the list leaves out.

    With `everything`, a loose file is looked into whatever it is called. `watch` is told of every file before
    it is opened. Raises nothing that a file can cause.
    """
    look = _Look(archives, watch, everything=everything)
    found = dict(islice(chain(look.listed(), look.others()), _MOST_LOOKED_INTO))
    return {
        "version": VERSION,
        "archives": [_archive_told(archive, found, look.opened) for archive in archives],
    }


class _Look:
    """One pass over everything handed in; `opened` holds each file of which anything was read."""

    def __init__(self, archives: Sequence[Archive], watch: Watch | None, *, everything: bool) -> None:
        self._archives = archives
        self._watch = watch
        self._everything = everything
        self._hand_in = HandIn(archives, allow_list(platforms()), watch)
        self._left = _LARGEST_TOTAL
        self._done: set[Identity] = set()

    @property
    def opened(self) -> set[Identity]:
        """The files that did not stay closed."""
        return self._hand_in.opened | self._done

    def listed(self) -> Iterator[tuple[Identity, Told]]:
        """The files on some platform's list. What a platform did not open to know it stays closed here."""
        for file in self._hand_in.files():
            standing = standing_of(file)
            if self._is_needed(file, standing):
                self._done.add(file.identity)
                yield file.identity, _file_told(file.archive, file.entry, standing, file.data)

    def others(self) -> Iterator[tuple[Identity, Told]]:
        """The files on nobody's list that are called like a list of people, or were asked for."""
        on_request = only_on_request(self._archives)
        for archive in self._archives:
            for entry in archive.entries:
                identity = (id(archive), entry.name)
                if identity not in self._done | on_request and self._is_wanted(archive, entry):
                    self._done.add(identity)
                    yield identity, _file_told(archive, entry, Standing(), self._reader(archive, entry))

    def _is_needed(self, file: File, standing: Standing) -> bool:
        if standing.is_recognised:
            return file.is_whole or (self._everything and file.archive.is_loose)
        return bool(standing.platforms) and file.identity in self._hand_in.opened

    def _is_wanted(self, archive: Archive, entry: Entry) -> bool:
        return (self._everything and archive.is_loose) or names_people(path_of(archive, entry))

    def _reader(self, archive: Archive, entry: Entry) -> Callable[[], bytes]:
        def read() -> bytes:
            path = shown_path(path_of(archive, entry))
            if self._watch:
                self._watch.about_to_open(archive.number, entry.name, path)
            if self._left <= 0:
                raise MemberTooLargeError(path)
            data = archive.read(entry, path)
            self._left -= len(data)
            return data

        return read


def _file_told(archive: Archive, entry: Entry, standing: Standing, read: Callable[[], bytes]) -> Told:
    path = shown_path(path_of(archive, entry))
    told: Told = {"path": path, "size": "unknown", "standing": standing.told}
    told["platforms"] = list(standing.platforms)
    try:
        data = read()
        told["size"] = _magnitude(len(data))
        told["contents"] = contents_told(data, entry.path.rpartition(".")[2], path)
    except MemoryError:
        told["error"] = MemberTooCostlyError.code
    except HandedInError as error:
        told["error"] = error.code
    return told


def _archive_told(archive: Archive, found: dict[Identity, Told], opened: set[Identity]) -> Told:
    identities = {(id(archive), entry.name): entry for entry in archive.entries}
    return {
        "file": archive.position,
        "loose": archive.is_loose,
        "named_like": list(_named_like(archive.name)),
        "members": len(identities),
        "unopened": len(identities.keys() - opened),
        "looked_into": [told for identity, told in found.items() if identity in identities],
        **_paths_told(archive, [entry for identity, entry in identities.items() if identity not in found]),
    }


def _paths_told(archive: Archive, entries: Sequence[Entry]) -> Told:
    """The paths of what was not looked into; many files are one path once nobody's name is in it."""
    sizes: dict[str, Counter[str]] = {}
    for entry in entries:
        sizes.setdefault(shown_path(path_of(archive, entry)), Counter())[_size(entry)] += 1
    shown = sorted(sizes)[:_MOST_PATHS]
    return {
        "not_looked_into": [
            {"path": path, "files": sizes[path].total(), "sizes": dict(sorted(sizes[path].items()))}
            for path in shown
        ],
        "paths_not_shown": len(sizes) - len(shown),
    }


def _size(entry: Entry) -> str:
    """The magnitude of a file that stays closed, where the archive's directory tells it."""
    return "unknown" if entry.size is None else _magnitude(entry.size)


def _magnitude(size: int) -> str:
    if not size:
        return "empty"
    return next((f"up to {words}" for most, words in _MAGNITUDES if size <= most), "over 1 GB")


def _named_like(name: str) -> Iterator[str]:
    stem = name.removesuffix(".zip")
    for platform, module in platforms().items():
        if any(re.fullmatch(pattern, stem) for pattern in module.ARCHIVE_NAMES):
            yield platform
