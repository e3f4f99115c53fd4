"""From bits to a probability: over every person on the roster an account may be, and over nobody.

Before its name is read an account may belong to any of the people a list is drawn from, the circle; people on
the roster are some of them. So P(person) = 2^w / (1 + Σ 2^w), w being the prior's and the name's bits.
"""

from math import log2

import numpy as np

from matching.arrays import Floats, Ints
from matching.reference import weights

_ROUNDS = 8
_MOST = 1000.0


def shares_of_lists(people: int, lists: Ints, evidence: Floats, accounts: Ints) -> Floats:
    """For each list the share of its accounts taken to be on the roster, before any name is read.

    A row is an account of a list: `evidence` holds Σ 2^bits over its candidates, `lists` which list it is in;
    `accounts` counts each list's distinct ones. A list that holds many of the roster's people raises its own
    prior (expectation and maximisation); a few say nothing of it, so that no account's evidence counts twice,
    and none lowers it below the circle's.
    """
    prior = {name: float(figure) for name, figure in weights()["prior"].items()}
    people = max(people, 1)
    ordinary = people / max(prior["circle"], prior["circle_per_person"] * people)
    share = np.full(len(accounts), ordinary)
    for _ in range(_ROUNDS):
        there = share[lists] / people * evidence
        expected = np.bincount(lists, there / (there + 1 - share[lists]), len(accounts))
        beyond = (expected - prior["unremarkable"]) / (prior["ordinary_accounts"] + accounts)
        share = np.minimum(np.maximum(beyond, ordinary), prior["ceiling"])
    return share


def prior_bits(share: Floats, people: int) -> Floats:
    """The log odds, before any name, that an account of a list is one particular person on the roster."""
    odds: Floats = np.log2(share / max(people, 1) / (1 - share))
    return odds


def bits_needed(probability: float, share: Floats, people: int) -> Floats:
    """The least bits a name must come to for this probability, in a list with this share."""
    return log2(probability / (1 - probability)) - prior_bits(share, people)


def probability_of(weight: Floats) -> Floats:
    """The probability that a weight in bits of log odds stands for."""
    return 1 / (1 + np.exp2(-np.clip(weight, -_MOST, _MOST)))


def shared_with_others(account: Ints, weight: Floats) -> tuple[Floats, Ints]:
    """What the other people an account may be take off each row, in bits; and how many fit about as well.

    `account` says whose rows belong together, `weight` is in bits, the prior's included.
    """
    odds = np.exp2(np.clip(weight, -_MOST, _MOST))
    number = int(account.max()) + 1 if len(account) else 0
    others = np.maximum(np.bincount(account, odds, number)[account] - odds, 0.0)
    return -np.log2(1 + others), _others_alike(account, weight)


def _others_alike(account: Ints, weight: Floats) -> Ints:
    """For each row how many others of its account weigh more than three bits less than it does."""
    order = np.lexsort((weight, account))
    whose, bits = account[order], weight[order]
    end = np.searchsorted(whose, whose, side="right")
    start = np.searchsorted(whose, whose)
    apart = _apart(whose)
    heavier = np.searchsorted(bits + apart, bits - 3 + apart, side="right")
    alike = np.empty(len(order), np.int64)
    alike[order] = end - np.maximum(heavier, start) - 1
    return alike


def _apart(whose: Ints) -> Floats:
    """An offset that keeps one account's weights from the next's in one sorted column."""
    return whose.astype(np.float64) * (4 * _MOST)
