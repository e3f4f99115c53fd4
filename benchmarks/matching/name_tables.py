"""Names and how often each is borne, community by community, from the tables in `data/`."""

import csv
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

DATA = Path(__file__).with_name("data")
Generation = Literal["pupils", "parents"]
Texts = NDArray[np.object_]
Community = dict[str, Any]
"""One of communities.toml, which says what its keys mean."""

FLATTER = 8
"""Of a list from common to rare the name in place n is as common as 1 / (n + FLATTER)."""

ENGLISH_SURNAMES = 0.05
KEEP_FEMININE = 0.7
"""Most women whose family name has a feminine form go by it in Britain."""

_FEMININE = {"ski": "ska", "cki": "cka", "ov": "ova", "ev": "eva", "ов": "ова", "ев": "ева"}


class Name(NamedTuple):
    """A forename or surname, and how it is spelt in its own script (empty: in Latin letters)."""

    text: str
    native: str = ""

    def in_the_feminine(self) -> "Name":
        """Kowalska for Kowalski, Ivanova for Ivanov; itself where it has no such form."""
        return Name(*map(_with_a, self))


Shares = dict[Name, float]
"""How often each is borne, adding up to 1."""


@dataclass(frozen=True)
class Weighted:
    """A table to draw from: of each name its text, its native spelling and how often it is borne."""

    texts: Texts
    natives: Texts
    shares: NDArray[np.float64]

    @cached_property
    def share_of(self) -> dict[str, float]:
        """How often each name is borne."""
        return dict(zip(self.texts.tolist(), self.shares.tolist(), strict=True))

    @cached_property
    def _until(self) -> NDArray[np.float64]:
        return np.cumsum(self.shares)

    def draw(self, chance: np.random.Generator, number: int) -> NDArray[np.int64]:
        """Places of so many names, each as often as it is borne."""
        return np.minimum(np.searchsorted(self._until, chance.random(number)), len(self.shares) - 1)

    def beside(self, own: Shares, part: float) -> "Weighted":
        """A community's own names, and these for `part` of its people; a name in both counts once."""
        mine = scaled(own, 1 - part)
        theirs = self.shares * (part if mine else 1.0)
        for name in mine:
            if (place := self._places.get(name.text)) is not None:
                mine[name] += float(theirs[place])
                theirs[place] = 0.0
        ours = weighted(mine)
        return Weighted(
            np.concatenate([ours.texts, self.texts]),
            np.concatenate([ours.natives, self.natives]),
            np.concatenate([ours.shares, theirs]),
        )

    @cached_property
    def _places(self) -> dict[str, int]:
        return {text: place for place, text in enumerate(self.texts)}


@dataclass(frozen=True)
class Names:
    """What the women or the men of one community are called."""

    forenames: dict[Generation, Weighted]
    surnames: Weighted


@cache
def communities() -> tuple[Community, ...]:
    """Those of communities.toml."""
    return tuple(_toml()["community"])


@cache
def names_of(place: int, sex: str) -> Names:
    """The names of the people of one sex of the community in that place."""
    community = communities()[place]
    return Names(
        {generation: _forenames(community, sex, generation) for generation in ("pupils", "parents")},
        _surnames(community, sex),
    )


def womens_names(community: Community) -> frozenset[str]:
    """Surnames that women bear whatever their husband's or father's is: Begum, Kaur."""
    return frozenset(name.text for name in _listed(community.get("women", "")))


def _forenames(community: Community, sex: str, generation: Generation) -> Weighted:
    """A parent bears an English forename less often than a child, who was more often born here."""
    composed = float(community.get("composed", 0.0))
    own = _mixed(
        (_falling(_listed(community["girls" if sex == "F" else "boys"])), 1 - composed),
        (_together(community.get("first", ""), community.get("second", "")), composed),
    )
    english = float(community["english"])
    return _british(f"{generation} {sex}").beside(own, english if generation == "pupils" else english**2)


