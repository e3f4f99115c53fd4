"""Chance that repeats: one seed gives one school, on every machine and in every run."""

from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


def stream(seed: int, *purpose: object) -> Random:
    """A stream of its own for each purpose, so that one more pupil does not shuffle the staff.

    Seeded with text: `Random` hashes that with SHA-512, never with Python's randomised `hash`.
    """
    return Random("/".join(map(str, (seed, *purpose))))  # noqa: S311 - invented people, no secrets


@dataclass(frozen=True, slots=True)
class Weighted(Generic[T]):
    """Values to draw from, each as often as its weight says."""

    values: tuple[T, ...]
    cumulative: tuple[float, ...]
    weights: dict[T, float] = field(repr=False)

    @classmethod
    def of(cls, pairs: Iterable[tuple[T, float]]) -> "Weighted[T]":
        """Values with weights of any scale."""
        weights: dict[T, float] = {}
        for value, weight in pairs:
            weights[value] = weights.get(value, 0.0) + weight
        return cls(tuple(weights), tuple(accumulate(weights.values())), weights)

    def draw(self, rng: Random) -> T:
        """One value."""
        return self.values[bisect(self.cumulative, rng.random() * self.cumulative[-1])]

    def share(self, value: T) -> float:
        """How often a value is drawn, 0 to 1."""
        return self.weights.get(value, 0.0) / self.cumulative[-1]


def quota(rng: Random, among: int, share: float, at_least: int) -> frozenset[int]:
    """Positions below `among` that have a trait: as many as its share, but at least some where there is room.

    A school of a hundred pupils would otherwise now and then have nobody with a former surname.
    """
    count = max(round(among * share), min(at_least, among // 4))
    return frozenset(rng.sample(range(among), count))
