"""What people mean by what they write for a relation or a platform, from `data/reference/by_hand/`."""

import csv
from functools import cache

from connectors.headed_tables import plain_words
from schemas.places import REFERENCE
from schemas.words import Relation

FOLDER = REFERENCE / "by_hand"


def relation_meant(written: str) -> Relation | None:
    """The relation somebody means by "follows me"; None for a word that is not in the table."""
    return _relations().get(plain_words(written))


def platform_meant(written: str) -> str:
    """The name, as `facebook`, of the platform somebody means by "FB"; empty for one not in the table."""
    return _platforms().get(plain_words(written), "")


def title_of(platform: str) -> str:
    """The title of a platform that `platform_meant` names."""
    return _titles()[platform]


@cache
def _relations() -> dict[str, Relation]:
    return {row["words"]: Relation(row["relation"]) for row in _rows("relations.csv")}


@cache
def _platforms() -> dict[str, str]:
    return {row["words"]: row["platform"] for row in _rows("platforms.csv")}


@cache
def _titles() -> dict[str, str]:
    return {row["platform"]: row["title"] for row in _rows("platforms.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
