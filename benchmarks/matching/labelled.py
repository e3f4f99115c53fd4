"""Labelled names that others made, read in place, never kept here.

Each set is split in two halves by a hash, `dev` and `test`: figures may be fitted on the first only.
"""

from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.matching.measures import Flags, Task
from benchmarks.matching.sets import Set, figures_of, places_of, some_of

Half = Literal["dev", "test", "all"]


class LabelledPairs(NamedTuple):
    """A table of pairs of names in `file`: name1, name2, label (1: the same name or person)."""

    name: str
    file: Path
    labels: Flags

    def some(self, most: int, file: Path) -> "LabelledPairs":
        """So many of the pairs at random, written to `file`; itself where it has no more."""
        if most >= len(self.labels):
            return self
        chosen = some_of(len(self.labels), most)
        pq.write_table(_read(self.file).take(chosen), file)
        return LabelledPairs(self.name, file, self.labels[chosen])


def labelled_lists(folder: Path, half: Half) -> list[Set]:
    """lists/*/{roster,followers,truth}.parquet; an account is in its person's half, else in its own id's."""
    return [_list(one, half) for one in sorted((folder / "lists").iterdir()) if one.is_dir()]


def labelled_pairs(folder: Path, half: Half, work: Path) -> list[LabelledPairs]:
    """pairs/*.parquet, each half written to `work` for the run; a pair is in the half of its first name."""
    work.mkdir(exist_ok=True)
    return [_pairs(file, half, work / file.name) for file in sorted((folder / "pairs").glob("*.parquet"))]


def half_of(text: str) -> Half:
    """Half of the hashes are `dev`."""
    return "test" if sha256(text.encode()).digest()[0] % 2 else "dev"


def _list(folder: Path, half: Half) -> Set:
    roster, followers, truth = (
        _read(folder / f"{name}.parquet") for name in ("roster", "followers", "truth")
    )
    task = Task(
        followers.num_rows,
        places_of(truth["follower_id"], followers["follower_id"]),
        places_of(truth["roster_id"], roster["roster_id"]),
    )
    name = folder.name if half == "all" else f"{folder.name}, {half} half"
    return Set(name, folder, task, followers, roster, _examined(followers, truth, half))


def _examined(followers: Any, truth: Any, half: Half) -> Flags | None:
    if half == "all":
        return None
    keys: dict[str, str] = {account: account for account in followers["follower_id"].to_pylist()}
    pairs = zip(truth["follower_id"].to_pylist(), truth["roster_id"].to_pylist(), strict=True)
    keys |= dict(sorted(pairs, reverse=True))  # of several people the first
    return np.array([half_of(key) == half for key in keys.values()])


def _pairs(file: Path, half: Half, copy: Path) -> LabelledPairs:
    table = _read(file)
    if half != "all":
        table = table.filter(pa.array([half_of(str(name)) == half for name in table["name1"].to_pylist()]))
    pq.write_table(table.select(["name1", "name2"]), copy)
    name = file.stem if half == "all" else f"{file.stem}, {half} half"
    return LabelledPairs(name, copy, figures_of(table["label"]) == 1)


def _read(file: Path) -> Any:
    return pq.ParquetFile(file).read()
