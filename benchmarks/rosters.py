"""How fast a large roster is read and checked, beside bare parsers: `python -m benchmarks.rosters`.

Writes one invented trust as CSV, XLSX, CTF and OneRoster. Each is read in a process of its own, round by
round: by a bare parser (pandas, calamine, lxml), by its connector, and through the suites as a load runs
them. Imports are measured apart. Prints a Markdown table; results are kept in `benchmarks/results/`.
"""

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

RESULTS = Path(__file__).with_name("results")
TODAY = date(2026, 11, 20)
PUPILS_OF_100 = 38
"""Of a hundred people on such a roster so many are pupils, the others their parents and carers."""
FORMATS = ("csv", "xlsx", "ctf", "oneroster")

Result = dict[str, Any]


def main() -> None:
    """Write, read each in a process of its own, print and keep."""
    options = _options()
    if options.written:
        print(json.dumps(measured(options.written, options.rounds)))
        return
    with tempfile.TemporaryDirectory() as scratch:
        rosters = write_rosters(Path(scratch), round(options.people * PUPILS_OF_100 / 100))
        results = [_in_a_process(path, options.rounds) for path in rosters]
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "rosters.json").write_text(json.dumps(results, indent=2), encoding="utf-8")
    print("\n".join(table(results)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks.rosters", description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3, help="the median of so many is told")
    parser.add_argument("--written", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def write_rosters(folder: Path, pupils: int) -> list[Path]:
    """One trust's people in each of FORMATS, a folder named for each."""
    from samples.roll import draw_roll
    from samples.rosters import ctf, oneroster, report_csv

    roll = draw_roll(1, pupils, TODAY)
    report_csv.write(folder / "csv", roll, TODAY)
    ctf.write(folder / "ctf", roll, TODAY)
    oneroster.write_1_2(folder / "oneroster", roll, [], TODAY)
    _as_workbook(next((folder / "csv").iterdir()), folder / "xlsx")
    return [folder / name for name in FORMATS]


def _as_workbook(written: Path, folder: Path) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Pupils")
    with written.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            sheet.append(row)
    folder.mkdir()
    book.save(folder / "roster.xlsx")


def _in_a_process(path: Path, rounds: int) -> Result:
    command = ["-m", "benchmarks.rosters", "--rounds", str(rounds), "--written", str(path)]
    answer = subprocess.run([sys.executable, *command], check=True, stdout=subprocess.PIPE, text=True)
    return {"format": path.name, **json.loads(answer.stdout)}


def measured(path: Path, rounds: int) -> Result:
    """Seconds of reading and of the suites, of a bare parser, of imports, and the peak of memory in MB."""
    began = time.perf_counter()
    from connectors.roster import names_of, on_roll, read_roster
    from expectations.sift import Seen, sift_roster

    imports = time.perf_counter() - began
    bare = [_timed(BARE[path.name], path)[0] for _ in range(rounds)]
    before = _peak()
    reading, checking = [], []
    for _ in range(rounds):
        seconds, roster = _timed(read_roster, path)
        reading.append(seconds)
        people, links, *_ = on_roll(roster.people, roster.links, TODAY)
        names = names_of(roster.names, people)
        made = {roster.source: roster.made} if roster.made else {}
        seen = Seen(roster.people, roster.links, roster.contact_keys, roster.observations, made)
        sift = partial(sift_roster, today=TODAY, seen=seen)
        checking.append(_timed(sift, people, names, links)[0])
    return {
        "people": roster.people.num_rows,
        "megabytes": sum(file.stat().st_size for file in path.rglob("*")) / 2**20,
        "imports": imports,
        "bare": median(bare),
        "reading": median(reading),
        "checking": median(checking),
        "ratio": median(ours / theirs for ours, theirs in zip(reading, bare, strict=True)),
        "peak_before": before,
        "peak": _peak(),
    }


def _timed(do: Callable[..., Any], *arguments: object) -> tuple[float, Any]:
    began = time.perf_counter()
    done = do(*arguments)
    return time.perf_counter() - began, done


def _peak() -> float:
    """The most memory this process ever held, in MB."""
    import psutil

    used = psutil.Process().memory_info()
    if sys.platform == "win32":
        return float(used.peak_wset) / 2**20
    import resource

    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes / (2**20 if sys.platform == "darwin" else 2**10)


def _bare_csv(path: Path) -> None:
    import pandas as pd

    for file in path.glob("*.csv"):
        pd.read_csv(file, header=None, names=range(60), dtype=str, keep_default_na=False)


def _bare_csvs_in_a_zip(path: Path) -> None:
    import pandas as pd

    for file in path.glob("*.zip"):
        with zipfile.ZipFile(file) as archive:
            for name in ("users.csv", "roles.csv", "demographics.csv"):
                with archive.open(name) as member:
                    pd.read_csv(member, dtype=str, keep_default_na=False)


def _bare_workbook(path: Path) -> None:
    from python_calamine import load_workbook

    load_workbook(str(path / "roster.xlsx")).get_sheet_by_index(0).to_python()


def _bare_xml(path: Path) -> None:
    from lxml import etree

    for file in path.glob("*.xml"):
        etree.parse(str(file))


BARE = {"csv": _bare_csv, "xlsx": _bare_workbook, "ctf": _bare_xml, "oneroster": _bare_csvs_in_a_zip}


def table(results: Sequence[Result]) -> Iterator[str]:
    """A row a format: seconds, the ratio of reading to the bare parser, and the peak of memory."""
    yield "| roster | people | file | bare parser | read | ratio | suites | read and suites | peak memory |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    for each in results:
        whole = each["reading"] + each["checking"]
        yield (
            f"| {each['format']} | {each['people']:,} | {each['megabytes']:.0f} MB | {each['bare']:.2f} s "
            f"| {each['reading']:.1f} s | {each['ratio']:.0f} | {each['checking']:.1f} s | {whole:.1f} s "
            f"| {each['peak']:.0f} MB |"
        )
    yield f"\nImports, once: {median(each['imports'] for each in results):.1f} s."


if __name__ == "__main__":
    main()
