"""A set of accounts and a roster, what there is to be found in it, and what a matcher found."""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from benchmarks.matching.measures import Figures, Flags, Found, Judged, Places, Task, among, judge

Labels = NDArray[np.object_]

DECILES = [str(place) for place in range(1, 11)]


class Groups(NamedTuple):
    """An invented school's accounts by group, one label an account.

    way: how shown; evidence: what kind that leaves; origin: of the name; decile: of its frequency among
    unrelated accounts (1: rarest).
    """

    way: Labels
    evidence: Labels
    origin: Labels
    decile: Labels


class Set(NamedTuple):
    """One set in `folder` (roster.parquet, followers.parquet).

    examined: the accounts whose matches are judged, where that is not all.
    """

    name: str
    folder: Path
    task: Task
    followers: pa.Table
    roster: pa.Table
    examined: Flags | None = None
    groups: Groups | None = None

    def some(self, most: int, folder: Path) -> "Set":
        """The same roster with so many accounts at random, in `folder`; itself where it has no more."""
        if most >= self.task.number:
            return self
        folder.mkdir(exist_ok=True)
        chosen = some_of(self.task.number, most)
        followers = self.followers.take(chosen)
        pq.write_table(self.roster, folder / "roster.parquet")
        pq.write_table(followers, folder / "followers.parquet")
        keep = np.isin(self.task.followers, chosen)
        places = np.searchsorted(chosen, self.task.followers[keep])
        examined = None if self.examined is None else self.examined[chosen]
        task = Task(most, places, self.task.people[keep])
        return Set(self.name, folder, task, followers, self.roster, examined)

    def judged(self, out: Path, scale: float) -> Judged:
        """What a matcher wrote: follower_id, roster_id, score (`scale` is perfect), perhaps probability."""
        table = pq.ParquetFile(out).read()
        follower = places_of(table["follower_id"], self.followers["follower_id"])
        person = places_of(table["roster_id"], self.roster["roster_id"])
        probability = figures_of(table["probability"]) if "probability" in table.column_names else None
        found = judge(self.task, Found(follower, person, figures_of(table["score"]) / scale, probability))
        return found if self.examined is None else among(found, self.examined, self.task)


def some_of(number: int, most: int) -> Places:
    """So many of `number` places, the same ones each time, in order."""
    return np.sort(np.random.default_rng(0).permutation(number)[:most])


def places_of(ids: Any, among_ids: Any) -> Places:
    """Where each id stands among others, which are unique."""
    places = pc.index_in(ids, value_set=among_ids.combine_chunks())
    if places.null_count:
        raise ValueError("an id that the set does not hold")
    return np.asarray(places.to_numpy(), np.int64)


def figures_of(column: Any) -> Figures:
    """A column of numbers."""
    return np.asarray(column.to_numpy(), np.float64)
