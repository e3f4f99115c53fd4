"""Invented schools, loaded and handed in, each a workspace that waits for its audit."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from random import Random

TODAY = date(2026, 11, 20)
READY = "ready"
"""Written last, beside a workspace that needs nothing more: what was interrupted is made again."""
NEVER = (
    ('retention = "every day at 04:30"', 'retention = "never"'),
    ('policy_review = "every Monday at 07:00"', 'policy_review = "never"'),
)
"""Nothing runs but what is measured."""


def prepare(folder: Path, schools: int, at_once: int) -> int:
    """Make the schools that are not there yet, in so many processes; how many those were."""
    missing = [number for number in range(schools) if not (school(folder, number) / READY).exists()]
    command = [sys.executable, "-m", "benchmarks.trust.schools", str(folder)]
    making = [
        subprocess.Popen([*command, *map(str, missing[first::at_once])], stdout=subprocess.DEVNULL)
        for first in range(min(at_once, len(missing)))
    ]
    codes = [each.wait() for each in making]
    if any(codes):
        raise RuntimeError("a school could not be made")
    return len(missing)


def school(folder: Path, number: int) -> Path:
    """Where the school of that number lies."""
    return folder / "schools" / f"{number:03}"


def copies(folder: Path, numbers: range, to: Path) -> list[Path]:
    """Fresh workspaces of those schools: an audit leaves nothing to be audited again."""
    return [
        Path(shutil.copytree(school(folder, number) / "workspace", to / f"{number:03}")) for number in numbers
    ]


def size(number: int) -> dict[str, int]:
    """A small primary: from half a form to one form of entry, its staff by the children."""
    drawn = Random(number)  # noqa: S311 - the same each time
    pupils = drawn.randint(60, 210)
    return {"pupils": pupils, "staff": max(5, pupils // 15), "contacts": drawn.randint(50, 150)}


def make(folder: Path, number: int) -> None:
    """One school, from nothing to its hand-ins."""
    from flows.intake import submit
    from flows.rosters.declared import load_declarations
    from flows.rosters.loading import load
    from flows.rosters.sources import sources
    from flows.rosters.staff import load_staff
    from flows.workspace import make_workspace
    from samples.school import write_school
    from vault.keys import Secrets

    shutil.rmtree(folder, ignore_errors=True)
    files = folder / "files"
    write_school(files, seed=number, today=TODAY, **size(number))  # type: ignore[arg-type]  # three of its sizes
    reviewers = {"dsl": "S001", "second_reviewer": "S002"}
    setting = {"name": "Benchmark", "kind": "school", "children": "pupils", "invented": True, **reviewers}
    workspace = make_workspace(folder / "workspace", setting, Secrets())
    text = workspace.school_toml.read_text(encoding="utf-8")
    for before, after in NEVER:
        text = text.replace(before, after)
    workspace.school_toml.write_text(text, encoding="utf-8")
    load(workspace, sources(sorted((files / "roster").iterdir())), TODAY)
    load_staff(workspace, files / "staff.csv")
    load_declarations(workspace, files / "declarations.csv")
    for person in sorted((files / "exports").iterdir()):
        submit(workspace, person.name, sorted(person.iterdir()), TODAY)
    shutil.rmtree(files)
    (folder / READY).touch()


if __name__ == "__main__":
    for each in map(int, sys.argv[2:]):
        make(school(Path(sys.argv[1]), each), each)
