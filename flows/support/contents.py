"""What a support bundle holds, file by file: bands, codes, days and versions."""

import json
import os
import platform
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import distributions
from pathlib import Path, PurePath
from typing import Any

from flows.health.checks import examine
from flows.health.report import answer
from flows.jobs.record import recorded
from flows.jobs.registry import JOBS
from flows.schedules import next_times
from flows.status import status_of
from flows.subject_access.gathering import GATHERED, NOBODY_IN_IT, is_of_kind
from flows.support.runs import runs
from flows.support.settings import told
from flows.today import london_today
from flows.workspace import Workspace
from reports.bands import band
from vault.audit_log import Event

TIMES = 5
OF_THE_MACHINE = (
    Event.ROSTER_LOADED,
    Event.STAFF_LOADED,
    Event.DECLARATIONS_LOADED,
    Event.DPIA_RECORDED,
    Event.AUDIT_FINISHED,
    Event.RETAINED_DELETED,
    Event.KEYS_CHANGED,
)
"""Events that nobody in particular is behind: of withdrawals and the like not even bands are told."""
NO_KIND = "(of no known kind)"
AT_THE_TOP = "(at the top)"
OF_PEOPLE = frozenset({"submissions", "audits", "findings", "holds", "released", "incidents"})
TOGETHER = "submissions, audits and what is theirs"
"""Counted together: how many files of findings there are says how many findings there are."""


def contents(workspace: Workspace) -> dict[str, bytes]:
    """The files of a bundle, by their names in it."""
    now, today = datetime.now(UTC), london_today()
    parts = {
        "status.json": status_of(workspace, today, now),
        "doctor.json": answer(examine(workspace, today)),
        "settings.json": told(workspace.school),
        "runs.json": {
            "noted": [each.model_dump(mode="json") for each in recorded(workspace)],
            "prefect": runs(workspace.prefect_home / "prefect.db"),
        },
        "schedule.json": {
            job.name: [at.isoformat() for at in next_times(workspace, job, now, TIMES)] for job in JOBS
        },
        "log.json": _events(workspace),
        "files.json": _files(workspace.folder),
        "machine.json": _machine(),
    }
    return {name: json.dumps(part, indent=2).encode("utf-8") for name, part in parts.items()}


def _events(workspace: Workspace) -> dict[str, Any]:
    """How often the workspace's own events stand in the audit log, and when each last did."""
    kinds: Counter[str] = Counter()
    last: dict[str, str] = {}
    for line in workspace.vault.log.entries():
        if line.entry.what in OF_THE_MACHINE:
            kinds[line.entry.what.value] += 1
            last[line.entry.what.value] = line.entry.moment.date().isoformat()
    return {what: {"times": band(times), "last": last[what]} for what, times in sorted(kinds.items())}


def _files(folder: Path) -> dict[str, Any]:
    """How many files the workspace holds where, and how large they are together. No file is named."""
    count: Counter[str] = Counter()
    size: Counter[str] = Counter()
    for path, many in _sizes(folder):
        is_known = any(is_of_kind(path, each) for each in (*GATHERED, *NOBODY_IN_IT))
        place = _place(path) if is_known else NO_KIND
        count[place] += 1
        size[place] += many
    places = sorted(count)
    return {each: {"files": band(count[each]), "kilobytes": band(size[each] // 1024)} for each in places}


def _place(path: PurePath) -> str:
    if path.parts[0] in OF_PEOPLE:
        return TOGETHER
    return path.parts[0] if len(path.parts) > 1 else AT_THE_TOP


def _sizes(folder: Path) -> Iterator[tuple[PurePath, int]]:
    for at, _, names in os.walk(folder):
        for name in names:
            path = Path(at, name)
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(folder), path.stat().st_size


def _machine() -> dict[str, Any]:
    """The system and all that is installed in it for us; not what the computer is called."""
    installed = sorted(distributions(), key=lambda each: each.name)
    return {
        "system": platform.platform(),
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "processors": os.cpu_count(),
        "time_zone": time.tzname[0],
        "installed": {each.name: each.version for each in installed},
    }
