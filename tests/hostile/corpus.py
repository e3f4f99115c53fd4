"""The corpus: classes of hostile and broken exports, each a function that builds one file of its class.

A class is a decorated function in a module whose name ends in `_builders`; there is no list to edit. Its
docstring says what it attacks. It is handed a `Draft`, whose `variant` picks one of several ways to go about
it, and returns the path of what is then handed in. Whatever it writes of a person is the draft's `canary`, an
invented word that no message, note or detail may ever quote.
"""

import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from pathlib import Path
from random import Random
from typing import TypeVar

Option = TypeVar("Option")

_ONSETS = (
    "b",
    "br",
    "d",
    "dr",
    "f",
    "g",
    "gl",
    "k",
    "kr",
    "m",
    "p",
    "pl",
    "qu",
    "sk",
    "t",
    "tr",
    "v",
    "w",
    "z",
)
_VOWELS = ("a", "e", "i", "o", "u", "ae", "oo")


class Outcome(Enum):
    """What must come of a file."""

    REFUSED = "nothing is read, and a problem says why"
    TOLD = "whatever was read, a problem or a note says that something is wrong"
    READ = "people are read, and there is no problem"
    HELD = "as many people are read as the file holds, or it is said that some could not be"
    EITHER = "people are read, or a problem says why not"


@dataclass(frozen=True, slots=True)
class Draft:
    """One file to be built: where, in which of its class's ways, and the word that stands for a person."""

    folder: Path
    canary: str
    variant: int
    chance: Random

    def one_of(self, options: Sequence[Option]) -> Option:
        """The option of this variant; they take turns."""
        return options[self.variant % len(options)]

    @property
    def path(self) -> Path:
        """Where an archive is written, the canary in its name as a person's name would be."""
        return self.folder / f"{self.canary}.zip"


Build = Callable[[Draft], Path]


@dataclass(frozen=True, slots=True)
class HostileClass:
    """One way of attacking the reader; `attacks` says what."""

    name: str
    attacks: str
    variants: int
    outcome: Outcome
    build: Build
    people: int = 0
    """How many people the file holds, for HELD."""
    codes: frozenset[str] = frozenset()
    """The codes of the problems that say what is the matter; none given means any."""

    def draft(self, folder: Path, variant: int) -> Draft:
        """The draft of one file: the same word and the same chances each time."""
        seed = f"{self.name} {variant}"
        return Draft(folder, canary_word(seed), variant, _chances(seed))


def hostile(
    variants: int, outcome: Outcome = Outcome.EITHER, *, people: int = 0, codes: str = ""
) -> Callable[[Build], HostileClass]:
    """Make a class of the function below: its name and docstring are the class's own."""

    def of(build: Build) -> HostileClass:
        attacks = " ".join((build.__doc__ or "").split())
        known = frozenset(codes.split())
        return HostileClass(build.__name__, attacks, variants, outcome, build, people, known)

    return of


@cache
def corpus() -> tuple[HostileClass, ...]:
    """Every class of every module of builders, by name."""
    folder = str(Path(__file__).parent)
    names = sorted(found.name for found in pkgutil.iter_modules([folder]) if found.name.endswith("_builders"))
    modules = [import_module(f"tests.hostile.{name}") for name in names]
    found = [each for module in modules for each in vars(module).values() if isinstance(each, HostileClass)]
    return tuple(sorted(found, key=lambda each: each.name))


def canary_word(seed: str) -> str:
    """An invented word of six syllables, the same for the same seed."""
    chance = _chances(seed)
    return "".join(chance.choice(_ONSETS) + chance.choice(_VOWELS) for _ in range(6))


def _chances(seed: str) -> Random:
    return Random(seed)  # noqa: S311  repeatable, no secret
