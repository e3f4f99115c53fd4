"""How common names are, built again from public figures: `python -m benchmarks.build_frequencies FOLDER`.

FOLDER holds births by year (ONS, NRS, NISRA), ranks of forenames (ONS), surnames (ONS, US) and top names
of many countries: data/reference/names/README.md says which files. Writes forename_frequencies.csv,
surname_frequencies.csv and forename_genders.csv there, with the help of three tables that stand there:
communities.csv, countries_of_birth.csv and, for surnames that the ONS's list lacks, surname_estimates.csv.

A forename's share is that among the people whom a school's staff know: adults of all ages, and children, born
here or abroad. A surname's is that of the country. The column `source` says which figure counted most.
"""

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq

from matching.folding import folded
from matching.reference import NAMES_FOLDER, rows

Shares = Mapping[str, float]
"""For each name the share of people who bear it."""

COHORTS = (
    (1954, 1974, 1979, 0.1),
    (1964, 1974, 1981, 0.2),
    (1974, 1974, 1984, 0.2),
    (1984, 1980, 1990, 0.18),
)
"""Decade of ranks (England and Wales), first and last year of births (Scotland), share of people."""
YOUNG = ((1996, 2006, 0.17), (2007, 2020, 0.15))
"""First and last year of births in all nations, share of people."""
SCOTLAND = 0.085
ABROAD = 0.17
"""The part of people who were born abroad (Census 2021, England and Wales)."""
COUNTRY_FORENAMES, COUNTRY_SURNAMES = 0.3, 0.1
"""The part of a country's people who bear one of the names on its list of the most common."""
COMMUNITY_FORENAMES = 0.6
"""The part of a community's people who bear one of the forenames listed for it."""
BEYOND_BIRTHS = 0.6
"""The part of a community's people whom the births above do not count: born before 1996, or abroad."""
LISTED_SURNAMES = 0.8
"""The part of people who bear one of the surnames of the ONS's list."""
US_IN_BRITAIN = {"White": 0.12, "Black": 0.12, "Asian": 0.6, '"Middle-Eastern': 0.3, "Middle-Eastern": 0.3}
US_MOST, US_OTHERS = 10e-6, 0.02
FEWEST_BABIES = 50
RAREST = {"forename": 1e-6, "surname": 1e-6}
TOTAL = 0.985
"""What all listed names come to at most: the rest are names that no table knows."""


class Birth(NamedTuple):
    """A name given in a nation in a year, and how often."""

    nation: str
    year: int
    sex: str
    name: str
    babies: int


def main() -> None:
    """Write the three tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    births = _births(folder)
    _write("forename_genders", ("name", "female"), genders(births))
    _write_frequencies("forename", forenames(folder, births))
    _write_frequencies("surname", surnames(folder))


def genders(births: Iterable[Birth]) -> list[tuple[str, float]]:
    """Of the babies given a name, the share who are girls (Scotland from 1974, elsewhere from 1996)."""
    girls: Counter[str] = Counter()
    babies: Counter[str] = Counter()
    for birth in births:
        babies[birth.name] += birth.babies
        girls[birth.name] += birth.babies if birth.sex == "F" else 0
    usual = (name for name in sorted(babies) if babies[name] >= FEWEST_BABIES and len(name) > 1)
    return [(name, round(girls[name] / babies[name], 3)) for name in usual]


def forenames(folder: Path, births: list[Birth]) -> dict[str, Shares]:
    """The shares of forenames by where they were counted; together they are those of the country."""
    return {
        "births": _scaled(_born_here(folder, births), 1 - ABROAD),
        "community": _scaled(_community_forenames(), BEYOND_BIRTHS),
        "country": _of_countries(folder / "common_forenames_by_country.csv", COUNTRY_FORENAMES),
    }


def surnames(folder: Path) -> dict[str, Shares]:
    """The shares of surnames by where they were counted; of several figures the largest holds."""
    listed = _scaled(_summed(_read(folder / "surnames_uk.csv"), "surname", "freq"), LISTED_SURNAMES)
    return {
        "ons": listed,
        "community": _community_surnames(),
        "country": _of_countries(folder / "common_surnames_by_country.csv", COUNTRY_SURNAMES),
        "estimate": {row["name"]: float(row["per_million"]) / 1e6 for row in rows("surname_estimates")},
        "us": _american(folder, listed),
    }


def _born_here(folder: Path, births: list[Birth]) -> Shares:
    shares: dict[str, float] = defaultdict(float)
    curve = {sex: _falling(births, sex) for sex in "FM"}
    for decade, first, last, part in COHORTS:
        scottish = _given(births, first, last, {"Scotland"})
        english = _ranked(folder, decade, curve, scottish)
        _add(shares, english, part * (1 - SCOTLAND))
        _add(shares, scottish, part * SCOTLAND)
    for first, last, part in YOUNG:
        _add(shares, _given(births, first, last), part)
    return shares


def _falling(births: list[Birth], sex: str) -> list[float]:
    """The shares of the first, second, ... name of Scotland's births of 1974: how steeply they fall off."""
    counts = sorted(
        (b.babies for b in births if (b.nation, b.year, b.sex) == ("Scotland", 1974, sex)), reverse=True
    )
    return [count / sum(counts) / 2 for count in counts]


