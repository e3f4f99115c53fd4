"""One account's names: what its display name, handle, e-mail and address say, each taken apart once."""

import re
from typing import NamedTuple

from matching.alignment import DISPLAY_NAME
from matching.names import ParsedName, parse_handle, parse_name

LONGEST_UNBROKEN = 40
"""Letters of a handle in which names are looked for: no platform allows a longer one that people use."""

_ADDRESS_END = re.compile(r"[/?#]")
_HAS_DIGIT = re.compile(r"\d")


class AccountText(NamedTuple):
    """What an export wrote of one account: equal texts are one account to the matcher."""

    display_name: str
    handle: str
    email: str
    profile_url: str


class Source(NamedTuple):
    """One place a name was read from."""

    title: str
    name: ParsedName

    @property
    def unbroken(self) -> str:
        """The letters in which names may run together: a handle's longest word, or a display name's only one.

        A separator is where its owner parts the words: no name runs across it.
        """
        if self.title == DISPLAY_NAME and len(self.name.words) != 1:
            return ""
        return max(self.name.words, key=len, default="")[:LONGEST_UNBROKEN]


def sources_of(text: AccountText) -> tuple[Source, ...]:
    """The sources that name somebody, the display name first, none that repeats another."""
    read = []
    if text.display_name:
        read.append(Source(DISPLAY_NAME, parse_name(text.display_name)))
    if text.handle:
        read.append(Source("handle", parse_handle(text.handle.lstrip("@"))))
    if text.email:
        read.append(Source("e-mail address", parse_handle(text.email.partition("@")[0])))
    if text.profile_url:
        read.append(Source("profile address", parse_handle(_slug(text.profile_url))))
    if len(read) == 1:
        return tuple(source for source in read if source.name.words)
    kept: dict[str, Source] = {}
    for source in read:
        kept.setdefault("".join(source.name.words), source)
    return tuple(source for letters, source in kept.items() if letters)


def _slug(url: str) -> str:
    """The last part of a profile's address, without the identifier some platforms put behind the name."""
    parts = [part for part in _ADDRESS_END.split(url[:400].partition("//")[2]) if part][1:]
    named = [part for part in parts if part not in {"in", "user", "profile.php", "people", "www"}]
    words = named[0].split("-") if named else []
    return "-".join(word for word in words if not _HAS_DIGIT.search(word))
