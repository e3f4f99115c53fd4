"""An export as one platform may see it: the members on its list, and no others."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from connectors.archive import Archive, Entry
from connectors.contents import Element, ends_early, json_of, page_of, resaved_text_of, rows_of, text_of
from connectors.export_errors import MemberNotListedError, MemberTooLargeError
from connectors.member_paths import AllowList, numbered, wrapper

_LARGEST_TOTAL = 2**30


class Member:
    """One file of an export that its platform may open. Nothing is read before it is asked for.

    `path` is the canonical path, without wrapper folders; `notes` gathers what a reader should know of it.
    """

    def __init__(self, export: "Export", archive: Archive, entry: Entry, path: str) -> None:
        self._export = export
        self.archive = archive
        self.entry = entry
        self.path = path
        self.folder, _, self.name = path.rpartition("/")
        self.stem, _, self.kind = numbered(self.name)[0].rpartition(".")
        self.notes: list[str] = []

    @property
    def identity(self) -> tuple[int, str]:
        """What tells this member from every other of everything handed in."""
        return id(self.archive), self.entry.name

    @cached_property
    def data(self) -> bytes:
        """The bytes, read once."""
        return self._export.read(self.archive, self.entry)

    @cached_property
    def json(self) -> object:
        """What the JSON says."""
        return json_of(text_of(self.data, self.path), self.path)

    @cached_property
    def script(self) -> object:
        """What the JSON says that a script assigns to a variable, whatever the variable is called."""
        value = text_of(self.data, self.path).partition("=")[2]
        return json_of(value.strip().removesuffix(";"), self.path)

    @cached_property
    def page(self) -> Element:
        """The root of the page."""
        if ends_early(self.data):
            self.notes.append(f"{self.path} ends early, so people may be missing from it")
        return page_of(self.data, self.path)

    @cached_property
    def text(self) -> str:
        """The text, in whichever encoding a spreadsheet or editor may have saved it again."""
        text, is_old = resaved_text_of(self.data)
        if is_old:
            self.notes.append(f"{self.path} was saved again by another program; accents may be wrong in it")
        return text

    def rows(self, delimiter: str = ",") -> list[list[str]]:
        """The rows of cells of a table in text."""
        return rows_of(self.text, delimiter, self.path)


class Export:
    """Everything handed in, narrowed to the members that one platform's patterns list.

    `opened` holds the identity of each member that was read: whatever is not in it stayed closed.
    """

    def __init__(self, archives: Sequence[Archive], patterns: Sequence[str]) -> None:
        self._archives = archives
        self._list = AllowList(patterns)
        self._read = 0
        self.opened: set[tuple[int, str]] = set()

    def members(self) -> Iterator[Member]:
        """The listed members, JSON before its HTML twin and part 2 before part 10."""
        listed = [
            (archive, entry, path)
            for archive in self._archives
            for entry in archive.entries
            if (path := self._listed(archive, entry)) is not None
        ]
        for archive, entry, path in sorted(listed, key=lambda each: _order(each[2])):
            yield Member(self, archive, entry, path)

    def read(self, archive: Archive, entry: Entry) -> bytes:
        """The bytes of a listed member; any other is refused."""
        path = self._listed(archive, entry)
        if path is None:
            raise MemberNotListedError
        self.opened.add((id(archive), entry.name))
        data = archive.read(entry, path)
        self._read += len(data)
        if self._read > _LARGEST_TOTAL:
            raise MemberTooLargeError(path)
        return data

    @cached_property
    def _wrappers(self) -> dict[int, str]:
        return {id(each): wrapper([entry.path for entry in each.entries]) for each in self._archives}

    def _listed(self, archive: Archive, entry: Entry) -> str | None:
        return self._list.listed(entry.path, self._wrappers[id(archive)])


def json_twin(path: str) -> str:
    """The path that the JSON of the same list has in an archive which holds both JSON and HTML."""
    return re.sub(r"(?:(^|/)html/)?([^/]+)\.html$", _as_json, path)


def _as_json(match: re.Match[str]) -> str:
    folder = f"{match[1]}json/" if match[1] is not None else ""
    return f"{folder}{match[2]}.json"


def _order(path: str) -> tuple[bool, str, int]:
    stem, number = numbered(path)
    return path.endswith(".html"), stem, -1 if number is None else number
