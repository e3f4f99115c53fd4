"""rapidfuzz: every account against every name of every person, by `cdist`; the three best people of each."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from benchmarks.matching.peers.names import command, read_lists, read_pairs, write_best, write_pairs

SCORERS: dict[str, tuple[Any, float]] = {
    "WRatio": (fuzz.WRatio, 60.0),
    "token_sort_ratio": (fuzz.token_sort_ratio, 60.0),
    "Jaro-Winkler": (JaroWinkler.normalized_similarity, 0.75),
}
"""Each with the score below which nothing is kept."""

CHUNK, AT_MOST = 2_000, 5


def on_lists(folder: Path, out: Path, name: str) -> None:
    """Chunk by chunk, so that memory is bounded; two threads."""
    scorer, least = SCORERS[name]
    lists = read_lists(folder)
    found = []
    for start in range(0, len(lists.accounts.texts), CHUNK):
        chunk = lists.accounts.texts[start : start + CHUNK]
        scores = process.cdist(
            chunk, lists.people.texts, scorer=scorer, score_cutoff=least, workers=2, dtype=np.float32
        )
        found.append(_best(scores, start))
    write_best(lists, [np.concatenate(column) for column in zip(*found, strict=True)], out)


def _best(scores: NDArray[np.float32], start: int) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """(text, name, score) of the AT_MOST best names of each text; what is below the cutoff is nought."""
    texts, names = np.nonzero(scores)
    kept = scores[texts, names]
    order = np.lexsort((-kept, texts))
    texts, names, kept = texts[order], names[order], kept[order]
    rank = np.arange(len(texts)) - np.searchsorted(texts, texts)
    few = rank < AT_MOST
    return texts[few] + start, names[few], kept[few].astype(np.float64)


def on_pairs(file: Path, out: Path, name: str) -> None:
    """Each pair's score."""
    one, other = read_pairs(file)
    write_pairs(process.cpdist(one, other, scorer=SCORERS[name][0]).tolist(), out)


if __name__ == "__main__":
    command(on_lists, on_pairs)
