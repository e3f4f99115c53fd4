"""A school's audits, one after another in one process, a line of figures each as JSON.

    many_audits.py PLACE AUDITS DAYS

`DAYS` lie between two audits. Before each, staff hand in; after each, decisions are taken back and pages let
go; every third time somebody withdraws; then what is due is deleted.
"""

import gc
import json
import os
import sys
import time
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psutil

from flows.intake import submit
from flows.retention import retain
from flows.rosters.loading import load
from flows.rosters.sources import sources
from flows.rosters.staff import load_staff
from flows.subject_access.gathering import unknown_files
from flows.withdrawal import withdraw
from flows.workspace import STATE, Workspace, make_workspace
from tests.flows.conftest import CANARIES, SCHOOL
from tests.flows.passphrases import SECRETS
from tests.flows.rooms import audit
from tests.proofs.schooldays import decide, let_go
from vault.private_files import PART, restrict_umask

FIRST = date(2026, 1, 5)
STAFF = ("S1", "S2", "S3", "S4")
KNOWN = ("Ottoline Quillfeather", "Marguerita Thistlemere", "Zephyrine Quillfeather", "Theophilus Duskwater")
STRANGERS = 200
"""Contacts of each export who are nobody on the roster."""
OTHERS_EVERY = 4
"""After so many audits the same strangers come again, so that caches of names are full early."""
KEPT_MONTHS = "report_months = 1"
"""So that the oldest audits go while the proof runs, however many there are."""


def prepare(place: Path) -> Workspace:
    """The school before anybody has handed anything in."""
    workspace = make_workspace(place / "workspace", SCHOOL, SECRETS)
    text = workspace.school_toml.read_text(encoding="utf-8")
    workspace.school_toml.write_text(text.replace("report_months = 12", KEPT_MONTHS), encoding="utf-8")
    load(workspace, sources([CANARIES / "roster.csv"]), FIRST)
    load_staff(workspace, CANARIES / "staff.csv")
    return workspace


def hand_in(workspace: Workspace, place: Path, number: int, today: date) -> None:
    """The exports of two members of staff: strangers of that day, and two whom an audit asks about."""
    for turn in range(2):
        person = STAFF[(number + turn) % len(STAFF)]
        known = (KNOWN[(number + each) % len(KNOWN)] for each in range(2))
        strangers = (f"Stranger{number % OTHERS_EVERY} Ofnowhere{each}" for each in range(STRANGERS))
        friends = [{"name": name, "timestamp": 1_700_000_000} for name in (*known, *strangers)]
        file = place / "export.zip"
        with zipfile.ZipFile(file, "w") as archive:
            path = "connections/friends/your_friends.json"
            archive.writestr(path, json.dumps({"friends_v2": friends}))
        submit(workspace, person, [file], today)
        file.unlink()


def one_day(place: Path, number: int, today: date) -> dict[str, Any]:
    """An audit's day from the first hand-in to what is deleted in the evening, in figures."""
    workspace = Workspace(place / "workspace")
    hand_in(workspace, place, number, today)
    began = time.process_time()  # what other programs on this computer do does not count
    ended = audit(workspace, today)
    took = time.process_time() - began
    decide(workspace)
    let_go(workspace)
    if number % 3 == 2:
        withdraw(workspace, STAFF[number % len(STAFF)], today)
    deleted = retain(workspace, today, confirmed=today)
    workspace.vault.sweep()
    return {
        "seconds": took,
        "findings": len(ended.tables["findings"]),
        "deleted": len(deleted.plan.due),
        **measured(workspace),
    }


def measured(workspace: Workspace) -> dict[str, Any]:
    """The memory of this process and the disk of the workspace, in bytes; what lies about unfinished."""
    gc.collect()
    files = [path for path in workspace.folder.rglob("*") if path.is_file()]
    return {
        "memory": psutil.Process().memory_info().rss,
        "disk": sum(path.stat().st_size for path in files if path.suffix != ".log"),
        "log": sum(path.stat().st_size for path in files if path.suffix == ".log"),
        "files": len(files),
        "audits": len(workspace.vault.audits.ids()),
        "unfinished": sum(path.name.startswith(PART) or path.name == "journal" for path in files),
        "of_no_known_kind": len(unknown_files(workspace)),
        "log_holds": workspace.vault.log.verify().holds,
    }


def main(place: str, audits: str, days: str) -> Iterator[str]:
    """A line a day."""
    os.environ[STATE] = str(Path(place) / "state")
    restrict_umask()
    prepare(Path(place))
    for number in range(int(audits)):
        today = FIRST + timedelta(days=int(days) * number)
        yield json.dumps(one_day(Path(place), number, today))


if __name__ == "__main__":
    for line in main(*sys.argv[1:]):
        print(line, flush=True)  # noqa: T201 - whoever started this reads it
