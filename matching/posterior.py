"""From bits to a probability: over every person on the roster an account may be, and over nobody.

Before its name is read an account may belong to any of the people a list is drawn from, the circle; people on
the roster are some of them. So P(person) = 2^w / (1 + Σ 2^w), w being the prior's and the name's bits.
"""

from collections.abc import Iterable
from math import exp2, log2

from matching.reference import weights

_ROUNDS = 8


def prior_bits(people: int, evidence: Iterable[float], accounts: int) -> float:
    """The log odds, before any name, that an account of this list is one particular person on the roster.

    `evidence` holds Σ 2^bits over the candidates of each account; `accounts` counts the distinct ones.
    A list that holds many of the roster's people raises its own prior (expectation and maximisation); a few
    say nothing of it, so that no account's evidence counts twice, and none lowers it below the circle's.
    """
    prior = {name: float(figure) for name, figure in weights()["prior"].items()}
    people = max(people, 1)
    ordinary = people / max(prior["circle"], prior["circle_per_person"] * people)
    share, odds = ordinary, list(evidence)
    for _ in range(_ROUNDS):
        beyond = sum(_expected(share, people, weight) for weight in odds) - prior["unremarkable"]
        share = min(max(beyond / (prior["ordinary_accounts"] + accounts), ordinary), prior["ceiling"])
    return log2(share / people / (1 - share))


def bits_needed(probability: float, people: int) -> float:
    """The least bits a name must come to for this probability, in the list most favourable to it."""
    ceiling = float(weights()["prior"]["ceiling"])
    most = log2(ceiling / max(people, 1) / (1 - ceiling))
    return log2(probability / (1 - probability)) - most


def _expected(share: float, people: int, weight: float) -> float:
    """P(an account is on the roster), given Σ 2^bits over its candidates."""
    there = share / people * weight
    return there / (there + 1 - share)


def probability_of(weight: float) -> float:
    """The probability that a weight in bits of log odds stands for."""
    if weight < 0:
        odds = exp2(max(weight, -1000.0))
        return odds / (1 + odds)
    return 1 / (1 + exp2(-min(weight, 1000.0)))


def share_with_others(others: Iterable[float]) -> float:
    """What the other people an account may be, of these weights, take off one person's, in bits."""
    return -log2(1 + sum(exp2(min(weight, 1000.0)) for weight in others))
