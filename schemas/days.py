"""Days of a calendar, as terms and holidays are made of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """Days in a row, from the first to the last, both among them; none where the last is before the first."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        """Whether the day is one of them."""
        return self.start <= day <= self.end

    def __iter__(self) -> Iterator[date]:
        """Each of them, in order."""
        for number in range(len(self)):
            yield self.start + number * ONE_DAY

    def __len__(self) -> int:
        """How many they are."""
        return max(0, (self.end - self.start).days + 1)

    def meets(self, other: "Days") -> bool:
        """Whether a day is in both."""
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True, slots=True, order=True)
class Term(Days):
    """A term. `holidays` are the half-term holidays within it, in order and apart from one another."""

    holidays: tuple[Days, ...] = ()

    @property
    def half_terms(self) -> tuple[Days, ...]:
        """What its holidays divide it into; where it has none, the whole of it."""
        starts = [self.start, *(each.end + ONE_DAY for each in self.holidays)]
        ends = [*(each.start - ONE_DAY for each in self.holidays), self.end]
        return tuple(Days(start, end) for start, end in zip(starts, ends, strict=True))
