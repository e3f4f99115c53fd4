"""Words as a profile check compares them, and the tables it knows of."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

Words = tuple[str, ...]

_TABLES = Path(__file__).with_name("profile_words.toml")


def plain_words(text: str) -> Words:
    """A text's words in lower case, without apostrophes, accents and stops; "saint" as "st", "@ " as "at"."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    plain = re.sub(r"(?<=\w)['’‘ʼ`´](?=\w)", "", plain).replace("&", " and ")
    plain = re.sub(r"(?<!\w)@\s", " at ", plain)
    plain = re.sub(r"\bc\.? ?of ?e\b\.?", "ce", plain)
    return tuple("st" if word == "saint" else word for word in re.findall(r"[^\W_]+", plain))


def places(words: Words, phrase: Words, *, slips: bool = False) -> Iterator[int]:
    """Where the phrase stands in the words; with `slips`, an s may be missing at its end or be too many."""
    if not phrase:
        return
    lasts = {phrase[-1]} | ({phrase[-1].removesuffix("s"), phrase[-1] + "s"} if slips else set())
    for place in range(len(words) - len(phrase) + 1):
        *first, last = words[place : place + len(phrase)]
        if tuple(first) == phrase[:-1] and last in lasts:
            yield place


def holds(words: Words, phrase: Words) -> bool:
    """Whether the phrase stands in the words, apart or, as in a hashtag, written as one."""
    written_as_one = len(phrase) > 1 and "".join(phrase) in words
    return written_as_one or next(places(words, phrase), None) is not None


def without(words: Words, phrase: Words) -> Words:
    """The words, with an empty one for each of the phrase where it stands."""
    taken = {place + step for place in places(words, phrase) for step in range(len(phrase))}
    return tuple("" if place in taken else word for place, word in enumerate(words))


def table(name: str) -> frozenset[str]:
    """The words of one table of `profile_words.toml`."""
    return _tables()[name]


@lru_cache(maxsize=1)
def _tables() -> dict[str, frozenset[str]]:
    stated: dict[str, list[str]] = tomllib.loads(_TABLES.read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in stated.items()}
