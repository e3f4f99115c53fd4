"""The tables that matching believes: `data/reference/names/`, each read once."""

import csv
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from schemas.places import REFERENCE

NAMES_FOLDER = REFERENCE / "names"


def rows(table: str) -> Iterator[dict[str, str]]:
    """Every row of one reference table, as written."""
    path: Path = NAMES_FOLDER / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def weights() -> dict[str, Any]:
    """The figures of `weights.toml`, by section."""
    with (NAMES_FOLDER / "weights.toml").open("rb") as file:
        return tomllib.load(file)


def bits(name: str) -> float:
    """The fixed weight of one kind of line, in bits."""
    return float(weights()["bits"][name])
