"""A reading watched from outside: what came of it, how long it took, how much memory, what it wrote.

The reading runs in a process of its own, so that one which hangs or grows without end is stopped and told
apart from one that fails. The reader starts a child process in turn, which is watched too.
"""

import multiprocessing
import os
import shutil
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

import psutil

LONGEST = 60.0
"""Seconds after which a reading counts as hung. The product's own bound is 10 and is the reader's to keep."""
GROWN_TOO_FAR = 3 * 2**30
"""Bytes beyond which a reading is stopped, for the machine's sake."""
_BETWEEN_LOOKS = 0.02


@dataclass(frozen=True, slots=True)
class Told:
    """One problem as the reader of it sees it."""

    code: str
    message: str
    detail: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of one reading. `sound` is false where an extract's counts do not add up."""

    problems: tuple[Told, ...]
    notes: tuple[str, ...]
    platforms: tuple[str, ...]
    entries: int
    unreadable: int
    sound: bool

    @property
    def ends_early(self) -> bool:
        """Whether a note says that a page breaks off."""
        return any("ends early" in note for note in self.notes)


@dataclass(frozen=True, slots=True)
class Measured:
    """One reading, watched: `fault` is what Python says where it raised, hung, grew too far or died."""

    summary: Summary | None
    fault: str
    seconds: float
    memory: int
    """Bytes of the process that used the most, beyond what one idle reader takes."""
    written: tuple[str, ...]
    """Files that appeared where temporary files go."""


class Watched:
    """Readings one after the other in a process that is watched, and started again after it was stopped."""

    def __init__(self) -> None:
        self._scratch = Path(tempfile.mkdtemp(prefix="hostile-"))
        self._start()

    def close(self) -> None:
        """Stop the process and forget its folder."""
        self._stop()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def read(self, path: Path) -> Measured:
        """What comes of handing in this one path."""
        before, began = _processes(self._process.pid), time.monotonic()
        _forget_peaks(before)
        self._pipe.send(path)
        memory, written, fault = 0, set[str](), ""
        while not self._pipe.poll(_BETWEEN_LOOKS):
            memory = max(memory, self._most_memory())
            written |= self._written()
            if fault := self._why_stop(began, memory):
                break
        seconds = time.monotonic() - began
        memory, written = max(memory, self._most_memory()), written | self._written()
        summary = None
        if not fault:
            summary, fault = self._answer()
        if summary is None:
            self._stop()
            self._start()
        return Measured(summary, fault, seconds, max(0, memory - self._idle), tuple(sorted(written)))

    def _answer(self) -> tuple[Summary | None, str]:
        try:
            answer: Summary | str = self._pipe.recv()
        except (EOFError, OSError):
            return None, "the reading process died"
        return (None, answer) if isinstance(answer, str) else (answer, "")

    def _why_stop(self, began: float, memory: int) -> str:
        if time.monotonic() - began > LONGEST:
            return f"still reading after {LONGEST:.0f} s"
        return "grew beyond 3 GB" if memory > GROWN_TOO_FAR else ""

    def _most_memory(self) -> int:
        return max(map(peak_of, _processes(self._process.pid)), default=0)

    def _written(self) -> set[str]:
        return {name for _, _, files in os.walk(self._scratch) for name in files}

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process: SpawnProcess = context.Process(
            target=_read_whatever_comes, args=(other, str(self._scratch)), daemon=False
        )
        self._process.start()
        other.close()
        self._pipe.recv()
        self._idle = self._most_memory()

    def _stop(self) -> None:
        for process in reversed(_processes(self._process.pid)):
            with _already_gone():
                process.kill()
        self._process.join()
        self._pipe.close()


def _read_whatever_comes(pipe: Connection, scratch: str) -> None:
    """The watched process: reads each path it is sent, and says what came of it, until nobody listens."""
    os.environ.update(dict.fromkeys(("TMPDIR", "TEMP", "TMP"), scratch))
    tempfile.tempdir = scratch
    os.chdir(scratch)
    from connectors.exports import ExportReader

    with ExportReader() as reader:
        reader.read([Path(scratch)])  # whatever is made once is made now
        pipe.send("ready")
        while True:
            try:
                path = pipe.recv()
            except EOFError:
                return
            pipe.send(_outcome(reader.read, path))


def _outcome(read: Any, path: Path) -> Summary | str:
    try:
        return summary_of(read([path]))
    except BaseException as raised:  # noqa: BLE001  whatever it is, the corpus is to show it
        where = traceback.extract_tb(raised.__traceback__)[-1]
        ours = getattr(raised, "detail", "") or f"{Path(where.filename).name}, line {where.lineno}"
        return f"{type(raised).__name__}: {ours}"


def summary_of(reading: Any) -> Summary:
    """A reading without its people."""
    extracts = reading.extracts
    lists = [count for extract in extracts for count in extract.lists]
    return Summary(
        problems=tuple(
            Told(each.error.code, each.error.message, each.error.detail) for each in reading.problems
        ),
        notes=tuple(note for extract in extracts for note in (*extract.notes, extract.layout)),
        platforms=tuple(extract.platform for extract in extracts),
        entries=sum(count.entries for count in lists),
        unreadable=sum(count.unreadable for count in lists),
        sound=all(map(_adds_up, lists)) and all(map(_is_whole, extracts)),
    )


def _adds_up(count: Any) -> bool:
    parts = (count.with_display_name, count.handle_only, count.not_comparable, count.unreadable)
    return min(parts) >= 0 and sum(parts) == count.entries


def _is_whole(extract: Any) -> bool:
    comparable = sum(count.with_display_name + count.handle_only for count in extract.lists)
    return bool(extract.accounts.num_rows == comparable) and _stores(extract.accounts)


def _stores(accounts: Any) -> bool:
    accounts.validate(full=True)
    return True


def _processes(pid: int | None) -> list[psutil.Process]:
    with _already_gone():
        first = psutil.Process(pid)
        return [first, *first.children(recursive=True)]
    return []


def peak_of(process: psutil.Process) -> int:
    """The most memory the process ever held, where the system tells; else what it holds now."""
    with _already_gone():
        try:
            status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii", errors="replace")
            return int(status.partition("VmHWM:")[2].split()[0]) * 1024
        except (OSError, IndexError):
            held = process.memory_info()
            return int(getattr(held, "peak_wset", held.rss))
    return 0


def _forget_peaks(processes: list[psutil.Process]) -> None:
    """Let each process's peak begin anew, where the system can."""
    for process in processes:
        clear = Path(f"/proc/{process.pid}/clear_refs")
        if clear.exists():
            with _already_gone():
                clear.write_text("5", encoding="ascii")


@contextmanager
def _already_gone() -> Iterator[None]:
    try:
        yield
    except (psutil.Error, OSError):
        return
