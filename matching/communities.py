"""Names that go together: forename and surname of one community meet more often than chance has it."""

from functools import cache
from math import log2

from matching.frequencies import Field
from matching.reference import rows


@cache
def _members() -> dict[Field, dict[str, dict[str, float]]]:
    """For each field and name, the communities it is used in, with the share of its bearers that belong."""
    members: dict[Field, dict[str, dict[str, float]]] = {"forename": {}, "surname": {}}
    for row in rows("communities"):
        for name in row["forenames"].split():
            members["forename"].setdefault(name, {})[row["community"]] = float(row["purity"])
        for name in row["surnames"].split():
            members["surname"].setdefault(name, {})[row["community"]] = float(row["purity"])
    return members


@cache
def _shares() -> dict[str, float]:
    return {row["community"]: float(row["share"]) for row in rows("communities")}


def togetherness(forename: str, surname: str) -> float:
    """How many times as often the two names meet in one person as independence says, at least 1.

    Within a community c: P(forename, surname) = f·s · P(c | forename) · P(c | surname) / P(c). Communities
    lie within one another, so the one that says most counts.
    """
    of_forename = _members()["forename"].get(forename)
    of_surname = _members()["surname"].get(surname)
    if not of_forename or not of_surname:
        return 1.0
    shared = of_forename.keys() & of_surname.keys()
    return max(1.0, *(of_forename[one] * of_surname[one] / _shares()[one] for one in shared), 1.0)


def bits_against(forename: str, surname: str) -> float:
    """What their going together takes off the weight of an agreement, in bits, zero or less."""
    return -log2(togetherness(forename, surname))
