"""string_grouper: cosine similarity of TF-IDF weighted 3-grams."""

from pathlib import Path

import numpy as np
import pandas as pd
from string_grouper import (  # type: ignore[import-not-found]
    compute_pairwise_similarities,
    match_strings,
)

from benchmarks.matching.peers.names import command, read_lists, read_pairs, write_best, write_pairs

LEAST, AT_MOST = 0.4, 5


def on_lists(folder: Path, out: Path) -> None:
    """The AT_MOST best names of each account, from LEAST up."""
    lists = read_lists(folder)
    matches = match_strings(
        pd.Series(lists.accounts.texts),
        pd.Series(lists.people.texts),
        min_similarity=LEAST,
        max_n_matches=AT_MOST,
        number_of_processes=2,
    )
    rows = [matches[column].to_numpy(np.float64) for column in ("left_index", "right_index", "similarity")]
    write_best(lists, rows, out)


def on_pairs(file: Path, out: Path) -> None:
    """Each pair's similarity."""
    one, other = read_pairs(file)
    write_pairs(compute_pairwise_similarities(pd.Series(one), pd.Series(other)).to_numpy(), out)


if __name__ == "__main__":
    command(on_lists, on_pairs)
