"""One matcher on one set, in a fresh process, on the same Parquet files, with what it took."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO, NamedTuple

from benchmarks.matching import measured

ROOT = Path(measured.__file__).parents[2]


class Took(NamedTuple):
    """Seconds from a cold start to the written table, the processor's seconds, peak memory in MB."""

    seconds: float
    processor_seconds: float
    megabytes: float


class DidNotRun(Exception):
    """The matcher ended with an error, or was not done in time."""


def run(command: Sequence[str], limit: float | None = None) -> Took:
    """Run it and measure it; raise DidNotRun where it fails or takes longer than `limit` seconds."""
    with tempfile.TemporaryDirectory() as folder:
        out, errors = Path(folder) / "figures.json", Path(folder) / "errors.txt"
        with errors.open("wb") as sink:
            _wait([sys.executable, "-S", "-E", str(measured.__file__), str(out), *command], sink, limit)
        figures = json.loads(out.read_text("utf-8"))
        if figures.pop("exit"):
            raise DidNotRun(_last_words(errors.read_text("utf-8", "replace")))
        return Took(**figures)


def _wait(command: Sequence[str], sink: IO[bytes], limit: float | None) -> None:
    """Until it is done; after `limit` seconds it is ended with everything it started."""
    process = subprocess.Popen(command, stdout=sink, stderr=sink, cwd=ROOT, start_new_session=True)
    try:
        process.wait(limit)
    except subprocess.TimeoutExpired:
        raise DidNotRun(f"not done after {limit:.0f} s") from None
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _last_words(errors: str) -> str:
    """The last line; of an exception only its kind, since its text may quote a name."""
    last = (errors.strip().splitlines() or ["no word"])[-1].strip()
    exception = re.match(r"[\w.]+(?=:)", last)
    return exception[0] if exception and not last.startswith("ModuleNotFoundError") else last
