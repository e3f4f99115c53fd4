"""What a path inside an archive comes down to, whoever packed it and however it was unpacked.

A pattern is a path in its plain form, without the folders a platform wraps around it. It may hold
`{one,another}` choices and `#` for a number, and nothing else: what it lets through is a path we wrote
ourselves, so it can stand in a message without quoting anybody.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import chain, takewhile
from pathlib import PurePosixPath

_COPY = re.compile(r"(?: ?\(\d+\)| - copy| copy(?: \d+)?)(?=\.[^./]+$)")
_APOSTROPHE = re.compile(r"%27|['\u2018\u2019\u02bc]")
_CHOICE = re.compile(r"\{([^{}]*)\}")
_NUMBERED = re.compile(r"(.*?)[_-](?:part)?(\d+)(\.[^./]*)")
_JUNK = re.compile(r"(?:.*/)?(?:__macosx/.*|\._[^/]*|\.ds_store|thumbs\.db|desktop\.ini)")


def plain(name: str) -> str:
    """The path in lower case and with forward slashes; apostrophes are `_`, a browser's "(1)" is gone."""
    path = unicodedata.normalize("NFC", name).replace("\\", "/").lower()
    return _COPY.sub("", _APOSTROPHE.sub("_", path))


def is_junk(path: str) -> bool:
    """Whether an operating system left this plain path behind; a platform never writes it."""
    return _JUNK.fullmatch(path) is not None


def numbered(path: str) -> tuple[str, int | None]:
    """The path without the number of its part, and that number: `followers_2.json` is part 2."""
    match = _NUMBERED.fullmatch(path)
    return (match[1] + match[3], int(match[2][:9])) if match else (path, None)


def wrapper(paths: Collection[str]) -> str:
    """The folders all of these paths share, with a slash at the end; empty if they share none."""
    if not paths:
        return ""
    first, last = min(paths).split("/")[:-1], max(paths).split("/")[:-1]
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "".join(f"{name}/" for name, _ in shared)


def spelled_out(pattern: str) -> Iterator[str]:
    """Every path of a pattern with `{one,another}` choices."""
    choice = _CHOICE.search(pattern)
    if choice is None:
        yield pattern
        return
    for option in choice[1].split(","):
        yield from spelled_out(pattern[: choice.start()] + option + pattern[choice.end() :])


class AllowList:
    """The paths one platform may ever open."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._by_name: defaultdict[str, list[str]] = defaultdict(list)
        for pattern in chain.from_iterable(map(spelled_out, patterns)):
            self._by_name[pattern.rpartition("/")[2]].append(pattern)
        for sharing_a_name in self._by_name.values():
            sharing_a_name.sort(key=len, reverse=True)
        self._kinds = tuple({PurePosixPath(name).suffix for name in self._by_name})

    def listed(self, path: str, wrapper: str = "") -> str | None:
        """The path as its platform writes it, without wrapper folders; None if it may not be opened.

        A file that lies in no folder but its archive's `wrapper` is known by its name alone: it was handed
        in loose, or the lists were taken out of their folders.
        """
        if not path.endswith(self._kinds):
            return None
        shape = re.sub(r"\d+", "#", path)
        patterns = self._by_name.get(shape.rpartition("/")[2], ())
        for pattern in patterns:
            if shape == pattern or shape.endswith("/" + pattern):
                return "/".join(path.split("/")[-1 - pattern.count("/") :])
        is_bare = "/" not in path.removeprefix(wrapper)
        return path.rpartition("/")[2] if is_bare and patterns else None
