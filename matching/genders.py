"""Whether a forename is a woman's or a man's: as far as the table or the ending tells."""

from collections import defaultdict
from functools import cache

from matching.reference import rows

_ENDING = 3
_NOT_KNOWN = 0.5
_DOUBT = 4.0
"""Names' worth of doubt about what an ending says."""


@cache
def share_of_women(forename: str) -> float:
    """P(a bearer of this forename is a woman): by `forename_genders.csv`, else by how its last letters go."""
    known = _known().get(forename)
    return _by_ending(forename) if known is None else known


@cache
def _known() -> dict[str, float]:
    return {row["name"]: float(row["female"]) for row in rows("forename_genders")}


def _by_ending(forename: str) -> float:
    """The share among known names of the same ending, longer endings correcting shorter ones."""
    share = _NOT_KNOWN
    for letters in range(1, _ENDING + 1):
        names, women = _endings().get(forename[-letters:], (0, 0.0))
        share = (women + _DOUBT * share) / (names + _DOUBT)
    return share


@cache
def _endings() -> dict[str, tuple[int, float]]:
    found: dict[str, tuple[int, float]] = defaultdict(lambda: (0, 0.0))
    for name, women in _known().items():
        for letters in range(1, _ENDING + 1):
            names, share = found[name[-letters:]]
            found[name[-letters:]] = (names + 1, share + women)
    return dict(found)
