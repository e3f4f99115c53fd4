"""A hand-in or a withdrawal, killed at each of some moments: `killed.py WHAT FOLDER SECOND_COPY MOMENT ...`.

A process for each moment is forked from one that has everything imported. It is killed without warning right
before the so-manieth call that changes a file of its own copy of the folder, `FOLDER-MOMENT`.
"""

import os
import signal
import sys
from datetime import date
from pathlib import Path

from tests.vault.invented import STAFF_REF, extract_of
from vault.keys import load_keys
from vault.store import Vault

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
DAY = date(2026, 1, 13)


def killed_at(moment: int, folder: Path) -> None:
    """From now on the so-manieth change of the folder is not made: this process ends there."""
    made = 0

    def heard(event: str, given: tuple[object, ...]) -> None:
        nonlocal made
        writes = event == "open" and isinstance(given[2], int) and bool(given[2] & WRITING)
        if (writes or event in CHANGES) and str(given[0]).startswith(str(folder)):
            made += 1
            if made == moment:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(heard)


def change(what: str, folder: Path, second_copy: Path) -> None:
    """What is done to the workspace."""
    vault = Vault(folder, load_keys(folder / "keys"), second_copy)
    if what == "hand in":
        vault.keep_submission(STAFF_REF, [extract_of("x", "New")], DAY)
    else:
        vault.forget_person(vault.submission_id_of(STAFF_REF), DAY)


if __name__ == "__main__":
    for moment in map(int, sys.argv[4:]):
        child = os.fork()
        if not child:
            copy = Path(f"{sys.argv[2]}-{moment}")
            killed_at(moment, copy)
            change(sys.argv[1], copy / "workspace", copy / sys.argv[3])
            os._exit(0)
        sys.stdout.write(f"{os.waitpid(child, 0)[1]}\n")
