"""Run a command and write what it took: `python measured.py OUT COMMAND...`.

A small process of its own: a child's peak memory counts what its parent held when it was started.
"""

import json
import os
import sys
import time
from pathlib import Path


def main(out: str, *command: str) -> None:
    """Write the exit code, seconds by the clock, the processor's seconds and the peak memory in MB."""
    began = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    figures = {
        "exit": os.waitstatus_to_exitcode(status),
        "seconds": time.perf_counter() - began,
        "processor_seconds": usage.ru_utime + usage.ru_stime,
        "megabytes": usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10),
    }
    Path(out).write_text(json.dumps(figures), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
