"""Several schools' counts added up, from the bands that each school tells and from nothing else.

Whoever reads the lines could have added up the same. So a total, taken together with all lines but one, tells
no more of that one than its own line does, and a total of one day no more than that day's lines.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reports.bands import NOT_TOLD
from reports.wording import number

BAND = re.compile(r"([0-9][0-9,]{0,19})( to ([0-9][0-9,]{0,19}))?")


@dataclass(frozen=True, slots=True)
class Total:
    """What the schools' bands come to: between `least` and `most`, beside those that told none."""

    least: int
    most: int
    not_told: int

    @property
    def in_words(self) -> str:
        """`25 to 58`; `25 to 58, and 2 schools not told`."""
        sum_ = number(self.least)
        if self.least != self.most:
            sum_ += f" to {number(self.most)}"
        schools = "1 school" if self.not_told == 1 else f"{self.not_told} schools"
        return sum_ + (f", and {schools} {NOT_TOLD}" if self.not_told else "")


def total(bands: Iterable[str]) -> Total:
    """The sum of counts of which only the bands are known; raises `ValueError` for what is no band."""
    told = list(bands)
    ends = [ends_of(each) for each in told if each != NOT_TOLD]
    return Total(
        least=sum(least for least, _ in ends),
        most=sum(most for _, most in ends),
        not_told=told.count(NOT_TOLD),
    )


def ends_of(band: str) -> tuple[int, int]:
    """The least and the most that a band holds: 5 and 9 of `5 to 9`."""
    told = BAND.fullmatch(band)
    if told is None:
        raise ValueError("no band")
    least = int(told[1].replace(",", ""))
    return least, int(told[3].replace(",", "")) if told[3] else least
