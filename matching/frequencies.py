"""How common a name is: the share of people a contact list is drawn from who bear it."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from functools import cache, cached_property
from itertools import accumulate
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matching.reference import rows, weights
from matching.slips import Slips
from matching.sounds import sound

Field = Literal["forename", "surname"]


class Frequencies:
    """The shares of one field's names. A name in no table is rare, not impossible."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self._listed = {row["name"]: float(row["per_million"]) / 1e6 for row in rows(f"{field}_frequencies")}
        population = weights()["population"]
        self._unlisted = float(population[f"unlisted_{field}"])
        self.rarest = float(population[f"rarest_{field}"])
        self._unlisted_slip = float(population["unlisted_slip"])
        self._in_order = sorted(self._listed)
        self._sums = [0.0, *accumulate(self._listed[name] for name in self._in_order)]
        self._initials = self._count_initials()

    @property
    def names(self) -> list[str]:
        """Every name of the table, in order."""
        return self._in_order

    def share(self, name: str) -> float:
        """P(a person of the circle bears this name), never less than `rarest`.

        A name that stands on the roster, or on a list, is no rarity where it stands.
        """
        return max(self.nationwide(name), self.rarest)

    def nationwide(self, name: str) -> float:
        """P(a person anywhere in Great Britain bears this name)."""
        return self._listed.get(name, self._unlisted)

    def share_if_a_slip(self, name: str) -> float:
        """P(a person bears exactly this string), where it looks like a slip of another name."""
        return self.share(name) if self.is_listed(name) else self._unlisted_slip

    def share_if_listed(self, name: str) -> float:
        """P(a person bears this name), nothing where no table knows it."""
        return self._listed.get(name, 0.0)

    def is_listed(self, name: str) -> bool:
        """Whether a table knows this name."""
        return name in self._listed

    def share_of_initial(self, letter: str) -> float:
        """P(a person's name begins with this letter)."""
        return self._initials.get(letter, self._unlisted)

    def share_beginning(self, start: str) -> float:
        """P(a person's name begins with these letters)."""
        low = bisect_left(self._in_order, start)
        high = bisect_left(self._in_order, start + "{")
        return max(self._sums[high] - self._sums[low], self._unlisted)

    def share_of_known(self, name: str) -> float:
        """P(a person of the circle bears this name), nothing where no table knows it."""
        return self.share(name) if self.is_listed(name) else 0.0

    def shares_within_a_slip(self, names: Sequence[str]) -> NDArray[np.float64]:
        """For each string P(a person's name is another one within one edit of it)."""
        name, other = self._slips.near(names)
        return np.bincount(name, self._shares[other], len(names)).astype(np.float64)

    def share_sounding_like(self, name: str) -> float:
        """P(a person's name sounds, roughly, like this one)."""
        return self._sounds.get(sound(name), 0.0)

    @cached_property
    def _slips(self) -> Slips:
        return Slips(self._in_order)

    @cached_property
    def _shares(self) -> NDArray[np.float64]:
        return np.diff(self._sums)

    @cached_property
    def _sounds(self) -> dict[str, float]:
        shares: dict[str, float] = defaultdict(float)
        for name, share in self._listed.items():
            shares[sound(name)] += share
        return dict(shares)

    def _count_initials(self) -> dict[str, float]:
        shares: dict[str, float] = defaultdict(float)
        for name, share in self._listed.items():
            shares[name[0]] += share
        return dict(shares)


@cache
def frequencies(field: Field) -> Frequencies:
    """The one table of that field."""
    return Frequencies(field)
