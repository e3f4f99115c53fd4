"""What may be asked about an export that was handed in, worded in `questions.toml`. None of it accuses."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

WORDING = Path(__file__).with_name("questions.toml")


class Word(StrEnum):
    """Our own word for each question; nothing else is kept of it."""

    ANOTHERS_ACCOUNT = "account-of-another-reference"
    ACCOUNT_NOT_LISTED = "account-not-listed"
    SAME_AS_OWN = "same-as-one-before"
    SAME_AS_ANOTHERS = "same-as-another-references"
    OLDER_THAN_HELD = "older-than-the-one-before"
    CHECKED_BEFORE = "not-newer-than-the-one-checked"
    OLD = "older-than-six-months"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the person; and to the reviewer what was seen, and what they may ask."""

    to_person: str
    seen: str
    ask: str


def asked(word: str) -> Asked:
    """The wording of a question."""
    return _wording()[Word(word)]


@lru_cache(maxsize=1)
def _wording() -> dict[Word, Asked]:
    stated = tomllib.loads(WORDING.read_text(encoding="utf-8"))
    return {word: Asked(**stated[word]) for word in Word}