def _given(births: list[Birth], first: int, last: int, nations: set[str] | None = None) -> Shares:
    counts: Counter[str] = Counter()
    for birth in births:
        if first <= birth.year <= last and (nations is None or birth.nation in nations):
            counts[birth.name] += birth.babies
    return _scaled(counts, 1 / counts.total())


def _ranked(folder: Path, decade: int, curve: dict[str, list[float]], others: Shares) -> Shares:
    """The first hundred names by their rank; what is left goes to the others, as common as in Scotland."""
    shares: dict[str, float] = defaultdict(float)
    for row in _read(folder / "forename_ranks_1904_1994.csv"):
        if int(row["year"]) == decade:
            shares[folded(row["name"])] += curve[row["sex"]][int(row["rank"]) - 1]
    unranked = {name: share for name, share in others.items() if name not in shares}
    _add(shares, unranked, (1 - sum(shares.values())) / sum(unranked.values()))
    return shares


def _community_forenames() -> Shares:
    """A community that holds others lists their forenames too, and is not counted again."""
    wide = {one["within"] for one in rows("communities") if one["within"] != one["community"]}
    return _of_communities(
        "forenames", lambda one: (0.0 if one["community"] in wide else COMMUNITY_FORENAMES, 0.35)
    )


def _community_surnames() -> Shares:
    return _of_communities("surnames", lambda one: (float(one["surname_mass"]), float(one["surname_slope"])))


def _of_communities(field: str, steepness: Callable[[dict[str, str]], tuple[float, float]]) -> Shares:
    """Each community's part of the people, over its names as they are listed, the most common first."""
    shares: dict[str, float] = defaultdict(float)
    for community in rows("communities"):
        part, slope = steepness(community)
        _add(shares, _by_rank(community[field].split(), slope), float(community["people"]) * part)
    return shares


def _of_countries(path: Path, part: float) -> Shares:
    """The most common names of each country, for the people who were born there."""
    lists: dict[str, list[str]] = defaultdict(list)
    for row in _read(path):
        name = folded(row["Romanized Name"])
        if name and name not in lists[row["Country"]]:
            lists[row["Country"]].append(name)
    shares: dict[str, float] = defaultdict(float)
    for row in rows("countries_of_birth"):
        _add(shares, _by_rank(lists[row["country"]], 0.5), float(row["share"]) * part)
    return shares


def _american(folder: Path, listed: Shares) -> Shares:
    """Surnames of the US census that Britain's list lacks: rare here, but names, and no slips of the pen."""
    shares: dict[str, float] = defaultdict(float)
    for row in _read(folder / "surnames_us_by_origin.csv"):
        name = folded(row["lastname"])
        if name not in listed:
            group = row["race"].split(" ")[0]
            shares[name] += float(row["freq"]) * US_IN_BRITAIN.get(group, US_OTHERS)
    return {name: min(share, US_MOST) for name, share in shares.items()}


def _by_rank(names: list[str], slope: float) -> Shares:
    """Shares that fall with the rank and sum to one (Zipf 1949, flattened at the top)."""
    falling = [(rank + 1.5) ** -slope for rank in range(len(names))]
    return {name: share / sum(falling) for name, share in zip(names, falling, strict=True)}


def _scaled(shares: Mapping[str, float], by: float) -> dict[str, float]:
    return {name: share * by for name, share in shares.items()}


def _add(total: dict[str, float], shares: Shares, part: float) -> None:
    for name, share in shares.items():
        total[name] += share * part


def _summed(table: Iterable[dict[str, str]], name: str, share: str) -> Shares:
    shares: dict[str, float] = defaultdict(float)
    for row in table:
        shares[folded(row[name])] += float(row[share])
    return shares


def _births(folder: Path) -> list[Birth]:
    table = pq.ParquetFile(folder / "forenames_by_birth_year.parquet").read()
    return [
        Birth(row["nation"], row["year"], row["sex"], folded(row["name"]), row["count"])
        for row in table.to_pylist()
    ]


def _read(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _write_frequencies(field: str, sources: dict[str, Shares]) -> None:
    """Forenames add up, since every source counts other people; of a surname's figures the largest holds."""
    together = sum if field == "forename" else max
    names = {name for shares in sources.values() for name in shares if len(name) > 1}
    shares = {name: together([each.get(name, 0.0) for each in sources.values()]) for name in names}
    scale = min(1.0, TOTAL / sum(shares.values()))
    common = sorted(
        (-share * scale, name) for name, share in shares.items() if share * scale >= RAREST[field]
    )
    _write(
        f"{field}_frequencies",
        ("name", "per_million", "source"),
        (
            (name, _rounded(-share * 1e6), max(sources, key=lambda source: sources[source].get(name, 0.0)))
            for share, name in common
        ),
    )


def _rounded(number: float) -> str:
    """Three figures are as many as can be known."""
    return f"{float(f'{number:.3g}'):g}"


def _write(table: str, heading: Iterable[str], lines: Iterable[Iterable[object]]) -> None:
    with (NAMES_FOLDER / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heading)
        writer.writerows(lines)


if __name__ == "__main__":
    main()