def _surnames(community: Community, sex: str) -> Weighted:
    fathers, built = float(community.get("fathers", 0.0)), float(community.get("built", 0.0))
    womens = float(community.get("womens", 0.0)) if sex == "F" else 0.0
    family = _mixed(
        (_falling(_listed(community["surnames"])), 1 - fathers - built),
        (_falling(_listed(community["boys"])), fathers),
        (_together(community.get("roots", ""), community.get("endings", "")), built),
    )
    if sex == "F" and has_feminine(community):
        feminine = {name.in_the_feminine(): share for name, share in family.items()}
        family = _mixed((family, 1 - KEEP_FEMININE), (feminine, KEEP_FEMININE))
    own = _mixed((family, 1 - womens), (_falling(_listed(community.get("women", ""))), womens))
    return _british("surnames").beside(own, float(community.get("english_surnames", ENGLISH_SURNAMES)))


def has_feminine(community: Community) -> bool:
    """Whether its women's surnames may end otherwise than its men's."""
    return bool(community["origin"] == "Eastern European")


@cache
def _british(table: str) -> Weighted:
    """`surnames`, or `pupils F` and so on, without the names that other communities bear there."""
    if table == "surnames":
        shares = {row["name"]: float(row["per_million"]) for row in _csv("surnames.csv")}
    else:
        generation, sex = table.split()
        rows = [row for row in _csv("forenames.csv") if row["sex"] == sex]
        shares = {row["name"]: float(row[generation]) for row in rows}
    kept = {Name(name): share for name, share in shares.items() if share and name not in _foreign()}
    return weighted(scaled(kept, 1.0))


@cache
def _foreign() -> frozenset[str]:
    """Names in the British tables that belong to other communities, and are counted with those."""
    apart = [one for one in communities() if one["origin"].startswith(("South Asian", "Arab"))]
    keys = ("girls", "boys", "surnames", "women")
    lists = " ".join(one[key] for one in apart for key in keys if key in one)
    return frozenset(name.text for name in _listed(lists)) - frozenset(_toml()["british_too"].split())


@cache
def _toml() -> dict[str, Any]:
    return tomllib.loads((DATA / "communities.toml").read_text("utf-8"))


def _csv(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _listed(names: str) -> list[Name]:
    """`Olena:Олена De_Luca` as names, native spelling after the colon; a low line stands for a space."""
    return [Name(*(part.replace("_", " ") for part in name.split(":"))) for name in names.split()]


def _falling(names: Sequence[Name]) -> Shares:
    shares: Shares = {}
    for place, name in enumerate(names):
        shares[name] = shares.get(name, 0.0) + 1 / (place + FLATTER)
    return scaled(shares, 1.0)


def _together(starts: str, ends: str) -> Shares:
    """Every start with every end, the first of each list more often."""
    shares: Shares = {}
    for start, one in _falling(_listed(starts)).items():
        for end, other in _falling(_listed(ends)).items():
            native = start.native + end.native if start.native and end.native else ""
            name = Name(start.text + end.text, native)
            shares[name] = shares.get(name, 0.0) + one * other
    return shares


def _mixed(*parts: tuple[Shares, float]) -> Shares:
    """The tables together, each scaled to its part; an empty table's part falls to the others."""
    mixed: Shares = {}
    for table, part in parts:
        for name, share in scaled(table, part).items():
            mixed[name] = mixed.get(name, 0.0) + share
    return scaled(mixed, 1.0)


def scaled(table: Shares, total: float) -> Shares:
    """The same shares, adding up to `total`; nothing where that is nought."""
    whole = sum(table.values())
    return {name: share / whole * total for name, share in table.items() if share and total}


def weighted(shares: Shares) -> Weighted:
    """As columns to draw from."""
    texts, natives = (objects(name[part] for name in shares) for part in (0, 1))
    return Weighted(texts, natives, np.fromiter(shares.values(), float, len(shares)))


def objects(values: Iterable[str]) -> Texts:
    """An array of texts."""
    return np.array([*values, None], object)[:-1]


def _with_a(text: str) -> str:
    for ending, other in _FEMININE.items():
        if text.endswith(ending):
            return text.removesuffix(ending) + other
    return text
