"""What each expectation means to the reader of a report, kept as data."""

import tomllib
from dataclasses import dataclass
from functools import cache

from schemas.places import REFERENCE

_SOURCE = REFERENCE / "expectations" / "sentences.toml"


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is wrong where an expectation fails, and what to do about it in the school's system."""

    wrong: str
    do: str

    @property
    def whole(self) -> str:
        """Both, one after the other."""
        return f"{self.wrong} {self.do}".strip()


@cache
def sentences() -> dict[str, Sentence]:
    """Every expectation's sentence, by its slug."""
    entries = tomllib.loads(_SOURCE.read_text(encoding="utf-8"))
    return {slug: Sentence(**entry) for slug, entry in entries.items()}


def sentence(slug: str) -> Sentence:
    """The sentence of one expectation. A slug without one is a `KeyError`."""
    return sentences()[slug]
