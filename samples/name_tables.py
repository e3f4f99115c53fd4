"""The tables of names, read once. Sources and licences: `tables/README.md`."""

import csv
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from samples.chance import Weighted

TABLES = Path(__file__).parent / "tables"
SEXES = ("F", "M")


def rows(table: str) -> list[dict[str, str]]:
    """The rows of a CSV table."""
    with (TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def toml(table: str) -> Mapping[str, Any]:
    """A TOML table."""
    return tomllib.loads((TABLES / f"{table}.toml").read_text(encoding="utf-8"))


@cache
def origins() -> Mapping[str, dict[str, str]]:
    """Each origin with how its families pass names on."""
    return {row["origin"]: row for row in rows("origins")}


@cache
def origin_shares() -> Weighted[str]:
    """Origins as often as among pupils."""
    return Weighted.of((name, float(row["share"])) for name, row in origins().items())


@cache
def forenames() -> Mapping[tuple[str, str, str], Weighted[str]]:
    """Forenames by origin, sex and generation."""
    pairs: dict[tuple[str, str, str], list[tuple[str, float]]] = {}
    for row in rows("forenames"):
        key = row["origin"], row["sex"], row["generation"]
        pairs.setdefault(key, []).append((row["forename"], float(row["weight"])))
    return {key: Weighted.of(found) for key, found in pairs.items()}


@cache
def surnames() -> Mapping[tuple[str, str], Weighted[str]]:
    """Surnames by origin and sex: Kaur and Begum are women's, Singh and Uddin men's."""
    pairs: dict[tuple[str, str], list[tuple[str, float]]] = {}
    for row in rows("surnames"):
        for sex in SEXES if not row["sex"] else (row["sex"],):
            pairs.setdefault((row["origin"], sex), []).append((row["surname"], float(row["weight"])))
    return {key: Weighted.of(found) for key, found in pairs.items()}


@cache
def short_forms() -> Mapping[str, tuple[str, ...]]:
    """What people with a forename are called."""
    found: dict[str, list[str]] = {}
    for row in rows("short_forms"):
        found.setdefault(row["forename"], []).append(row["short_form"])
    return {forename: tuple(shorts) for forename, shorts in found.items()}


@cache
def habits() -> Mapping[str, Weighted[str]]:
    """How people write their own name, by platform."""
    pairs: dict[str, list[tuple[str, float]]] = {}
    for row in rows("habits"):
        pairs.setdefault(row["platform"], []).append((row["habit"], float(row["share"])))
    return {platform: Weighted.of(found) for platform, found in pairs.items()}


@cache
def column(table: str, name: str) -> tuple[str, ...]:
    """One column of a small table."""
    return tuple(row[name] for row in rows(table))


@cache
def handle_words(kind: str) -> tuple[str, ...]:
    """Words that handles are made with."""
    return tuple(row["word"] for row in rows("handle_words") if row["kind"] == kind)
