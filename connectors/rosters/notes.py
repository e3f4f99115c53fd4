"""What to say about a roster: sentences with counts and row numbers, never anything of a person's."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from connectors.rosters.people import Gathered, Mention
from connectors.rosters.relationships import Standing, is_parent_carer, standing_of
from connectors.rosters.written import Written, folded
from schemas.words import Responsibility

_MOST_ROWS = 10

Adults = Sequence[Sequence[Mention]]
"""Every parent or carer as the mentions of them."""


def notes_on(said: Gathered, adults: Adults) -> tuple[str, ...]:
    """The notes on a roster: who was left out and why, which names are weak, which rows could not be read."""
    return (*_on_contacts(said), *_on_adults(said, adults), *_on_rows(said))


def counted(number: int, one: str, many: str) -> str:
    """`number` with the noun it calls for: 1 row, 3 rows."""
    return f"{number:,} {one if number == 1 else many}"


def listed(rows: Iterable[int]) -> str:
    """Row numbers for a sentence, the first ten of them."""
    numbers = sorted(set(rows))
    more = ", …" if len(numbers) > _MOST_ROWS else ""
    noun = "row" if len(numbers) == 1 else "rows"
    return f"{noun} {', '.join(map(str, numbers[:_MOST_ROWS]))}{more}"


def _on_contacts(said: Gathered) -> Iterator[str]:
    ties = [(tie, standing_of(tie.relationship, said.scheme)) for tie in said.ties if not tie.presumed]
    unknown = sum(standing is None and bool(tie.relationship.strip()) for tie, standing in ties)
    professional = sum(standing in (Standing.PROFESSIONAL, Standing.STAFF) for _, standing in ties)
    pupils = sum(standing in (Standing.SELF, Standing.CHILD) for _, standing in ties)
    without = [
        tie
        for tie, standing in ties
        if _depends(standing) and not is_parent_carer(standing, tie.responsibility)
    ]
    not_recorded = sum(tie.responsibility is Responsibility.UNKNOWN for tie in without)
    if unknown:
        words = counted(unknown, "relationship", "relationships")
        yield f"{words} in words we do not know: read as “other contact”"
    if professional:
        yield f"{counted(professional, 'contact', 'contacts')} left out: professionals or organisations"
    if pupils:
        yield f"{counted(pupils, 'contact', 'contacts')} left out: the pupils themselves"
    if without:
        relatives = counted(len(without), "other relative or contact", "other relatives and contacts")
        yield (
            f"{relatives} left out: without parental responsibility "
            f"(for {not_recorded:,} the roster does not say whether they have it)"
        )
    if presumed := sum(tie.presumed for tie in said.ties):
        contacts = counted(presumed, "contact", "contacts")
        yield f"{contacts} taken as parents or carers, since no column says what they are"


def _depends(standing: Standing | None) -> bool:
    return standing in (None, Standing.WITH_RESPONSIBILITY)


def _on_adults(said: Gathered, adults: Adults) -> Iterator[str]:
    tied = {id(said.adults[tie.adult]) for tie in said.ties}
    if joined := sum(len(mentions) - 1 for mentions in adults):
        yield f"{counted(joined, 'repeated entry of an adult', 'repeated entries of adults')} joined"
    if orphans := sum(tied.isdisjoint(map(id, mentions)) for mentions in adults):
        yield f"{counted(orphans, 'adult has', 'adults have')} no link to a child"
    if weak := sum(_is_weak(mentions[0].written) for mentions in adults):
        yield f"{counted(weak, 'adult has', 'adults have')} only an initial, a forename or a surname"
    names = Counter(tuple(map(folded, mentions[0].written)) for mentions in adults)
    if namesakes := sum(count for count in names.values() if count > 1):
        yield f"{namesakes:,} adults share a full name with another and were kept apart"


def _is_weak(written: Written) -> bool:
    forename, surname = folded(written.forename), folded(written.surname)
    if forename or surname:
        return len(forename) < 2 or len(surname) < 2
    return " " not in folded(written.full_name)


def _on_rows(said: Gathered) -> Iterator[str]:
    for why, rows in said.set_aside.items():
        yield f"{counted(len(rows), 'row was', 'rows were')} set aside, {why} ({listed(rows)})"
