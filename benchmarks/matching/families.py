"""Families of one community: children and the parents they live with, surnames shared or not."""

import random
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from benchmarks.matching.name_tables import Name
from benchmarks.matching.population import People, Population
from benchmarks.matching.ways import Person, short_forms

FAMILIES = 1_100
"""A little more than 3,000 people."""

SIBLING, SECOND_PARENT = 0.3, 0.75
ALIKE, FORMER_KNOWN = 0.7, 0.35
"""Of mothers: how many bear the father's surname; of how many of those the roster has the former one."""

MIDDLE, PREFERRED = 0.45, 0.06


class OnRoll(NamedTuple):
    """One person of the roster, the forename they prefer (if another), and how common their name is."""

    person: Person
    preferred: str
    origin: str
    share: float


def persons(
    population: Population, drawn: People, *, is_pupil: bool, chance: random.Random
) -> Iterator[Person]:
    """These people with the rest of their names: middle, second and former surnames, a short form."""
    shorts = short_forms()
    others = population.people(drawn.community, "pupils" if is_pupil else "parents", drawn.sex)
    columns = (*drawn[:5], drawn.community.tolist(), others.forename, others.surname)
    for forename, surname, native, native_surname, sex, community, middle, other in zip(
        *columns, strict=True
    ):
        known, luck = shorts.get(forename), chance.random()
        yield Person(
            forename=forename,
            surname=f"{surname}-{other}" if luck < population.doubles[community] else surname,
            middle=middle if luck < MIDDLE and middle != forename else "",
            short=chance.choice(known) if known else "",
            former=other if sex == "F" and not is_pupil and luck > 0.8 else "",
            native_forename=native,
            native_surname=native_surname,
            is_woman=sex == "F",
            is_pupil=is_pupil,
        )


def roll_of(population: Population, chance: random.Random) -> list[OnRoll]:
    """Everybody of FAMILIES families, family by family."""
    communities = population.communities(FAMILIES)
    men, women = (np.full(FAMILIES, sex, object) for sex in "MF")
    draws = (
        (population.people(communities, "parents", men), False),
        (population.people(communities, "parents", women), False),
        (population.people(communities, "pupils"), True),
        (population.people(communities, "pupils"), True),
    )
    members = [
        list(persons(population, drawn, is_pupil=is_pupil, chance=chance)) for drawn, is_pupil in draws
    ]
    families = zip(*members, communities.tolist(), strict=True)
    roll: list[OnRoll] = []
    for father, mother, child, sibling, community in families:
        family = _Family(population, chance, community, father)
        roll += family.members(mother, child, sibling)
    return roll


class _Family:
    def __init__(self, population: Population, chance: random.Random, community: int, father: Person) -> None:
        self._population = population
        self._chance = chance
        self._community = community
        self._father = father._replace(former="")

    def members(self, mother: Person, child: Person, sibling: Person) -> Iterator[OnRoll]:
        """The mother, perhaps the father, the child, perhaps another."""
        chance = self._chance
        has_father = chance.random() < SECOND_PARENT
        is_alike = has_father and chance.random() < ALIKE
        yield self._on_roll(self._married(mother) if is_alike else mother._replace(former=""))
        if has_father:
            yield self._on_roll(self._father)
        named_for = self._father if has_father else mother
        yield self._on_roll(self._named_for(child, named_for, mother))
        if chance.random() < SIBLING:
            yield self._on_roll(self._named_for(sibling, named_for, mother))

    def _married(self, mother: Person) -> Person:
        """With the father's surname, her own perhaps known as the former one."""
        if self._keeps(mother):
            return mother._replace(former="")
        former = mother.surname if self._chance.random() < FORMER_KNOWN else ""
        return self._with_surname(mother, self._father)._replace(former=former)

    def _named_for(self, child: Person, parent: Person, mother: Person) -> Person:
        if self._keeps(child):
            return child
        named = self._with_surname(child, parent)
        is_double = self._chance.random() < self._population.doubles[self._community]
        if is_double and mother.surname != parent.surname and "-" not in named.surname + mother.surname:
            return named._replace(surname=f"{mother.surname}-{named.surname}")
        return named

    def _keeps(self, person: Person) -> bool:
        return person.is_woman and self._population.keeps_her_own(person.surname, self._community)

    def _with_surname(self, person: Person, parent: Person) -> Person:
        name = Name(parent.surname, parent.native_surname)
        if person.is_woman:
            name = self._population.in_the_feminine(name, self._community)
        return person._replace(surname=name.text, native_surname=name.native)

    def _on_roll(self, person: Person) -> OnRoll:
        prefers = bool(person.short) and self._chance.random() < PREFERRED
        share = self._population.share(
            (person.forename, person.surname),
            "F" if person.is_woman else "M",
            self._community,
            "pupils" if person.is_pupil else "parents",
        )
        return OnRoll(
            person, person.short if prefers else "", self._population.origins[self._community], share
        )
