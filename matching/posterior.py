"""From bits to a probability: over every person on the roster an account may be, and over nobody.

Before its name is read an account may belong to any of the people a list is drawn from, the circle; roster people
are some of them. So P(person) = 2^w / (1 + Σ 2^w), w being prior bits plus the name's bits of each candidate.
"""

from collections.abc import Iterable
from math import log2

from matching.reference import weights

_ROUNDS = 8


def prior_bits(people: int, evidence: Iterable[float], accounts: int) -> float:
    """The log odds, before any name, that an account of this list is one particular person on the roster.

    `evidence` holds for each account with candidates Σ 2^bits over them; `accounts` counts the distinct ones. A
    list that holds many of the roster's people raises its own prior (expectation and maximisation, damped by the
    accounts of an ordinary list); none lowers it below the circle's.
    """
    prior = weights()["prior"]
    circle = max(float(prior["circle"]), float(prior["circle_per_person"]) * people)
    ordinary = people / circle
    share, odds = ordinary, list(evidence)
    for _ in range(_ROUNDS):
        found = sum(_expected(share, people, weight) for weight in odds)
        share = (ordinary * prior["ordinary_accounts"] + found) / (prior["ordinary_accounts"] + accounts)
        share = min(max(share, ordinary), float(prior["ceiling"]))
    return log2(share / people / (1 - share))


def _expected(share: float, people: int, weight: float) -> float:
    """P(an account is on the roster), given Σ 2^bits over its candidates."""
    there = share / people * weight
    return there / (there + 1 - share)


def probability_of(weight: float) -> float:
    """The probability that a weight in bits of log odds stands for."""
    if weight < 0:
        odds = 2.0 ** max(weight, -1000.0)
        return odds / (1 + odds)
    return 1 / (1 + 2.0 ** -min(weight, 1000.0))


def share_with_others(others: Iterable[float]) -> float:
    """What the other people an account may be take off one person's weight, in bits; `others` are their weights."""
    return -log2(1 + sum(2.0 ** min(weight, 1000.0) for weight in others))
