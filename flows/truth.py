"""Findings held against the truth of an invented school, by kind of planted connection."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

from schemas.words import Band

NOT_LISTED = "not listed"
COLUMNS = (*Band, NOT_LISTED)
RANK = {band: rank for rank, band in enumerate(COLUMNS)}

Account = tuple[str, str, str, str, str]
"""staff_ref, platform, relation, display name and handle."""


def by_kind(truth: Path, tables: dict[str, pa.Table]) -> dict[str, Counter[str]]:
    """For each kind of plant, how many were listed at which band, for the person they were planted for."""
    listed = _listed(tables)
    with truth.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        account = (row["staff_ref"], row["platform"], row["relation"], row["display_name"], row["handle"])
        person = (row["person_kind"], row["forename"], row["surname"])
        kinds[row["plant"]][listed.get((account, person), NOT_LISTED)] += 1
    return dict(sorted(kinds.items()))


def table_of_kinds(kinds: dict[str, Counter[str]]) -> str:
    """A table for the terminal."""
    lines = [f"  {'kind':28}{'planted':>9}" + "".join(f"{column:>12}" for column in COLUMNS)]
    lines += [
        f"  {kind:28}{counts.total():>9}" + "".join(f"{counts[column]:>12}" for column in COLUMNS)
        for kind, counts in kinds.items()
    ]
    if namesakes := kinds.get("namesake"):
        share = namesakes[Band.PROBABLE] / namesakes.total()
        lines.append(f"  Of the planted namesakes, who are not the person, {share:.0%} are probable.")
    return "\n".join(lines)


def _listed(tables: dict[str, pa.Table]) -> dict[tuple[Account, tuple[str, str, str]], str]:
    staff_of = {row["submission_id"]: row["staff_ref"] for row in tables["outcomes"].to_pylist()}
    accounts = {
        (row["submission_id"], row["account_id"]): (
            staff_of[row["submission_id"]],
            *(row[name] for name in ("platform", "relation", "display_name", "handle")),
        )
        for row in tables["accounts"].to_pylist()
    }
    kind_of = {row["person_id"]: row["kind"] for row in tables["people"].to_pylist()}
    people: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for row in tables["names"].to_pylist():
        if row["person_id"] in kind_of:
            people[row["person_id"]].append((kind_of[row["person_id"]], row["forename"], row["surname"]))
    best: dict[tuple[Account, tuple[str, str, str]], str] = {}
    for row in tables["findings"].to_pylist():
        account = accounts[row["submission_id"], row["account_id"]]
        for person in people[row["person_id"]]:
            best[account, person] = _stronger([best.get((account, person), NOT_LISTED), row["band"]])
    return best


def _stronger(bands: Iterable[str]) -> str:
    return min(bands, key=RANK.__getitem__)
