"""How to remove a contact, platform by platform, as the files in `data/reference/guides/` say.

Each file was compared with published help on its `checked_on` day; its `unconfirmed` list says what could
not be made sure of.
"""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from schemas.places import REFERENCE
from schemas.words import Relation

FOLDER = REFERENCE / "guides"
ANY_OTHER = "other"
GOOD_FOR_DAYS = 183  # platforms move their menus; after half a year the reader is warned


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a person can do, and what it does and does not do.

    `relations` are those it undoes; empty for blocking and making private, which are always worth knowing.
    """

    act: str
    title: str
    steps: str
    effect: str
    relations: frozenset[Relation]


@dataclass(frozen=True, slots=True)
class Guide:
    """What we know of one platform. `lists` are the names it gives its own lists, by relation."""

    title: str
    checked_on: date
    not_comparable: str
    acts: tuple[Act, ...]
    lists: dict[Relation, str]

    def acts_for(self, relations: Collection[Relation]) -> list[Act]:
        """The acts that undo any of these relations, then blocking and making private."""
        return [act for act in self.acts if not act.relations or act.relations & set(relations)]

    def is_old(self, on: date) -> bool:
        """Whether the guide was last checked more than half a year before that day."""
        return (on - self.checked_on).days > GOOD_FOR_DAYS


@lru_cache(maxsize=64)
def guide(platform: str) -> Guide:
    """The guide of a platform; the general one, under the platform's own name, where it has none."""
    written = {path.stem for path in FOLDER.glob("*.toml")}
    path = FOLDER / f"{platform if platform in written else ANY_OTHER}.toml"
    return _guide(tomllib.loads(path.read_text(encoding="utf-8")), platform)


def _guide(facts: dict[str, Any], platform: str) -> Guide:
    return Guide(
        title=facts["title"] or platform.capitalize(),
        checked_on=facts["checked_on"],
        not_comparable=facts["not_comparable"],
        acts=tuple(_act(act) for act in facts["acts"]),
        lists={Relation(name): title for name, title in facts.get("lists", {}).items()},
    )


def _act(facts: dict[str, Any]) -> Act:
    relations = frozenset(Relation(name) for name in facts.get("relations", ()))
    return Act(facts["act"], facts["title"], facts["steps"], facts["effect"], relations)
