"""A step of a cross-school screening, killed at some moments: `trust_killed.py STEP PLACE MOMENT ...`.

A process for each moment is forked from one that has everything imported, and works on its own copy of the
place, `PLACE-MOMENT`.
"""

import os
import shutil
import sys
from pathlib import Path

from flows.cross_school.area import Area
from flows.cross_school.collecting import collect
from flows.cross_school.handing_over import hand_over
from flows.cross_school.screening import screen
from flows.workspace import Workspace
from tests.flows.conftest import TODAY
from tests.vault.killed import killed_at

SCHOOLS = ("alder", "birch")


def do(step: str, place: Path) -> None:
    """The step, for both schools."""
    if step == "screen":
        screen(Area(place / "area"), TODAY)
        return
    for name in SCHOOLS:
        {"hand over": hand_over, "collect": collect}[step](Workspace(place / name), TODAY)


def copied(place: Path, to: Path) -> None:
    """The same place elsewhere; schools know the area by its path."""
    shutil.copytree(place, to)
    for name in SCHOOLS:
        toml = to / name / "school.toml"
        toml.write_text(toml.read_text(encoding="utf-8").replace(f'"{place}/', f'"{to}/'), encoding="utf-8")


if __name__ == "__main__":
    for moment in map(int, sys.argv[3:]):
        child = os.fork()
        if not child:
            copy = Path(f"{sys.argv[2]}-{moment}")
            killed_at(moment, copy)
            do(sys.argv[1], copy)
            os._exit(0)
        sys.stdout.write(f"{os.waitpid(child, 0)[1]}\n")
