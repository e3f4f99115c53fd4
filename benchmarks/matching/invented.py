"""An invented school as a set to be matched, with its accounts' groups."""

from pathlib import Path

import numpy as np
import pyarrow as pa

from benchmarks.matching.measures import Figures, Flags, Task
from benchmarks.matching.school import PLANTED, school
from benchmarks.matching.sets import DECILES, Groups, Labels, Set, figures_of, places_of
from benchmarks.matching.ways import evidence_of


def invented(folder: Path, accounts: int, seed: int, planted: float = PLANTED) -> Set:
    """An invented school, written to `folder`."""
    made = school(accounts, seed, planted)
    made.write(folder)
    person = made.about["roster_id"]
    is_planted = np.array([bool(one) for one in person.to_pylist()])
    people = places_of(person.filter(pa.array(is_planted)), made.roster["roster_id"])
    way, origin = (np.array(made.about[name].to_pylist(), object) for name in ("way", "origin"))
    evidence = {one: evidence_of(one) for one in set(way)}
    groups = Groups(
        way,
        np.array([evidence[one] for one in way], object),
        origin,
        _deciles(figures_of(made.about["share"]), is_planted),
    )
    task = Task(accounts, np.flatnonzero(is_planted), people)
    return Set(f"school of {accounts:,}", folder, task, made.followers, made.roster, groups=groups)


def _deciles(share: Figures, is_planted: Flags) -> Labels:
    limits = np.quantile(share[~is_planted], np.linspace(0.1, 0.9, 9))
    return np.array(DECILES, object)[np.searchsorted(limits, share)]
