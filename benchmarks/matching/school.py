"""An invented school: a roster of families, and accounts of which one in twenty is of somebody on it."""

import random
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.matching.families import OnRoll, persons, roll_of
from benchmarks.matching.population import Population
from benchmarks.matching.ways import WAYS, Shown, beside

PLANTED = 0.05
"""The part of the accounts that are of people on the roster; the others are of the same population."""

PEOPLE = 3_000
ADULTS = 0.57
"""Of the accounts, as of the roster."""

ROSTER = ("roster_id", "forename", "middle", "surname", "preferred", "former_surname", "full_name", "kind")


class School(NamedTuple):
    """A roster (ROSTER), followers (follower_id, display_name, handle) and the truth about each follower.

    about, in the same order: follower_id, roster_id (empty: unrelated), way of showing, origin of the name,
    share of the country's people who bear just this name.
    """

    roster: pa.Table
    followers: pa.Table
    about: pa.Table

    def write(self, folder: Path) -> None:
        """As roster.parquet, followers.parquet and about.parquet."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in self._asdict().items():
            pq.write_table(table, folder / f"{name}.parquet")


def school(accounts: int, seed: int = 1, planted: float = PLANTED) -> School:
    """A school of 3,000 people and so many accounts. The roster depends on the seed alone."""
    population = Population(seed)
    chance = random.Random(seed)  # noqa: S311  invented names, no secret
    roll = roll_of(population, chance)[:PEOPLE]
    number = round(accounts * planted)
    rows = list(_planted(roll, number, chance))
    rows += _unrelated(population, accounts - number, chance)
    chance.shuffle(rows)
    display, handle, person, way, origin, share = map(list, zip(*rows, strict=True))
    ids = [f"F{place}" for place in range(len(rows))]
    return School(
        _roster_table(roll),
        pa.table({"follower_id": ids, "display_name": display, "handle": handle}),
        pa.table({"follower_id": ids, "roster_id": person, "way": way, "origin": origin, "share": share}),
    )


Row = tuple[str, str, str, str, str, float]
"""display name, handle, roster_id, way, origin, share"""


def _planted(roll: list[OnRoll], number: int, chance: random.Random) -> Iterator[Row]:
    """Each way as often as every other, of people it can happen to."""
    able = {way: _able(roll, way, chance) for way in WAYS}
    ways = cycle(way for way, people in able.items() if people)
    for way in (next(ways) for _ in range(number)):
        place, shown = _shown(roll, able[way], way, chance)
        one = roll[place]
        yield *beside(chance, shown, one.person), f"P{place}", way, one.origin, one.share


def _able(roll: list[OnRoll], way: str, chance: random.Random) -> list[int]:
    return [place for place, one in enumerate(roll) if WAYS[way](chance, one.person)]


def _shown(roll: list[OnRoll], able: list[int], way: str, chance: random.Random) -> tuple[int, Shown]:
    while True:
        place = chance.choice(able)
        one = roll[place]
        person = (
            one.person._replace(forename=one.preferred)
            if one.preferred and chance.random() < 0.5
            else one.person
        )
        shown = WAYS[way](chance, person)
        if shown:
            return place, shown


def _unrelated(population: Population, number: int, chance: random.Random) -> Iterator[Row]:
    """People of the same country, shown in the same ways; as many are namesakes as chance has it."""
    communities = population.communities(number)
    adults = round(number * ADULTS)
    ways = list(WAYS)
    for drawn, is_pupil in (
        (population.people(communities[:adults], "parents"), False),
        (population.people(communities[adults:], "pupils"), True),
    ):
        people = persons(population, drawn, is_pupil=is_pupil, chance=chance)
        for person, community, share in zip(
            people, drawn.community.tolist(), drawn.share.tolist(), strict=True
        ):
            shown, way = None, ""
            while not shown:
                way = chance.choice(ways)
                shown = WAYS[way](chance, person)
            yield *beside(chance, shown, person), "", way, population.origins[community], share


def _roster_table(roll: list[OnRoll]) -> pa.Table:
    rows = [
        (
            f"P{place}",
            one.person.forename,
            one.person.middle,
            one.person.surname,
            one.preferred,
            one.person.former,
            "",
            "pupil" if one.person.is_pupil else "parent_carer",
        )
        for place, one in enumerate(roll)
    ]
    return pa.table(dict(zip(ROSTER, map(list, zip(*rows, strict=True)), strict=True)))
