"""People as the country holds them: names as common as they are, a community's names together.

Nothing here is shared with the matcher: who writes an examination may not write it from the answers.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.matching.name_tables import (
    KEEP_FEMININE,
    Generation,
    Name,
    Texts,
    communities,
    has_feminine,
    names_of,
    objects,
    womens_names,
)

SEXES = "FM"


class People(NamedTuple):
    """Columns, one entry a person. `share`: of the country's people, how many bear just this name."""

    forename: Texts
    surname: Texts
    native_forename: Texts
    native_surname: Texts
    sex: Texts
    community: NDArray[np.int64]
    share: NDArray[np.float64]


class Population:
    """Draws people by community, sex and generation; the same seed draws the same people."""

    def __init__(self, seed: int) -> None:
        self.chance = np.random.default_rng(seed)
        shares = np.array([float(one["share"]) for one in communities()])
        self._shares = shares / shares.sum()
        self.origins = [str(one["origin"]) for one in communities()]
        self.doubles = [float(one.get("double", 0.03)) for one in communities()]
        self._womens = [womens_names(one) for one in communities()]
        self._feminine = [has_feminine(one) for one in communities()]

    def communities(self, number: int) -> NDArray[np.int64]:
        """Of so many people or families, which community each belongs to."""
        return self.chance.choice(len(self._shares), size=number, p=self._shares)

    def people(
        self, communities: NDArray[np.int64], generation: Generation, sexes: Texts | None = None
    ) -> People:
        """One person of each of these communities, of these sexes, else of each as often."""
        sex_of = self.chance.choice(objects(SEXES), len(communities)) if sexes is None else sexes
        one, two, three, four = columns = [np.full(len(communities), "", object) for _ in range(4)]
        share = np.zeros(len(communities))
        for community, sex in ((place, sex) for place in range(len(self.origins)) for sex in SEXES):
            here = np.flatnonzero((communities == community) & (sex_of == sex))
            names = names_of(community, sex)
            first, last = names.forenames[generation], names.surnames
            ones, others = first.draw(self.chance, len(here)), last.draw(self.chance, len(here))
            drawn = (first.texts[ones], last.texts[others], first.natives[ones], last.natives[others])
            for column, values in zip(columns, drawn, strict=True):
                column[here] = values
            share[here] = self._shares[community] * first.shares[ones] * last.shares[others] / 2
        return People(one, two, three, four, sex_of, communities, share)

    def share(self, person: tuple[str, str], sex: str, community: int, generation: Generation) -> float:
        """Of the country's people, how many bear this forename and surname; of names put together, few."""
        names = names_of(community, sex)
        forenames, surnames = names.forenames[generation].share_of, names.surnames.share_of
        forename, surname = forenames.get(person[0]) or 1e-6, surnames.get(person[1]) or 1e-6
        return float(self._shares[community] * forename * surname / 2)

    def keeps_her_own(self, surname: str, community: int) -> bool:
        """Whether women bear this surname whatever their husband's or father's is: Begum, Kaur."""
        return surname in self._womens[community]

    def in_the_feminine(self, name: Name, community: int) -> Name:
        """Kowalska for Kowalski, as often as women in Britain go by it."""
        if not self._feminine[community] or self.chance.random() > KEEP_FEMININE:
            return name
        return name.in_the_feminine()
