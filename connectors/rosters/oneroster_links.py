"""Who is whose agent in a OneRoster export, whichever end says so."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from connectors.rosters.oneroster_people import STANDINGS, Someone
from connectors.rosters.people import Elsewhere, Gathered, Tie
from connectors.rosters.relationships import Standing
from schemas.words import Kind, Observed

Places = Mapping[int, int]
"""Where in `Gathered` the person of a row is mentioned, by the number of the row."""


def add_links(said: Gathered, people: Sequence[Someone], children: Places, adults: Places) -> None:
    """Tie agents to pupils; an agent nobody lists is mentioned as elsewhere.

    Where two rows have one id, an agent of that id is both: which is meant is for the expectations to judge.
    A pupil's teacher is no parent, and two pupils are no family: both are noticed and no link.
    """
    elsewhere = Elsewhere(said)
    for one, agent in _agents(people):
        if isinstance(agent, Someone):
            for child, adult in ((one, agent), (agent, one)):
                if child.number in children and adult.number in adults:
                    said.ties.append(_tie(children[child.number], adults[adult.number], adult))
            if what := _no_family(one, agent):
                said.observe(what, one.number)
            continue
        if one.number in children:
            said.ties.append(_tie(children[one.number], elsewhere.adult(agent, one.number)))
        if one.number in adults:
            said.ties.append(_tie(elsewhere.child(agent, one.number), adults[one.number], one))


def kinds_that_list_links(people: Sequence[Someone]) -> frozenset[Kind]:
    """The kinds of people whose rows name all they are linked to, as far as the rows themselves show it.

    That is: of every pupil and parent who both have a row, one of whom names the other, the end of this kind
    does. Where no such two are there, nothing shows it.
    """
    named = {(someone.key, agent) for someone in people if not someone.is_gone for agent in someone.agents}
    children, adults = (
        {someone.key for someone in people if someone.stands_as(standing)} for standing in STANDINGS.values()
    )
    grown = adults - children
    families = {
        pair
        for one, other in named
        for pair in ((one, other), (other, one))
        if pair[0] in children and pair[1] in grown
    }
    shown = {
        Kind.PUPIL: families <= named,
        Kind.PARENT_CARER: {(adult, child) for child, adult in families} <= named,
    }
    return frozenset(kind for kind, is_shown in shown.items() if families and is_shown)


def _agents(people: Sequence[Someone]) -> Iterator[tuple[Someone, Someone | str]]:
    """Each row with each agent it names: their row, or their id where nobody has it. Two rows come once."""
    by_key: dict[str, list[Someone]] = defaultdict(list)
    for someone in people:
        by_key[someone.key].append(someone)
    seen: set[frozenset[int]] = set()
    for someone in people:
        for key in () if someone.is_gone else someone.agents:
            if key not in by_key:
                yield someone, key
            for agent in by_key.get(key, ()):
                if (pair := frozenset({someone.number, agent.number})) not in seen:
                    seen.add(pair)
                    yield someone, agent


def _tie(child: int, adult: int, someone: Someone | None = None) -> Tie:
    """A tie in the word for the adult's role; that they are named at all speaks where no role is at hand."""
    word = next((role.word for role in someone.roles_of(Standing.PARENT_CARER)), "") if someone else ""
    return Tie(child, adult, word, presumed=not word)


def _no_family(one: Someone, other: Someone) -> Observed | None:
    """What is odd about a link of a pupil with somebody who is no parent or carer."""
    pupils = [each.stands_as(Standing.CHILD) for each in (one, other)]
    if one.is_gone or other.is_gone or not any(pupils):
        return None
    if all(pupils):
        return Observed.PUPIL_AS_CONTACT
    adult = one if pupils[1] else other
    is_staff_alone = adult.stands_as(Standing.STAFF) and not adult.stands_as(Standing.PARENT_CARER)
    return Observed.STAFF_AS_CONTACT if is_staff_alone else None
