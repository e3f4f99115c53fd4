"""One invented school, drawn once for all the tests that only read it."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from samples.school import write_school


@pytest.fixture(scope="session")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("school")
    write_school(out, pupils=100, staff=14, contacts=60, seed=7)
    return out


@pytest.fixture(scope="session")
def table() -> Callable[[Path], list[dict[str, str]]]:
    def read(path: Path) -> list[dict[str, str]]:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read
