"""The measuring of `benchmarks.reading`: our reader and bare parsers on the same exports, round by round."""

import csv
import io
import json
import subprocess
import sys
import time
import zipfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import PurePosixPath
from statistics import median
from threading import Event, Thread
from typing import Any

import psutil
from lxml import etree

from benchmarks.reading_archives import HandedIn
from connectors.exports import ExportReader
from connectors.reading import read

MEGABYTE = 2**20
STARTS = 5


@dataclass(frozen=True, slots=True)
class Work:
    """One export that can be read: the members our readers open, by the number of their archive."""

    handed_in: HandedIn
    opened: tuple[tuple[int, str], ...]
    contacts: int

    @property
    def kind(self) -> str:
        """Platform and format: of most of the members, because a profile may be in another one."""
        kinds = [PurePosixPath(member).suffix.removeprefix(".").lower() for _, member in self.opened]
        return f"{self.handed_in.platform}, {max(kinds, key=kinds.count)}"


def measured(archives: Sequence[HandedIn], crowded: HandedIn, rounds: int) -> dict[str, Any]:
    """Everything measured; the crowded export counts in no sum."""
    memory = peaks([*archives, crowded])
    works = [work for each in archives if (work := work_of(each))]
    beside = work_of(crowded)
    times = [one_round(works, beside) for _ in range(rounds)]
    return {
        "exports": len(works),
        "contacts": sum(work.contacts for work in works),
        "not_read": sorted({each.layout for each in archives} - {work.handed_in.layout for work in works}),
        "rounds": rounds,
        "cores": psutil.cpu_count(),
        "seconds": {
            name: median(each[name] for each in times) for name in ("bare", "one", "two", "processor")
        },
        "ratio": {name: median(each[name] / each["bare"] for each in times) for name in ("one", "two")},
        "start": starts(archives[0]),
        "megabytes": memory,
        "layouts": [
            {
                "layout": work.handed_in.layout,
                "kind": work.handed_in.layout if work is beside else work.kind,
                "seconds": median(each["each"][at] for each in times),
                "bare": median(each["each_bare"][at] for each in times),
            }
            for at, work in enumerate([*works, *filter(None, [beside])])
        ],
    }


class _Noted:
    """A watch that writes down what is opened."""

    def __init__(self) -> None:
        self.opened: dict[tuple[int, str], None] = {}

    def about_to_list(self, archive: int) -> None:
        """An archive alone is nothing to note."""

    def about_to_open(self, archive: int, member: str, shown_as: str) -> None:  # noqa: ARG002 - a watch is told
        """Note the member."""
        self.opened[archive, member] = None

    def on_the_whole(self) -> None:
        """No member is opened by this."""

    def still_reading(self) -> None:
        """A large member is noted already."""


def work_of(export: HandedIn) -> Work | None:
    """The export with what our readers open of it; None if it is refused, which would make us look fast."""
    watch = _Noted()
    done = read(export.paths, watch=watch)
    if done.problems or not done.drawn:
        return None
    contacts = sum(each.entries for drawn in done.drawn for each in drawn.lists)
    return Work(export, tuple(watch.opened), contacts)


def one_round(works: Sequence[Work], crowded: Work | None) -> dict[str, Any]:
    """Seconds of everything, with bare parsers, through one reader and through two."""
    every = [*works, *filter(None, [crowded])]
    found: dict[str, Any] = {"each_bare": [timed(bare, work) for work in every]}
    with ExportReader() as reader:
        child = started(reader, works[0])
        before = _processor(child)
        found["each"] = [timed(reader.read, work.handed_in.paths) for work in every]
        found["processor"] = _processor(child) - before
    found["bare"], found["one"] = (sum(found[name][: len(works)]) for name in ("each_bare", "each"))
    found["two"] = through_two(works)
    return found


def started(reader: ExportReader, work: Work) -> psutil.Process:
    """The reader's child, once it has read something."""
    reader.read(work.handed_in.paths)
    return psutil.Process().children()[-1]


def through_two(works: Sequence[Work]) -> float:
    """Seconds for all exports through two readers in two threads, both started before."""
    with ExportReader() as one, ExportReader() as other, ThreadPoolExecutor(2) as threads:
        readers = (one, other)
        for reader in readers:
            started(reader, works[0])

        def share(at: int) -> None:
            for work in works[at::2]:
                readers[at].read(work.handed_in.paths)

        return timed(lambda both: list(threads.map(share, both)), (0, 1))


def timed(do: Callable[[Any], object], argument: object) -> float:
    """How many seconds it takes."""
    began = time.perf_counter()
    do(argument)
    return time.perf_counter() - began


def bare(work: Work) -> None:
    """The same members, unpacked and parsed and nothing more: no check, no record, no date."""
    for number, path in enumerate(work.handed_in.paths):
        names = [name for archive, name in work.opened if archive == number]
        if not zipfile.is_zipfile(path):
            _parse(path.read_bytes(), path.suffix)
            continue
        with zipfile.ZipFile(path) as archive:
            for name in names:
                _parse(archive.read(name), PurePosixPath(name).suffix)


def _parse(data: bytes, suffix: str) -> object:
    """What the simplest parser of that format gives; a repository of Bluesky has none and is only read."""
    match suffix:
        case ".json":
            return json.loads(data)
        case ".js":
            return json.loads(data.partition(b"=")[2].rstrip(b"; \n"))
        case ".html":
            return etree.fromstring(data, etree.HTMLParser(encoding="utf-8"))
        case ".csv":
            return list(csv.reader(io.StringIO(data.decode("utf-8-sig", "replace"), newline="")))
        case ".txt" | ".vcf":
            return data.decode().splitlines()
    return data


def starts(export: HandedIn) -> dict[str, float]:
    """Seconds of a fresh child's first export less those of its second, and of Python alone."""
    python = [timed(_run, [sys.executable, "-I", "-c", "pass"]) for _ in range(STARTS)]
    return {"python": median(python), "child": median(_first_read(export) for _ in range(STARTS))}


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True)


def _first_read(export: HandedIn) -> float:
    with ExportReader() as reader:
        first = timed(reader.read, export.paths)
        return first - timed(reader.read, export.paths)


def peaks(archives: Sequence[HandedIn]) -> dict[str, float]:
    """Megabytes of this process before, and the most it and the child held while everything was read."""
    most: defaultdict[str, float] = defaultdict(float, before=_resident(psutil.Process()))
    done = Event()
    thread = Thread(target=_look, args=(most, done))
    thread.start()
    with ExportReader() as reader:
        for each in archives:
            reader.read(each.paths)
    done.set()
    thread.join()
    return dict(most)


def _look(most: defaultdict[str, float], done: Event) -> None:
    """Every 10 ms until it is done."""
    parent = psutil.Process()
    while not done.wait(0.01):
        most["parent"] = max(most["parent"], _resident(parent))
        most["child"] = max([most["child"], *map(_resident, parent.children())])


def _resident(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss) / MEGABYTE
    except psutil.NoSuchProcess:
        return 0.0


def _processor(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
