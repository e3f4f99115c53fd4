"""The whole audit at one school's size: seconds a stage and peak memory, as a table and as JSON.

`python -m benchmarks.audit` writes an invented school (1,000 pupils, 100 staff with 1,000 contacts each,
mixed platforms), hands it in, and audits it in a process of its own. Our own work is everything but the start
of Prefect's temporary server. Results are kept in `benchmarks/results/`.
"""

import argparse
import json
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import psutil

TODAY = date(2026, 11, 20)
RESULTS = Path(__file__).with_name("results")
REVIEWERS = {"dsl": "S001", "second_reviewer": "S002"}
SERVER = "start of Prefect's temporary server"
NAMES = {"start": SERVER}
MEGABYTE = 2**20


class Peak:
    """The largest resident memory of this process while it is watched, in MB."""

    def __init__(self) -> None:
        self.megabytes = 0.0
        self._stop = threading.Event()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Look every 20 ms until the block ends."""
        thread = threading.Thread(target=self._look, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()

    def _look(self) -> None:
        process = psutil.Process()
        while not self._stop.wait(0.02):
            self.megabytes = max(self.megabytes, process.memory_info().rss / MEGABYTE)


def main() -> None:
    """Prepare, run in a process of its own, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pupils", type=int, default=1000)
    parser.add_argument("--staff", type=int, default=100)
    parser.add_argument("--contacts", type=int, default=1000)
    parser.add_argument("--workspace", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.workspace:
        print(json.dumps(audit(arguments.workspace)))
        return
    with tempfile.TemporaryDirectory() as scratch:
        size = {name: getattr(arguments, name) for name in ("pupils", "staff", "contacts")}
        taken = prepare(Path(scratch), size)
        command = [sys.executable, "-m", "benchmarks.audit", "--workspace", str(Path(scratch) / "workspace")]
        answer = subprocess.run(command, check=True, capture_output=True, text=True)
        result = {"size": size, "machine": machine(), "prepared": taken, **json.loads(answer.stdout)}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "audit.json").write_text(json.dumps(result, indent=2), encoding="utf-8")
    print(table(result))


def prepare(scratch: Path, size: dict[str, int]) -> dict[str, float]:
    """The school written and handed in; seconds for each."""
    from flows.intake import submit
    from flows.rosters.declared import load_declarations
    from flows.rosters.loading import load
    from flows.rosters.sources import sources
    from flows.rosters.staff import load_staff
    from flows.workspace import make_workspace
    from samples.school import write_school
    from vault.keys import Secrets

    school = scratch / "school"
    seconds: dict[str, float] = {}
    with timed(seconds, "sample written"):
        write_school(school, seed=1, today=TODAY, **size)  # type: ignore[arg-type]  # three of its sizes
    setting = {"name": "Benchmark", "kind": "school", "children": "pupils", "invented": True, **REVIEWERS}
    workspace = make_workspace(scratch / "workspace", setting, Secrets())
    with timed(seconds, "roster loaded"):
        load(workspace, sources(sorted((school / "roster").iterdir())), TODAY)
    load_staff(workspace, school / "staff.csv")
    load_declarations(workspace, school / "declarations.csv")
    with timed(seconds, "submissions read and sealed"):
        for person in sorted((school / "exports").iterdir()):
            submit(workspace, person.name, sorted(person.iterdir()), TODAY)
    return seconds


def audit(folder: Path) -> dict[str, object]:
    """Seconds a stage and peak memory of one audit in this process, imports included."""
    marks = [time.perf_counter()]
    seconds: dict[str, float] = defaultdict(float)

    def since_last(what: str) -> None:
        marks.append(time.perf_counter())
        seconds[what] += marks[-1] - marks[-2]

    peak = Peak()
    with peak.watched():
        from flows.audit import audit as run
        from flows.audit import ready
        from flows.workspace import Workspace

        ready(Workspace(folder))
        since_last("imports")
        totals = run(Workspace(folder), TODAY, lambda told: since_last(NAMES.get(told.stage, told.stage)))
        since_last("the rest of the flow")
    return {
        "seconds": dict(seconds),
        "own_seconds": marks[-1] - marks[0] - seconds[SERVER],
        "peak_megabytes": peak.megabytes,
        "counts": totals.counts,
    }


@contextmanager
def timed(seconds: dict[str, float], what: str) -> Iterator[None]:
    """Note how long the block takes."""
    started = time.perf_counter()
    yield
    seconds[what] = time.perf_counter() - started


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    return {
        "cores": psutil.cpu_count(),
        "python": platform.python_version(),
        "system": platform.system(),
    }


def table(result: dict[str, dict[str, float]]) -> str:
    """The figures for a terminal."""
    rows = [*result["prepared"].items(), *result["seconds"].items()]
    lines = [f"{name:45}{seconds:8.2f} s" for name, seconds in rows]
    lines += [
        f"{'our own work, imports included':45}{result['own_seconds']:8.2f} s",
        f"{'peak memory of our process':45}{result['peak_megabytes']:8.0f} MB",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
