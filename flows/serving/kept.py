"""A process that is started again when it dies."""

import time
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

LONGEST_PAUSE = 60.0
"""Seconds, at most, between two starts of what dies at once every time."""


class Process(Protocol):
    """What is kept alive."""

    @property
    def runs(self) -> bool:
        """Whether it is alive."""

    def stop(self) -> None:
        """End it, whether it still runs or not."""


Kind = TypeVar("Kind", bound=Process)


class KeptAlive(Generic[Kind]):
    """One process after another, with a pause between that doubles while they die young."""

    def __init__(self, start: Callable[[], Kind]) -> None:
        self._start = start
        self._pause = 1.0
        self._not_before = 0.0
        self.process = start()
        self._started = time.monotonic()

    def runs(self) -> bool:
        """Whether it is alive; started again first, where it is not and its pause is over."""
        if self.process.runs:
            if time.monotonic() - self._started > LONGEST_PAUSE:
                self._pause = 1.0
            return True
        if time.monotonic() < self._not_before:
            return False
        self._not_before = time.monotonic() + self._pause
        self._pause = min(2 * self._pause, LONGEST_PAUSE)
        self.process.stop()
        self.process = self._start()
        self._started = time.monotonic()
        return True

    def stop(self) -> None:
        """End it for good."""
        self.process.stop()
