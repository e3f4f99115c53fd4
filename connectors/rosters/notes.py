"""What to say about a roster: sentences with counts and row numbers, never anything of a person's."""

from collections.abc import Iterable, Sequence

from connectors.rosters.joining import Group
from connectors.rosters.people import Gathered

_MOST_ROWS = 10


def notes_on(said: Gathered, adults: Sequence[Group]) -> tuple[str, ...]:
    """What was done that no row of the source shows; what was noticed about rows is in OBSERVATIONS.

    `adults` are all parents and carers, each as the places in `said.adults` where they are mentioned.
    """
    notes: list[str] = []
    if presumed := sum(tie.presumed and not said.adults[tie.adult].is_elsewhere for tie in said.ties):
        contacts = counted(presumed, "contact", "contacts")
        notes.append(f"{contacts} taken as parents or carers, since no column says what they are")
    if joined := sum(map(len, adults)) - len(adults):
        notes.append(f"{counted(joined, 'repeated entry of an adult', 'repeated entries of adults')} joined")
    return tuple(notes)


def counted(number: int, one: str, many: str) -> str:
    """`number` with the noun it calls for: 1 row, 3 rows."""
    return f"{number:,} {one if number == 1 else many}"


def listed(rows: Iterable[int]) -> str:
    """Row numbers for a sentence, the first ten of them."""
    numbers = sorted(set(rows))
    more = ", …" if len(numbers) > _MOST_ROWS else ""
    noun = "row" if len(numbers) == 1 else "rows"
    return f"{noun} {', '.join(map(str, numbers[:_MOST_ROWS]))}{more}"
