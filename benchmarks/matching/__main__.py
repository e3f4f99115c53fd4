"""Our matcher and its peers on the same data in one run: `python -m benchmarks.matching [FOLDER]`.

Prints one Markdown table: on labelled names (FOLDER/lists/*/{roster,followers,truth}.parquet and
FOLDER/pairs/*.parquet, read in place, skipped where absent) and on invented schools of 3,000 people, how well
and how fast each matcher finds who is meant, from a cold start in a process of its own to the written table.
Below it our own figures by way of showing, kind of evidence, origin of the name and how common it is.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.matching import environment, fairness, reports
from benchmarks.matching.invented import invented
from benchmarks.matching.labelled import LabelledPairs, labelled_lists, labelled_pairs
from benchmarks.matching.matchers import OURS, Matcher, peers
from benchmarks.matching.sets import Set


def main() -> None:
    """Measure and print."""
    options = _options()
    with tempfile.TemporaryDirectory() as work:
        parts = list(_fairness(Path(work), options) if options.fairness else _compared(Path(work), options))
    text = "\n\n".join(parts) + "\n"
    print(text)
    if options.out:
        options.out.write_text(text, encoding="utf-8")


def _options() -> argparse.Namespace:
    how = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        "python -m benchmarks.matching", description=__doc__, formatter_class=how
    )
    parser.add_argument("folder", nargs="?", type=Path, help="labelled names: lists/ and pairs/")
    parser.add_argument(
        "--half", choices=("test", "dev", "all"), default="test", help="of the labelled names"
    )
    parser.add_argument(
        "--school", default="100000,1000000", help="sizes of the invented schools; '' for none"
    )
    parser.add_argument("--peers", default="all", help="all, none, or words of their names with commas")
    parser.add_argument("--whole", action="store_true", help="the slow peers too are given every account")
    parser.add_argument("--limit", type=float, default=150, help="seconds a peer may take on one set")
    parser.add_argument("--fairness", action="store_true", help="only false alarms by origin and by decile")
    parser.add_argument("--accounts", type=int, default=fairness.ACCOUNTS, help="for --fairness")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="write the tables here too")
    return parser.parse_args()


def _compared(work: Path, options: argparse.Namespace) -> Iterator[str]:
    others, missing = _peers(options.peers)
    report = reports.Report(work, [OURS, *others], options.whole, options.limit)
    for one in _sets(work, options):
        report.measure(one)
    yield report.table()
    yield from [f"Not measured: {missing}."] if missing else []
    yield from report.details


def _peers(names: str) -> tuple[list[Matcher], str]:
    others = peers(names)
    if not others:
        return [], ""
    try:
        lacking = environment.prepare()
    except environment.NoPeers as reason:
        return [], f"the peers, which cannot be installed here ({reason})"
    return others, f"nomenklatura, since {lacking}" if lacking else ""


def _sets(work: Path, options: argparse.Namespace) -> Iterator[Set | LabelledPairs]:
    if options.folder is None or not options.folder.is_dir():
        print("No labelled names given: those sets are left out.", file=sys.stderr)
    else:
        yield from labelled_lists(options.folder, options.half)
        yield from labelled_pairs(options.folder, options.half, work / "pairs")
    for accounts in map(int, filter(None, options.school.split(","))):
        yield invented(work / f"school{accounts}", accounts, options.seed)


def _fairness(work: Path, options: argparse.Namespace) -> Iterator[str]:
    one = invented(work / "fairness", options.accounts, options.seed, fairness.PLANTED)
    judged, took = reports.run_on_lists(OURS, one, work, None)
    yield f"{one.name}, matched in {took.seconds:.1f} s, {took.megabytes:,.0f} MB."
    yield from fairness.tables_of(one, judged)


if __name__ == "__main__":
    main()
