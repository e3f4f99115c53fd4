"""Counts as whoever looks after the computer is told them: in bands, the same ones everywhere.

An exact count can point at a person, by itself where it is small, and by its difference from another count
where it is not: of 16 on the staff list "checked 14" says as much as "not handed in 2". So no count is told
exactly, and the first band holds all of one to four. Nought is told: it points at nobody in particular.
"""

from collections.abc import Mapping

from reports.wording import FEW, number
from schemas.words import Band, Verdict

NOT_TOLD = "not told"
"""Of so few people, also a band would tell what was found about each of them."""
FOUND = frozenset(
    {*(each.value for each in (*Verdict, *Band)), "matches", "lines_of_evidence", "accounts", "set_aside"}
)
"""Counts of what stands in people's hand-ins."""


def band(count: int) -> str:
    """The band of a count that is not negative: `0`, `1 to 4`, `5 to 9`, `10 to 19`, `20 to 49`, and so on.

    From five on, bands begin at one, two and five of each power of ten.
    """
    if count < 0:
        raise ValueError("a count is not negative")
    if count < FEW:
        return f"1 to {FEW - 1}" if count else "0"
    ten = 10 ** (len(str(count)) - 1)
    first, following = next(step for step in ((5, 10), (2, 5), (1, 2)) if count >= step[0] * ten)
    return f"{number(first * ten)} to {number(following * ten - 1)}"


def in_bands(counts: Mapping[str, int], handed_in: int) -> dict[str, str]:
    """Each count's band; what was found among fewer than five people who handed in is not told at all."""
    hidden = FOUND if handed_in < FEW else frozenset()
    return {name: NOT_TOLD if name in hidden else band(count) for name, count in counts.items()}
