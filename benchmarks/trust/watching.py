"""The memory and the processor's time of a few processes and their children while they are watched."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

import psutil

MEGABYTE = 2**20
EVERY = 0.25
"""Seconds between two looks."""


class Watched:
    """Peaks of resident memory, and seconds of the processor, by what a process is called here."""

    def __init__(self, processes: Mapping[str, psutil.Process]) -> None:
        self._processes = processes
        self._stop = threading.Event()
        self._before = {name: seconds_of(process) for name, process in processes.items()}
        self.megabytes: dict[str, float] = {}

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Look until the block ends."""
        thread = threading.Thread(target=self._look, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()

    def seconds(self) -> dict[str, float]:
        """The processor's time that each has used since the beginning, with its children that have ended."""
        return {name: seconds_of(process) - self._before[name] for name, process in self._processes.items()}

    def _look(self) -> None:
        while not self._stop.wait(EVERY):
            for name, process in self._processes.items():
                with suppress(psutil.NoSuchProcess):
                    self._note(name, process)
                    for child in process.children(recursive=True):
                        self._note(f"a child of {name}", child)

    def _note(self, name: str, process: psutil.Process) -> None:
        size = process.memory_info().rss / MEGABYTE
        self.megabytes[name] = max(self.megabytes.get(name, 0.0), size)


def seconds_of(process: psutil.Process) -> float:
    """The processor's time of the process, its living children, and those that it has waited for."""
    times = process.cpu_times()
    ended = times.children_user + times.children_system
    alive = 0.0
    for child in process.children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            spent = child.cpu_times()
            alive += spent.user + spent.system
    return float(times.user + times.system + ended + alive)
