"""What a path inside an archive comes down to, whoever packed it and however it was unpacked.

A pattern is a path in its plain form, without the folders a platform wraps around it. It may hold
`{one,another}` choices, `#` for a number and `*` for any text within one step. What a message shows of a path
is what we wrote ourselves: the pattern stands there, `*` included, wherever the path could quote somebody.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, takewhile
from typing import NamedTuple

_COPY = re.compile(r"(?: ?\(\d+\)| - copy| copy(?: \d+)?)(?=\.[^./]+$)")
_APOSTROPHE = re.compile(r"%27|['\u2018\u2019\u02bc]")
_DIGITS = re.compile(r"\d+")
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


class _Listed(NamedTuple):
    """One pattern of one platform."""

    platform: str
    pattern: str
    regex: re.Pattern[str]

    def shown(self, path: str) -> str:
        """What a message may call a path that this pattern let through."""
        if "*" in self.pattern:
            return self.pattern
        return "/".join(path.split("/")[-1 - self.pattern.count("/") :])


def _kind(name: str) -> str:
    return name[name.rfind(".") :] if "." in name else ""


def _as_regex(pattern: str) -> re.Pattern[str]:
    steps = re.escape(pattern).replace(r"\*", "[^/]*").replace(r"\#", "#")
    return re.compile(f"(?:.*/)?{steps}", re.DOTALL)


class AllowList:
    """The paths that may be opened, and by which platform."""

    def __init__(
        self, patterns: Mapping[str, Iterable[str]], loose: Mapping[str, Iterable[str]] | None = None
    ) -> None:
        """Patterns by platform; `loose` ones (`*.csv`) hold only for a file handed in by itself."""
        self._by_name: defaultdict[str, list[_Listed]] = defaultdict(list)
        self._wild: defaultdict[str, list[_Listed]] = defaultdict(list)
        self._loose: defaultdict[str, list[str]] = defaultdict(list)
        for platform, several in patterns.items():
            for pattern in chain.from_iterable(map(spelled_out, several)):
                name = pattern.rpartition("/")[2]
                place = self._wild[_kind(name)] if "*" in name else self._by_name[name]
                place.append(_Listed(platform, pattern, _as_regex(pattern)))
        for platform, kinds in (loose or {}).items():
            for kind in kinds:
                self._loose[_kind(kind)].append(platform)
        for sharing in (*self._by_name.values(), *self._wild.values()):
            sharing.sort(key=lambda listed: len(listed.pattern), reverse=True)

    def listed(self, path: str, wrapper: str = "", *, is_loose: bool = False) -> dict[str, str]:
        """The path as each platform that lists it writes it, without wrapper folders.

        A file that lies in no folder but its archive's `wrapper` is known by its name alone: it was handed
        in loose, or the lists were taken out of their folders.
        """
        name = path.rpartition("/")[2]
        named = self._by_name.get(_DIGITS.sub("#", name), ())
        wild = self._wild.get(_kind(name), ())
        found = dict(self._matching(path, chain(named, wild))) if named or wild else {}
        is_bare = "/" not in path.removeprefix(wrapper)
        if is_bare and not any("/" in shown for shown in found.values()):  # no folder tells whose it is
            found = {listed.platform: name for listed in named} | found
        if is_loose:
            kind = _kind(name)
            found = dict.fromkeys(self._loose.get(kind, ()), f"file{kind}") | found
        return found

    @staticmethod
    def _matching(path: str, candidates: Iterable[_Listed]) -> Iterator[tuple[str, str]]:
        """The platforms whose patterns let the path through; of several of one platform, the longest."""
        shape = _DIGITS.sub("#", path)
        matching = [listed for listed in candidates if listed.regex.fullmatch(shape)]
        return ((listed.platform, listed.shown(path)) for listed in reversed(matching))
