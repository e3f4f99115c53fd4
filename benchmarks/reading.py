"""How fast exports are read, beside parsers that do nothing else: `python -m benchmarks.reading`.

Writes 100 exports of 1,000 contacts each, every layout in turn, and reads them in one run: with bare
`zipfile` and `json.loads`, lxml or `csv.reader` (the very same members, in one process), through one
`ExportReader`, and through two in two threads. The start of the child process is measured apart. Prints
Markdown tables; results are kept in `benchmarks/results/`.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.reading_archives import HandedIn, write_archives, write_crowded
from benchmarks.reading_measured import measured

RESULTS = Path(__file__).with_name("results")
NO_PARSER = ", car"

Result = dict[str, Any]
Rows = Sequence[Sequence[str]]


def main() -> None:
    """Write, read in a process of its own, print and keep."""
    options = _options()
    if options.written:
        *archives, crowded = _handed_in(options.written)
        print(json.dumps(measured(archives, crowded, options.rounds)))
        return
    with tempfile.TemporaryDirectory() as scratch:
        index = _index(Path(scratch), options.archives, options.contacts)
        # A process of its own, because memory is measured and writing needs much of it.
        command = ["-m", "benchmarks.reading", "--rounds", str(options.rounds), "--written", str(index)]
        answer = subprocess.run([sys.executable, *command], check=True, stdout=subprocess.PIPE, text=True)
    result = json.loads(answer.stdout)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "reading.json").write_text(json.dumps(result, indent=2), encoding="utf-8")
    print("\n\n".join(tables(result, "layout" if options.layouts else "kind")))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks.reading", description=__doc__)
    parser.add_argument("--archives", type=int, default=100)
    parser.add_argument("--contacts", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5, help="the median of so many is told")
    parser.add_argument("--layouts", action="store_true", help="one row a layout, not a platform and format")
    parser.add_argument("--written", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _index(folder: Path, archives: int, contacts: int) -> Path:
    """Everything written; the file says what and where."""
    written = [*write_archives(folder, archives, contacts), write_crowded(folder, contacts)]
    index = folder / "index.json"
    told = [[each.platform, each.layout, *map(str, each.paths)] for each in written]
    index.write_text(json.dumps(told), encoding="utf-8")
    return index


def _handed_in(index: Path) -> list[HandedIn]:
    told = json.loads(index.read_text(encoding="utf-8"))
    return [HandedIn(platform, layout, tuple(map(Path, paths))) for platform, layout, *paths in told]


def tables(result: Result, by: str) -> Iterator[str]:
    """All exports together; each platform and format, or each layout; what could not be read."""
    yield "\n".join(_markdown(_together(result)))
    yield "\n".join(_markdown(_apart(result["layouts"], by)))
    if result["not_read"]:
        yield f"Not read, so not measured: {', '.join(result['not_read'])}"


def _together(result: Result) -> Rows:
    seconds, ratio, start, memory = (result[key] for key in ("seconds", "ratio", "start", "megabytes"))
    return [
        (f"{result['exports']} exports, {result['contacts']:,} contacts", "", "beside bare parsers"),
        ("unpacked and parsed and nothing more, one process", f"{seconds['bare']:.2f} s", "1.0"),
        ("read, one child process", f"{seconds['one']:.2f} s", f"{ratio['one']:.1f}"),
        (f"read, two at once on {result['cores']} cores", f"{seconds['two']:.2f} s", f"{ratio['two']:.1f}"),
        ("processor time of the one child", f"{seconds['processor']:.2f} s", ""),
        ("start of a child, once, Python's own included", f"{start['child']:.2f} s", ""),
        ("start of Python alone", f"{start['python']:.2f} s", ""),
        ("peak memory of the child", f"{memory['child']:.0f} MB", ""),
        ("peak memory of the process that asks it", f"{memory['parent']:.0f} MB", ""),
        ("the same before the first export", f"{memory['before']:.0f} MB", ""),
    ]


def _apart(layouts: Sequence[Result], by: str) -> Rows:
    """Slowest first: milliseconds for one export."""
    alike: defaultdict[str, list[Result]] = defaultdict(list)
    for each in layouts:
        alike[each[by]].append(each)
    rows = [(_mean(several, "seconds"), _mean(several, "bare"), name) for name, several in alike.items()]
    shown = (
        (name, f"{ours:.0f} ms", f"{bare:.1f} ms", "" if name.endswith(NO_PARSER) else f"{ours / bare:.1f}")
        for ours, bare, name in sorted(rows, reverse=True)
    )
    return [("one export", "read", "bare", "ratio"), *shown]


def _mean(layouts: Sequence[Result], what: str) -> float:
    return 1000 * float(mean(each[what] for each in layouts))


def _markdown(rows: Rows) -> Iterator[str]:
    for number, row in enumerate(rows):
        yield f"| {' | '.join(row)} |"
        if number == 0:
            yield f"|---|{'---:|' * (len(row) - 1)}"


if __name__ == "__main__":
    main()
