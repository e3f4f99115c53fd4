"""A process of our own that is tied to this one: it ends when it is told to, or when this one ends."""

import atexit
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

LAST = 30.0
"""Seconds it has to finish what it was told, tidy up, and end."""


class Tied:
    """A module of ours as a process that ends with its standard input.

    We hold the other end of that pipe, and an operating system closes the pipes of what it kills: nothing is
    left over, and nothing need be looked for by number. What it might print on its error stream is not kept.
    """

    def __init__(
        self, module: str, arguments: Sequence[str], home: Path, environment: Mapping[str, str]
    ) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - a module of ours, our own words and numbers
            [sys.executable, "-I", "-m", module, *arguments],
            cwd=home,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        atexit.register(self.stop)

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    @property
    def runs(self) -> bool:
        """Whether the process is alive."""
        return self._process.poll() is None

    def line(self) -> str:
        """The next line it says; empty once it says no more."""
        return self._process.stdout.readline().decode("ascii").strip() if self._process.stdout else ""

    def stop(self, patience: float = LAST) -> None:
        """End it, and wait until it has tidied up; whether it still ran makes no difference."""
        atexit.unregister(self.stop)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def environment(**further: str) -> dict[str, str]:
    """Ours without what is about the workspace, and with these."""
    ours = {name: told for name, told in os.environ.items() if not name.upper().startswith("ARMSLENGTH_")}
    return {**ours, **further}
