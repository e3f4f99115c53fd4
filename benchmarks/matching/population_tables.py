"""The tables of British names in `data/`, built again from public figures.

`python -m benchmarks.matching.population_tables FOLDER`: FOLDER holds `forenames_by_birth_year.parquet`,
`forename_ranks_1904_1994.csv`, `surnames_uk.csv` and `surnames_us_by_origin.csv` (what they are, and their
licences: `data/README.md`).
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow.parquet as pq

DATA = Path(__file__).with_name("data")
PUPILS, PARENTS = range(2008, 2021), range(1975, 1996)
RANKED = ("1974", "1984", "1994")
RARE = 30
"""Forenames of fewer in a million are left out."""
ELSEWHERE = 0.15
"""The part of British surnames that the list of common ones lacks."""

Shares = dict[tuple[str, str], float]
"""(name, sex): share of that sex's births."""


def main(folder: Path) -> None:
    """Write forenames.csv and surnames.csv."""
    births = _births(folder)
    pupils = _shares(births["England & Wales"], PUPILS)
    parents = _parents(folder, _shares(births["Scotland"], PARENTS), _curve(births["England & Wales"]))
    names = sorted(pupils.keys() | parents.keys())
    figures = (
        (name, sex, pupils.get((name, sex), 0.0), parents.get((name, sex), 0.0)) for name, sex in names
    )
    _write(
        "forenames.csv",
        ("name", "sex", "pupils", "parents"),
        (
            (name, sex, round(young * 1e6), round(old * 1e6))
            for name, sex, young, old in figures
            if max(young, old) > RARE / 1e6
        ),
    )
    _write("surnames.csv", ("name", "per_million"), _surnames(folder))


def _births(folder: Path) -> dict[str, list[tuple[int, str, str, int]]]:
    table = pq.read_table(folder / "forenames_by_birth_year.parquet").to_pydict()
    births = defaultdict(list)
    for nation, *row in zip(
        *(table[name] for name in ("nation", "year", "sex", "name", "count")), strict=True
    ):
        births[nation].append(tuple(row))
    return births


def _shares(births: list[tuple[int, str, str, int]], years: range) -> Shares:
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for year, sex, name, count in births:
        if year in years:
            counts[name, sex] += count
    totals = {sex: sum(count for (_, one), count in counts.items() if one == sex) for sex in "FM"}
    return {(name, sex): count / totals[sex] for (name, sex), count in counts.items()}


def _curve(births: list[tuple[int, str, str, int]]) -> dict[str, list[float]]:
    """For each sex the share of the first, second, ... name of 1996: how steeply names fall off."""
    shares = _shares(births, range(1996, 1998))
    return {sex: sorted((s for (_, one), s in shares.items() if one == sex), reverse=True) for sex in "FM"}


def _parents(folder: Path, scottish: Shares, curve: dict[str, list[float]]) -> Shares:
    """The ranks of England and Wales for the first hundred names, Scotland's births for the others."""
    ranked: Shares = defaultdict(float)
    for row in _rows(folder / "forename_ranks_1904_1994.csv"):
        if row["year"] in RANKED:
            ranked[row["name"], row["sex"]] += curve[row["sex"]][int(row["rank"]) - 1] / len(RANKED)
    left = {sex: 1 - sum(share for (_, one), share in ranked.items() if one == sex) for sex in "FM"}
    others = {key: share for key, share in scottish.items() if key not in ranked}
    mass = {sex: sum(share for (_, one), share in others.items() if one == sex) for sex in "FM"}
    return dict(ranked) | {(n, sex): share * left[sex] / mass[sex] for (n, sex), share in others.items()}


def _surnames(folder: Path) -> Iterator[tuple[str, int]]:
    """Britain's, then those of the US census's white group that Britain's list lacks, sharing ELSEWHERE."""
    shares: dict[str, float] = defaultdict(float)
    for row in _rows(folder / "surnames_uk.csv"):
        shares[row["surname"]] += float(row["freq"])
    abroad = {
        row["lastname"]: float(row["freq"])
        for row in _rows(folder / "surnames_us_by_origin.csv")
        if row["race"].startswith("White") and row["lastname"].isalpha() and row["lastname"] not in shares
    }
    total = sum(abroad.values())
    for name, share in sorted(shares.items(), key=lambda item: -item[1]):
        yield _cased(name), round(share * 1e6 * (1 - ELSEWHERE))
    for name, share in sorted(abroad.items(), key=lambda item: -item[1]):
        yield _cased(name), max(1, round(share / total * 1e6 * ELSEWHERE))


def _cased(name: str) -> str:
    """As it is usually written: McDonald, O'Brien where the list says mcdonald, o'brien."""
    cased = "-".join("'".join(part.capitalize() for part in half.split("'")) for half in name.split("-"))
    return f"Mc{cased[2:].capitalize()}" if cased.startswith("Mc") and len(cased) > 4 else cased


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _write(name: str, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
