"""What was handed in, narrowed to the files that some platform lists: no other can be opened."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property
from io import BufferedReader, RawIOBase
from typing import Any, Protocol, TypeVar

from connectors.archive import Archive, Entry
from connectors.contents import Element, ends_early, json_of, page_of, resaved_text_of, rows_of, text_of
from connectors.export_errors import MemberNotListedError, MemberTooCostlyError, MemberTooLargeError
from connectors.json_stream import json_parts
from connectors.member_paths import AllowList, numbered, wrapper
from schemas.errors import HandedInError

_LARGEST_TOTAL = 256 * 2**20  # bytes of one hand-in; lists come to a tenth of that
_BEGINNING = 4096
_REPORTED_EVERY = 16 * 2**20

Content = TypeVar("Content")


class Watch(Protocol):
    """Is told of every file before it is opened, and may raise an error of ours in its place."""

    def about_to_open(self, archive: int, member: str, shown_as: str) -> None:
        """`archive` is its number among all handed in; `member` is the name as the archive has it."""
        ...

    def still_reading(self) -> None:
        """Another 16 MB of the file opened last were read."""
        ...


class File:
    """One file that at least one platform lists. Nothing is read before it is asked for, and all of it once.

    `paths` holds the canonical path by platform. A file that cannot be read fails alike for all who ask.
    """

    def __init__(self, hand_in: "HandIn", archive: Archive, entry: Entry, paths: dict[str, str]) -> None:
        self._hand_in = hand_in
        self.archive = archive
        self.entry = entry
        self.paths = paths
        self.shown_as = max(paths.values(), key=len)
        self.notes: list[str] = []
        self._known: dict[str, Any] = {}

    @property
    def identity(self) -> tuple[int, str]:
        """What tells this file from every other of everything handed in."""
        return id(self.archive), self.entry.name

    @property
    def is_whole(self) -> bool:
        """Whether all of its bytes were read, not only as much as was needed."""
        return "data" in self._known

    def data(self) -> bytes:
        """The bytes."""
        return self._once("data", lambda: self._hand_in.read(self))

    def beginning(self) -> bytes:
        """The first 4 KB."""
        return self._once("beginning", self._read_beginning)

    def json(self) -> object:
        """What the JSON says."""
        return self._once("json", lambda: json_of(text_of(self.data(), self.shown_as), self.shown_as))

    def script(self) -> object:
        """What the JSON says that a script assigns to a variable, whatever the variable is called."""
        return self._once("script", self._read_script)

    def page(self) -> Element:
        """The root of the page."""
        return self._once("page", self._read_page)

    def text(self) -> str:
        """The text, in whichever encoding a spreadsheet or editor may have saved it again."""
        return self._once("text", self._read_text)

    def stream(self) -> BufferedReader:
        """The bytes as they are read."""
        return self._hand_in.stream(self)

    def _once(self, name: str, read: Callable[[], Content]) -> Content:
        if name not in self._known:
            try:
                self._known[name] = read()
            except MemoryError:
                self._known[name] = MemberTooCostlyError(self.shown_as)
            except HandedInError as error:
                self._known[name] = error
        if isinstance(self._known[name], HandedInError):
            raise self._known[name]
        content: Content = self._known[name]
        return content

    def _read_beginning(self) -> bytes:
        with self.stream() as file:
            return file.read(_BEGINNING)

    def _read_script(self) -> object:
        value = text_of(self.data(), self.shown_as).partition("=")[2]
        return json_of(value.strip().removesuffix(";"), self.shown_as)

    def _read_page(self) -> Element:
        if ends_early(self.data()):
            self.notes.append(f"{self.shown_as} ends early, so people may be missing from it")
        return page_of(self.data(), self.shown_as)

    def _read_text(self) -> str:
        text, is_old = resaved_text_of(self.data())
        if is_old:
            self.notes.append(
                f"{self.shown_as} was saved again by another program; accents may be wrong in it"
            )
        return text


class Member:
    """A file as one platform sees it.

    `path` is the canonical path, without wrapper folders; `notes` gathers what a reader should know of it.
    """

    def __init__(self, file: File, platform: str) -> None:
        self._file = file
        self.path = file.paths[platform]
        self.folder, _, self.name = self.path.rpartition("/")
        self.stem, _, self.kind = numbered(self.name)[0].rpartition(".")
        self.archive = file.archive
        self.entry = file.entry
        self.identity = file.identity
        self.notes = file.notes

    @property
    def is_whole(self) -> bool:
        """Whether all of its bytes were read, not only as much as was needed."""
        return self._file.is_whole

    @property
    def data(self) -> bytes:
        """The bytes."""
        return self._file.data()

    @property
    def beginning(self) -> bytes:
        """The first 4 KB, for telling what a file is without reading on."""
        return self._file.beginning()

    @property
    def json(self) -> object:
        """What the JSON says."""
        return self._file.json()

    @property
    def script(self) -> object:
        """What the JSON says that a script assigns to a variable, whatever the variable is called."""
        return self._file.script()

    @property
    def page(self) -> Element:
        """The root of the page."""
        return self._file.page()

    @property
    def text(self) -> str:
        """The text, in whichever encoding a spreadsheet or editor may have saved it again."""
        return self._file.text()

    def stream(self) -> BufferedReader:
        """The bytes as a file that is read from its start, for a member too large to hold."""
        return self._file.stream()

    def json_parts(self, wanted: Collection[str], until: Collection[str] = ()) -> dict[str, object]:
        """The values of these keys of a JSON object too large to hold; reading ends at a key of `until`."""
        with self.stream() as file:
            return json_parts(file, wanted, until, self.path)

    def rows(self, delimiter: str = ",") -> list[list[str]]:
        """The rows of cells of a table in text."""
        return rows_of(self.text, delimiter, self.path)


class HandIn:
    """Everything handed in together, narrowed to the files on an allow-list.

    `opened` holds the identity of each file of which anything was read: whatever is not in it stayed closed.
    `size` is how many bytes were read whole.
    """

    def __init__(self, archives: Sequence[Archive], allowed: AllowList, watch: Watch | None = None) -> None:
        self.archives = archives
        self._allowed = allowed
        self._watch = watch
        self.size = 0
        self.opened: set[tuple[int, str]] = set()

    def files(self) -> Iterator[File]:
        """The listed files, JSON before its HTML twin and part 2 before part 10."""
        listed = [
            File(self, archive, entry, paths)
            for archive in self.archives
            for entry in archive.entries
            if (paths := self._listed(archive, entry))
        ]
        listed.sort(key=lambda file: _order(file.shown_as))
        listed.reverse()
        while listed:  # a file is forgotten with all it holds before the next one is read
            yield listed.pop()

    def read(self, file: File) -> bytes:
        """The bytes of a listed file; any other is refused."""
        self._open(file)
        data = file.archive.read(file.entry, file.shown_as)
        self.size += len(data)
        if self.size > _LARGEST_TOTAL:
            raise MemberTooLargeError(file.shown_as)
        return data

    def stream(self, file: File) -> BufferedReader:
        """A listed file as a stream; any other is refused."""
        self._open(file)
        stream = file.archive.stream(file.entry, file.shown_as)
        return BufferedReader(_Reported(stream, self._watch)) if self._watch else stream

    def _open(self, file: File) -> None:
        if not self._listed(file.archive, file.entry):
            raise MemberNotListedError
        if self._watch:
            self._watch.about_to_open(file.archive.number, file.entry.name, file.shown_as)
        self.opened.add(file.identity)

    @cached_property
    def _wrappers(self) -> dict[int, str]:
        return {id(each): wrapper([entry.path for entry in each.entries]) for each in self.archives}

    def _listed(self, archive: Archive, entry: Entry) -> dict[str, str]:
        return self._allowed.listed(entry.path, self._wrappers[id(archive)], is_loose=archive.is_loose)


class _Reported(RawIOBase):
    """A stream that says how it gets on."""

    def __init__(self, stream: BufferedReader, watch: Watch) -> None:
        super().__init__()
        self._stream = stream
        self._watch = watch
        self._unreported = 0

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        size = self._stream.readinto(into)
        self._unreported += size
        if self._unreported >= _REPORTED_EVERY:
            self._unreported = 0
            self._watch.still_reading()
        return size

    def close(self) -> None:
        self._stream.close()
        super().close()


def json_twin(path: str) -> str:
    """The path that the JSON of the same list has in an archive which holds both JSON and HTML."""
    return re.sub(r"(?:(^|/)html/)?([^/]+)\.html$", _as_json, path)


def _as_json(match: re.Match[str]) -> str:
    folder = f"{match[1]}json/" if match[1] is not None else ""
    return f"{folder}{match[2]}.json"


def _order(path: str) -> tuple[bool, str, int]:
    stem, number = numbered(path)
    return path.endswith(".html"), stem, -1 if number is None else number
