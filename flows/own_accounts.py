"""A person's own account as the staff list writes it: a handle, `platform:handle`, or a profile's address.

Handles are compared without case and without @; of a Mastodon account the server may be left out.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qs, unquote, urlsplit

from connectors.platforms import platforms

OTHER_HOSTS = {
    "bsky.app": "bluesky",
    "fb.com": "facebook",
    "fb.me": "facebook",
    "t.me": "telegram",
    "telegram.me": "telegram",
    "twitter.com": "x",
}
"""Hosts that do not have their platform's name in them."""
OTHER_WORDS = {"fb": "facebook", "ig": "instagram", "insta": "instagram", "twitter": "x", "x (twitter)": "x"}
BLOGS = (".wordpress.com", ".substack.com")
BEFORE_A_HANDLE = frozenset(
    {
        "_u",
        "add",
        "athletes",
        "c",
        "channel",
        "in",
        "people",
        "photos",
        "profile",
        "pub",
        "u",
        "user",
        "users",
    }
)
"""Steps of an address that say only that a person follows."""


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """A handle as it is compared; `platform` is empty where none is told, `server` is for Mastodon."""

    handle: str
    platform: str = ""
    server: str = ""

    def is_on(self, platform: str) -> bool:
        """Whether it may be an account of that platform."""
        return self.platform in {"", platform}

    def is_same(self, other: "OwnAccount") -> bool:
        """Whether two accounts of one platform are the same; a server that only one tells says nothing."""
        servers = {self.server, other.server} - {""}
        return bool(self.handle) and self.handle == other.handle and len(servers) < 2


@lru_cache(maxsize=4096)
def own_account(written: str) -> OwnAccount:
    """The account that an entry of the staff list, or the handle in an export, stands for."""
    text = unicodedata.normalize("NFKC", written).strip().casefold()
    platform, text = _platform_stated(text)
    if address := _address(text):
        return OwnAccount(address.handle, platform or address.platform, address.server)
    handle, _, server = _without_blog_host(text).lstrip("@ ").rpartition("@")
    # With one @ the name stands before it; rpartition leaves a lone name at the end.
    name, server = (handle, server) if handle else (server, "")
    return OwnAccount(name.strip(), platform, server.strip())


def _platform_stated(text: str) -> tuple[str, str]:
    before, colon, after = text.partition(":")
    word = before.strip()
    if not colon or after.startswith("//") or "/" in word:
        return "", text
    titles = {platform.TITLE.casefold(): name for name, platform in platforms().items()}
    return OTHER_WORDS.get(word) or titles.get(word) or word, after.strip()


def _address(text: str) -> OwnAccount | None:
    """The account of an address, with its scheme or without."""
    if "/" not in text:
        return None
    try:
        parts = urlsplit(text if "://" in text else f"//{text}")
    except ValueError:
        return None
    host = (parts.netloc.rpartition("@")[2]).partition(":")[0].removeprefix("www.")
    if "." not in host:
        return None
    steps = [step for step in unquote(parts.path).split("/") if step]
    number = parse_qs(parts.query).get("id", [""])[0]
    return _account_at(host, steps, number)


def _account_at(host: str, steps: Sequence[str], number: str) -> OwnAccount:
    named = [step for step in steps if step not in BEFORE_A_HANDLE]
    step = number if number and steps == ["profile.php"] else next(iter(named), "")
    platform = OTHER_HOSTS.get(host) or next((label for label in host.split(".") if label in platforms()), "")
    if not step:
        blog = _without_blog_host(host)
        return OwnAccount("" if blog == host else blog, platform or host)
    name, _, server = step.lstrip("@").partition("@")
    if not platform and (step.startswith("@") or steps[0] == "users"):
        return OwnAccount(name, "mastodon", server or host)
    return OwnAccount(name, platform or host, server)


def _without_blog_host(text: str) -> str:
    return next((text.removesuffix(blog) for blog in BLOGS if text.endswith(blog)), text)
