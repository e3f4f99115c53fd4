"""Whether a text names the setting: by its name, its initials, its website.

A name counts with the words that tell it from others: "Mary" is not St Mary's, and an oak is no Oak Nursery.
"""

import re
from dataclasses import dataclass

from policy.plain_words import Words, holds, places, plain_words, table


@dataclass(frozen=True, slots=True)
class SettingNames:
    """What the setting is called, as `school.toml` says; empty where it does not."""

    name: str
    also_known_as: tuple[str, ...] = ()
    town: str = ""
    website: str = ""


def names_setting(text: str, setting: SettingNames) -> bool:
    """Whether the text has the setting's name in any of the ways people write it."""
    words = plain_words(text)
    return (
        _has_address(text, setting.website)
        or _has_name(words, plain_words(setting.name))
        or any(holds(words, plain_words(name)) for name in setting.also_known_as)
        or any(_has_initials(text, initials) for initials in initials_of(setting.name))
    )


def own_words(name: Words) -> Words:
    """The words that tell a school from others: "church street" of Church Street Nursery."""
    generic = table("kinds") | table("others")
    start, end = 0, len(name)
    while end and name[end - 1] in generic:
        end -= 1
    while start < end and (name[start] in {"the", "of"} or name[start + 1 : start + 2] == ("of",)):
        start += 1
    return name[start:end]


def initials_of(name: str) -> frozenset[str]:
    """Capitals the setting may go by: three or more, with and without the words that are no names.

    Initials that most readers take for something else are left out; `also_known_as` may still have them.
    """
    words = [word for word in plain_words(name) if word not in {"of", "the", "and", "at", "in", "for"}]
    foundations = table("others")
    ways = (
        "".join(word if len(word) == 2 and word in foundations else word[0] for word in words),
        "".join(word[0] for word in words),
        "".join(word[0] for word in words if word not in foundations),
    )
    return frozenset(way.upper() for way in ways if len(way) >= 3) - table("other_initials")


def _has_name(words: Words, name: Words) -> bool:
    """The whole name; or its own words, where they can hardly be meant for anything else."""
    own = own_words(name)
    if not own:
        return False
    if len(name) > 1 and holds(words, name):
        return True
    together = "".join(own)
    return (
        any(_is_a_school(words, place + len(own)) for place in places(words, own, slips=True))
        or any(together + kind in words for kind in table("kinds"))
        or any(_is_meant(words, place, own) for place in places(words, own))
        or (_is_saint(own) and together in words)
    )


def _is_a_school(words: Words, place: int) -> bool:
    """Whether the words from there on say "school", after "Church of England" and the like at the most."""
    first = next((word for word in words[place : place + 5] if word not in table("others")), "")
    return first in table("kinds")


def _is_meant(words: Words, place: int, own: Words) -> bool:
    """Whether several own words alone mean the school: a saint's do, if no church's; others after "at"."""
    after = words[place + len(own) : place + len(own) + 1]
    if len(own) == 1 or (after and after[0] in table("other_places")):
        return False
    return _is_saint(own) or words[place - 1 : place] == ("at",)


def _is_saint(own: Words) -> bool:
    return len(own) > 1 and own[0] == "st" and " ".join(own) not in table("saints_towns")


def _has_initials(text: str, initials: str) -> bool:
    """The capitals as a word of their own, in a text that is not all capitals."""
    return not text.isupper() and re.search(rf"(?<![\w@]){initials}(?!\w)", text) is not None


def _has_address(text: str, website: str) -> bool:
    """The setting's own host, in an address or an e-mail; on a host that many share, its page."""
    host, _, page = re.sub(r"^https?://", "", website.strip().casefold()).partition("/")
    host, page = host.removeprefix("www."), page.rstrip("/")
    shared = host in table("shared_hosts")
    if "." not in host or (shared and not page):
        return False
    own = re.escape(f"{host}/{page}" if shared else host)
    return re.search(rf"(?<![\w-]){own}(?![\w-]|\.\w)", text.casefold()) is not None
