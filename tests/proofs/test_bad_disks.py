"""M5: a disk that refuses, whenever and for however long, loses nothing, and what is done again succeeds."""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.canary import find_canaries
from tests.flows.conftest import canaries
from tests.proofs.amount import amount
from tests.proofs.conftest import Figure
from tests.proofs.schooldays import (
    ERRORS,
    STEPS,
    Place,
    after,
    boundaries,
    ended,
    is_left_over,
    told,
    undisturbed,
)

FOR_EVER = 10**6
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="counted as POSIX makes files")


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Place]:
    """The school before each step, and after the last."""
    return undisturbed(tmp_path_factory.mktemp("days"))


@pytest.fixture(scope="module")
def expected(days: dict[str, Place]) -> dict[str, dict[str, Any]]:
    """What is told before each step of a school that nobody disturbs."""
    return {step: told(place) for step, place in days.items()}


@POSIX
@pytest.mark.parametrize("step", STEPS)
def test_a_disk_that_refuses_any_write_of_a_step_loses_nothing(
    days: dict[str, Place], expected: dict[str, dict[str, Any]], tmp_path: Path, step: str, figure: Figure
) -> None:
    draw, said = random.Random(step), tmp_path / "said"  # noqa: S311
    last = len(boundaries(days[step], step, tmp_path))
    shutil.rmtree(tmp_path / "copies")
    refusals = [(at, code, end) for at in range(last) for code in ERRORS for end in (at, FOR_EVER)]
    drawn = draw.sample(refusals, min(amount(1 if step == "audit" else 3, FOR_EVER), len(refusals)))
    for refusal in drawn:
        said.write_text("", encoding="utf-8")
        place = days[step].copied(tmp_path / "copy")
        assert ended(place, step, said, "fail", *refusal) in {0, 1}
        assert find_canaries([place.folder, said], canaries()) == [], "an error says nothing of anybody"
        assert told(place) in (expected[step], expected[after(step)])
        assert ended(place, step, said) == 0, said.read_text(encoding="utf-8")
        assert told(place) == expected[after(step)]
        assert not list(filter(is_left_over, place.files()))
        shutil.rmtree(place.folder)
    figure("M5", f"{step}: {len(drawn)} of {len(refusals)} ways to refuse a write: nothing lost, then done")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of four megabytes that is full but for what a test leaves on it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if not mount or os.name == "nt" or os.geteuid():
        pytest.skip("only the superuser mounts a disk")
    options = [mount, "-t", "tmpfs", "-o", "size=4m,mode=0700", "tmpfs", str(disk)]
    if subprocess.run(options, check=False, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield disk
    subprocess.run([str(shutil.which("umount")), str(disk)], check=True)


@pytest.mark.parametrize("step", STEPS)
def test_a_disk_that_is_really_full_loses_nothing(
    days: dict[str, Place], expected: dict[str, dict[str, Any]], small_disk: Path, step: str, figure: Figure
) -> None:
    draw, refused, said = random.Random(step), 0, small_disk.with_name("said")  # noqa: S311
    many = amount(1 if step == "audit" else 4, 40)
    for _ in range(many):
        place = days[step].copied(small_disk / "place")
        left = draw.randrange(0, 400_000 if step == "audit" else 20_000)
        fill(small_disk / "everything else", left)
        refused += ended(place, step, said)
        (small_disk / "everything else").unlink()
        assert told(place) in (expected[step], expected[after(step)])
        assert ended(place, step, said) == 0, said.read_text(encoding="utf-8")
        assert told(place) == expected[after(step)]
        shutil.rmtree(place.folder)
    figure("M5", f"{step}: on a really full disk {many} ×, {refused} of them refused: nothing lost")


def fill(file: Path, left: int) -> None:
    """Take all of a disk but some bytes."""
    free = shutil.disk_usage(file.parent).free
    file.write_bytes(bytes(max(0, free - left)))
